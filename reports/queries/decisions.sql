-- What did people decide of a cluster?
SELECT * REPLACE (json_extract_string(machine, '$.state') AS machine)
FROM decision
WHERE cluster_id = $cluster AND ($scan IS NULL OR decided_at <= (SELECT now FROM scan WHERE scan_id = $scan))
ORDER BY decided_at
