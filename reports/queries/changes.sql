-- What was ever told about a cluster?
SELECT * EXCLUDE (scan_id) FROM change 
WHERE cluster_id = $cluster AND ($scan IS NULL OR scan_id <= $scan)
ORDER BY scan_id, kind, before, after, detail, url
