-- The fetches of a cluster's pages, newest first; an empty parameter lets all pass.
SELECT scan_id, visited_at, day, url, final_url, role, edition, outcome, status, elapsed_ms, size, title, text_sha, error,
       count(*) OVER () AS total
FROM visit
WHERE cluster_id = $cluster AND ($outcome = '' OR outcome = $outcome) AND ($url = '' OR url = $url)
  AND ($since IS NULL OR day >= $since) AND ($until IS NULL OR day <= $until)
ORDER BY scan_id DESC, url, visit_id
LIMIT $most OFFSET $skipped
