-- Which scans were there?
SELECT * EXCLUDE (settings, register_sha) FROM scan ORDER BY scan_id
