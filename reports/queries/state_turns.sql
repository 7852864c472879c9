-- Every verdict whose state is another than that of the one before, the first of a cluster too, made once for each
-- published copy: finding them in five years of verdicts takes long.  `doubted_since`: since when that state was suspected.
CREATE TABLE memory.state_turns AS
SELECT cluster_id, day, scan_id, state, rule, lag(state) OVER earlier AS before, lag(suspect_since) OVER earlier AS doubted_since
FROM published.verdict
WINDOW earlier AS (PARTITION BY cluster_id ORDER BY scan_id)
QUALIFY state IS DISTINCT FROM before
ORDER BY cluster_id, scan_id
