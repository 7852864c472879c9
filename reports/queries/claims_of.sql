-- The dates that a cluster's pages showed, those of the newest visits first; $accepted NULL: also the rejected ones.
SELECT visit.day, visit.url, value, "precision", source, label, confidence, snippet, rejected_reason, future,
       count(*) OVER () AS total
FROM claim JOIN visit USING (visit_id)
WHERE claim.cluster_id = $cluster AND visit.cluster_id = $cluster AND ($until IS NULL OR visit.day <= $until)
  AND ($accepted IS NULL OR (rejected_reason = '') = $accepted)
ORDER BY visit.scan_id DESC, visit.url, confidence DESC, value DESC, source, label, snippet, rejected_reason
LIMIT $most OFFSET $skipped
