-- Version 2 to 3: every act is in the one chain. This makes the tables; store/migrate/seal.rs then puts the acts that are there into
-- the chain and drops the tables `merged`, `exchanged` and `site`, of which nothing is left but entries of the chain.

-- The name between is one that no kind of a pack can have.
CREATE TABLE "change of version 2" AS SELECT * FROM change ORDER BY rowid;
DROP TABLE change;

CREATE TABLE change (                       -- one row a save or an act; nothing here is ever altered
  site    TEXT NOT NULL,                    -- the ledger file it was made in
  seq     INTEGER NOT NULL CHECK (seq > 0), -- counted without gaps
  subject TEXT NOT NULL CHECK (subject IN ('facility', 'exception', -- saves of records; the others are acts
    'finding', 'second_entry', 'places', 'pack', 'site', 'merge', 'exchange')),
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

INSERT INTO change SELECT site, seq, subject, record, at, author, reason, parents, patch, hash FROM "change of version 2" ORDER BY rowid;
DROP TABLE "change of version 2";
