-- Of which clusters is nothing told on a day, and until when?  The latest word on each counts.
SELECT mute.cluster_id AS id, coalesce(name_en, '') AS name_en, coalesce(name_ja, '') AS name_ja, mute.until
FROM (SELECT * FROM mute QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY moment DESC) = 1) AS mute
LEFT JOIN memory.present ON present.id = mute.cluster_id
WHERE mute.until >= $day
ORDER BY mute.until, id
