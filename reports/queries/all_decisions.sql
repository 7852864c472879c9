-- What did people decide, newest first?
SELECT * REPLACE (json_extract_string(machine, '$.state') AS machine), count(*) OVER () AS total
FROM decision
WHERE ($cluster = '' OR cluster_id = $cluster) AND ($scan IS NULL OR decided_at <= (SELECT now FROM scan WHERE scan_id = $scan))
ORDER BY decided_at DESC, cluster_id
LIMIT $most OFFSET $skipped
