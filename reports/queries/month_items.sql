-- How many different news with a date in each month does a cluster show?  NULL: each cluster.
SELECT item.cluster_id AS id, date_trunc('month', item.date)::DATE AS month, count(DISTINCT (item.date, item.title))::INTEGER AS items
FROM item
WHERE ($cluster IS NULL OR item.cluster_id = $cluster) AND item.title <> ''
  AND item.date BETWEEN $until::DATE - INTERVAL 36 MONTH AND $until
GROUP BY ALL ORDER BY ALL
