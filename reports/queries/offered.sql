-- What occurs in the register and can be chosen in the filters, found once for each published copy.
CREATE TABLE memory.choice AS
SELECT 'programme' AS field, programme AS code FROM memory.present WHERE programme <> ''
UNION SELECT 'relation', relation FROM memory.present WHERE relation <> ''
UNION SELECT 'tag', unnest(tags) FROM memory.present
UNION SELECT 'prefecture', prefecture FROM memory.present WHERE prefecture <> ''
UNION SELECT 'region', region FROM memory.present WHERE region <> ''
UNION SELECT 'sector', unnest(sector) FROM memory.present
UNION SELECT 'subtype', subtype FROM memory.present WHERE subtype <> ''
UNION SELECT 'subtype', suspect FROM memory.present WHERE suspect <> ''
