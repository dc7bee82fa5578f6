-- The hub: a PostgreSQL database that carries the changes of many ledgers, version 1. `taizhang hub init` runs this file
-- in one transaction; docs/hub.md explains how it is used. PostgreSQL 13 or later, encoding UTF8.
--
-- Every key contains the column by which its table can be distributed: `site` for the trail, `place` for what is read.
-- The other tables are small, and are reference tables then.

CREATE SCHEMA taizhang;
CREATE SCHEMA taizhang_kind;                -- one view a kind, made from the packs

CREATE TABLE taizhang.hub (                 -- one row: which hub this is
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  id         text NOT NULL,
  ledger     text NOT NULL,                 -- the ledger that its changes are of
  version    integer NOT NULL,              -- of this form
  created_at timestamptz NOT NULL DEFAULT now(),
  program    text NOT NULL                  -- the version that made it
);

CREATE TABLE taizhang.site (                -- whose changes there are, and where the chain of each site ends
  site      text COLLATE "C" PRIMARY KEY CHECK (site ~ '^[0-9a-f]{32}$'),
  login     name,                           -- who may add to it; none: only an administrator
  last_seq  bigint NOT NULL DEFAULT 0,
  last_hash text NOT NULL DEFAULT ''
);

CREATE TABLE taizhang.change (              -- word for word as in exchange.sql; nothing here is ever altered
  site    text COLLATE "C" NOT NULL,
  seq     bigint NOT NULL CHECK (seq > 0),
  subject text NOT NULL CHECK (subject IN ('facility', 'sheet', 'exception',
    'finding', 'second_entry', 'confirmation', 'sample', 'site_visit', 'close', 'closed_standing', 'places', 'pack',
    'site', 'merge', 'exchange', 'signers')),
  record  text NOT NULL CHECK (record::uuid::text = record),
  at      text NOT NULL CHECK (at ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$'),
  author  text NOT NULL,
  reason  text NOT NULL,
  parents text NOT NULL CHECK (json_typeof(parents::json) = 'array'),
  patch   text NOT NULL CHECK (json_typeof(patch::json) = 'object'),
  hash    text NOT NULL,
  PRIMARY KEY (site, seq)
);

CREATE TABLE taizhang.pack (                -- policy packs with their text
  code        text COLLATE "C" PRIMARY KEY,
  position    bigint NOT NULL,
  number      text NOT NULL,
  title_zh    text NOT NULL,
  title_en    text NOT NULL,
  target_date text,
  text        text NOT NULL,
  sha256      text NOT NULL,
  loaded_at   text NOT NULL                 -- UTC
);

CREATE TABLE taizhang.kind (                -- kinds of facilities and sheets
  code     text COLLATE "C" PRIMARY KEY,
  pack     text NOT NULL,
  label_zh text NOT NULL,
  label_en text NOT NULL,
  cycle    text                             -- how often a sheet is due; none for facilities
);

CREATE TABLE taizhang.requirement (         -- the minimums
  pack        text COLLATE "C" NOT NULL,
  code        text COLLATE "C" NOT NULL,
  position    bigint NOT NULL,
  kind        text NOT NULL,
  label_zh    text NOT NULL,
  label_en    text NOT NULL,
  strength    text NOT NULL,
  clause      text NOT NULL,
  target_date text,
  group_code  text,
  group_zh    text,
  group_en    text,
  PRIMARY KEY (pack, code)
);

CREATE TABLE taizhang.place (               -- administrative divisions by official code
  code   text COLLATE "C" PRIMARY KEY,
  name   text NOT NULL,
  level  text NOT NULL,
  parent text COLLATE "C"
);
CREATE INDEX place_parent ON taizhang.place (parent);

CREATE TABLE taizhang.access (              -- the places whose current state a login may replace, with all below them
  login name NOT NULL,
  place text COLLATE "C" NOT NULL,
  PRIMARY KEY (login, place)
);

-- What is read: the current state of each place, replaced as a whole by a push. All of it follows from the trail.

CREATE TABLE taizhang.place_state (         -- what was known as the state of a place was made
  place     text COLLATE "C" PRIMARY KEY,
  heads     jsonb NOT NULL,                 -- site -> number of the last change
  judged_at text NOT NULL,                  -- the latest time at which a standing of it was judged, UTC
  site      text NOT NULL,                  -- by which file
  at        timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE taizhang.record (              -- facilities and sheets
  place    text COLLATE "C" NOT NULL,
  id       text COLLATE "C" NOT NULL,
  kind     text COLLATE "C" NOT NULL,
  period   text,                            -- what a sheet is of; none for facilities
  name     text,
  status   text,
  complete boolean NOT NULL,                -- nothing is missing that review needs
  review   text NOT NULL,                   -- draft, submitted, returned, verified
  seen_at  text NOT NULL,                   -- when it was last saved or confirmed, UTC
  fields   jsonb NOT NULL,                  -- every field by its code; figures are exact texts
  PRIMARY KEY (place, id)
);
CREATE INDEX record_kind ON taizhang.record (kind, place);
CREATE INDEX record_id ON taizhang.record (id);

CREATE TABLE taizhang.standing (            -- the result of each requirement in each place it covers
  place        text COLLATE "C" NOT NULL,
  pack         text COLLATE "C" NOT NULL,
  requirement  text COLLATE "C" NOT NULL,
  verdict      text NOT NULL CHECK (verdict IN ('met', 'short', 'unknown', 'information')),
  operator     text NOT NULL,
  need         text NOT NULL,
  have         text,
  gap          text,
  unit         text NOT NULL,
  candidates   bigint NOT NULL,
  qualifying   bigint NOT NULL,
  nearest      text,
  nearest_name text,
  failing      jsonb NOT NULL,
  missing      jsonb NOT NULL,
  expected_on  text,
  period       text,
  judged_at    text NOT NULL,
  PRIMARY KEY (place, pack, requirement)
);
CREATE INDEX standing_verdict ON taizhang.standing (pack, verdict);

CREATE TABLE taizhang.closed_standing (     -- the standings of closed quarters
  place       text COLLATE "C" NOT NULL,
  closed      text COLLATE "C" NOT NULL,    -- the close
  pack        text COLLATE "C" NOT NULL,
  quarter     text NOT NULL,                -- 2026Q3
  closed_by   text NOT NULL,
  closed_at   text NOT NULL,                -- UTC
  reopened_at text,                         -- when it was taken back; none while it stands
  standings   jsonb NOT NULL,               -- a list, in the order of the requirements
  PRIMARY KEY (place, closed, pack)
);
CREATE INDEX closed_standing_quarter ON taizhang.closed_standing (quarter);

-- The chain. The hash of a change is taken over ten parts, each behind its length, as docs/exchange.md says.

CREATE FUNCTION taizhang.chain_hash(before text, entry taizhang.change) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT encode(sha256(
    int8send(octet_length(before)) || convert_to(before, 'UTF8')
    || int8send(octet_length(entry.site)) || convert_to(entry.site, 'UTF8')
    || int8send(octet_length(entry.seq::text)) || convert_to(entry.seq::text, 'UTF8')
    || int8send(octet_length(entry.subject)) || convert_to(entry.subject, 'UTF8')
    || int8send(octet_length(entry.record)) || convert_to(entry.record, 'UTF8')
    || int8send(octet_length(entry.at)) || convert_to(entry.at, 'UTF8')
    || int8send(octet_length(entry.author)) || convert_to(entry.author, 'UTF8')
    || int8send(octet_length(entry.reason)) || convert_to(entry.reason, 'UTF8')
    || int8send(octet_length(entry.parents)) || convert_to(entry.parents, 'UTF8')
    || int8send(octet_length(entry.patch)) || convert_to(entry.patch, 'UTF8')), 'hex')
$$;

-- Checks what one statement added: of each site the numbers go on from its last one without a gap, every hash is right,
-- and no time is more than a day ahead, which no file would take in. Then the site ends there.
CREATE FUNCTION taizhang.check_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  wrong text;
BEGIN
  PERFORM 1 FROM taizhang.site WHERE site.site IN (SELECT added.site FROM added) ORDER BY site.site FOR UPDATE;
  SELECT link.site || ':' || link.seq INTO wrong
  FROM (SELECT added.site, added.seq, added.hash, taizhang.chain_hash(
            lag(added.hash, 1, site.last_hash) OVER by_site, added::taizhang.change) AS due,
          lag(added.seq, 1, site.last_seq) OVER by_site AS seq_before
        FROM added LEFT JOIN taizhang.site ON site.site = added.site
        WINDOW by_site AS (PARTITION BY added.site ORDER BY added.seq)) AS link
  WHERE link.due IS DISTINCT FROM link.hash OR link.seq_before IS DISTINCT FROM link.seq - 1
  LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'TZ001', MESSAGE = wrong, DETAIL = 'the change does not go on from the one before';
  END IF;
  SELECT added.site || ':' || added.seq || ' ' || added.at INTO wrong
  FROM added WHERE added.at > to_char(now() AT TIME ZONE 'UTC' + interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'TZ004', MESSAGE = wrong, DETAIL = 'the time of the change is more than a day ahead';
  END IF;
  UPDATE taizhang.site SET last_seq = last.seq, last_hash = last.hash
  FROM (SELECT DISTINCT ON (added.site) added.site, added.seq, added.hash FROM added ORDER BY added.site, added.seq DESC) AS last
  WHERE site.site = last.site;
  RETURN NULL;
END
$$;
CREATE TRIGGER change_is_chained AFTER INSERT ON taizhang.change
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION taizhang.check_chain();

CREATE FUNCTION taizhang.refuse_altering() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'TZ003', MESSAGE = 'the trail is never altered';
END
$$;
CREATE TRIGGER change_is_never_altered BEFORE UPDATE OR DELETE OR TRUNCATE ON taizhang.change
FOR EACH STATEMENT EXECUTE FUNCTION taizhang.refuse_altering();

-- Returns the first change of each site that is not as it was added, and a site that ends elsewhere than it should.
CREATE FUNCTION taizhang.altered() RETURNS TABLE (site text, seq bigint) LANGUAGE sql STABLE AS $$
  SELECT link.site, min(link.seq)
  FROM (SELECT change.site, change.seq, change.hash, taizhang.chain_hash(
            lag(change.hash, 1, '') OVER by_site, change) AS due,
          lag(change.seq, 1, 0::bigint) OVER by_site AS seq_before
        FROM taizhang.change
        WINDOW by_site AS (PARTITION BY change.site ORDER BY change.seq)) AS link
  WHERE link.due <> link.hash OR link.seq_before <> link.seq - 1
  GROUP BY link.site
  UNION ALL
  SELECT ends.site, ends.last_seq
  FROM taizhang.site AS ends
  WHERE ends.last_seq > 0 AND NOT EXISTS (
      SELECT 1 FROM taizhang.change
      WHERE change.site = ends.site AND change.seq = ends.last_seq AND change.hash = ends.last_hash)
  ORDER BY 1, 2
$$;

-- Roles. Nobody logs in as one of these: logins are made members of them.

-- They belong to the whole server: another hub on it has made them already, or is making them at the same time.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['taizhang_admin', 'taizhang_clerk', 'taizhang_reader'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role);
      END IF;
      IF role <> 'taizhang_admin' AND NOT pg_has_role('taizhang_admin', role, 'MEMBER WITH ADMIN OPTION') THEN
        EXECUTE format('GRANT %I TO taizhang_admin WITH ADMIN OPTION', role);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation OR internal_error THEN
      NULL;
    END;
  END LOOP;
END
$$;

-- Returns whether whoever is logged in administers the hub: a member of the role, or who made it.
CREATE FUNCTION taizhang.is_admin() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT pg_has_role(session_user, 'taizhang_admin', 'MEMBER') OR session_user = current_user
$$;

-- Returns the places whose current state whoever is logged in may replace.
CREATE FUNCTION taizhang.own_places() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH RECURSIVE own (code) AS (
    SELECT access.place FROM taizhang.access WHERE access.login = session_user
    UNION SELECT place.code FROM taizhang.place JOIN own ON place.parent = own.code)
  SELECT code FROM own
$$;

-- Locks a site until the end of the transaction, and returns where its chain ends. A site that is new is bound to whoever
-- is logged in; one that an administrator adds for others is bound to nobody.
CREATE FUNCTION taizhang.claim(wanted text, is_own boolean) RETURNS TABLE (last_seq bigint, last_hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO taizhang.site (site, login) VALUES (wanted, CASE WHEN is_own THEN session_user END)
  ON CONFLICT DO NOTHING;
  IF NOT taizhang.is_admin()
      AND NOT EXISTS (SELECT 1 FROM taizhang.site WHERE site.site = wanted AND site.login = session_user) THEN
    RAISE EXCEPTION USING ERRCODE = 'TZ002', MESSAGE = wanted, DETAIL = 'the site belongs to another login';
  END IF;
  RETURN QUERY SELECT site.last_seq, site.last_hash FROM taizhang.site WHERE site.site = wanted FOR UPDATE;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA taizhang FROM PUBLIC;
GRANT USAGE ON SCHEMA taizhang, taizhang_kind TO taizhang_clerk, taizhang_reader, taizhang_admin;
GRANT SELECT ON ALL TABLES IN SCHEMA taizhang TO taizhang_clerk, taizhang_reader, taizhang_admin;
GRANT EXECUTE ON FUNCTION taizhang.chain_hash, taizhang.altered, taizhang.is_admin, taizhang.own_places
  TO taizhang_clerk, taizhang_reader, taizhang_admin;
GRANT EXECUTE ON FUNCTION taizhang.claim TO taizhang_clerk, taizhang_admin;
GRANT INSERT ON taizhang.change TO taizhang_clerk, taizhang_admin;
GRANT INSERT, UPDATE, DELETE ON taizhang.record, taizhang.standing, taizhang.closed_standing, taizhang.place_state
  TO taizhang_clerk, taizhang_admin;
GRANT INSERT, UPDATE, DELETE ON taizhang.pack, taizhang.kind, taizhang.requirement, taizhang.place TO taizhang_admin;
GRANT INSERT, UPDATE, DELETE ON taizhang.access TO taizhang_admin;
GRANT INSERT (site, login), UPDATE (login) ON taizhang.site TO taizhang_admin;

ALTER TABLE taizhang.change ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON taizhang.change FOR SELECT USING (true);
CREATE POLICY own_site ON taizhang.change FOR INSERT WITH CHECK (
  (SELECT taizhang.is_admin()) OR site IN (SELECT own.site FROM taizhang.site AS own WHERE own.login = session_user));

DO $$
DECLARE
  state text;
BEGIN
  FOREACH state IN ARRAY ARRAY['record', 'standing', 'closed_standing', 'place_state'] LOOP
    EXECUTE format('ALTER TABLE taizhang.%I ENABLE ROW LEVEL SECURITY', state);
    EXECUTE format('CREATE POLICY read ON taizhang.%I FOR SELECT USING (true)', state);
    EXECUTE format('CREATE POLICY own_places ON taizhang.%I FOR ALL
      USING ((SELECT taizhang.is_admin()) OR place IN (SELECT taizhang.own_places()))', state);
  END LOOP;
END
$$;

-- What other programs read. Figures are exact texts; these views have them as numbers.

CREATE FUNCTION taizhang.figure(text) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN $1 ~ '^-?[0-9]+(\.[0-9]+)?$' THEN $1::numeric
    WHEN $1 ~ '^-?[0-9]+/[1-9][0-9]*$' THEN split_part($1, '/', 1)::numeric / split_part($1, '/', 2)::numeric END
$$;
GRANT EXECUTE ON FUNCTION taizhang.figure TO taizhang_clerk, taizhang_reader, taizhang_admin;

CREATE VIEW taizhang.standing_readable AS
SELECT standing.pack, pack.title_zh AS pack_zh, pack.title_en AS pack_en,
  requirement.group_code, requirement.group_zh, requirement.group_en,
  standing.requirement, requirement.label_zh AS requirement_zh, requirement.label_en AS requirement_en,
  requirement.kind, kind.label_zh AS kind_zh, kind.label_en AS kind_en, requirement.strength, requirement.clause,
  standing.place, place.name AS place_name, place.level AS place_level, above.code AS above, above.name AS above_name,
  standing.period, standing.verdict,
  CASE standing.verdict WHEN 'met' THEN '达标' WHEN 'unknown' THEN '无法判定' WHEN 'information' THEN '供参考'
    ELSE CASE requirement.strength WHEN 'strive' THEN '未达目标' WHEN 'encouraged' THEN '尚未达到'
      WHEN 'benchmark' THEN '未达参考值' ELSE '未达标' END END AS verdict_zh,
  CASE standing.verdict WHEN 'met' THEN 'met' WHEN 'unknown' THEN 'unknown' WHEN 'information' THEN 'information'
    ELSE CASE requirement.strength WHEN 'strive' THEN 'behind target' WHEN 'encouraged' THEN 'not reached'
      WHEN 'benchmark' THEN 'benchmark not reached' ELSE 'short' END END AS verdict_en,
  standing.operator, taizhang.figure(standing.have) AS have,
  CASE WHEN standing.operator <> '' THEN taizhang.figure(standing.need) END AS need,
  taizhang.figure(standing.gap) AS gap, standing.unit, standing.have AS have_exact,
  CASE WHEN standing.operator <> '' THEN standing.need END AS need_exact, standing.gap AS gap_exact,
  standing.candidates, standing.qualifying, standing.nearest, standing.nearest_name,
  CASE WHEN requirement.strength NOT IN ('encouraged', 'benchmark') THEN requirement.target_date END AS due_on,
  standing.expected_on, standing.judged_at
FROM taizhang.standing
JOIN taizhang.pack ON pack.code = standing.pack
JOIN taizhang.requirement ON requirement.pack = standing.pack AND requirement.code = standing.requirement
JOIN taizhang.place ON place.code = standing.place
LEFT JOIN taizhang.place AS above ON above.code = place.parent
LEFT JOIN taizhang.kind ON kind.code = requirement.kind;

CREATE VIEW taizhang.shortfall AS           -- what is short, with the place above: of a place that has others below it, itself
SELECT CASE WHEN is_above OR above IS NULL THEN place ELSE above END AS county,
  CASE WHEN is_above OR above IS NULL THEN place_name ELSE above_name END AS county_name, place, place_name, requirement, requirement_zh, requirement_en,
  verdict_zh, verdict_en, operator, need, have, gap, unit, nearest_name, due_on, expected_on
FROM taizhang.standing_readable
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM taizhang.place AS below WHERE below.parent = standing_readable.place) AS is_above) AS tree
WHERE verdict = 'short';

GRANT SELECT ON taizhang.standing_readable, taizhang.shortfall TO taizhang_clerk, taizhang_reader, taizhang_admin;
