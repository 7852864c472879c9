-- The clusters of which something was decided while scan $scan ran, and the moment of the last decision.
SELECT cluster_id, max(now) AS last
FROM verdict JOIN scan USING (scan_id) WHERE scan_id > $scan AND kind = 'decision' GROUP BY cluster_id
