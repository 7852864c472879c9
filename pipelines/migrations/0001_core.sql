-- The first shape of the memory: register, scans, visits, what was read, verdicts, changes.
-- Days are calendar days in Asia/Tokyo, moments are UTC.  No unique index on the big tables (text, visit, claim, item,
-- finding): the ingest writes each scan once, in one transaction, and DuckDB's index would cost more than it guards.
-- Confidences are DOUBLE, so that a threshold of 0.7 means the same before and after storing.

CREATE TABLE scan (
    scan_id      VARCHAR PRIMARY KEY,   -- "20261122T030000Z", the moment the scan stands for
    now          TIMESTAMPTZ NOT NULL,
    day          DATE NOT NULL,         -- of `now` in Asia/Tokyo
    kind         VARCHAR NOT NULL,      -- "full" or "recheck"
    rule_version VARCHAR NOT NULL,
    settings     VARCHAR NOT NULL,      -- JSON: thresholds and budgets in force
    register_sha VARCHAR NOT NULL,
    sites        INTEGER NOT NULL,      -- clusters of which a page was asked for
    pages        INTEGER NOT NULL,      -- fetches, the failed ones included
    failures     INTEGER NOT NULL,      -- sites of which no home page answered
    guard        VARCHAR NOT NULL,      -- "" or why nothing was judged
    problems     VARCHAR[] NOT NULL     -- shards that could not be finished, and the like
);

-- Every state a register row ever had: what a report about a past day shows.
CREATE TABLE cluster_version (
    cluster_id        VARCHAR NOT NULL,
    valid_from        DATE NOT NULL,
    removed           BOOLEAN NOT NULL, -- the row left the register on that day
    name_en           VARCHAR NOT NULL,
    name_ja           VARCHAR NOT NULL,
    website           VARCHAR NOT NULL,
    website_en        VARCHAR NOT NULL,
    scope             VARCHAR NOT NULL,
    prefecture        VARCHAR NOT NULL,
    region            VARCHAR NOT NULL,
    sector            VARCHAR[] NOT NULL,
    programme         VARCHAR NOT NULL,
    organisation_type VARCHAR NOT NULL,
    project_based     BOOLEAN,
    parent            VARCHAR NOT NULL,
    programme_start   DATE,
    programme_end     DATE,
    planned_end       DATE,
    paused            BOOLEAN NOT NULL,
    contact_page      VARCHAR NOT NULL,
    relation          VARCHAR NOT NULL,
    tags              VARCHAR[] NOT NULL,
    source_url        VARCHAR NOT NULL,
    notes             VARCHAR NOT NULL,
    PRIMARY KEY (cluster_id, valid_from)
);

-- Visible text, once for each content.
CREATE TABLE text (
    text_sha VARCHAR NOT NULL,          -- of the text without white space; each once
    text     VARCHAR NOT NULL
);

-- One fetch of one page.
CREATE TABLE visit (
    visit_id       BIGINT NOT NULL,
    scan_id        VARCHAR NOT NULL,
    cluster_id     VARCHAR NOT NULL,
    url            VARCHAR NOT NULL,
    role           VARCHAR NOT NULL,
    visited_at     TIMESTAMPTZ NOT NULL,
    day            DATE NOT NULL,       -- of the scan, so that one that runs over midnight is of one day
    outcome        VARCHAR NOT NULL,
    final_url      VARCHAR NOT NULL,
    status         INTEGER NOT NULL,
    redirects      VARCHAR[] NOT NULL,
    elapsed_ms     INTEGER NOT NULL,
    size           INTEGER NOT NULL,
    headers        VARCHAR NOT NULL,    -- JSON object
    etag           VARCHAR NOT NULL,
    last_modified  VARCHAR NOT NULL,
    body_sha       VARCHAR NOT NULL,
    error          VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    edition        VARCHAR NOT NULL,
    links          VARCHAR[] NOT NULL,
    -- what was read; NULL where nothing new was (failure, not modified)
    text_sha       VARCHAR,
    title          VARCHAR,
    charset        VARCHAR,
    language       VARCHAR,
    mixed          BOOLEAN,
    language_confidence DOUBLE,
    integrity      VARCHAR,
    integrity_reasons VARCHAR[],
    integrity_confidence DOUBLE,
    outside_hosts  VARCHAR[],
    feeds          VARCHAR[],
    editions       STRUCT(language VARCHAR, url VARCHAR)[],
    soft_404       BOOLEAN
);

-- A date on a page; rejected ones are kept with the reason.
CREATE TABLE claim (
    visit_id        BIGINT NOT NULL,
    cluster_id      VARCHAR NOT NULL,
    value           DATE NOT NULL,
    "precision"     VARCHAR NOT NULL,
    source          VARCHAR NOT NULL,
    label           VARCHAR NOT NULL,
    confidence      DOUBLE NOT NULL,
    snippet         VARCHAR NOT NULL,
    rejected_reason VARCHAR NOT NULL,
    future          BOOLEAN NOT NULL
);

