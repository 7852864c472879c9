-- Alerts, the letters that carry them, and what people said about them.  All tables are appended to only: the state of a
-- letter is its last event, so that a killed process leaves nothing half changed and every attempt can be told.

-- One transition of one cluster, or one failure of our own network (cluster_id '').
CREATE TABLE alert (
    alert_id   VARCHAR PRIMARY KEY,     -- scan, cluster and kind: the same transition has the same id
    scan_id    VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL,
    day        DATE NOT NULL,
    kind       VARCHAR NOT NULL,        -- a code of pipelines.alerting.KINDS
    before     VARCHAR NOT NULL,
    after      VARCHAR NOT NULL,
    name_en    VARCHAR NOT NULL,
    name_ja    VARCHAR NOT NULL,
    website    VARCHAR NOT NULL,
    may_link   BOOLEAN NOT NULL,        -- false: the website may be somebody else's
    why_en     VARCHAR NOT NULL,        -- the heaviest reasons of the verdict
    why_ja     VARCHAR NOT NULL,
    url        VARCHAR NOT NULL,
    quote      VARCHAR NOT NULL,
    muted      BOOLEAN NOT NULL         -- kept, told to nobody
);

-- What one recipient is to be told at once; written with the verdicts, in the same transaction.
CREATE TABLE letter (
    letter_id  VARCHAR PRIMARY KEY,     -- also the Message-ID and Idempotency-Key: a receiver can drop a repetition
    recipient  VARCHAR NOT NULL,        -- name in the settings; address and secret stay there
    scan_id    VARCHAR NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    alerts     VARCHAR[] NOT NULL       -- ids, in the order of the letter
);

-- What became of a letter.
CREATE TABLE letter_event (
    letter_id    VARCHAR NOT NULL,
    number       INTEGER NOT NULL,      -- 1 is the first event of the letter
    moment       TIMESTAMPTZ NOT NULL,
    state        VARCHAR NOT NULL,      -- "sending", "sent", "failed", "dead"
    next_attempt TIMESTAMPTZ,           -- of a failed one
    error        VARCHAR NOT NULL
);

-- Somebody has seen to it; ends with the next alert of the cluster.
CREATE TABLE acknowledgement (
    cluster_id VARCHAR NOT NULL,
    alert_id   VARCHAR NOT NULL,        -- the latest alert of the cluster then
    note       VARCHAR NOT NULL,
    "by"       VARCHAR NOT NULL,
    moment     TIMESTAMPTZ NOT NULL
);

-- Nothing is told of a cluster up to a day; the latest row counts, a day that is over ends it.
CREATE TABLE mute (
    cluster_id VARCHAR NOT NULL,
    until      DATE NOT NULL,
    moment     TIMESTAMPTZ NOT NULL
);

-- Every letter with its last event.
CREATE VIEW letter_status AS
SELECT
    letter.*,
    coalesce(last.state, 'waiting') AS state,
    last.next_attempt,
    coalesce(last.error, '') AS error,
    coalesce(last.attempts, 0) AS attempts
FROM letter
LEFT JOIN (
    SELECT letter_id, arg_max(state, number) AS state, arg_max(next_attempt, number) FILTER (state = 'failed') AS next_attempt,
           arg_max(error, number) AS error, count(*) FILTER (state = 'sending') AS attempts
    FROM letter_event GROUP BY letter_id
) AS last USING (letter_id);
