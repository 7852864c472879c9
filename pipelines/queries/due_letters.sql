-- The letters to be sent now, oldest first.  Whoever asks holds the lock: one that is "sending" was left by a killed process.
SELECT letter_id, recipient, scan_id, created_at, alerts, attempts
FROM letter_status
WHERE state IN ('waiting', 'sending') OR (state = 'failed' AND next_attempt <= $now) OR (state = 'dead' AND $dead)
ORDER BY created_at, recipient, letter_id
