-- The closure findings on the latest content of each page, in the order they were read.
SELECT visit_id, kind, quote, confidence, end_date, successor, rule
FROM finding SEMI JOIN page USING (visit_id)
ORDER BY visit_id, finding.rowid
