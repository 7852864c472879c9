-- The clusters of which nothing is to be told on a day: the latest word about each counts.
SELECT cluster_id FROM mute GROUP BY cluster_id HAVING arg_max(until, moment) >= $day
