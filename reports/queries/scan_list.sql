-- The scans with what they told, newest first; an empty parameter lets all pass.
SELECT scan.* EXCLUDE (settings, register_sha), coalesce(told.changes, 0) AS changes, count(*) OVER () AS total
FROM scan LEFT JOIN (
    SELECT scan_id, count(*) AS changes FROM change WHERE kind NOT IN ('new_content', 'first_verdict') GROUP BY scan_id
) AS told USING (scan_id)
WHERE ($kind = '' OR kind = $kind) AND ($last IS NULL OR scan_id <= $last) AND ($only = '' OR scan_id = $only)
ORDER BY scan_id DESC
LIMIT $most OFFSET $skipped
