-- The dates on the latest content of each page, in the order they were read.
SELECT visit_id, value, "precision", source, label, confidence, snippet, rejected_reason, future
FROM claim SEMI JOIN page USING (visit_id)
ORDER BY visit_id, claim.rowid
