-- When was a cluster in which state?
SELECT * EXCLUDE (cluster_id) FROM status_history WHERE cluster_id = $cluster ORDER BY since, until NULLS LAST
