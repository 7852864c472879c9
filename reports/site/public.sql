-- What everybody may see, as of one scan, statement by statement.  What is not copied cannot be published by mistake:
-- decisions with their authors, alerts, letters, settings, notes and tags of the register, texts of pages.
INSERT INTO cluster_version BY NAME
SELECT * REPLACE ('' AS notes, []::VARCHAR[] AS tags) FROM source.cluster_version WHERE valid_from <= $day
ORDER BY cluster_id, valid_from;

INSERT INTO scan BY NAME
SELECT * REPLACE ('{}' AS settings, '' AS register_sha, []::VARCHAR[] AS problems) FROM source.scan WHERE scan_id <= $scan
ORDER BY scan_id;

-- That a person decided is said; who and why, and what the machine holds against it, is not.
INSERT INTO verdict BY NAME
SELECT * REPLACE (
    list_filter(reasons, lambda reason: reason.code NOT IN ('decided', 'contrary')) AS reasons,
    list_filter(warnings, lambda code: code <> 'contrary') AS warnings,
    NULL AS machine
)
FROM source.verdict WHERE scan_id <= $scan ORDER BY cluster_id, scan_id;

INSERT INTO change BY NAME
SELECT * FROM source.change WHERE scan_id <= $scan ORDER BY scan_id, cluster_id;

INSERT INTO visit BY NAME
SELECT visit_id, scan_id, cluster_id, url, role, visited_at, day, outcome, final_url, status, []::VARCHAR[] AS redirects,
       elapsed_ms, size, '{}' AS headers, '' AS etag, '' AS last_modified, '' AS body_sha, '' AS error, reader_version,
       edition, []::VARCHAR[] AS links, title
FROM source.visit WHERE scan_id <= $scan ORDER BY cluster_id, scan_id;

INSERT INTO item BY NAME
SELECT item.* FROM source.item JOIN source.visit USING (visit_id) WHERE visit.scan_id <= $scan
ORDER BY item.cluster_id, item.visit_id;
