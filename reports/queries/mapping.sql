-- The register as of day $day with the state of each cluster and of its editions: what a mapping of that day counts.
-- Scan ids sort by time: the latest verdict is that of the highest one.
WITH latest AS (
    SELECT cluster_id, max(scan_id) AS scan_id FROM verdict WHERE day <= $day GROUP BY cluster_id
)
SELECT mapping.cluster_id AS id, name_en, name_ja, website, prefecture, region, sector, programme, organisation_type,
       relation, mapping.state, mapping.subtype, round(mapping.confidence, 3) AS confidence, mapping.since,
       mapping.last_update, ja_state, en_state, upkeep, judged_on, coalesce(warnings, []) AS warnings,
       CASE WHEN len(reasons) > 0 THEN struct_update(
           reasons[1], parameters := list_transform(reasons[1].parameters, lambda pair: [pair.name, pair.value])
       ) END AS reason
FROM mapping_as_of($day) AS mapping LEFT JOIN (verdict JOIN latest USING (cluster_id, scan_id)) AS held USING (cluster_id)
ORDER BY id
