-- The alerts with what became of them, newest first; $cluster '': of all clusters.  An acknowledgement holds for the alerts up to the one it names, so
-- that it ends with the next one of the cluster.
WITH letters AS (
    SELECT alert_id, list(recipient ORDER BY recipient) FILTER (state = 'sent') AS sent,
           list(recipient ORDER BY recipient) FILTER (state IN ('waiting', 'sending', 'failed')) AS waiting,
           list(recipient ORDER BY recipient) FILTER (state = 'dead') AS dead
    FROM (SELECT unnest(alerts) AS alert_id, recipient, state FROM letter_status)
    GROUP BY alert_id
), seen AS (
    SELECT alert.alert_id, arg_max(said.note, said.moment) AS note, arg_max(said."by", said.moment) AS noted_by
    FROM alert
    JOIN acknowledgement AS said ON said.cluster_id = alert.cluster_id AND said.alert_id >= alert.alert_id
    GROUP BY alert.alert_id
)
SELECT
    alert.*,
    coalesce(letters.sent, []) AS sent, coalesce(letters.waiting, []) AS waiting, coalesce(letters.dead, []) AS dead,
    seen.note, seen.noted_by, count(*) OVER () AS total
FROM alert
LEFT JOIN letters USING (alert_id)
LEFT JOIN seen USING (alert_id)
WHERE ($all OR seen.note IS NULL) AND ($cluster = '' OR alert.cluster_id = $cluster)
ORDER BY scan_id DESC, alert_id
LIMIT $most OFFSET $skipped
