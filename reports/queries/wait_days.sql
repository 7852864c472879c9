-- How many days passed from the first suspicion to the verdict that a cluster is static or has ceased?
-- One row a verdict of the machine; 0 where it was sure at once.
SELECT greatest(0, coalesce(day - doubted_since, 0))::INTEGER AS days
FROM memory.state_turns
WHERE state IN ('static', 'ceased') AND before IS NOT NULL AND before <> 'ceased' AND rule <> 'decision'
ORDER BY days
