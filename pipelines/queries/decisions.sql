-- What people have decided, oldest first: while the scan ran, too.
SELECT * REPLACE (json_extract_string(machine, '$.state') AS machine)
FROM decision SEMI JOIN asked USING (cluster_id)
ORDER BY cluster_id, decided_at, decision.rowid
