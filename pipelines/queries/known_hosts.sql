-- The domains each cluster's pages linked to while they were its own: those of an intruder must not become known.
SELECT DISTINCT cluster_id, unnest(outside_hosts) AS host
FROM visit JOIN asked USING (cluster_id)
WHERE scan_id < $scan AND day >= since AND integrity = 'own'
ORDER BY cluster_id, host
