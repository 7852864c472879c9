-- The ids of the register now.
SELECT cluster_id AS id FROM cluster ORDER BY cluster_id
