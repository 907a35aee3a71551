CREATE TABLE assessments (
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    edition TEXT NOT NULL,
    level BIGINT,
    scope TEXT NOT NULL,                -- what is in and what is out, with the reason, as JSON
    origin TEXT NOT NULL DEFAULT '{}',  -- new, a workbook or an earlier assessment, as JSON
    due TEXT,
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    changed BIGINT NOT NULL,
    archived BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE TABLE answers (
    organization TEXT NOT NULL,
    assessment TEXT NOT NULL,
    criterion TEXT NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    substitute TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    owner TEXT,
    due TEXT,
    confirmed TEXT,
    accepted BIGINT NOT NULL DEFAULT 0,
    maturity BIGINT,
    source TEXT,                        -- the suggestion that was accepted: its path, as JSON
    changed BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (organization, assessment, criterion),
    FOREIGN KEY (organization, assessment) REFERENCES assessments (organization, id)
) CLUSTERED;

CREATE TABLE dismissed_suggestions (
    organization TEXT NOT NULL,
    assessment TEXT NOT NULL,
    criterion TEXT NOT NULL,
    source TEXT NOT NULL,               -- digest of the path that was declined
    by TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organization, assessment, criterion, source)
) CLUSTERED;

CREATE TABLE comments (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    assessment TEXT NOT NULL,
    criterion TEXT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    mentions TEXT NOT NULL DEFAULT '[]',
    at BIGINT NOT NULL,
    edited BIGINT,
    removed BIGINT,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE INDEX comments_criterion ON comments (organization, assessment, criterion, at);
