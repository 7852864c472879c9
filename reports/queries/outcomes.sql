-- How did the fetches after scan $since, up to scan $until, end?
SELECT outcome, count(*) AS pages, count(DISTINCT cluster_id) AS sites
FROM visit
WHERE scan_id > $since AND scan_id <= $until
GROUP BY outcome
ORDER BY pages DESC, outcome
