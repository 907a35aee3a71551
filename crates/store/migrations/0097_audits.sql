-- The plan of an on-site audit (実地審査): one for each road.
CREATE TABLE site_audits (
    organization TEXT NOT NULL,
    road TEXT NOT NULL,
    starts TEXT NOT NULL,               -- the first and the last day
    ends TEXT NOT NULL,
    place TEXT NOT NULL,
    people TEXT NOT NULL,               -- who examines, and who is there
    areas TEXT NOT NULL,                -- what is looked at
    changed BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (organization, road)
) CLUSTERED;

-- Populations (母集団): what could be looked at, frozen. Only whether it is set aside changes.
CREATE TABLE site_audit_populations (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    road TEXT NOT NULL,
    number BIGINT NOT NULL,             -- from 1 on each road
    title TEXT NOT NULL,
    source TEXT NOT NULL,               -- where the list comes from
    criteria TEXT NOT NULL,             -- the criteria that it is about, as JSON
    digest TEXT NOT NULL,               -- SHA-256 of the content
    items BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,         -- how many items stand further up already
    content BYTES NOT NULL,             -- the list: an item in each line
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    submission BIGINT NOT NULL,         -- how many submissions there were then
    aside TEXT NOT NULL,                -- why it does not count any more; empty: it counts
    aside_by TEXT,
    aside_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE UNIQUE INDEX site_audit_populations_road ON site_audit_populations (organization, road, number);

-- Samples (抽出): which items of a population are looked at.
CREATE TABLE site_audit_samples (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    road TEXT NOT NULL,
    population TEXT NOT NULL,
    number BIGINT NOT NULL,             -- from 1 in each population
    seed TEXT NOT NULL,
    made_seed BIGINT NOT NULL,          -- 1: the server made the seed; 0: somebody typed it in
    size BIGINT NOT NULL,               -- how many were drawn
    how TEXT NOT NULL,                  -- what is done with each item
    reason TEXT NOT NULL,               -- why it was drawn although there was a sample already
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    aside TEXT NOT NULL,                -- why it does not count any more; empty: it counts
    aside_by TEXT,
    aside_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE UNIQUE INDEX site_audit_samples_population ON site_audit_samples (organization, population, number);
CREATE INDEX site_audit_samples_road ON site_audit_samples (organization, road);

-- The items of a sample.
CREATE TABLE site_audit_items (
    organization TEXT NOT NULL,
    sample TEXT NOT NULL,
    number BIGINT NOT NULL,             -- its number in the population, from 1
    place BIGINT NOT NULL,              -- its place in the sample, from 1
    item TEXT NOT NULL,
    chosen TEXT NOT NULL,               -- why somebody chose it; empty: it was drawn
    chosen_by TEXT,
    PRIMARY KEY (organization, sample, number)
) CLUSTERED;

-- What was found on an item. A retest is another row; only who reviewed a row changes.
CREATE TABLE site_audit_results (
    organization TEXT NOT NULL,
    sample TEXT NOT NULL,
    item BIGINT NOT NULL,               -- its number in the population
    number BIGINT NOT NULL,             -- from 1 on each item
    result TEXT NOT NULL,
    means TEXT NOT NULL,                -- what it rests on
    text TEXT NOT NULL,
    day TEXT NOT NULL,
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    submission BIGINT NOT NULL,         -- the number of the submission that was looked at
    reviewed_by TEXT,
    reviewed_at BIGINT,
    PRIMARY KEY (organization, sample, item, number)
) CLUSTERED;

-- Notes of interviews. A row is added and never changed.
CREATE TABLE site_audit_interviews (
    organization TEXT NOT NULL,
    road TEXT NOT NULL,
    number BIGINT NOT NULL,             -- from 1 on each road
    day TEXT NOT NULL,
    who TEXT NOT NULL,                  -- with whom
    text TEXT NOT NULL,
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organization, road, number)
) CLUSTERED;

-- At which step something was raised, whether its correction may wait, and the item of a sample on which it was found.
ALTER TABLE review_issues ADD COLUMN step TEXT NOT NULL DEFAULT 'review';

ALTER TABLE review_issues ADD COLUMN may_wait BIGINT NOT NULL DEFAULT 1;

ALTER TABLE review_issues ADD COLUMN sample TEXT;

ALTER TABLE review_issues ADD COLUMN item BIGINT;
