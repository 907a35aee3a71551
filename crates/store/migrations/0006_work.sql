CREATE TABLE tasks (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    assessment TEXT NOT NULL,
    criterion TEXT NOT NULL,
    title TEXT NOT NULL,
    done_when TEXT NOT NULL DEFAULT '', -- what done looks like
    owner TEXT,
    due TEXT,
    state TEXT NOT NULL,                -- open, doing, reported, done, dropped
    steps TEXT NOT NULL DEFAULT '[]',
    report TEXT NOT NULL DEFAULT '',    -- what the worker says was done
    reported_by TEXT,
    review TEXT NOT NULL DEFAULT '',    -- what the reviewer said of it
    reviewed_by TEXT,
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    changed BIGINT NOT NULL,
    ended BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (organization, id),
    FOREIGN KEY (organization, assessment) REFERENCES assessments (organization, id)
) CLUSTERED;

CREATE INDEX tasks_criterion ON tasks (organization, assessment, criterion);

-- What is due is counted on every page.
CREATE INDEX tasks_owner ON tasks (organization, owner, due) WHERE ended IS NULL;

CREATE INDEX answers_owner ON answers (organization, owner, due) WHERE owner IS NOT NULL AND due IS NOT NULL;

CREATE TABLE inspections (              -- a criterion with a cadence, shown again
    organization TEXT NOT NULL,
    assessment TEXT NOT NULL,
    criterion TEXT NOT NULL,
    on_day TEXT NOT NULL,
    by TEXT NOT NULL,
    result TEXT NOT NULL,               -- a status
    record TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organization, assessment, criterion, on_day),
    FOREIGN KEY (organization, assessment) REFERENCES assessments (organization, id)
) CLUSTERED;

CREATE TABLE calendar_feeds (
    organization TEXT NOT NULL,
    person TEXT NOT NULL,
    digest BYTES NOT NULL UNIQUE,
    created BIGINT NOT NULL,
    PRIMARY KEY (organization, person)
) CLUSTERED;

CREATE TABLE notifications (
    person TEXT NOT NULL REFERENCES people (id),
    id TEXT NOT NULL,
    organization TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,              -- what it is about, as JSON
    at BIGINT NOT NULL,
    shown BIGINT NOT NULL,              -- 0: only mailed
    digest BIGINT NOT NULL,             -- 1: waits for the daily digest
    read BIGINT,
    mailed BIGINT,
    PRIMARY KEY (person, id)
) CLUSTERED;

CREATE INDEX notifications_unread ON notifications (person, organization) WHERE read IS NULL AND shown = 1;

CREATE INDEX notifications_digest ON notifications (person) WHERE digest = 1;

CREATE TABLE outbox (                   -- mail that waits to be handed to the mail server
    id TEXT PRIMARY KEY,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    next BIGINT NOT NULL,               -- when it is tried again
    problem TEXT NOT NULL DEFAULT ''
);

CREATE INDEX outbox_next ON outbox (next);

CREATE TABLE timers (                   -- what happens once a day, and for which day it has
    name TEXT PRIMARY KEY,
    last TEXT NOT NULL
);
