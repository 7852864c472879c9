-- The pages of a cluster (NULL: of each), home first: what came of the latest fetch, and the latest title that was read.  Without the
-- addresses that cannot exist, which are asked for to learn how a server says so.
WITH latest AS (
    SELECT cluster_id, url, max_by(role, scan_id) AS role, max_by(edition, scan_id) AS edition, max(day) AS day,
           max_by(outcome, scan_id) AS outcome, max_by(status, scan_id) AS status,
           coalesce(max_by(title, scan_id) FILTER (title IS NOT NULL), '') AS title, max_by(error, scan_id) AS error
    FROM visit
    WHERE ($cluster IS NULL OR cluster_id = $cluster) AND role <> 'probe' AND ($scan IS NULL OR scan_id <= $scan)
    GROUP BY cluster_id, url
)
SELECT * FROM latest ORDER BY cluster_id, CASE role WHEN 'home' THEN 0 ELSE 1 END, role, url
