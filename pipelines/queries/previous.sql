-- The latest verdict before this scan, or that of a decision which was taken while the scan ran.
SELECT * EXCLUDE (scan_id)
FROM verdict SEMI JOIN asked USING (cluster_id)
WHERE scan_id < $scan OR scan_id IN (SELECT scan_id FROM scan WHERE kind = 'decision')
QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY scan_id DESC) = 1
