-- Which news were on the sites after scan $since, up to scan $until, that had not been there before?
-- A newly found page brings old news along: only items dated since a month before $since are new.
WITH met AS (
    SELECT item.cluster_id, item.title, any_value(item.url) AS url, item.date AS day, min(visit.scan_id) AS scan_id
    FROM item JOIN visit USING (visit_id)
    WHERE visit.scan_id <= $until
    GROUP BY item.cluster_id, item.title, item.date
)
SELECT cluster_id, day, title, url
FROM met
WHERE scan_id > $since AND title <> ''
  AND day BETWEEN (SELECT day FROM scan WHERE scan.scan_id = $since) - INTERVAL 31 DAY
              AND (SELECT day FROM scan WHERE scan.scan_id = $until)
ORDER BY cluster_id, day DESC, title
