-- The newest news of a cluster by edition, at most five each.
SELECT edition, day, title, url
FROM (
    SELECT visit.edition, item.date AS day, item.title, max_by(item.url, visit.scan_id) AS url,
           row_number() OVER (PARTITION BY visit.edition ORDER BY item.date DESC, item.title) AS place
    FROM item JOIN visit USING (visit_id)
    WHERE item.cluster_id = $cluster AND visit.cluster_id = $cluster AND item.date <= $day AND item.title <> ''
    GROUP BY visit.edition, item.date, item.title
)
WHERE place <= 5 ORDER BY edition, day DESC, title
