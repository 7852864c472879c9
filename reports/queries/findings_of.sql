-- The sentences in which a cluster declared its end, its move or its new name, those of the newest visits first.
SELECT visit.day, visit.url, kind, quote, confidence, end_date, successor, rule, count(*) OVER () AS total
FROM finding JOIN visit USING (visit_id)
WHERE finding.cluster_id = $cluster AND visit.cluster_id = $cluster AND ($until IS NULL OR visit.day <= $until)
ORDER BY visit.scan_id DESC, visit.url, confidence DESC, kind, quote
LIMIT $most OFFSET $skipped
