-- What should a person look at?  A cluster stands in the queue with the gravest of its doubts, in the order of $order.
-- Who decided knew of the ordinary doubts, but not of an intruder to come.
-- $low: confidence below which two verdicts in a row are too doubtful.
WITH doubts AS (
    SELECT *,
           list_filter([
               CASE WHEN subtype <> 'decided' OR list_contains(warnings, 'do_not_link') THEN suspect END,
               CASE WHEN list_contains(warnings, 'contrary') THEN 'contrary' END,
               CASE WHEN subtype IN ('hijacked?', 'hacked?', 'clone?', 'zombie?', 'parked?', 'emptied?')
                    THEN replace(subtype, '?', '') END,
               CASE WHEN subtype IN ('moved', 'renamed_merged') THEN 'moved' END,
               CASE WHEN confidence < $low AND confidence_before < $low AND subtype <> 'no_website' THEN 'doubtful' END
           ], lambda code: list_contains($order, code)) AS codes
    FROM memory.present
), cases AS (
    SELECT *, list_min(list_transform(codes, lambda code: list_position($order, code))) AS place FROM doubts
)
SELECT *, $order[place] AS kind, count(*) OVER () AS total
FROM cases WHERE place IS NOT NULL
ORDER BY place, confidence, id
LIMIT $most OFFSET $skipped
