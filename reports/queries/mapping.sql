-- The register as of day $day with the state of each cluster and of its editions: what a mapping of that day counts.
SELECT mapping.cluster_id AS id, name_en, name_ja, website, prefecture, region, sector, programme, organisation_type,
       relation, mapping.state, mapping.subtype, round(mapping.confidence, 3) AS confidence, mapping.since,
       mapping.last_update, ja_state, en_state, upkeep, judged_on, coalesce(warnings, []) AS warnings,
       CASE WHEN len(reasons) > 0 THEN struct_update(
           reasons[1], parameters := list_transform(reasons[1].parameters, lambda pair: [pair.name, pair.value])
       ) END AS reason
FROM mapping_as_of($day) AS mapping LEFT JOIN verdict_as_of($day) AS held USING (cluster_id)
ORDER BY id
