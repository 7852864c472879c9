INSERT INTO finding BY NAME
SELECT visit_id, cluster_id, unnest(one) FROM (SELECT visit_id, cluster_id, unnest(reading.closure) AS one FROM incoming)
