-- The first day with content.
SELECT cluster_id, min(day) FROM seen WHERE text_sha IS NOT NULL AND answered GROUP BY cluster_id
