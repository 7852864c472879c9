-- Which clusters went from one state to another, newest first?  An empty parameter lets all pass.
SELECT turns.*, coalesce(name_en, '') AS name_en, coalesce(name_ja, '') AS name_ja, count(*) OVER () AS total
FROM memory.turns LEFT JOIN memory.present ON present.id = turns.cluster_id
WHERE ($since IS NULL OR day >= $since) AND ($until IS NULL OR day <= $until)
  AND ($state = '' OR turns.state = $state) AND ($before = '' OR turns.state_before = $before)
ORDER BY scan_id DESC, cluster_id
LIMIT $most OFFSET $skipped
