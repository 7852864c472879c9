-- How many clusters of each prefecture are in each state?
SELECT prefecture AS code, count(*) FILTER (state = 'active') AS active, count(*) FILTER (state = 'static') AS static,
       count(*) FILTER (state = 'ceased') AS ceased, count(*) FILTER (state = 'unknown') AS unknown
FROM memory.present GROUP BY prefecture ORDER BY count(*) DESC, prefecture
