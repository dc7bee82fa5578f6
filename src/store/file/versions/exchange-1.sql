-- An exchange file, version 1: what was saved in one ledger file and is handed on to others that know the rest.
--
-- This form is frozen. Every later program reads it; what it cannot hold makes a version 2. docs/exchange.md explains the
-- columns and what a reader has to check. `PRAGMA application_id` is 0x545A4558, `PRAGMA user_version` is 1.

CREATE TABLE exchange (                     -- one row: what the file is
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  ledger     TEXT NOT NULL,                 -- the id of the ledger
  site       TEXT NOT NULL,                 -- the ledger file whose changes these are
  upon       TEXT NOT NULL CHECK (json_valid(upon)), -- what was in that file when the site began: site → number of its last change
  after      INTEGER NOT NULL CHECK (after BETWEEN 0 AND 999999999999), -- the change that these follow upon; 0: they are the first
  after_hash TEXT NOT NULL,                 -- its hash; empty where they are the first
  findings_before       INTEGER NOT NULL CHECK (findings_before >= 0),       -- acts of the site that were handed on before
  second_entries_before INTEGER NOT NULL CHECK (second_entries_before >= 0), -- the same of second entries
  made_at    TEXT NOT NULL,                 -- UTC
  author     TEXT NOT NULL,                 -- who handed it on
  program    TEXT NOT NULL,                 -- the version that made it
  CHECK ((after = 0) = (after_hash = ''))
) STRICT;

CREATE TABLE pack (                         -- the policy packs of the ledger as the file was made
  code      TEXT PRIMARY KEY NOT NULL,
  number    TEXT NOT NULL,
  sha256    TEXT NOT NULL,                  -- of its text
  loaded_at TEXT NOT NULL
) STRICT;

CREATE TABLE place (                        -- the places that the changes name, and all above them
  code   TEXT PRIMARY KEY NOT NULL,
  name   TEXT NOT NULL,
  level  TEXT NOT NULL,
  parent TEXT
) STRICT;

CREATE TABLE change (                       -- one row a save, word for word as in the ledger
  site    TEXT NOT NULL,
  seq     INTEGER NOT NULL CHECK (seq > 0), -- counted without gaps, from `after` + 1
  subject TEXT NOT NULL CHECK (subject IN ('facility', 'exception')),
  record  TEXT NOT NULL,
  at      TEXT NOT NULL,
  author  TEXT NOT NULL,
  reason  TEXT NOT NULL,
  parents TEXT NOT NULL CHECK (json_valid(parents)),
  patch   TEXT NOT NULL CHECK (json_valid(patch)),
  hash    TEXT NOT NULL,                    -- SHA-256 over all this and the hash before
  PRIMARY KEY (site, seq)
) STRICT;

CREATE TABLE finding (                      -- one row an act of a review
  id      TEXT PRIMARY KEY NOT NULL,
  record  TEXT,
  thread  TEXT,
  act     TEXT NOT NULL CHECK (act IN ('return', 'answer', 'close', 'reopen', 'verify', 'visit')),
  fields  TEXT NOT NULL CHECK (json_valid(fields)),
  text    TEXT NOT NULL,
  version TEXT NOT NULL CHECK (json_valid(version)),
  author  TEXT NOT NULL,
  role    TEXT NOT NULL CHECK (role IN ('clerk', 'inspector')),
  at      TEXT NOT NULL,
  site    TEXT NOT NULL,
  CHECK ((record IS NULL) = (act = 'visit')),
  CHECK ((thread IS NULL) = (act IN ('verify', 'visit'))),
  CHECK ((thread = id) = (act = 'return')),
  CHECK ((role = 'clerk') = (act = 'answer'))
) STRICT;

CREATE TABLE double_entry (                 -- one row a field that a second person keyed again
  id       TEXT PRIMARY KEY NOT NULL,
  record   TEXT NOT NULL,
  field    TEXT NOT NULL CHECK (field <> ''),
  version  TEXT NOT NULL CHECK (json_valid(version)),
  verifier TEXT NOT NULL,
  at       TEXT NOT NULL,
  outcome  TEXT NOT NULL CHECK (outcome IN ('agreed', 'first_wrong', 'second_wrong')),
  tries    INTEGER NOT NULL CHECK (tries > 0),
  site     TEXT NOT NULL
) STRICT;
