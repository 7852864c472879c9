-- What is remembered of the pages of each cluster before scan $scan, most useful first: home pages, then those that
-- changed most often.  Pages that were gone at the last asking are left out.
WITH own AS (
    SELECT visit.*, outcome IN ('ok', 'not_modified') AS answered
    FROM visit JOIN asked USING (cluster_id)
    WHERE scan_id < $scan AND day >= since AND role <> 'probe'
), pages AS (
    SELECT cluster_id, url,
           arg_max(visit_id, (scan_id, visit_id)) FILTER (text_sha IS NOT NULL) AS visit_id,
           arg_max(outcome, (scan_id, visit_id)) AS outcome,
           arg_max(etag, (scan_id, visit_id)) FILTER (answered) AS etag,
           arg_max(last_modified, (scan_id, visit_id)) FILTER (answered) AS last_modified,
           min(day) FILTER (text_sha IS NOT NULL) AS first_seen, max(day) FILTER (answered) AS last_seen,
           count(*) FILTER (answered) AS visits
    FROM own GROUP BY cluster_id, url
), changed AS (
    SELECT cluster_id, url, count(*) AS changes, max(until) AS last_change
    FROM text_change SEMI JOIN asked USING (cluster_id) WHERE scan_id < $scan AND kind = 'content'
    GROUP BY cluster_id, url
)
SELECT cluster_id, url, read.role, read.language,
       coalesce(nullif(pages.etag, ''), read.etag) AS etag,  -- a 304 may come without
       coalesce(nullif(pages.last_modified, ''), read.last_modified) AS last_modified,
       read.body_sha, read.text_sha, read.reader_version, first_seen, coalesce(last_seen, first_seen) AS last_seen,
       last_change, visits, coalesce(changes, 0) AS changes, read.links
FROM pages JOIN own AS read USING (cluster_id, url, visit_id) LEFT JOIN changed USING (cluster_id, url)
WHERE read.role = 'home' OR pages.outcome NOT IN ('not_found', 'gone', 'soft_404')
QUALIFY row_number() OVER (
    PARTITION BY cluster_id ORDER BY read.role = 'home' DESC, coalesce(changes, 0) DESC, last_seen DESC, url
) <= $most
ORDER BY cluster_id, read.role = 'home' DESC, coalesce(changes, 0) DESC, last_seen DESC, url
