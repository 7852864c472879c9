-- Headers become a JSON object; of several with one name the first counts.
INSERT INTO visit BY NAME
SELECT visit_id, $scan AS scan_id, cluster_id, url, role, visited_at, $day AS day, outcome, final_url, status, redirects,
       elapsed_ms, size,
       to_json(map_from_entries(list_filter(headers, lambda header, place:
           list_position(list_transform(headers, lambda other: other.name), header.name) = place)))::VARCHAR AS headers,
       etag, last_modified, body_sha, error, reader_version, edition, links,
       reading.text_sha AS text_sha, reading.title AS title, reading.charset AS charset,
       reading.language.language AS language, reading.language.mixed AS mixed,
       reading.language.confidence AS language_confidence,
       reading.integrity.state AS integrity, reading.integrity.reasons AS integrity_reasons,
       reading.integrity.confidence AS integrity_confidence,
       reading.outside_hosts AS outside_hosts, reading.feeds AS feeds,
       list_transform(reading.editions, lambda one: {'language': one.name, 'url': one.value}) AS editions,
       reading.soft_404 AS soft_404
FROM incoming
ORDER BY visit_id
