-- The table every page reads: a row a cluster with what is held of it now, made once for each published copy.
-- `before` is what was held when the last full scan began; `latest` the newest news of each edition.
CREATE TABLE memory.present AS
WITH last AS (
    SELECT max(scan_id) AS scan_id, max(day) AS day FROM published.scan
), previous AS (
    SELECT max(scan_id) AS scan_id FROM published.scan
    WHERE scan_id < (SELECT max(scan_id) FROM published.scan WHERE kind = 'full')
), judged AS (
    SELECT * FROM published.verdict
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY scan_id DESC) = 1
), before AS (
    SELECT cluster_id, max_by(state, scan_id) AS state, max_by(confidence, scan_id) AS confidence
    FROM published.verdict WHERE scan_id <= (SELECT scan_id FROM previous) GROUP BY cluster_id
), news AS (
    SELECT item.cluster_id, visit.edition, max_by({day: item.date, title: item.title, url: item.url}, item.date) AS latest
    FROM published.item JOIN published.visit USING (visit_id)
    WHERE item.title <> '' AND item.date <= (SELECT day FROM last)
    GROUP BY item.cluster_id, visit.edition
), by_edition AS (
    SELECT cluster_id, max_by(latest, latest.day) FILTER (edition = 'en') AS en,
           max_by(latest, latest.day) FILTER (edition <> 'en') AS ja
    FROM news GROUP BY cluster_id
)
SELECT cluster.cluster_id AS id, name_en, name_ja, website, prefecture, region, sector, programme, relation, tags, paused,
       coalesce(judged.state, 'unknown') AS state, coalesce(judged.subtype, '') AS subtype,
       round(coalesce(judged.confidence, 0), 3) AS confidence, since, last_update,
       coalesce(suspect, '') AS suspect, suspect_since, coalesce(warnings, []) AS warnings,
       coalesce(integrity, '') AS integrity, coalesce(reach, '') AS reach, judged.day AS judged_on,
       list_filter(editions, lambda edition: edition.language = 'ja')[1] AS edition_ja,
       list_filter(editions, lambda edition: edition.language = 'en')[1] AS edition_en,
       by_edition.ja AS news_ja, by_edition.en AS news_en,
       before.state AS state_before, before.confidence AS confidence_before
FROM published.cluster
LEFT JOIN judged USING (cluster_id)
LEFT JOIN before USING (cluster_id)
LEFT JOIN by_edition USING (cluster_id)
