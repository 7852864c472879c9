-- The latest content of each page, without the lists.
SELECT page.cluster_id, visit_id, url, final_url, role, edition, day AS seen, page.asked, page.outcome,
       title, charset, text, text_sha, language, mixed, language_confidence,
       integrity, integrity_reasons, integrity_confidence, outside_hosts, feeds,
       editions, soft_404
FROM page JOIN visit USING (cluster_id, visit_id, url) JOIN text USING (text_sha)
ORDER BY page.cluster_id, url
