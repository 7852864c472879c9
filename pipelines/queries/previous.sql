-- The latest verdict before this scan.
SELECT * EXCLUDE (scan_id)
FROM verdict SEMI JOIN asked USING (cluster_id)
WHERE scan_id < $scan
QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY scan_id DESC) = 1
