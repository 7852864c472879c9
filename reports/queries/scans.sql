-- Which scans were there?
SELECT * FROM scan ORDER BY scan_id
