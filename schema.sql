-- The ledger, as a new file is made. `PRAGMA user_version` counts the versions; src/store/open/migrate.rs lifts older files.
-- Figures are exact decimals and therefore TEXT; the view of each kind and `standing_readable` cast them for other tools.
-- A CHECK on a row that is written in bulk compares with OR: for a list behind IN, SQLite builds a table in each statement.

CREATE TABLE ledger (                       -- one row: which file this is
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  id         TEXT NOT NULL,                 -- the ledger, the same in every copy
  site       TEXT NOT NULL,                 -- this file: changes made here carry it
  created_at TEXT NOT NULL,
  program    TEXT NOT NULL                  -- the version that made it
) STRICT;

CREATE TABLE place (                        -- administrative divisions by official code
  code   TEXT PRIMARY KEY NOT NULL CHECK (code <> ''),
  name   TEXT NOT NULL CHECK (name <> ''),
  level  TEXT NOT NULL CHECK (level <> ''), -- city, county, town, …
  parent TEXT REFERENCES place (code) DEFERRABLE INITIALLY DEFERRED CHECK (parent <> code)
) STRICT;
CREATE INDEX place_parent ON place (parent);
CREATE INDEX place_name ON place (name);
CREATE INDEX place_level ON place (level, code);

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

CREATE TABLE place_key (                    -- what places are found by as somebody types; rows/place_key.rs makes them
  inside   INTEGER NOT NULL,                -- whether it begins behind the first character of the name
  initials TEXT NOT NULL,                   -- the first letters of the characters from there on
  place    TEXT NOT NULL,
  sound    TEXT NOT NULL,                   -- the first of these characters as it is read
  PRIMARY KEY (inside, initials, place, sound)
) STRICT, WITHOUT ROWID;

CREATE TABLE pack (                         -- policy packs with their full text
  code        TEXT PRIMARY KEY NOT NULL,
  position    INTEGER NOT NULL,
  number      TEXT NOT NULL,
  title_zh    TEXT NOT NULL,
  title_en    TEXT NOT NULL,
  target_date TEXT,
  text        TEXT NOT NULL,
  sha256      TEXT NOT NULL,
  loaded_at   TEXT NOT NULL
, valid_from TEXT, valid_to TEXT) STRICT;   -- the first and the last day in force; added in version 4

CREATE TABLE pack_text (                    -- every text of a pack that was loaded, the one in `pack` being the last
  pack      TEXT NOT NULL REFERENCES pack (code),
  number    INTEGER NOT NULL CHECK (number > 0), -- counted in the order in which they were loaded
  sha256    TEXT NOT NULL,
  text      TEXT NOT NULL,
  loaded_at TEXT NOT NULL,                  -- UTC; from then on it judged
  loaded_by TEXT NOT NULL,
  PRIMARY KEY (pack, number)
) STRICT;

CREATE TABLE kind (                         -- kinds of facilities and sheets; each has a view of its own, named by its code
  code     TEXT PRIMARY KEY NOT NULL,
  pack     TEXT NOT NULL REFERENCES pack (code),
  label_zh TEXT NOT NULL,
  label_en TEXT NOT NULL,
  cycle    TEXT CHECK (cycle IN ('once', 'year', 'quarter', 'month')) -- how often a sheet is due; none for facilities
) STRICT;

