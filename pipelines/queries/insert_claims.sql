INSERT INTO claim BY NAME
SELECT visit_id, cluster_id, unnest(one) FROM (SELECT visit_id, cluster_id, unnest(reading.dates) AS one FROM incoming)
