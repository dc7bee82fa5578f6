-- Version 1 to 2: the sites that a file wrote as, what is handed on in exchange files, and the site of every second entry.

CREATE TABLE site (                         -- the sites this file wrote as, the last of them now; nothing here is ever altered
  site  TEXT PRIMARY KEY NOT NULL,
  since TEXT NOT NULL,                      -- UTC
  upon  TEXT NOT NULL CHECK (json_valid(upon)) -- site → number of its last change that was there by then
) STRICT;

CREATE TRIGGER site_is_never_altered BEFORE UPDATE ON site
BEGIN SELECT RAISE(ABORT, 'the sites of a file are never altered'); END;
CREATE TRIGGER site_is_never_removed BEFORE DELETE ON site
BEGIN SELECT RAISE(ABORT, 'the sites of a file are never altered'); END;

CREATE TABLE exchanged (                    -- one row an exchange file that was handed on; of this file only, never merged
  at             TEXT NOT NULL,             -- UTC
  author         TEXT NOT NULL,             -- who handed it on
  file           TEXT NOT NULL,             -- its SHA-256
  site           TEXT NOT NULL,             -- whose changes it has
  last           INTEGER NOT NULL CHECK (last >= 0),           -- up to this one
  findings       INTEGER NOT NULL CHECK (findings >= 0),       -- how many rows of each table were there: the next file
  second_entries INTEGER NOT NULL CHECK (second_entries >= 0)  -- goes on behind them
) STRICT;

CREATE TRIGGER exchanged_is_never_altered BEFORE UPDATE ON exchanged
BEGIN SELECT RAISE(ABORT, 'what was handed on is never altered'); END;
CREATE TRIGGER exchanged_is_never_removed BEFORE DELETE ON exchanged
BEGIN SELECT RAISE(ABORT, 'what was handed on is never altered'); END;

INSERT INTO site (site, since, upon) SELECT site, created_at, '{}' FROM ledger; -- what was there by then is not known

-- The name between is one that no kind of a pack can have.
CREATE TABLE "double entry of version 1" AS SELECT * FROM double_entry ORDER BY rowid;
DROP TABLE double_entry;

CREATE TABLE double_entry (                 -- a field that a second person keyed again; nothing here is ever altered
  id       TEXT PRIMARY KEY NOT NULL,       -- UUIDv7, so that files of different towns merge
  record   TEXT NOT NULL,
  field    TEXT NOT NULL CHECK (field <> ''),
  version  TEXT NOT NULL CHECK (json_valid(version)), -- the heads of the record at which its value was settled
  verifier TEXT NOT NULL,
  at       TEXT NOT NULL,                   -- UTC
  outcome  TEXT NOT NULL CHECK (outcome IN ('agreed', 'first_wrong', 'second_wrong')),
  tries    INTEGER NOT NULL CHECK (tries > 0),
  site     TEXT NOT NULL                    -- the ledger file it was keyed in; empty before version 2
) STRICT;
CREATE INDEX double_entry_record ON double_entry (record);
CREATE INDEX double_entry_verifier ON double_entry (verifier, at);

CREATE TRIGGER double_entry_is_never_altered BEFORE UPDATE ON double_entry
BEGIN SELECT RAISE(ABORT, 'a second entry is never altered'); END;
CREATE TRIGGER double_entry_is_never_removed BEFORE DELETE ON double_entry
BEGIN SELECT RAISE(ABORT, 'a second entry is never altered'); END;

INSERT INTO double_entry SELECT id, record, field, version, verifier, at, outcome, tries, '' FROM "double entry of version 1" ORDER BY rowid;
DROP TABLE "double entry of version 1";
