-- Which clusters pass a filter, in which order?  `total` counts all of them, also those before and after this page.
-- An empty parameter lets everything pass.  Whole rows are taken last: sorting and counting them all would take long.
WITH found AS (
    SELECT id,
           CASE $sort
               WHEN 'state' THEN (list_position(['active', 'static', 'ceased', 'unknown'], state)::VARCHAR || subtype)
               WHEN 'since' THEN since::VARCHAR
               WHEN 'update' THEN last_update::VARCHAR
               WHEN 'confidence' THEN format('{:.3f}', confidence)
               WHEN 'place' THEN region || prefecture
               ELSE sorted_name
           END AS place_in_order
    FROM memory.present
    WHERE ($state = '' OR state = $state)
      AND ($subtype = '' OR subtype = $subtype OR suspect = $subtype)
      AND ($sector = '' OR list_contains(sector, $sector))
      AND ($region = '' OR region = $region)
      AND ($prefecture = '' OR prefecture = $prefecture)
      AND ($programme = '' OR programme = $programme)
      AND ($relation = '' OR relation = $relation)
      AND ($tag = '' OR list_contains(tags, $tag))
      AND CASE $edition
              WHEN '' THEN true
              WHEN 'en' THEN edition_en IS NOT NULL
              WHEN 'en-active' THEN edition_en.state = 'active'
              WHEN 'en-static' THEN edition_en.state = 'static'
              WHEN 'ja-active' THEN edition_ja.state = 'active'
              WHEN 'ja-static' THEN edition_ja.state = 'static'
              WHEN 'ja-only' THEN edition_ja IS NOT NULL AND edition_en IS NULL
              ELSE false
          END
      AND (len($words::VARCHAR[]) = 0 OR id IN (
              SELECT id FROM memory.searched_words
              WHERE len(list_filter($words::VARCHAR[], lambda word: NOT contains(words, word))) = 0
          ))
), shown AS (
    SELECT id, place_in_order, (SELECT count(*) FROM found) AS total
    FROM found
    ORDER BY CASE WHEN $down THEN place_in_order END DESC NULLS LAST,
             CASE WHEN NOT $down THEN place_in_order END NULLS LAST, id
    LIMIT $most OFFSET $skipped
)
SELECT present.*, total
FROM shown JOIN memory.present USING (id)
ORDER BY CASE WHEN $down THEN place_in_order END DESC NULLS LAST,
         CASE WHEN NOT $down THEN place_in_order END NULLS LAST, id
