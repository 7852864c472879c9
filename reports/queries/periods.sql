-- When was a cluster (NULL: each) in which state, as it was known on a day?
SELECT * FROM status_history_as_of($day) WHERE $cluster IS NULL OR cluster_id = $cluster
ORDER BY cluster_id, since, until NULLS LAST
