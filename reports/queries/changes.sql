-- What was ever told about a cluster?
SELECT * EXCLUDE (scan_id) FROM change WHERE cluster_id = $cluster ORDER BY scan_id, kind, before, after, detail, url
