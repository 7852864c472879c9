-- The news items on the latest content of each page, in the order they were read.
SELECT visit_id, date, "precision", title, url, source
FROM item SEMI JOIN page USING (visit_id)
ORDER BY visit_id, item.rowid
