-- How many clusters of each sector are in each state?  A cluster of two sectors counts in both.
SELECT code, count(*) FILTER (state = 'active') AS active, count(*) FILTER (state = 'static') AS static,
       count(*) FILTER (state = 'ceased') AS ceased, count(*) FILTER (state = 'unknown') AS unknown
FROM (SELECT unnest(sector) AS code, state FROM memory.present)
GROUP BY code ORDER BY count(*) DESC, code
