-- The scans with what they told, newest first.
SELECT scan.* EXCLUDE (settings, register_sha), coalesce(told.changes, 0) AS changes
FROM scan LEFT JOIN (
    SELECT scan_id, count(*) AS changes FROM change WHERE kind NOT IN ('new_content', 'first_verdict') GROUP BY scan_id
) AS told USING (scan_id)
ORDER BY scan_id DESC LIMIT $most
