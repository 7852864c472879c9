-- Pages whose content was read for the first time in this scan.
SELECT cluster_id, url FROM seen WHERE text_sha IS NOT NULL AND role <> 'probe'
GROUP BY cluster_id, url HAVING min(scan_id) = $scan
