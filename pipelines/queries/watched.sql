-- What decides when each cluster is visited again: what is held of it, since when that is so, and its last visit.
-- A scan that the guard refused does not count: its visits failed by our own fault.
WITH believed AS (
    SELECT scan_id, now FROM scan WHERE guard = '' AND scan_id < $scan
), verdicts AS (
    SELECT cluster_id, scan_id, now, state, suspect, reach, state = 'ceased' AS ceased,
           suspect <> '' OR (state <> 'ceased' AND reach IN ('down', 'flaky', 'gone')) AS doubtful
    FROM verdict JOIN believed USING (scan_id) SEMI JOIN asked USING (cluster_id)
), turns AS (
    SELECT cluster_id, max(scan_id) AS latest, max(scan_id) FILTER (NOT doubtful) AS calm,
           max(scan_id) FILTER (NOT ceased) AS alive
    FROM verdicts GROUP BY cluster_id
), held AS (
    SELECT cluster_id, any_value(state) FILTER (scan_id = latest) AS state,
           any_value(suspect) FILTER (scan_id = latest) AS suspect,
           any_value(reach) FILTER (scan_id = latest) AS reach,
           min(now) FILTER (scan_id > coalesce(alive, '')) AS ceased_since,
           min(now) FILTER (scan_id > coalesce(calm, '')) AS doubt_since
    FROM verdicts JOIN turns USING (cluster_id) GROUP BY cluster_id
), visits AS (
    SELECT cluster_id, max(now) AS last_visit
    FROM visit JOIN believed USING (scan_id) JOIN asked USING (cluster_id)
    WHERE role = 'home' AND visit.day >= asked.since GROUP BY cluster_id
)
SELECT cluster_id, state, coalesce(suspect, '') AS suspect, reach, ceased_since, doubt_since, last_visit
FROM asked LEFT JOIN held USING (cluster_id) LEFT JOIN visits USING (cluster_id)
ORDER BY cluster_id
