-- Version 3 to 4. The views of kinds were dropped before this; store/open/migrate.rs makes them again.

-- Beside facilities there are sheets: the table of all records that are reviewed is `record`.
DROP VIEW review;

CREATE TABLE record (                       -- one row a facility or a sheet of a place and period: the fold of its changes
  id              TEXT PRIMARY KEY NOT NULL, -- UUIDv7, so that files of different towns merge; of a sheet UUIDv8 of what identifies it
  kind            TEXT NOT NULL REFERENCES kind (code),
  place           TEXT NOT NULL REFERENCES place (code),
  period          TEXT,                      -- what a sheet is of: 2025, 2025Q3, 2025-09, once; none for facilities
  name            TEXT,
  status          TEXT,
  opened_on       TEXT,
  planned_open_on TEXT,
  address         TEXT,
  built_year      TEXT,
  owner_type      TEXT,
  operator_unit   TEXT,
  operator_uscc   TEXT,
  data_source     TEXT,
  data_as_of      TEXT,
  evidence        TEXT,
  remarks         TEXT,
  facility_code   TEXT,
  reported_by     TEXT,
  reported_on     TEXT,
  lon             TEXT,
  lat             TEXT,
  crs             TEXT,
  attributes      TEXT NOT NULL CHECK (json_valid(attributes)), -- the kind's own fields by code
  version         TEXT NOT NULL CHECK (json_valid(version)),    -- the heads of its changes
  complete        INTEGER NOT NULL CHECK (complete IN (0, 1)),  -- nothing is missing that review needs
  seen_at         TEXT NOT NULL              -- when it was last saved or confirmed, UTC
) STRICT;
CREATE INDEX record_kind_place ON record (kind, place);
CREATE INDEX record_place ON record (place);
CREATE INDEX record_seen ON record (place, seen_at) WHERE period IS NULL; -- facilities that wait for a confirmation
CREATE INDEX record_incomplete ON record (place) WHERE complete = 0;
CREATE INDEX record_code ON record (facility_code);
CREATE INDEX record_forked ON record (id) WHERE instr(version, ',') > 0; -- those with more than one head
CREATE UNIQUE INDEX record_sheet ON record (kind, place, period) WHERE period IS NOT NULL; -- a place has one sheet of a period

INSERT INTO record (id, kind, place, name, status, opened_on, planned_open_on, address, built_year,
  owner_type, operator_unit, operator_uscc, data_source, data_as_of, evidence, remarks, facility_code, reported_by, reported_on,
  lon, lat, crs, attributes, version, complete, seen_at)
SELECT id, kind, place, name, status, opened_on, planned_open_on, address, built_year,
  owner_type, operator_unit, operator_uscc, data_source, data_as_of, evidence, remarks, facility_code, reported_by, reported_on,
  lon, lat, crs, attributes, version, complete, (SELECT max(at) FROM change WHERE change.record = facility.id)
FROM facility ORDER BY rowid;
DROP TABLE facility;

CREATE VIEW review AS                       -- every record between clerk and inspector; domain/review.rs has the rules
SELECT id AS record, kind, place, coalesce(name, period) AS name, version,
  CASE
    WHEN EXISTS (SELECT 1 FROM open_finding WHERE open_finding.record = record.id) THEN 'returned'
    WHEN complete = 0 THEN 'draft'
    WHEN EXISTS (SELECT 1 FROM finding AS verified
                 WHERE verified.record = record.id AND verified.act = 'verify' AND verified.version = record.version
                   AND NOT EXISTS (SELECT 1 FROM finding AS later WHERE later.record = verified.record
                                   AND later.act IN ('return', 'reopen') AND later.id > verified.id)) THEN 'verified'
    ELSE 'submitted'
  END AS state
FROM record;

-- A kind that is a sheet has a cycle. The temporary names are ones that no kind of a pack can have.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE "kind of version 3" AS SELECT * FROM kind ORDER BY rowid;
DROP TABLE kind;

CREATE TABLE kind (                         -- kinds of facilities and sheets; each has a view of its own, named by its code
  code     TEXT PRIMARY KEY NOT NULL,
  pack     TEXT NOT NULL REFERENCES pack (code),
  label_zh TEXT NOT NULL,
  label_en TEXT NOT NULL,
  cycle    TEXT CHECK (cycle IN ('once', 'year', 'quarter', 'month')) -- how often a sheet is due; none for facilities
) STRICT;

INSERT INTO kind (code, pack, label_zh, label_en) SELECT code, pack, label_zh, label_en FROM "kind of version 3" ORDER BY rowid;
DROP TABLE "kind of version 3";

-- Saves of sheets are entries of the chain.
CREATE TABLE "change of version 3" AS SELECT * FROM change ORDER BY rowid;
DROP TABLE change;

CREATE TABLE change (                       -- one row a save or an act; nothing here is ever altered
  site    TEXT NOT NULL,                    -- the ledger file it was made in
  seq     INTEGER NOT NULL CHECK (seq > 0), -- counted without gaps
  subject TEXT NOT NULL CHECK (subject IN ('facility', 'sheet', 'exception', -- saves of records; the others are acts
    'finding', 'second_entry', 'confirmation', 'close', 'closed_standing', 'places', 'pack', 'site', 'merge', 'exchange')),
  record  TEXT NOT NULL,                    -- the record; of an act its own id, nil (all zeros) where it is about the file
  at      TEXT NOT NULL,                    -- UTC
  author  TEXT NOT NULL,
  reason  TEXT NOT NULL,
  parents TEXT NOT NULL CHECK (json_valid(parents)), -- the heads it was made upon
  patch   TEXT NOT NULL CHECK (json_valid(patch)),   -- field → new value, null where emptied; of an act what it says
  hash    TEXT NOT NULL,                    -- SHA-256 over all this and the hash before
  PRIMARY KEY (site, seq)
) STRICT;
CREATE INDEX change_record ON change (record);
CREATE INDEX change_joining ON change (record) WHERE instr(parents, ',') > 0; -- those made upon more than one head

