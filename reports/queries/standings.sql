-- The register with what was held of each cluster as of a scan; $scan NULL: the latest one.
-- Scan ids sort by time.  Pairs of parameters become lists, as the record Reason holds them.
WITH asked AS (
    SELECT max(scan_id) AS scan_id, max(day) AS day FROM scan WHERE $scan IS NULL OR scan_id <= $scan
), registered AS (
    SELECT cluster_id AS id, * EXCLUDE (cluster_id)
    FROM cluster_version
    WHERE valid_from <= (SELECT day FROM asked)
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY valid_from DESC) = 1
), judged AS (
    SELECT * REPLACE (
        round(confidence::DOUBLE, 3) AS confidence,
        list_transform(reasons, lambda reason: struct_update(
            reason, parameters := list_transform(reason.parameters, lambda pair: [pair.name, pair.value])
        )) AS reasons
    )
    FROM verdict
    WHERE scan_id <= (SELECT scan_id FROM asked)
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY day DESC, scan_id DESC) = 1
)
SELECT registered AS cluster, CASE WHEN judged.cluster_id IS NULL THEN NULL ELSE judged END AS verdict
FROM registered LEFT JOIN judged ON judged.cluster_id = registered.id
WHERE NOT registered.removed
ORDER BY registered.id
