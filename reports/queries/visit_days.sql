-- On which days was a cluster visited?
SELECT DISTINCT day FROM visit WHERE cluster_id = $cluster ORDER BY day
