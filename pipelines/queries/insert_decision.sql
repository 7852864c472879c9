-- A decision is added to the earlier ones; none is ever changed.
INSERT INTO decision BY NAME
SELECT $cluster_id AS cluster_id, $state AS state, $why AS why, $by AS "by", $decided_at AS decided_at, $until AS until,
       $machine AS machine
