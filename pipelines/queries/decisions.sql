-- What people had decided until this scan, oldest first.
SELECT * REPLACE (json_extract_string(machine, '$.state') AS machine)
FROM decision SEMI JOIN asked USING (cluster_id)
WHERE decided_at <= $now
ORDER BY cluster_id, decided_at, decision.rowid
