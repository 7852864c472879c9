-- The figures of a scan, if it is stored.
SELECT
    scan_id, now, sites, pages, failures,
    (SELECT count(*) FROM change WHERE change.scan_id = scan.scan_id) AS changes,
    guard, problems
FROM scan
WHERE scan_id = $scan
