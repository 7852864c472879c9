-- What can be chosen in the filters?
SELECT field, code FROM memory.choice ORDER BY field, code
