-- Every change of state of the clusters in the register, the newest first.
SELECT present.id, present.name_en, present.name_ja, turn.day, scan.now, turn.scan_id, turn.before AS state_before, turn.state,
       verdict.subtype, round(verdict.confidence, 3) AS confidence
FROM memory.state_turns AS turn
JOIN memory.present ON present.id = turn.cluster_id
JOIN scan USING (scan_id)
JOIN verdict ON verdict.cluster_id = turn.cluster_id AND verdict.scan_id = turn.scan_id
WHERE turn.before IS NOT NULL
ORDER BY turn.scan_id DESC, present.id
