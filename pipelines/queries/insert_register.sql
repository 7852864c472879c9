-- Rows of the register (`register`) that are new or differ from what held until $day, and rows that left it.
-- A second register on one day takes the place of the first.
INSERT OR REPLACE INTO cluster_version BY NAME
WITH present AS (
    SELECT * EXCLUDE (valid_from)
    FROM cluster_version WHERE valid_from <= $day
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY valid_from DESC) = 1
), now AS (
    SELECT id AS cluster_id, false AS removed, * EXCLUDE (id) FROM register
), changed AS (
    SELECT * FROM now
    EXCEPT
    SELECT * FROM (SELECT columns(now.*) FROM now WHERE false UNION ALL BY NAME FROM present)
), gone AS (
    SELECT * REPLACE (true AS removed) FROM present ANTI JOIN now USING (cluster_id) WHERE NOT removed
)
SELECT $day AS valid_from, * FROM (FROM changed UNION ALL BY NAME FROM gone)
