-- Companies in the organization's chain (取引先).
CREATE TABLE partners (
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    identity_kind TEXT NOT NULL,        -- a word of the scheme: corporate_number, lei, duns, gbizid, own
    identity TEXT NOT NULL,
    supplies TEXT NOT NULL,             -- what they supply
    note TEXT NOT NULL,
    created BIGINT NOT NULL,
    archived BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE INDEX partners_identity ON partners (organization, identity);
