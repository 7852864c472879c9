-- The reasons of the latest verdicts of some clusters.
SELECT cluster_id AS id, list_transform(reasons, lambda reason: struct_update(
    reason, parameters := list_transform(reason.parameters, lambda pair: [pair.name, pair.value])
)) AS reasons
FROM verdict WHERE list_contains($ids, cluster_id)
QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY scan_id DESC) = 1
