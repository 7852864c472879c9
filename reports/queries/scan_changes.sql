-- What a scan told, all of it.
SELECT *, count(*) OVER () AS total
FROM change WHERE scan_id = $scan AND ($kind = '' OR kind = $kind)
ORDER BY cluster_id, kind, before, after, detail, url
LIMIT $most OFFSET $skipped
