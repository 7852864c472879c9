-- Every fetch of the clusters in `asked` until scan $scan, since they live at their present address.
-- `shown`: what the page showed then, as the sha of its text: a page that was not modified shows what it showed before.
CREATE OR REPLACE TEMP TABLE seen AS
SELECT visit_id, scan_id, cluster_id, url, role, day, outcome, status, final_url, redirects, body_sha, reader_version,
       CASE WHEN role = 'home' THEN headers END AS home_headers, text_sha, integrity, outcome IN ('ok', 'not_modified') AS answered,
       CASE WHEN outcome IN ('ok', 'not_modified')
            THEN last_value(text_sha IGNORE NULLS) OVER (PARTITION BY cluster_id, url ORDER BY scan_id, visit_id) END AS shown
FROM visit JOIN asked USING (cluster_id)
WHERE scan_id <= $scan AND day >= asked.since
