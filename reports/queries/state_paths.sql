-- Which states did the clusters go through after scan $since, up to scan $until?  Only those with more than one.
WITH known AS (
    SELECT cluster_id, scan_id, state FROM verdict WHERE scan_id <= $until
), turns AS (
    SELECT *, lag(state) OVER (PARTITION BY cluster_id ORDER BY scan_id) AS previous FROM known
), before AS (
    SELECT cluster_id, max_by(state, scan_id) AS state FROM known WHERE scan_id <= $since GROUP BY cluster_id
)
SELECT cluster_id, [any_value(before.state)] || list(turns.state ORDER BY scan_id) AS path
FROM turns JOIN before USING (cluster_id)
WHERE scan_id > $since AND turns.state IS DISTINCT FROM previous
GROUP BY cluster_id
ORDER BY cluster_id
