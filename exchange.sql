-- An exchange file, version 3: what was saved in one ledger file and is handed on to others that know the rest.
--
-- This form is frozen. Every later program reads it; what it cannot hold makes a version 4. docs/exchange.md explains the
-- columns and what a reader has to check. `PRAGMA application_id` is 0x545A4558, `PRAGMA user_version` is 3. The forms
-- of versions 1 and 2, which are still read, are in src/store/file/versions.

CREATE TABLE exchange (                     -- one row: what the file is
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  ledger     TEXT NOT NULL,                 -- the id of the ledger
  site       TEXT NOT NULL,                 -- the ledger file whose changes these are
  after      INTEGER NOT NULL CHECK (after BETWEEN 0 AND 999999999999), -- the change that these follow upon; 0: they are the first
  after_hash TEXT NOT NULL,                 -- its hash; empty where they are the first
  made_at    TEXT NOT NULL,                 -- UTC
  author     TEXT NOT NULL,                 -- who handed it on
  program    TEXT NOT NULL,                 -- the version that made it
  digest     TEXT NOT NULL,                 -- SHA-256 over everything in the file that is in no change
  CHECK ((after = 0) = (after_hash = ''))
) STRICT;

CREATE TABLE pack (                         -- the policy packs of the ledger as the file was made
  code      TEXT PRIMARY KEY NOT NULL,
  sha256    TEXT NOT NULL,                  -- of its text
  loaded_at TEXT NOT NULL
) STRICT;

CREATE TABLE place (                        -- the places that the changes name, and all above them
  code   TEXT PRIMARY KEY NOT NULL,
  name   TEXT NOT NULL,
  level  TEXT NOT NULL,
  parent TEXT
) STRICT;

CREATE TABLE change (                       -- one row a save or an act, word for word as in the ledger
  site    TEXT NOT NULL,
  seq     INTEGER NOT NULL CHECK (seq > 0), -- counted without gaps, from `after` + 1
  subject TEXT NOT NULL CHECK (subject IN ('facility', 'sheet', 'exception', -- saves of records; the others are acts
    'finding', 'second_entry', 'confirmation', 'sample', 'site_visit', 'close', 'closed_standing', 'places', 'pack',
    'site', 'merge', 'exchange', 'signers')),
  record  TEXT NOT NULL,
  at      TEXT NOT NULL,
  author  TEXT NOT NULL,
  reason  TEXT NOT NULL,
  parents TEXT NOT NULL CHECK (json_valid(parents)),
  patch   TEXT NOT NULL CHECK (json_valid(patch)),
  hash    TEXT NOT NULL,                    -- SHA-256 over all this and the hash before
  PRIMARY KEY (site, seq)
) STRICT;
