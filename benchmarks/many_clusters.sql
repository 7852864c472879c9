-- The invented database of many_clusters.py, statement by statement; `pick` is a chance that is the same every time.

INSERT INTO scan
SELECT strftime(day, '%Y%m%dT030000Z'), day + INTERVAL 3 HOUR, day, 'full', '1', '{}', 'sha', $clusters,
       $visits // $months, $clusters // 25, '', []
FROM (SELECT ($first::DATE + INTERVAL (n) MONTH)::DATE AS day FROM range($months) AS months(n));

INSERT INTO cluster_version BY NAME
SELECT 'c' || n AS cluster_id, $first::DATE AS valid_from, false AS removed,
       $places[1 + n % len($places)][1] || ' ' || $fields[1 + n * 7 % len($fields)][1] || ' '
           || $kinds[1 + n * 3 % len($kinds)][1] || CASE WHEN n >= 480 THEN ' ' || n ELSE '' END AS name_en,
       $places[1 + n % len($places)][2] || $fields[1 + n * 7 % len($fields)][2] || $kinds[1 + n * 3 % len($kinds)][2] AS name_ja,
       'https://www.c' || n || '.example/' AS website, '' AS website_en, '' AS scope,
       $prefectures[1 + pick(n, 0) % len($prefectures)] AS prefecture, 'Kanto' AS region,
       [$sectors[1 + pick(n, 1) % 14]] AS sector, ['METI-ICP', 'MEXT-KCI', 'regional'][1 + n % 3] AS programme,
       'cluster-organisation' AS organisation_type, n % 5 = 4 AS project_based, '' AS parent, false AS paused,
       '' AS contact_page, ['', 'EU', 'Asia'][1 + n % 3] AS relation,
       CASE WHEN n % 10 = 0 THEN ['partner'] ELSE [] END AS tags, '' AS source_url, '' AS notes
FROM range($clusters) AS numbers(n);