CREATE TABLE kind_pack (                    -- every pack that asks for a kind; `kind` has the first, whose words it has
  pack TEXT NOT NULL REFERENCES pack (code),
  kind TEXT NOT NULL REFERENCES kind (code),
  PRIMARY KEY (pack, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE requirement (                  -- the minimums, for whoever reads the file without this program
  pack        TEXT NOT NULL REFERENCES pack (code),
  code        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  kind        TEXT NOT NULL REFERENCES kind (code),
  label_zh    TEXT NOT NULL,
  label_en    TEXT NOT NULL,
  strength    TEXT NOT NULL CHECK (strength IN ('must', 'basic', 'strive', 'encouraged', 'benchmark')),
  clause      TEXT NOT NULL,
  target_date TEXT, group_code TEXT,
  PRIMARY KEY (pack, code)
) STRICT;

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

CREATE TABLE covered (                      -- the places a requirement judges, in the order they are shown
  pack        TEXT NOT NULL,
  requirement TEXT NOT NULL,
  place       TEXT NOT NULL REFERENCES place (code),
  position    INTEGER NOT NULL,
  PRIMARY KEY (pack, requirement, place),
  FOREIGN KEY (pack, requirement) REFERENCES requirement (pack, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX covered_place ON covered (place);

CREATE TABLE shown (                        -- the rows of a pack's matrix, so that any page of it is read at once
  pack     TEXT NOT NULL REFERENCES pack (code),
  position INTEGER NOT NULL,                -- in the order of the pack
  place    TEXT NOT NULL REFERENCES place (code),
  line     INTEGER NOT NULL,                -- in the same order, but those of one place above stand together
  band     INTEGER NOT NULL,                -- counts the places above
  PRIMARY KEY (pack, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX shown_line ON shown (pack, line);
CREATE INDEX shown_place ON shown (place, pack, line);

CREATE TABLE record (                       -- one row a facility or a sheet of a place and period: the fold of its changes
  id              TEXT PRIMARY KEY NOT NULL, -- UUIDv7, so that files of different towns merge; of a sheet UUIDv8 of what identifies it
  kind            TEXT NOT NULL REFERENCES kind (code),
  place           TEXT NOT NULL REFERENCES place (code),
  period          TEXT,                      -- what a sheet is of: 2025, 2025Q3, 2025-09, once; none for facilities
  name            TEXT,                      -- from here to crs: fields that queries ask for without the record
  status          TEXT,
  operator_unit   TEXT,
  facility_code   TEXT,
  data_as_of      TEXT,
  lon             TEXT,
  lat             TEXT,
  crs             TEXT,
  fields          TEXT CHECK (fields IS NULL OR json_valid(fields)), -- all by code; none where its one head says them: record_readable has them
  version         TEXT NOT NULL CHECK (json_valid(version)),    -- the heads of its changes
  complete        INTEGER NOT NULL CHECK (complete IN (0, 1)),  -- nothing is missing that review needs
  state           TEXT NOT NULL DEFAULT 'submitted'              -- between clerk and inspector; domain/review.rs has the rules
    CHECK (state = 'submitted' OR state = 'draft' OR state = 'returned' OR state = 'verified'),
  seen_at         TEXT NOT NULL,             -- when it was last saved or confirmed, UTC
  name_key        TEXT NOT NULL DEFAULT '',  -- its name as names are ordered and compared: folded, without signs, numbers in digits
  name_back       TEXT NOT NULL DEFAULT ''   -- the same without brackets and form of company, from its end: names with one ending stand together
) STRICT;
CREATE INDEX record_kind_place ON record (kind, place, name_key, id); -- a list, a page at a time
CREATE INDEX record_name_back ON record (kind, place, name_back);
CREATE INDEX record_part ON record (kind, place, substr(id, -4)); -- the parts of `tally`
CREATE INDEX record_seen ON record (place, period, seen_at); -- what is in a place; facilities that wait for a confirmation
CREATE INDEX record_incomplete ON record (place) WHERE complete = 0;
CREATE INDEX record_state ON record (state, place, kind, coalesce(name, period, '')); -- the lists of a review
CREATE INDEX record_code ON record (facility_code);
CREATE INDEX record_forked ON record (id) WHERE instr(version, ',') > 0; -- those with more than one head
CREATE UNIQUE INDEX record_sheet ON record (kind, place, period) WHERE period IS NOT NULL; -- a place has one sheet of a period

CREATE TABLE tally (                        -- what parts of a place with many records of a kind come to; src/store/rows/part.rs
  kind        TEXT NOT NULL,
  place       TEXT NOT NULL,
  part        TEXT NOT NULL,                -- the first of the last four digits of their ids; empty for all
  pack        TEXT NOT NULL,
  requirement TEXT NOT NULL,
  figure      INTEGER NOT NULL,             -- the number of its figure over facilities; -1 where it asks for facilities that exist
  value       TEXT NOT NULL CHECK (json_valid(value)),
  PRIMARY KEY (kind, place, part, pack, requirement, figure)
) STRICT, WITHOUT ROWID;

CREATE TABLE record_count (                 -- how many records there are; rows/added_records.rs and triggers count them
  place    TEXT NOT NULL,                   -- empty for those of all places
  kind     TEXT NOT NULL,
  state    TEXT NOT NULL,
  complete INTEGER NOT NULL,
  records  INTEGER NOT NULL CHECK (records >= 0),
  PRIMARY KEY (place, kind, state, complete)
) STRICT, WITHOUT ROWID;

-- The row of a record is taken away and added again, never altered but for `complete`, `state` and `seen_at`. No trigger counts
-- rows as they are added: SQLite would keep a journal of every page that each INSERT touches. store/rows/added_records.rs does.
CREATE TRIGGER record_is_taken_away AFTER DELETE ON record
BEGIN
  UPDATE record_count SET records = records - 1
  WHERE place IN (OLD.place, '') AND kind = OLD.kind AND state = OLD.state AND complete = OLD.complete;
  DELETE FROM tally WHERE kind = OLD.kind AND place = OLD.place
    AND part IN ('', substr(OLD.id, -4, 1), substr(OLD.id, -4, 2), substr(OLD.id, -4, 3));
END;
CREATE TRIGGER record_is_of_another_state AFTER UPDATE OF kind, place, state, complete ON record
WHEN (OLD.kind, OLD.place, OLD.state, OLD.complete) <> (NEW.kind, NEW.place, NEW.state, NEW.complete)
BEGIN
  UPDATE record_count SET records = records - 1
  WHERE place IN (OLD.place, '') AND kind = OLD.kind AND state = OLD.state AND complete = OLD.complete;
  INSERT INTO record_count (place, kind, state, complete, records)
  VALUES (NEW.place, NEW.kind, NEW.state, NEW.complete, 1), ('', NEW.kind, NEW.state, NEW.complete, 1)
  ON CONFLICT (place, kind, state, complete) DO UPDATE SET records = records + 1;
END;

CREATE TABLE exception (                    -- written exceptions: shown beside a verdict, never turning it into met
  id          TEXT PRIMARY KEY NOT NULL,
  place       TEXT NOT NULL REFERENCES place (code),
  pack        TEXT NOT NULL,
  requirement TEXT NOT NULL,
  document    TEXT NOT NULL,
  reason      TEXT NOT NULL,
  valid_until TEXT,
  version     TEXT NOT NULL CHECK (json_valid(version)),
  FOREIGN KEY (pack, requirement) REFERENCES requirement (pack, code)
) STRICT;
CREATE INDEX exception_place ON exception (place);

CREATE TABLE change (                       -- one row a save or an act; nothing here is ever altered
  site    TEXT NOT NULL,                    -- the ledger file it was made in
  seq     INTEGER NOT NULL CHECK (seq > 0), -- counted without gaps
  subject TEXT NOT NULL CHECK (subject = 'facility' OR subject = 'sheet' OR subject = 'exception' -- saves of records; the others are acts
    OR subject = 'finding' OR subject = 'second_entry' OR subject = 'confirmation' OR subject = 'sample'
    OR subject = 'site_visit' OR subject = 'close' OR subject = 'closed_standing' OR subject = 'places' OR subject = 'pack'
    OR subject = 'site' OR subject = 'merge' OR subject = 'exchange' OR subject = 'signers'),
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
CREATE INDEX change_act ON change (subject, record)
  WHERE subject <> 'facility' AND subject <> 'sheet' AND subject <> 'exception'; -- all acts of a sort
CREATE INDEX change_place ON change (patch ->> 'place') -- the records that were ever in a place
  WHERE (subject = 'facility' OR subject = 'sheet' OR subject = 'exception') AND patch ->> 'place' IS NOT NULL;

CREATE TRIGGER change_is_never_altered BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'the trail is never altered'); END;
CREATE TRIGGER change_is_never_removed BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'the trail is never altered'); END;

CREATE VIEW record_readable AS              -- every record with all its fields, also those that only its one head says
SELECT record.id, record.kind, record.place, record.period, record.name, record.status, record.operator_unit, record.facility_code,
  record.data_as_of, record.lon, record.lat, record.crs, CAST(coalesce(record.fields, change.patch) AS TEXT) AS fields,
  record.version, record.complete, record.state, record.seen_at
FROM record LEFT JOIN change ON record.fields IS NULL AND change.record = record.id
  AND '["' || change.site || ':' || change.seq || '"]' = record.version;

-- The rows of `finding`, `double_entry`, `confirmation`, `review_sample`, `site_visit`, `quarter_close` and `closed_standing`
-- are made by the changes of their ids, and say the same.

CREATE TABLE finding (                      -- one row an act of a review; nothing here is ever altered
  id      TEXT PRIMARY KEY NOT NULL,        -- UUIDv7; acts are ordered by it
  record  TEXT,                             -- the facility; none for a visit
  thread  TEXT,                             -- the act that raised the finding; none for a verification and a visit
  act     TEXT NOT NULL CHECK (act IN ('return', 'answer', 'close', 'reopen', 'verify', 'visit')),
  fields  TEXT NOT NULL CHECK (json_valid(fields)),  -- codes of the fields it marks; a return without any: the record
  text    TEXT NOT NULL,
  version TEXT NOT NULL CHECK (json_valid(version)), -- the heads of the record that it was said of
  author  TEXT NOT NULL,
  role    TEXT NOT NULL CHECK (role IN ('clerk', 'inspector')),
  at      TEXT NOT NULL,                    -- UTC
  site    TEXT NOT NULL,                    -- the ledger file it was said in
  CHECK ((record IS NULL) = (act = 'visit')),
  CHECK ((thread IS NULL) = (act IN ('verify', 'visit'))),
  CHECK ((thread = id) = (act = 'return')),
  CHECK ((role = 'clerk') = (act = 'answer'))
) STRICT;
CREATE INDEX finding_record ON finding (record, act);
CREATE INDEX finding_thread ON finding (thread, id);
CREATE INDEX finding_returned ON finding (record) WHERE act IN ('return', 'reopen');
CREATE INDEX finding_author ON finding (author, act);

CREATE TRIGGER finding_is_never_altered BEFORE UPDATE ON finding
BEGIN SELECT RAISE(ABORT, 'findings are never altered'); END;
CREATE TRIGGER finding_is_never_removed BEFORE DELETE ON finding
BEGIN SELECT RAISE(ABORT, 'findings are never altered'); END;
CREATE TRIGGER finding_is_never_replaced BEFORE INSERT ON finding
WHEN EXISTS (SELECT 1 FROM finding WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'findings are never altered'); END;

CREATE VIEW open_finding AS                 -- findings that wait for the clerk: their last act sent the record back
SELECT id, thread, record, fields, text, author, at FROM finding AS said
WHERE act IN ('return', 'reopen')
  AND NOT EXISTS (SELECT 1 FROM finding AS later WHERE later.thread = said.thread AND later.id > said.id);

CREATE TRIGGER finding_moves_a_record AFTER INSERT ON finding WHEN NEW.record IS NOT NULL
BEGIN UPDATE record SET state =
  CASE
    WHEN EXISTS (SELECT 1 FROM open_finding WHERE open_finding.record = record.id) THEN 'returned'
    WHEN complete = 0 THEN 'draft'
    WHEN EXISTS (SELECT 1 FROM finding AS verified
                 WHERE verified.record = record.id AND verified.act = 'verify' AND verified.version = record.version
                   AND NOT EXISTS (SELECT 1 FROM finding AS later WHERE later.record = verified.record
                                   AND later.act IN ('return', 'reopen') AND later.id > verified.id)) THEN 'verified'
    ELSE 'submitted'
  END
WHERE id = NEW.record; END;

CREATE VIEW review AS                       -- every record between clerk and inspector
SELECT id AS record, kind, place, coalesce(name, period) AS name, version, state FROM record;

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

CREATE TABLE review_sample (                -- records that were drawn at random for a review; nothing here is ever altered
  id         TEXT PRIMARY KEY NOT NULL,     -- UUIDv7, so that files of different towns merge
  seed       TEXT NOT NULL CHECK (seed <> ''),
  every      INTEGER NOT NULL CHECK (every > 0),      -- one of so many
  at_least   INTEGER NOT NULL CHECK (at_least >= 0),  -- and so many of each place
  places     TEXT NOT NULL CHECK (json_valid(places)), -- drawn from these and those below them; from all where empty
  kinds      TEXT NOT NULL CHECK (json_valid(kinds)),  -- and from these kinds
  state      TEXT CHECK (state IN ('draft', 'submitted', 'returned', 'verified')), -- and in this state
  drawn_from INTEGER NOT NULL CHECK (drawn_from > 0), -- how many there were
  digest     TEXT NOT NULL,                 -- SHA-256 of their ids in order, a line each
  records    TEXT NOT NULL CHECK (json_valid(records)), -- those that were drawn; domain/review/sample.rs has the rule
  author     TEXT NOT NULL,
  at         TEXT NOT NULL,                 -- UTC
  site       TEXT NOT NULL                  -- the ledger file it was drawn in
) STRICT;

CREATE TRIGGER review_sample_is_never_altered BEFORE UPDATE ON review_sample
BEGIN SELECT RAISE(ABORT, 'a sample is never altered'); END;
CREATE TRIGGER review_sample_is_never_removed BEFORE DELETE ON review_sample
BEGIN SELECT RAISE(ABORT, 'a sample is never altered'); END;

CREATE TABLE site_visit (                   -- visits to facilities on the spot; nothing here is ever altered
  id         TEXT PRIMARY KEY NOT NULL,     -- UUIDv7, so that files of different towns merge
  record     TEXT NOT NULL,
  visited_on TEXT NOT NULL,                 -- the day
  persons    TEXT NOT NULL CHECK (json_valid(persons)), -- who was there; at least one
  photos     TEXT NOT NULL CHECK (json_valid(photos)),  -- each photograph with its name and the SHA-256 of its content
  result     TEXT NOT NULL CHECK (result IN ('agrees', 'differs', 'not_found')),
  remark     TEXT NOT NULL,
  version    TEXT NOT NULL CHECK (json_valid(version)), -- the heads of the record that it was compared with
  author     TEXT NOT NULL,
  at         TEXT NOT NULL,                 -- UTC
  site       TEXT NOT NULL                  -- the ledger file it was written in
) STRICT;
CREATE INDEX site_visit_record ON site_visit (record);

CREATE TRIGGER site_visit_is_never_altered BEFORE UPDATE ON site_visit
BEGIN SELECT RAISE(ABORT, 'a visit is never altered'); END;
CREATE TRIGGER site_visit_is_never_removed BEFORE DELETE ON site_visit
BEGIN SELECT RAISE(ABORT, 'a visit is never altered'); END;

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

CREATE TABLE standing (                     -- the result of each requirement in each place it covers
  pack         TEXT NOT NULL,
  requirement  TEXT NOT NULL,
  place        TEXT NOT NULL,
  verdict      TEXT NOT NULL CHECK (verdict = 'met' OR verdict = 'short' OR verdict = 'unknown' OR verdict = 'information'),
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
  position     INTEGER NOT NULL,            -- that of the place in `shown`
  PRIMARY KEY (pack, requirement, place),
  FOREIGN KEY (pack, requirement, place) REFERENCES covered (pack, requirement, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_verdict ON standing (pack, verdict, position);
CREATE INDEX standing_holds_until ON standing (holds_until) WHERE holds_until IS NOT NULL;

CREATE TABLE import_shape (                 -- how files of one header were imported last, proposed for the next one; of this file alone
  header TEXT NOT NULL,                     -- SHA-256 of the names of its columns
  kind   TEXT NOT NULL,
  recipe TEXT NOT NULL,                     -- what was said of the file, as a mapping that is kept in a file
  author TEXT NOT NULL,
  at     TEXT NOT NULL,                     -- UTC
  PRIMARY KEY (header, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE standing_count (               -- how many standings of a requirement there are of each verdict; write/judging.rs and triggers count them
  pack        TEXT NOT NULL,
  requirement TEXT NOT NULL,
  verdict     TEXT NOT NULL,
  standings   INTEGER NOT NULL CHECK (standings >= 0),
  PRIMARY KEY (pack, requirement, verdict)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER standing_is_taken_away AFTER DELETE ON standing
BEGIN
  UPDATE standing_count SET standings = standings - 1
  WHERE pack = OLD.pack AND requirement = OLD.requirement AND verdict = OLD.verdict;
END;
CREATE TRIGGER standing_is_of_another_verdict AFTER UPDATE OF verdict ON standing WHEN OLD.verdict <> NEW.verdict
BEGIN
  UPDATE standing_count SET standings = standings - 1
  WHERE pack = OLD.pack AND requirement = OLD.requirement AND verdict = OLD.verdict;
  INSERT INTO standing_count (pack, requirement, verdict, standings) VALUES (NEW.pack, NEW.requirement, NEW.verdict, 1)
  ON CONFLICT (pack, requirement, verdict) DO UPDATE SET standings = standings + 1;
END;

CREATE TABLE manifest (                     -- what a snapshot holds, written as it is made; empty in a ledger
  topic TEXT NOT NULL,                      -- ledger, site, schema, program, made_at, receipt; pack, rows, last_change
  name  TEXT NOT NULL,                      -- which pack, table or site; empty where a topic has one value
  value TEXT NOT NULL,
  PRIMARY KEY (topic, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE stale (                        -- standings to judge again before the transaction ends
  pack        TEXT NOT NULL,
  requirement TEXT NOT NULL,
  place       TEXT NOT NULL,
  PRIMARY KEY (place, pack, requirement)
) STRICT, WITHOUT ROWID;

CREATE TABLE hub_head (                     -- the last change of each site that a hub has acknowledged
  hub  TEXT NOT NULL,                       -- the id of the hub
  site TEXT NOT NULL,
  seq  INTEGER NOT NULL CHECK (seq > 0),
  hash TEXT NOT NULL,
  PRIMARY KEY (hub, site)
) STRICT, WITHOUT ROWID;

CREATE VIEW standing_readable AS            -- `standing` with names and words; a figure is a decimal or a fraction, as 2000/3
SELECT standing.pack, pack.title_zh AS pack_zh, pack.title_en AS pack_en,
  requirement.group_code, pack_group.label_zh AS group_zh, pack_group.label_en AS group_en,
  standing.requirement, requirement.label_zh AS requirement_zh, requirement.label_en AS requirement_en,
  requirement.kind, kind.label_zh AS kind_zh, kind.label_en AS kind_en, requirement.strength, requirement.clause,
  standing.place, place.name AS place_name, place.level AS place_level, above.code AS above, above.name AS above_name,
  standing.period, standing.verdict,
  CAST(CASE standing.verdict WHEN 'met' THEN '达标' WHEN 'unknown' THEN '无法判定' WHEN 'information' THEN '供参考'
    ELSE CASE requirement.strength WHEN 'strive' THEN '未达目标' WHEN 'encouraged' THEN '尚未达到'
      WHEN 'benchmark' THEN '未达参考值' ELSE '未达标' END END AS TEXT) AS verdict_zh,
  CAST(CASE standing.verdict WHEN 'met' THEN 'met' WHEN 'unknown' THEN 'unknown' WHEN 'information' THEN 'information'
    ELSE CASE requirement.strength WHEN 'strive' THEN 'behind target' WHEN 'encouraged' THEN 'not reached'
      WHEN 'benchmark' THEN 'benchmark not reached' ELSE 'short' END END AS TEXT) AS verdict_en,
  standing.operator,
  CAST(CAST(substr(standing.have, 1, instr(standing.have || '/', '/') - 1) AS DOUBLE)
    / coalesce(CAST(nullif(substr(standing.have, instr(standing.have || '/', '/') + 1), '') AS DOUBLE), 1) AS DOUBLE) AS have,
  CAST(CASE WHEN standing.operator <> '' THEN CAST(substr(standing.need, 1, instr(standing.need || '/', '/') - 1) AS DOUBLE)
    / coalesce(CAST(nullif(substr(standing.need, instr(standing.need || '/', '/') + 1), '') AS DOUBLE), 1) END AS DOUBLE) AS need,
  CAST(CAST(substr(standing.gap, 1, instr(standing.gap || '/', '/') - 1) AS DOUBLE)
    / coalesce(CAST(nullif(substr(standing.gap, instr(standing.gap || '/', '/') + 1), '') AS DOUBLE), 1) AS DOUBLE) AS gap,
  standing.unit, standing.have AS have_exact,
  CAST(CASE WHEN standing.operator <> '' THEN standing.need END AS TEXT) AS need_exact, standing.gap AS gap_exact,
  standing.candidates, standing.qualifying, standing.nearest, standing.nearest_name,
  CAST(CASE WHEN requirement.strength NOT IN ('encouraged', 'benchmark') THEN requirement.target_date END AS TEXT) AS due_on,
  standing.expected_on, standing.judged_at
FROM standing
JOIN pack ON pack.code = standing.pack
JOIN requirement ON requirement.pack = standing.pack AND requirement.code = standing.requirement
JOIN place ON place.code = standing.place
LEFT JOIN place AS above ON above.code = place.parent
LEFT JOIN kind ON kind.code = requirement.kind
LEFT JOIN pack_group ON pack_group.pack = standing.pack AND pack_group.code = requirement.group_code;

-- Tables and views as other tools are told of them. The rows of kinds are made with their views, in src/store/rows/view.rs.

CREATE TABLE readme (                       -- what each table and view holds, for whoever reads the file with another tool
  name TEXT PRIMARY KEY NOT NULL,           -- the table or the view; those of kinds come and go with their packs
  zh   TEXT NOT NULL,
  en   TEXT NOT NULL
) STRICT;

INSERT INTO readme (name, zh, en) VALUES
  ('readme',
   '各表、各视图的说明。其他工具只能读这个文件，不能往里写：写进去的内容没有修改记录，taizhang doctor 会查出来，改过表、视图、触发器的台账不再打开。先看与各类设施、各种统计表同名的视图和 standing_readable。',
   'What each table and view holds. Other tools may read this file and must not write to it: the trail does not know what they write, taizhang doctor reports it, and a ledger whose tables, views or triggers were altered is not opened. Begin with the views named after the kinds and with standing_readable.'),
  ('standing_readable',
   '结论，一行为一地一项要求，带名称和中英文用语。have、need、gap 是四舍五入的浮点数，精确值在旁边的 have_exact、need_exact、gap_exact（文本，除不尽的写成分数，如 2000/3）。只供参考的没有 need。过了 due_on 仍是 short 或 unknown 的为逾期。书面例外见 exception。',
   'Verdicts, one row for each requirement in each place, with names and with words in both languages. The figures have, need and gap are rounded to floating point; the exact ones are beside them as text in have_exact, need_exact and gap_exact, as a fraction where the decimal has no end (2000/3). What is for information has no need. What is short or unknown after due_on is overdue. Written exceptions are in exception.'),
  ('ledger',
   '这个文件是哪本台账：一行。',
   'Which ledger this file is: one row.'),
  ('place',
   '行政区划：代码、名称、级别、上级。',
   'Places: code, name, level and the place above.'),
  ('closed_place',
   '已撤销或将要撤销的地方，及记录并入何处。',
   'Places that are closed or will be, and where their records went.'),
  ('former_name',
   '地方的曾用名。',
   'Names that places had before.'),
  ('place_key',
   '查找地方用的键：名称中各字的首字母。',
   'What places are found by: the first letters of the characters of their names.'),
  ('pack',
   '政策包，附原文。',
   'Policy packs with their text.'),
  ('pack_text',
   '载入过的各版政策包原文。',
   'Every text of a policy pack that was loaded.'),
  ('kind',
   '设施类别和统计表，各有一个同名视图。',
   'Kinds of facilities and sheets; each has a view of its own name.'),
  ('kind_pack',
   '哪个政策包要填哪一类。',
   'Which policy pack asks for which kind.'),
  ('requirement',
   '各项要求：名称、条款、力度、期限。',
   'Requirements: labels, clause, strength and target date.'),
  ('requirement_form',
   '每项要求看本地的哪些类别和统计表。',
   'The kinds and sheets that a requirement looks at in the place it judges.'),
  ('looks',
   '结论还要看其他地方的哪些类别和统计表。',
   'The kinds and sheets of other places that a verdict looks at.'),
  ('pack_group',
   '政策包里要求的分组。',
   'Groups of the requirements of a policy pack.'),
  ('covered',
   '每项要求判定哪些地方。',
   'The places that each requirement judges.'),
  ('shown',
   '总表各行的顺序。',
   'The order of the rows in the matrix of a policy pack.'),
  ('record',
   '设施和统计表的当前内容，各类在一起；fields 为空的，各项在 version 指的那次修改里。看全部各项，用 record_readable；按类看，用同名视图。',
   'Facilities and sheets as they are now, all kinds together. Where fields is empty, the change that version names has them. The view record_readable has all fields, and the view of each kind has them in columns.'),
  ('record_readable',
   '设施和统计表的当前内容，各项在 fields 里，数字是精确的文本。',
   'Facilities and sheets as they are now, with all their fields as JSON. Figures are exact texts.'),
  ('record_count',
   '各地、各类记录各有多少条；place 为空的是全部地方的合计。',
   'How many records there are by place, kind and state; an empty place is all of them.'),
  ('exception',
   '书面例外：列在结论旁，不改变结论。',
   'Written exceptions: shown beside a verdict, which they do not change.'),
  ('change',
   '修改记录：一行为一次保存或一项操作，前后相连，永不改动。',
   'The trail: one row for each save or act, chained, never altered.'),
  ('finding',
   '审核意见和审核结果，永不改动。',
   'Findings and other acts of reviews, never altered.'),
  ('open_finding',
   '等待填报人处理的审核意见。',
   'Findings that wait for the clerk.'),
  ('review',
   '每条记录的审核状态：draft 未填完，submitted 待审核，returned 已退回，verified 已通过。',
   'The review state of each record: draft, submitted, returned or verified.'),
  ('double_entry',
   '复录：另一人重新录入的各项，永不改动。',
   'Fields that a second person keyed again, never altered.'),
  ('confirmation',
   '无变化确认，永不改动。',
   'Confirmations that nothing has changed, never altered.'),
  ('review_sample',
   '随机抽取的审核样本，永不改动。',
   'Records drawn at random for a review, never altered.'),
  ('site_visit',
   '现场核查，永不改动。',
   'Visits to facilities on the spot, never altered.'),
  ('quarter_close',
   '季度的关闭和重开，永不改动。',
   'Quarters that were closed and reopened, never altered.'),
  ('closed_standing',
   '季度关闭时的结论，永不改动。',
   'Verdicts as they were when a quarter was closed, never altered.'),
  ('standing',
   '结论原表：代码和精确的文本数字。按名称看，用 standing_readable。',
   'Verdicts as the program keeps them: codes, and figures as exact texts. The view standing_readable has the names.'),
  ('import_shape',
   '各种表头的文件上次怎样导入，供下次建议；只在本文件中，不交换，不合并。',
   'How files of each header were imported last, to propose it for the next one; in this file only, neither exchanged nor merged.'),
  ('standing_count',
   '每项要求各种结论各有多少个。',
   'How many standings of each verdict a requirement has.'),
  ('manifest',
   '快照的清单；台账里是空的。',
   'The manifest of a snapshot; empty in a ledger.'),
  ('tally',
   '记录多的地方分部分保存的小计，判定时用，可由记录重算。',
   'Subtotals of places with many records, from which they are judged; they follow from the records.'),
  ('stale',
   '保存过程中待重新判定的结论；平时是空的。',
   'Verdicts to judge again within a save; empty at other times.'),
  ('hub_head',
   '各数据中心确认收到过的每个站点的最后一次修改：据此发现数据中心丢失了什么。',
   'The last change of each site that each hub has acknowledged: by it a hub is found out that lost something.');
