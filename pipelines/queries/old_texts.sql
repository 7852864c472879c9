-- The page texts that no page has shown since the day $before, but for the last two of every page: later visits are
-- compared with them, and the last is what a site that is gone has said.
CREATE OR REPLACE TEMP TABLE old_text AS
WITH showing AS (
    SELECT cluster_id, url, scan_id, visit_id, day,
           last_value(text_sha IGNORE NULLS) OVER (PARTITION BY cluster_id, url ORDER BY scan_id, visit_id) AS text_sha
    FROM visit
), latest AS (
    SELECT text_sha
    FROM showing WHERE text_sha IS NOT NULL
    GROUP BY cluster_id, url, text_sha
    QUALIFY row_number() OVER (PARTITION BY cluster_id, url ORDER BY max((scan_id, visit_id)) DESC) <= 2
), kept AS (
    SELECT text_sha FROM latest
    UNION
    SELECT text_sha FROM showing WHERE day >= $before AND text_sha IS NOT NULL
)
SELECT text_sha, length(text) AS characters FROM text ANTI JOIN kept USING (text_sha)
