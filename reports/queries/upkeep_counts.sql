-- How many clusters that have not ended keep an active English edition, a static one, or only Japanese pages?
SELECT CASE WHEN edition_en.state = 'active' THEN 'active English' WHEN edition_en IS NOT NULL THEN 'static English'
            WHEN edition_ja IS NOT NULL THEN 'Japanese only' ELSE 'unknown' END AS upkeep,
       count(*)::INTEGER AS clusters
FROM memory.present WHERE state <> 'ceased'
GROUP BY ALL ORDER BY ALL