CREATE TRIGGER change_is_never_altered BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'the trail is never altered'); END;
CREATE TRIGGER change_is_never_removed BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'the trail is never altered'); END;

INSERT INTO change SELECT site, seq, subject, record, at, author, reason, parents, patch, hash FROM "change of version 3" ORDER BY rowid;
DROP TABLE "change of version 3";

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
  told         TEXT CHECK (told IS NULL OR json_valid(told)), -- what is told beside it: comparisons with their parts, what to enter
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

-- Quarters: what is confirmed, and what was closed.

CREATE TABLE confirmation (                 -- a record in which nothing has changed, as somebody found; nothing here is ever altered
  id      TEXT PRIMARY KEY NOT NULL,        -- UUIDv7, so that files of different towns merge
  record  TEXT NOT NULL,
  as_of   TEXT NOT NULL,                    -- the day on which its values were still right
  version TEXT NOT NULL CHECK (json_valid(version)), -- the heads of the record that were confirmed
  author  TEXT NOT NULL,
  at      TEXT NOT NULL,                    -- UTC
  site    TEXT NOT NULL                     -- the ledger file it was said in
) STRICT;
CREATE INDEX confirmation_record ON confirmation (record);

CREATE TRIGGER confirmation_is_never_altered BEFORE UPDATE ON confirmation
BEGIN SELECT RAISE(ABORT, 'a confirmation is never altered'); END;
CREATE TRIGGER confirmation_is_never_removed BEFORE DELETE ON confirmation
BEGIN SELECT RAISE(ABORT, 'a confirmation is never altered'); END;

CREATE TABLE quarter_close (                -- quarters that were closed and reopened; nothing here is ever altered
  id        TEXT PRIMARY KEY NOT NULL,      -- UUIDv7; acts are ordered by it
  act       TEXT NOT NULL CHECK (act IN ('close', 'reopen')),
  quarter   TEXT NOT NULL,                  -- 2026Q3
  place     TEXT,                           -- this place and those below it; none for all places
  reopens   TEXT,                           -- the close that is taken back
  packs     TEXT CHECK (packs IS NULL OR json_valid(packs)), -- the SHA-256 of the text of each pack that judged
  heads     TEXT CHECK (heads IS NULL OR json_valid(heads)), -- the last change of each site that was known
  counts    TEXT CHECK (counts IS NULL OR json_valid(counts)), -- what was still open
  signed_by TEXT,                           -- who answers for it, where that is not the author
  reason    TEXT,                           -- why it was reopened
  author    TEXT NOT NULL,
  at        TEXT NOT NULL,                  -- UTC
  site      TEXT NOT NULL,                  -- the ledger file it was closed in
  CHECK ((act = 'reopen') = (reopens IS NOT NULL)),
  CHECK ((act = 'reopen') = (reason IS NOT NULL)),
  CHECK ((act = 'close') = (packs IS NOT NULL AND heads IS NOT NULL AND counts IS NOT NULL))
) STRICT;
CREATE INDEX quarter_close_quarter ON quarter_close (quarter);

CREATE TRIGGER quarter_close_is_never_altered BEFORE UPDATE ON quarter_close
BEGIN SELECT RAISE(ABORT, 'a close is never altered'); END;
CREATE TRIGGER quarter_close_is_never_removed BEFORE DELETE ON quarter_close
BEGIN SELECT RAISE(ABORT, 'a close is never altered'); END;

CREATE TABLE closed_standing (              -- the standings of one place and pack as a close froze them; nothing here is ever altered
  id        TEXT PRIMARY KEY NOT NULL,
  closed    TEXT NOT NULL,                  -- the close
  pack      TEXT NOT NULL,
  place     TEXT NOT NULL,
  standings TEXT NOT NULL CHECK (json_valid(standings)), -- a list, in the order of the requirements
  author    TEXT NOT NULL,
  at        TEXT NOT NULL,                  -- UTC
  site      TEXT NOT NULL
) STRICT;
CREATE INDEX closed_standing_closed ON closed_standing (closed, pack, place);

CREATE TRIGGER closed_standing_is_never_altered BEFORE UPDATE ON closed_standing
BEGIN SELECT RAISE(ABORT, 'a closed standing is never altered'); END;
CREATE TRIGGER closed_standing_is_never_removed BEFORE DELETE ON closed_standing
BEGIN SELECT RAISE(ABORT, 'a closed standing is never altered'); END;

-- Places: names they had, and those that are closed.

CREATE TABLE closed_place (                 -- places that are closed or will be, and where their records went
  place     TEXT PRIMARY KEY NOT NULL REFERENCES place (code),
  closed_on TEXT NOT NULL,                  -- the first day on which it is closed
  successor TEXT REFERENCES place (code) CHECK (successor <> place), -- the place it was merged into: what is left in it counts there
  ended     INTEGER NOT NULL CHECK (ended IN (0, 1)) -- that day came: nothing is judged in it any more, and nothing new entered
) STRICT, WITHOUT ROWID;
CREATE INDEX closed_place_successor ON closed_place (successor);

CREATE TABLE former_name (                  -- names that a place had; a file may still use them
  place TEXT NOT NULL REFERENCES place (code),
  name  TEXT NOT NULL CHECK (name <> ''),
  until TEXT NOT NULL,                      -- the day on which it got another one
  PRIMARY KEY (place, name)
) STRICT, WITHOUT ROWID;
