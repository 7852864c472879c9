-- What can be chosen in the filters?  Only what occurs.
SELECT 'programme' AS field, programme AS code FROM memory.present WHERE programme <> ''
UNION SELECT 'relation', relation FROM memory.present WHERE relation <> ''
UNION SELECT 'tag', unnest(tags) FROM memory.present
UNION SELECT 'prefecture', prefecture FROM memory.present WHERE prefecture <> ''
UNION SELECT 'region', region FROM memory.present WHERE region <> ''
UNION SELECT 'sector', unnest(sector) FROM memory.present
UNION SELECT 'subtype', subtype FROM memory.present WHERE subtype <> ''
UNION SELECT 'subtype', suspect FROM memory.present WHERE suspect <> ''
ORDER BY field, code
