-- One cluster of the register with what was held of it as of a scan; $scan NULL: the latest one.
-- Scan ids sort by time.  Pairs of parameters become lists, as the record Reason holds them.
WITH registered AS (
    SELECT cluster_id AS id, * EXCLUDE (cluster_id)
    FROM cluster_version
    WHERE cluster_id = $cluster
      AND valid_from <= (SELECT max(day) FROM scan WHERE $scan IS NULL OR scan_id <= $scan)
    ORDER BY valid_from DESC LIMIT 1
), judged AS (
    SELECT * REPLACE (
        round(confidence::DOUBLE, 3) AS confidence,
        list_transform(reasons, lambda reason: struct_update(
            reason, parameters := list_transform(reason.parameters, lambda pair: [pair.name, pair.value])
        )) AS reasons
    )
    FROM verdict
    WHERE cluster_id = $cluster AND scan_id = (
        SELECT max(scan_id) FROM verdict WHERE cluster_id = $cluster AND ($scan IS NULL OR scan_id <= $scan)
    )
)
SELECT registered AS cluster, CASE WHEN judged.cluster_id IS NULL THEN NULL ELSE judged END AS verdict
FROM registered LEFT JOIN judged ON judged.cluster_id = registered.id
WHERE NOT registered.removed
