-- What did the scans from $since to $until tell, the most urgent first?  New content and first verdicts are no news for a person.
SELECT change.cluster_id AS id, present.name_en, present.name_ja, change.kind, change.before, change.after, change.detail,
       change.quote
FROM change JOIN memory.present ON present.id = change.cluster_id
WHERE change.scan_id BETWEEN $since AND $until AND list_contains($kinds, change.kind)
ORDER BY list_position($kinds, change.kind), change.cluster_id, change.detail
LIMIT $most
