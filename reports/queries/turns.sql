-- The transitions of all clusters, made once for each published copy: finding them in five years of verdicts takes long.
CREATE TABLE memory.turns AS
SELECT scan_id, cluster_id, day, state_before, subtype_before, state, subtype, rule, confidence
FROM published.transition WHERE state_before IS NOT NULL ORDER BY scan_id DESC, cluster_id
