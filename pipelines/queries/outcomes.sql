-- Every fetch of this scan.
SELECT cluster_id, url, outcome FROM seen WHERE scan_id = $scan ORDER BY cluster_id, visit_id
