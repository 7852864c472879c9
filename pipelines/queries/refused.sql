-- The scans that the guard refused since the last one that it believed; a decision visits nothing and proves nothing.
SELECT now FROM scan
WHERE guard <> '' AND scan_id > coalesce((SELECT max(scan_id) FROM scan WHERE guard = '' AND sites > 0), '')
ORDER BY scan_id
