-- Where does the visible text of a cluster's pages differ between the days $since and $until?
-- A visit that read nothing new (not modified, failed) leaves the text of the one before.
WITH texts AS (
    SELECT visit.url, visit.day, visit.scan_id, visit.text_sha, coalesce(text.text, '(this text is no longer kept)') AS text
    FROM visit LEFT JOIN text USING (text_sha)
    WHERE visit.cluster_id = $cluster AND visit.outcome = 'ok' AND visit.text_sha IS NOT NULL
), known AS (
    SELECT url, max_by(text_sha, scan_id) FILTER (day <= $since) AS before_sha,
           max(day) FILTER (day <= $since) AS before_day, max_by(text, scan_id) FILTER (day <= $since) AS before,
           max_by(text_sha, scan_id) FILTER (day <= $until) AS after_sha,
           max(day) FILTER (day <= $until) AS after_day, max_by(text, scan_id) FILTER (day <= $until) AS after
    FROM texts GROUP BY url
)
SELECT url, before_day, before, after_day, after
FROM known
WHERE before_sha IS DISTINCT FROM after_sha
ORDER BY url
