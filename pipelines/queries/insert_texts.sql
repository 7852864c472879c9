-- Each text once: most pages show what they showed last month.
INSERT INTO text BY NAME
SELECT reading.text_sha AS text_sha, arg_min(reading.text, visit_id) AS text
FROM incoming
WHERE reading IS NOT NULL AND reading.text_sha NOT IN (SELECT text_sha FROM text)
GROUP BY reading.text_sha
ORDER BY text_sha
