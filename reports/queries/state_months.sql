-- How many clusters of the register of day $day were in each state at the end of each month until then?
-- A month without a verdict keeps that of the month before.
WITH registered AS (
    SELECT cluster_id FROM cluster_version WHERE valid_from <= $day
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY valid_from DESC) = 1 AND NOT removed
), judged AS (
    SELECT cluster_id, date_trunc('month', day)::DATE AS month, max_by(state, scan_id) AS state
    FROM verdict SEMI JOIN registered USING (cluster_id) WHERE day <= $day GROUP BY ALL
), filled AS (
    SELECT month, last_value(state IGNORE NULLS) OVER (PARTITION BY cluster_id ORDER BY month) AS state
    FROM (SELECT DISTINCT month FROM judged) CROSS JOIN (SELECT DISTINCT cluster_id FROM judged)
    LEFT JOIN judged USING (month, cluster_id)
)
SELECT month, state, count(*) AS clusters FROM filled WHERE state IS NOT NULL GROUP BY ALL ORDER BY month, state
