-- How many clusters were in each state at the end of each month?  Counted once for each published copy.
-- A cluster counts from the day on which it entered the register until it leaves it, as unknown until it is judged.
CREATE TABLE memory.month_state AS
WITH happened AS (
    SELECT cluster_id, valid_from AS day, '' AS scan_id, NULL AS state, removed FROM cluster_version
    UNION ALL SELECT cluster_id, day, scan_id, state, NULL FROM memory.state_turns
), known AS (
    SELECT cluster_id, day, scan_id, last_value(removed IGNORE NULLS) OVER up_to_now AS removed,
           coalesce(last_value(state IGNORE NULLS) OVER up_to_now, 'unknown') AS state
    FROM happened
    WINDOW up_to_now AS (PARTITION BY cluster_id ORDER BY day, scan_id ROWS UNBOUNDED PRECEDING)
), counted AS (
    SELECT cluster_id, day, scan_id, CASE WHEN NOT removed THEN state END AS state FROM known WHERE removed IS NOT NULL
), turned AS (
    SELECT date_trunc('month', day)::DATE AS month, state,
           lag(state) OVER (PARTITION BY cluster_id ORDER BY day, scan_id) AS before
    FROM counted
    QUALIFY state IS DISTINCT FROM before
), moves AS (
    SELECT month, state, sum(more) AS more
    FROM (SELECT month, state, 1 AS more FROM turned UNION ALL SELECT month, before, -1 FROM turned)
    WHERE state IS NOT NULL GROUP BY ALL
), months AS (
    SELECT unnest(range(min(month), max(month) + INTERVAL 1 DAY, INTERVAL 1 MONTH))::DATE AS month
    FROM (SELECT date_trunc('month', day)::DATE AS month FROM scan)
)
SELECT months.month, moves.state, sum(moves.more)::INTEGER AS clusters
FROM months JOIN moves ON moves.month <= months.month
GROUP BY ALL HAVING clusters > 0 ORDER BY ALL
