-- The alerts of a letter, in its order.
SELECT * FROM alert WHERE list_contains($ids, alert_id) ORDER BY list_position($ids, alert_id)
