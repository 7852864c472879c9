-- How many different news with a date in each month does a cluster show?  NULL: each.
SELECT cluster_id, date_trunc('month', date)::DATE AS month, count(DISTINCT (date, title))::INTEGER AS items
FROM item
WHERE ($cluster IS NULL OR cluster_id = $cluster) AND title <> ''
  AND date BETWEEN $until::DATE - INTERVAL 36 MONTH AND $until
GROUP BY ALL ORDER BY ALL
