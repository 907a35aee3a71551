CREATE TABLE idempotency (
    organization TEXT NOT NULL,
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    request BYTES NOT NULL,             -- digest of method, path and body
    status BIGINT NOT NULL,
    response TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organization, actor, key)
) CLUSTERED;

CREATE TABLE webhooks (
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    events TEXT NOT NULL,               -- separated by spaces
    active BIGINT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE TABLE deliveries (
    organization TEXT NOT NULL,
    webhook TEXT NOT NULL,
    id TEXT NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    next BIGINT,                        -- none once it arrived or was given up
    outcome TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    PRIMARY KEY (organization, webhook, id),
    FOREIGN KEY (organization, webhook) REFERENCES webhooks (organization, id)
) CLUSTERED;
