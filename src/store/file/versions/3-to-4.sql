-- Version 3 to 4.

-- Packs: a kind may be asked for by several, and every text that was loaded stays. store/rows/pack_text.rs then fills `pack_text`.

CREATE TABLE pack_text (                    -- every text of a pack that was loaded, the one in `pack` being the last
  pack      TEXT NOT NULL REFERENCES pack (code),
  number    INTEGER NOT NULL CHECK (number > 0), -- counted in the order in which they were loaded
  sha256    TEXT NOT NULL,
  text      TEXT NOT NULL,
  loaded_at TEXT NOT NULL,                  -- UTC; from then on it judged
  loaded_by TEXT NOT NULL,
  PRIMARY KEY (pack, number)
) STRICT;

CREATE TABLE kind_pack (                    -- every pack that asks for a kind; `kind` has the first, whose words it has
  pack TEXT NOT NULL REFERENCES pack (code),
  kind TEXT NOT NULL REFERENCES kind (code),
  PRIMARY KEY (pack, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO kind_pack (pack, kind) SELECT pack, code FROM kind;

ALTER TABLE pack ADD COLUMN valid_from TEXT;
ALTER TABLE pack ADD COLUMN valid_to TEXT;
