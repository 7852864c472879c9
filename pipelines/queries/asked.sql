-- The clusters that the questions are about (`asked_now`: id, website, scope), with the first day each lived at its
-- present place on the web, host and folder: what another site showed is not its memory.  http or https, www or not, is
-- one place.
CREATE OR REPLACE TEMP TABLE asked AS
WITH addresses AS (
    SELECT cluster_id, valid_from, website, scope
    FROM cluster_version SEMI JOIN asked_now USING (cluster_id) WHERE valid_from <= $day
    UNION ALL
    SELECT cluster_id, NULL, website, scope FROM asked_now
), places AS (
    SELECT cluster_id, valid_from,
           lower(regexp_extract(website, '^https?://(?:www\.)?([^/?#]*)', 1)) || '/' || trim(
               coalesce(nullif(scope, ''), regexp_extract(website, '^https?://[^/?#]*(/(?:[^?#]*/)?)', 1)), '/'
           ) AS place
    FROM addresses
), elsewhere AS (
    SELECT cluster_id, max(places.valid_from) AS day
    FROM places JOIN places AS present USING (cluster_id)
    WHERE present.valid_from IS NULL AND places.place <> present.place GROUP BY cluster_id
), settled AS (
    SELECT cluster_id, coalesce(min(valid_from) FILTER (valid_from > day), DATE '9999-12-31') AS since
    FROM places JOIN elsewhere USING (cluster_id) GROUP BY cluster_id
)
SELECT cluster_id, website, coalesce(since, DATE '0001-01-01') AS since
FROM asked_now LEFT JOIN settled USING (cluster_id)
