-- What did people decide of a cluster?
SELECT * EXCLUDE (machine) FROM decision WHERE cluster_id = $cluster ORDER BY decided_at
