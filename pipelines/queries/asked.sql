-- The clusters that the questions are about (`asked_now`: id and website), with the first day each lived at its present
-- place on the web, host and folder: what another site showed is not its memory.  http or https, www or not, is one place.
CREATE OR REPLACE TEMP TABLE asked AS
WITH versions AS (
    SELECT cluster_id, valid_from,
           lower(regexp_extract(website, '^https?://(?:www\.)?([^/?#]*)', 1)) || '/' || trim(
               coalesce(nullif(scope, ''), regexp_extract(website, '^https?://[^/?#]*(/(?:[^?#]*/)?)', 1)), '/'
           ) AS place
    FROM cluster_version SEMI JOIN asked_now USING (cluster_id)
    WHERE valid_from <= $day
), present AS (
    SELECT cluster_id, arg_max(place, valid_from) AS place FROM versions GROUP BY cluster_id
), elsewhere AS (
    SELECT cluster_id, max(valid_from) AS day
    FROM versions JOIN present USING (cluster_id) WHERE versions.place <> present.place GROUP BY cluster_id
), settled AS (
    SELECT cluster_id, min(valid_from) AS since
    FROM versions JOIN elsewhere USING (cluster_id) WHERE valid_from > elsewhere.day GROUP BY cluster_id
)
SELECT cluster_id, website, coalesce(since, DATE '0001-01-01') AS since
FROM asked_now LEFT JOIN settled USING (cluster_id)
