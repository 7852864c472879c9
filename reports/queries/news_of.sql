-- The items of a cluster's lists of news, newest first, each as it was last seen.
SELECT item.date AS day, item.title, max_by(item.url, visit.scan_id) AS url, max_by(source, visit.scan_id) AS source, edition,
       max(visit.day) AS last_seen, count(*) OVER () AS total
FROM item JOIN visit USING (visit_id)
WHERE item.cluster_id = $cluster AND visit.cluster_id = $cluster AND ($until IS NULL OR visit.day <= $until)
  AND item.title <> ''
GROUP BY edition, item.date, item.title
ORDER BY item.date DESC NULLS LAST, item.title, edition
LIMIT $most OFFSET $skipped
