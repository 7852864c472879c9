-- What waits in the outbox, a recipient a row.
SELECT
    recipient,
    count(*) FILTER (state IN ('waiting', 'sending', 'failed')) AS waiting,
    count(*) FILTER (state = 'dead') AS dead,
    coalesce(arg_max(error, created_at) FILTER (error <> '' AND state IN ('failed', 'dead')), '') AS error
FROM letter_status
WHERE state <> 'sent'
GROUP BY recipient
ORDER BY recipient
