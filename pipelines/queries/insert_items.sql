INSERT INTO item BY NAME
SELECT visit_id, cluster_id, unnest(one) FROM (SELECT visit_id, cluster_id, unnest(reading.items) AS one FROM incoming)
