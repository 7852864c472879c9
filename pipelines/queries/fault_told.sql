-- Was the last failure of our own told, and has no site answered in a scan that was believed since?
SELECT coalesce(
    (SELECT max(scan_id) FROM alert WHERE kind = 'fleet')
    > coalesce((SELECT max(scan_id) FROM scan WHERE guard = '' AND sites > failures), ''),
    false
)
