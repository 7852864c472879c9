-- How many clusters were in each state at the end of each of the last $most months?
SELECT month, state, clusters FROM memory.month_state
WHERE month > (SELECT max(month) FROM memory.month_state) - to_months($most)
ORDER BY ALL
