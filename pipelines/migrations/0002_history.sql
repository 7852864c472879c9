-- History: what the machine held while a person's decision was in force, and the questions of any past day.

ALTER TABLE verdict ADD COLUMN machine STRUCT(state VARCHAR, subtype VARCHAR, confidence DOUBLE, since DATE, rule VARCHAR);

-- The latest verdict of every cluster.
CREATE OR REPLACE VIEW status AS
SELECT * EXCLUDE (age)
FROM (SELECT *, row_number() OVER (PARTITION BY cluster_id ORDER BY day DESC, scan_id DESC) AS age FROM verdict)
WHERE age = 1;

-- The verdict of every cluster as it was published on a day: SELECT * FROM verdict_as_of(DATE '2026-05-01').
CREATE OR REPLACE MACRO verdict_as_of(asked) AS TABLE
SELECT * EXCLUDE (age)
FROM (
    SELECT *, row_number() OVER (PARTITION BY cluster_id ORDER BY day DESC, scan_id DESC) AS age
    FROM verdict WHERE day <= asked
)
WHERE age = 1;

-- Each verdict whose state or subtype is another than that of the one before; the first one of a cluster, too.
CREATE VIEW transition AS
SELECT cluster_id, day, scan_id, state_before, subtype_before, state, subtype, rule, confidence
FROM (
    SELECT *, lag(state) OVER (PARTITION BY cluster_id ORDER BY scan_id) AS state_before,
           lag(subtype) OVER (PARTITION BY cluster_id ORDER BY scan_id) AS subtype_before
    FROM verdict
)
WHERE state IS DISTINCT FROM state_before OR subtype IS DISTINCT FROM subtype_before;

-- Periods of one state as they were known on a day: since (inclusive) and until (exclusive, NULL = still).
CREATE MACRO status_history_as_of(asked) AS TABLE
WITH verdicts AS (
    SELECT verdict.cluster_id, verdict.scan_id, verdict.day, verdict.state, verdict.subtype,
           transition.cluster_id IS NOT NULL AS begins
    FROM verdict LEFT JOIN transition USING (cluster_id, scan_id)
    WHERE verdict.day <= asked
), runs AS (
    SELECT *, count(*) FILTER (begins) OVER (PARTITION BY cluster_id ORDER BY scan_id) AS run FROM verdicts
), periods AS (
    SELECT cluster_id, run, any_value(state) AS state, any_value(subtype) AS subtype, min(day) AS since,
           max(day) AS last_seen, count(*) AS verdicts
    FROM runs GROUP BY cluster_id, run
)
SELECT cluster_id, state, subtype, since, lead(since) OVER (PARTITION BY cluster_id ORDER BY run) AS until,
       last_seen, verdicts
FROM periods;

CREATE OR REPLACE VIEW status_history AS SELECT * FROM status_history_as_of(DATE '9999-12-31');

-- The register with the state of each cluster and of its editions as of a day: what a mapping of that day counts.
-- `upkeep` has the three classes of the mappings of 2013 and 2016.
CREATE MACRO mapping_as_of(asked) AS TABLE
WITH registered AS (
    SELECT * FROM cluster_version WHERE valid_from <= asked
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY valid_from DESC) = 1
), judged AS (
    SELECT *,
           list_filter(editions, lambda edition: edition.language = 'ja')[1].state AS ja_state,
           list_filter(editions, lambda edition: edition.language = 'en')[1].state AS en_state
    FROM verdict_as_of(asked)
)
SELECT registered.cluster_id, name_en, name_ja, website, prefecture, region, sector, programme, organisation_type,
       relation, coalesce(state, 'unknown') AS state, coalesce(subtype, '') AS subtype, confidence, since, last_update,
       ja_state, en_state,
       CASE WHEN en_state = 'active' THEN 'active English'
            WHEN en_state IS NOT NULL THEN 'static English'
            WHEN len(editions) > 0 THEN 'Japanese only'
            ELSE 'unknown' END AS upkeep,
       judged.day AS judged_on
FROM registered LEFT JOIN judged USING (cluster_id)
WHERE NOT registered.removed;