INSERT INTO verdict BY NAME
WITH lives AS (
    -- From which scan on a cluster is silent, and from which it has ended, if it ever is.
    SELECT n, CASE WHEN pick(n, 2) % 10 < 4 THEN pick(n, 3) % ($months + 20) ELSE 9999 END AS silent,
           CASE WHEN pick(n, 4) % 10 < 2 THEN pick(n, 5) % ($months + 20) ELSE 9999 END AS ended, pick(n, 6) % 100 AS luck
    FROM range($clusters) AS numbers(n)
), states AS (
    SELECT lives.*, scan.scan_id, scan.day, turn,
           CASE WHEN turn >= ended THEN 'ceased' WHEN luck < 3 THEN 'unknown' WHEN turn >= silent THEN 'static' ELSE 'active' END AS state
    FROM lives, (SELECT *, row_number() OVER (ORDER BY scan_id) - 1 AS turn FROM scan) AS scan
)
SELECT scan_id, 'c' || n AS cluster_id, day, state,
       CASE state WHEN 'ceased' THEN ['declared', 'gone', 'parked', 'hijacked'][1 + n % 4] WHEN 'unknown' THEN 'unreachable'
            WHEN 'static' THEN ['', '', 'zombie?'][1 + n % 3] ELSE CASE WHEN luck > 97 THEN 'moved' ELSE '' END END AS subtype,
       CASE state WHEN 'unknown' THEN 0.3 WHEN 'static' THEN 0.55 + luck / 400 ELSE 0.8 + luck / 600 END AS confidence,
       CASE WHEN state <> 'active' THEN greatest($first::DATE, day - INTERVAL (luck * 3) DAY)::DATE END AS since,
       CASE state WHEN 'active' THEN day - INTERVAL (luck // 2) DAY ELSE day - INTERVAL (400 + luck * 5) DAY END::DATE AS last_update,
       CASE WHEN state = 'unknown' THEN 'down' ELSE 'up' END AS reach, 'own' AS integrity, 'recent' AS activity,
       state AS rule, '1' AS rule_version,
       [{language: 'ja', state: state, activity: 'recent', last_update: (day - INTERVAL (luck // 2) DAY)::DATE}]
       || CASE WHEN n % 2 = 0 THEN [{language: 'en', state: CASE WHEN n % 4 = 0 THEN state ELSE 'static' END, activity: 'stale',
               last_update: (day - INTERVAL (500 + luck) DAY)::DATE}] ELSE [] END AS editions,
       [{code: 'newest_only', url: 'https://www.c' || n || '.example/news/', quote: 'お知らせ',
         parameters: [{name: 'date', value: (day - INTERVAL (luck // 2) DAY)::DATE::VARCHAR},
                      {name: 'days', value: (luck // 2)::VARCHAR}]}] AS reasons,
       CASE WHEN state = 'ceased' AND n % 4 = 3 THEN ['do_not_link'] ELSE [] END AS warnings,
       CASE WHEN luck = 50 THEN 'hijacked' WHEN luck = 51 THEN 'clone' ELSE '' END AS suspect,
       CASE WHEN luck IN (50, 51) THEN day END AS suspect_since, NULL AS unreachable_since
FROM states;

INSERT INTO change
SELECT scan_id, cluster_id, day,
       CASE state WHEN 'ceased' THEN 'ceased' WHEN 'static' THEN 'dormant' WHEN 'active' THEN 'awake' ELSE 'state' END,
       coalesce(state_before, ''), state, '', '', ''
FROM transition WHERE state_before IS NOT NULL AND state IS DISTINCT FROM state_before;

INSERT INTO text SELECT 'sha' || n, 'お知らせ ' || n || chr(10) || '第' || n || '回セミナーを開催しました' FROM range(1000) AS numbers(n);
INSERT INTO visit BY NAME
SELECT n AS visit_id, scan.scan_id, 'c' || (n // $months) % $clusters AS cluster_id,
       'https://www.c' || (n // $months) % $clusters || '.example/' || CASE page WHEN 0 THEN '' ELSE 'p' || page || '.html' END AS url,
       CASE page WHEN 0 THEN 'home' ELSE 'page' END AS role, scan.now AS visited_at, scan.day,
       CASE pick(n, 0) % 20 WHEN 0 THEN 'timeout' WHEN 1 THEN 'not_found' ELSE 'ok' END AS outcome, '' AS final_url, 200 AS status,
       []::VARCHAR[] AS redirects, 100 AS elapsed_ms, 9000 AS size, '{}' AS headers, '' AS etag, '' AS last_modified,
       '' AS body_sha, '' AS error, '1' AS reader_version, CASE WHEN page = 1 THEN 'en' ELSE 'ja' END AS edition,
       []::VARCHAR[] AS links, 'sha' || pick(n, 0) % 1000 AS text_sha, 'ページ ' || page AS title, 'utf-8' AS charset, 'ja' AS language
FROM (SELECT n, n // ($months * $clusters) AS page FROM range($visits) AS numbers(n))
JOIN (SELECT *, row_number() OVER (ORDER BY scan_id) - 1 AS turn FROM scan) AS scan ON scan.turn = n % $months;
INSERT INTO item
SELECT visit_id, cluster_id, day - INTERVAL (visit_id % 20) DAY, 'day', '第' || visit_id % 90 || '回 セミナーのご案内', url, 'news_item'
FROM visit WHERE role = 'home';
INSERT INTO claim
SELECT visit_id, cluster_id, day - INTERVAL (visit_id % 20) DAY, 'day', 'news_item', '', 0.8, 'お知らせ', '', false FROM visit;
INSERT INTO alert
SELECT scan_id || cluster_id, scan_id, cluster_id, day, kind, before, after, cluster_id, '', 'https://www.' || cluster_id || '.example/',
       true, 'Nothing new for a long time.', '長期間更新がありません。', '', '', false
FROM change WHERE kind IN ('ceased', 'dormant');
