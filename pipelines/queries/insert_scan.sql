-- The figures of a scan are counted from what it stored.
INSERT INTO scan BY NAME
WITH sites AS (
    SELECT cluster_id, count(*) AS pages, bool_or(role = 'home' AND outcome IN ('ok', 'not_modified')) AS answered
    FROM visit WHERE scan_id = $scan GROUP BY cluster_id
)
SELECT $scan AS scan_id, $now AS now, $day AS day, $kind AS kind, $rule_version AS rule_version, $settings AS settings,
       $register_sha AS register_sha, count(*) AS sites, coalesce(sum(pages), 0) AS pages,
       count(*) FILTER (NOT answered) AS failures, $guard AS guard, $problems AS problems
FROM sites
