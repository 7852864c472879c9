-- The table every page reads: a row a cluster with what is held of it, made once for each published copy.
-- $scan: as of this scan; NULL: now.  `before` is what was held when the last full scan began; `latest` the newest news
-- of each edition.
CREATE TABLE memory.present AS
WITH last AS (
    SELECT max(scan_id) AS scan_id, max(day) AS day, max(scan_id) FILTER (kind = 'full') AS full_scan
    FROM published.scan WHERE $scan IS NULL OR scan_id <= $scan
), previous AS (
    SELECT max(scan_id) AS scan_id FROM published.scan WHERE scan_id < (SELECT full_scan FROM last)
), registered AS (
    SELECT * FROM published.cluster_version WHERE valid_from <= (SELECT day FROM last) OR $scan IS NULL
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY valid_from DESC) = 1
), judged AS (
    SELECT * FROM published.verdict WHERE scan_id <= (SELECT scan_id FROM last)
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY scan_id DESC) = 1
), before AS (
    SELECT cluster_id, max_by(state, scan_id) AS state, max_by(confidence, scan_id) AS confidence
    FROM published.verdict WHERE scan_id <= (SELECT scan_id FROM previous) GROUP BY cluster_id
), news AS (
    SELECT item.cluster_id, visit.edition, max_by({day: item.date, title: item.title, url: item.url}, item.date) AS latest
    FROM published.item JOIN published.visit USING (visit_id)
    WHERE item.title <> '' AND item.date <= (SELECT day FROM last) AND visit.scan_id <= (SELECT scan_id FROM last)
      AND coalesce(visit.integrity, '') NOT IN ('hijacked', 'clone', 'parked')  -- what a stranger put there is no news
    GROUP BY item.cluster_id, visit.edition
), by_edition AS (
    SELECT cluster_id, max_by(latest, latest.day) FILTER (edition = 'en') AS en,
           max_by(latest, latest.day) FILTER (edition <> 'en') AS ja
    FROM news GROUP BY cluster_id
)
SELECT registered.cluster_id AS id, name_en, name_ja, website, prefecture, region, sector, programme, relation, tags, paused,
       coalesce(judged.state, 'unknown') AS state, coalesce(judged.subtype, '') AS subtype,
       round(coalesce(judged.confidence, 0), 3) AS confidence, since, last_update,
       coalesce(suspect, '') AS suspect, suspect_since, coalesce(warnings, []) AS warnings,
       coalesce(integrity, '') AS integrity, coalesce(reach, '') AS reach, judged.day AS judged_on,
       list_filter(editions, lambda edition: edition.language = 'ja')[1] AS edition_ja,
       list_filter(editions, lambda edition: edition.language = 'en')[1] AS edition_en,
       by_edition.ja AS news_ja, by_edition.en AS news_en,
       before.state AS state_before, before.confidence AS confidence_before,
       lower(CASE WHEN name_en = '' THEN name_ja ELSE name_en END) AS sorted_name
FROM registered
LEFT JOIN judged USING (cluster_id)
LEFT JOIN before USING (cluster_id)
LEFT JOIN by_edition USING (cluster_id)
WHERE NOT removed
