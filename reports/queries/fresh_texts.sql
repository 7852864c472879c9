-- Which sites got other content after scan $since, up to scan $until?  Noise and cosmetics do not count.
SELECT cluster_id, count(DISTINCT url) AS pages, sum(weight)::BIGINT AS weight,
       arg_max(url, (weight, url)) AS url, arg_max(sample, (weight, url)) AS sample
FROM text_change
WHERE scan_id > $since AND scan_id <= $until AND kind IN ('content', 'new_page')
GROUP BY cluster_id
ORDER BY cluster_id
