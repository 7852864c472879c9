-- Which scan was the latest on a day (NULL: none yet), and of which days are there scans?
SELECT max(scan_id) FILTER (day <= $day) AS scan_id, max(scan_id) AS newest, min(day) AS first_day, max(day) AS last_day
FROM scan
