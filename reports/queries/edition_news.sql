-- The newest news of a cluster (NULL: of each) by edition, at most five each; what a stranger put there is none.
SELECT cluster_id, edition, day, title, url
FROM (
    SELECT item.cluster_id, visit.edition, item.date AS day, item.title, max_by(item.url, visit.scan_id) AS url,
           row_number() OVER (PARTITION BY item.cluster_id, visit.edition ORDER BY item.date DESC, item.title) AS place
    FROM item JOIN visit USING (visit_id)
    WHERE ($cluster IS NULL OR item.cluster_id = $cluster AND visit.cluster_id = $cluster) AND item.date <= $day AND item.title <> ''
          AND coalesce(visit.integrity, '') NOT IN ('hijacked', 'clone', 'parked')
    GROUP BY item.cluster_id, visit.edition, item.date, item.title
)
WHERE place <= 5 ORDER BY cluster_id, edition, day DESC, title
