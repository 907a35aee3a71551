CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    identity_kind TEXT NOT NULL,        -- corporate_number, lei, duns, gbizid, own
    identity TEXT NOT NULL,
    industry TEXT NOT NULL DEFAULT '',
    size_class TEXT NOT NULL DEFAULT '',
    settings TEXT NOT NULL DEFAULT '{}',
    created BIGINT NOT NULL
);

CREATE TABLE sites (
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE TABLE members (
    organization TEXT NOT NULL REFERENCES organizations (id),
    person TEXT NOT NULL REFERENCES people (id),
    roles TEXT NOT NULL,                -- words of the scheme, separated by spaces
    areas TEXT NOT NULL DEFAULT '[]',   -- of a contributor: "edition area" pairs as JSON; empty is all
    ends TEXT,                          -- the last day of a guest
    joined BIGINT NOT NULL,
    seen BIGINT,
    PRIMARY KEY (organization, person)
) CLUSTERED;

CREATE INDEX members_person ON members (person);

CREATE TABLE invitations (
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    digest BYTES NOT NULL UNIQUE,
    mail TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    roles TEXT NOT NULL,
    areas TEXT NOT NULL DEFAULT '[]',
    member_ends TEXT,
    invited_by TEXT NOT NULL,
    created BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    accepted BIGINT,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE TABLE access_reviews (
    organization TEXT NOT NULL REFERENCES organizations (id),
    at BIGINT NOT NULL,
    person TEXT NOT NULL,
    members TEXT NOT NULL,              -- who had what, as it was seen
    PRIMARY KEY (organization, at)
) CLUSTERED;

CREATE TABLE api_tokens (
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    digest BYTES NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT,
    ends BIGINT,
    PRIMARY KEY (organization, id)
) CLUSTERED;
