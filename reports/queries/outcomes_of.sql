-- How did the fetches of one scan end?
SELECT outcome, count(*) AS pages, count(DISTINCT cluster_id) AS sites
FROM visit WHERE scan_id = $scan GROUP BY outcome ORDER BY pages DESC, outcome
