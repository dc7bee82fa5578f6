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

-- Requirements: groups, and the forms that each looks at. What judging keeps is made anew.

DROP TABLE standing;
DROP TABLE stale;

ALTER TABLE requirement ADD COLUMN group_code TEXT;

CREATE TABLE requirement_form (             -- the kinds and sheets that a requirement looks at in the place it judges
  pack        TEXT NOT NULL,
  requirement TEXT NOT NULL,
  form        TEXT NOT NULL,
  PRIMARY KEY (form, pack, requirement)
) STRICT, WITHOUT ROWID;

CREATE TABLE looks (                        -- the kinds and sheets of other places that a standing looks at
  form        TEXT NOT NULL,
  at          TEXT NOT NULL,                -- the place of the record
  pack        TEXT NOT NULL,
  requirement TEXT NOT NULL,
  place       TEXT NOT NULL,                -- the place that is judged
  PRIMARY KEY (form, at, pack, requirement, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE pack_group (                   -- groups in which the requirements of a pack are shown
  pack     TEXT NOT NULL REFERENCES pack (code),
  code     TEXT NOT NULL,
  position INTEGER NOT NULL,
  label_zh TEXT NOT NULL,
  label_en TEXT NOT NULL,
  PRIMARY KEY (pack, code)
) STRICT;

CREATE TABLE standing (                     -- the result of each requirement in each place it covers
  pack         TEXT NOT NULL,
  requirement  TEXT NOT NULL,
  place        TEXT NOT NULL,
  verdict      TEXT NOT NULL CHECK (verdict IN ('met', 'short', 'unknown', 'information')),
  operator     TEXT NOT NULL,
  need         TEXT NOT NULL,
  have         TEXT,
  gap          TEXT,
  unit         TEXT NOT NULL,
  candidates   INTEGER NOT NULL,
  qualifying   INTEGER NOT NULL,
  nearest      TEXT,
  nearest_name TEXT,
  failing      TEXT NOT NULL CHECK (json_valid(failing)),
  missing      TEXT NOT NULL CHECK (json_valid(missing)),
  expected_on  TEXT,
  period       TEXT,                        -- the period it speaks of, where it rests on sheets
  holds_until  TEXT,                        -- the last day on which it is so without a change; none where days change nothing
  told         TEXT CHECK (json_valid(told)), -- what is told beside it: comparisons with their parts, what to enter
  judged_at    TEXT NOT NULL,
  PRIMARY KEY (pack, requirement, place),
  FOREIGN KEY (pack, requirement, place) REFERENCES covered (pack, requirement, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_verdict ON standing (pack, verdict);
CREATE INDEX standing_holds_until ON standing (holds_until) WHERE holds_until IS NOT NULL;

CREATE TABLE stale (                        -- standings to judge again before the transaction ends
  pack        TEXT NOT NULL,
  requirement TEXT NOT NULL,
  place       TEXT NOT NULL,
  PRIMARY KEY (place, pack, requirement)
) STRICT, WITHOUT ROWID;
