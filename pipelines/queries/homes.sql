-- How the home page of each cluster answered in each scan, oldest first: of several pages with the role home the one
-- that answered best, the register's own website first.  A page that was not modified is what it was when it was read.
WITH pages AS (
    SELECT cluster_id, scan_id, count(*) FILTER (answered AND role <> 'probe') AS pages_ok FROM seen GROUP BY cluster_id, scan_id
), homes AS (
    SELECT *, last_value(integrity IGNORE NULLS) OVER (PARTITION BY cluster_id, url ORDER BY scan_id, visit_id) AS shown_as,
           max(home_headers ->> '$."x-dns-ns"') OVER (PARTITION BY cluster_id, scan_id) AS name_servers,
           max(home_headers ->> '$."x-domain-registered"') OVER (PARTITION BY cluster_id, scan_id) AS registered_on
    FROM seen WHERE role = 'home'
), refused AS (
    SELECT scan_id FROM scan WHERE guard <> ''  -- its failures were ours, and no strikes
), best AS (
    SELECT homes.*
    FROM homes JOIN asked USING (cluster_id) ANTI JOIN refused USING (scan_id)
    QUALIFY row_number() OVER (
        PARTITION BY cluster_id, scan_id
        ORDER BY CASE WHEN answered THEN 0 WHEN outcome = 'moved' THEN 1 WHEN status > 0 THEN 2 ELSE 3 END,
                 url <> website, visit_id
    ) = 1
)
SELECT cluster_id, day, outcome, CASE WHEN outcome = 'not_modified' THEN shown_as ELSE integrity END AS integrity,
       CASE WHEN status > 0 THEN lower(regexp_extract(coalesce(nullif(final_url, ''), url), '^https?://([^/:?#]+)', 1))
            ELSE '' END AS host,
       status, pages_ok, final_url, redirects,
       string_split(name_servers, ', ') AS name_servers, try_cast(registered_on AS DATE) AS registered_on
FROM best JOIN pages USING (cluster_id, scan_id)
ORDER BY cluster_id, scan_id
