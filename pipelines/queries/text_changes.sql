-- What earlier scans found to have changed, oldest first.
SELECT * EXCLUDE (scan_id)
FROM text_change SEMI JOIN asked USING (cluster_id)
WHERE scan_id < $scan
ORDER BY cluster_id, until, url, scan_id
