-- The state of a cluster (NULL: of each) and of its editions at the end of every month with a verdict, oldest first.
SELECT cluster_id, date_trunc('month', day)::DATE AS month, max_by(state, scan_id) AS state, max_by(subtype, scan_id) AS subtype,
       max_by(list_filter(editions, lambda one: one.language = 'ja')[1].state, scan_id) AS ja,
       max_by(list_filter(editions, lambda one: one.language = 'en')[1].state, scan_id) AS en
FROM verdict WHERE $cluster IS NULL OR cluster_id = $cluster
GROUP BY 1, 2 ORDER BY 1, 2
