-- Which settings were in force at a scan?  JSON.
SELECT settings FROM scan WHERE scan_id = $scan
