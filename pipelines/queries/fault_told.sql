-- Was the last failure of our own told, and has no scan of any site been believed since?
SELECT coalesce(
    (SELECT max(scan_id) FROM alert WHERE kind = 'fleet')
    > coalesce((SELECT max(scan_id) FROM scan WHERE guard = '' AND sites > 0), ''),
    false
)
