-- How many clusters are in each state, and how many were when the last full scan began?  $scan NULL: now.
-- A cluster without an earlier verdict was unknown then; without an earlier scan there is nothing to compare with.
WITH scans AS (SELECT count(*) AS scans FROM scan WHERE kind = 'full' AND ($scan IS NULL OR scan_id <= $scan))
SELECT code AS state,
       (SELECT count(*) FROM memory.present WHERE state = code) AS now,
       CASE WHEN scans > 1
            THEN (SELECT count(*) FROM memory.present WHERE coalesce(state_before, 'unknown') = code) END AS before
FROM scans, unnest(['active', 'static', 'ceased', 'unknown']) AS codes(code)
