CREATE TABLE evidence (
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- file, link, note
    classification TEXT NOT NULL,       -- public, internal, confidential
    owner TEXT,
    effective TEXT,
    ends TEXT,
    latest BIGINT NOT NULL,             -- version
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    archived BIGINT,
    version BIGINT NOT NULL DEFAULT 1,  -- of this row, for If-Match
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE TABLE evidence_versions (
    organization TEXT NOT NULL,
    evidence TEXT NOT NULL,
    number BIGINT NOT NULL,
    digest TEXT,                        -- SHA-256 of the file, as hexadecimal
    size BIGINT NOT NULL DEFAULT 0,
    media_type TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',      -- of a link its address, of a note its text
    added_by TEXT NOT NULL,
    added BIGINT NOT NULL,
    PRIMARY KEY (organization, evidence, number),
    FOREIGN KEY (organization, evidence) REFERENCES evidence (organization, id)
) CLUSTERED;

CREATE INDEX evidence_versions_digest ON evidence_versions (digest);

CREATE TABLE evidence_uses (
    organization TEXT NOT NULL,
    assessment TEXT NOT NULL,
    criterion TEXT NOT NULL,
    evidence TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added BIGINT NOT NULL,
    PRIMARY KEY (organization, assessment, criterion, evidence),
    FOREIGN KEY (organization, evidence) REFERENCES evidence (organization, id),
    FOREIGN KEY (organization, assessment) REFERENCES assessments (organization, id)
) CLUSTERED;

CREATE INDEX evidence_uses_evidence ON evidence_uses (organization, evidence);
