-- The figures of a scan, if it is stored.
SELECT scan_id, now, sites, pages, failures, guard <> '' AS guard_tripped, problems FROM scan WHERE scan_id = $scan