-- An item of a list of news or of a feed.
CREATE TABLE item (
    visit_id    BIGINT NOT NULL,
    cluster_id  VARCHAR NOT NULL,
    date        DATE,
    "precision" VARCHAR NOT NULL,
    title       VARCHAR NOT NULL,
    url         VARCHAR NOT NULL,
    source      VARCHAR NOT NULL
);

-- A sentence that declares an end, a move, a new name.
CREATE TABLE finding (
    visit_id   BIGINT NOT NULL,
    cluster_id VARCHAR NOT NULL,
    kind       VARCHAR NOT NULL,
    quote      VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    end_date   DATE,
    successor  VARCHAR NOT NULL,
    rule       VARCHAR NOT NULL
);

-- The visible text of a page differed between two visits.
CREATE TABLE text_change (
    scan_id    VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL,
    url        VARCHAR NOT NULL,
    after      DATE NOT NULL,
    until      DATE NOT NULL,
    kind       VARCHAR NOT NULL,
    weight     INTEGER NOT NULL,
    sample     VARCHAR NOT NULL,
    language   VARCHAR NOT NULL
);

CREATE TABLE verdict (
    scan_id      VARCHAR NOT NULL,
    cluster_id   VARCHAR NOT NULL,
    day          DATE NOT NULL,
    state        VARCHAR NOT NULL,
    subtype      VARCHAR NOT NULL,
    confidence   DOUBLE NOT NULL,
    since        DATE,
    last_update  DATE,
    reach        VARCHAR NOT NULL,
    integrity    VARCHAR NOT NULL,
    activity     VARCHAR NOT NULL,
    rule         VARCHAR NOT NULL,
    rule_version VARCHAR NOT NULL,
    editions     STRUCT(language VARCHAR, state VARCHAR, activity VARCHAR, last_update DATE)[] NOT NULL,
    reasons      STRUCT(code VARCHAR, url VARCHAR, quote VARCHAR, parameters STRUCT(name VARCHAR, value VARCHAR)[])[] NOT NULL,
    warnings     VARCHAR[] NOT NULL,
    suspect      VARCHAR NOT NULL,
    suspect_since DATE,
    unreachable_since DATE,
    PRIMARY KEY (scan_id, cluster_id)
);

CREATE TABLE change (
    scan_id    VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL,
    day        DATE NOT NULL,
    kind       VARCHAR NOT NULL,
    before     VARCHAR NOT NULL,
    after      VARCHAR NOT NULL,
    detail     VARCHAR NOT NULL,
    url        VARCHAR NOT NULL,
    quote      VARCHAR NOT NULL
);

-- What a person decided; append-only.
CREATE TABLE decision (
    cluster_id VARCHAR NOT NULL,
    state      VARCHAR,                 -- NULL clears
    why        VARCHAR NOT NULL,
    "by"       VARCHAR NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    until      DATE,
    machine    VARCHAR NOT NULL         -- JSON: what the machine held then
);

-- ---------------------------------------------------------------- questions everybody asks

-- The register as it is now.
CREATE VIEW cluster AS
SELECT * EXCLUDE (removed)
FROM (SELECT *, row_number() OVER (PARTITION BY cluster_id ORDER BY valid_from DESC) AS age FROM cluster_version)
WHERE age = 1 AND NOT removed;

-- The latest verdict of every cluster.
CREATE VIEW status AS
SELECT * EXCLUDE (age)
FROM (SELECT *, row_number() OVER (PARTITION BY cluster_id ORDER BY day DESC, scan_id DESC) AS age FROM verdict)
WHERE age = 1;

-- The verdict of every cluster as it was published on a day: SELECT * FROM verdict_as_of(DATE '2026-05-01').
CREATE MACRO verdict_as_of(asked) AS TABLE
SELECT * EXCLUDE (age)
FROM (
    SELECT *, row_number() OVER (PARTITION BY cluster_id ORDER BY day DESC, scan_id DESC) AS age
    FROM verdict WHERE day <= asked
)
WHERE age = 1;

-- Periods of one state: since (inclusive) and until (exclusive, NULL = still).
CREATE VIEW status_history AS
WITH runs AS (
    SELECT *, sum(begins) OVER (PARTITION BY cluster_id ORDER BY day, scan_id) AS run
    FROM (
        SELECT *, CASE WHEN state IS DISTINCT FROM lag(state) OVER (PARTITION BY cluster_id ORDER BY day, scan_id)
                         OR subtype IS DISTINCT FROM lag(subtype) OVER (PARTITION BY cluster_id ORDER BY day, scan_id)
                       THEN 1 ELSE 0 END AS begins
        FROM verdict
    )
), periods AS (
    SELECT cluster_id, run, any_value(state) AS state, any_value(subtype) AS subtype, min(day) AS since,
           max(day) AS last_seen, count(*) AS verdicts
    FROM runs GROUP BY cluster_id, run
)
SELECT cluster_id, state, subtype, since, lead(since) OVER (PARTITION BY cluster_id ORDER BY run) AS until,
       last_seen, verdicts
FROM periods;
