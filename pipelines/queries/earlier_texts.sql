-- The texts a page showed before, for the pages that show another text than when their cluster was last judged: at most
-- five different ones with the last day each was seen, oldest first.  Where the page was read by another version of the
-- reader, or has the very bytes it had, the difference is ours and not the page's: no rows.
WITH judged AS (
    SELECT cluster_id, max(scan_id) AS scan_id
    FROM verdict SEMI JOIN asked USING (cluster_id) WHERE scan_id < $scan GROUP BY cluster_id
), fresh AS (
    SELECT seen.* FROM page JOIN seen USING (cluster_id, url, visit_id) JOIN judged USING (cluster_id)
    WHERE seen.scan_id > judged.scan_id
), before AS (
    SELECT seen.cluster_id, seen.url, shown, max(day) AS last_day, max((seen.scan_id, visit_id)) AS last_seen
    FROM seen SEMI JOIN fresh USING (cluster_id, url) JOIN judged USING (cluster_id)
    WHERE seen.scan_id <= judged.scan_id AND shown IS NOT NULL
    GROUP BY seen.cluster_id, seen.url, shown
), read_before AS (
    SELECT seen.cluster_id, seen.url, arg_max(body_sha, (seen.scan_id, visit_id)) AS body_sha,
           arg_max(reader_version, (seen.scan_id, visit_id)) AS reader_version,
           arg_max(text_sha, (seen.scan_id, visit_id)) AS text_sha
    FROM seen SEMI JOIN fresh USING (cluster_id, url) JOIN judged USING (cluster_id)
    WHERE seen.scan_id <= judged.scan_id AND text_sha IS NOT NULL
    GROUP BY seen.cluster_id, seen.url
), changed AS (
    SELECT fresh.cluster_id, fresh.url
    FROM fresh JOIN read_before USING (cluster_id, url)
    WHERE fresh.text_sha <> read_before.text_sha AND fresh.reader_version = read_before.reader_version
      AND (fresh.body_sha = '' OR fresh.body_sha <> read_before.body_sha)
)
SELECT cluster_id, url, last_day, text
FROM before SEMI JOIN changed USING (cluster_id, url) JOIN text ON text.text_sha = before.shown
QUALIFY row_number() OVER (PARTITION BY cluster_id, url ORDER BY last_seen DESC) <= 5
ORDER BY cluster_id, url, last_seen
