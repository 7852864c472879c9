-- When was a cluster in which state, as it was known on a day?
SELECT * EXCLUDE (cluster_id) FROM status_history_as_of($day) WHERE cluster_id = $cluster ORDER BY since, until NULLS LAST
