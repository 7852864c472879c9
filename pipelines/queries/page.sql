-- The visit that last read the content of each page, and how the page was last asked for.
CREATE OR REPLACE TEMP TABLE page AS
WITH latest AS (
    SELECT cluster_id, url,
           arg_max(visit_id, (scan_id, visit_id)) FILTER (text_sha IS NOT NULL) AS visit_id,
           arg_max(day, (scan_id, visit_id)) AS asked,
           arg_max(outcome, (scan_id, visit_id)) AS outcome
    FROM seen WHERE role <> 'probe' GROUP BY cluster_id, url
)
SELECT * FROM latest WHERE visit_id IS NOT NULL
