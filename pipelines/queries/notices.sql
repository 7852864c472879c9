-- The day each notice was first read.
SELECT cluster_id, quote, min(day) AS day
FROM finding JOIN seen USING (cluster_id, visit_id)
GROUP BY cluster_id, quote
ORDER BY cluster_id, day, quote
