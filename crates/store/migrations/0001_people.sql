CREATE TABLE people (
    id TEXT PRIMARY KEY,
    mail TEXT NOT NULL UNIQUE,          -- folded to lower case
    name TEXT NOT NULL,
    lang TEXT NOT NULL DEFAULT 'ja',
    theme TEXT NOT NULL DEFAULT 'auto',
    password TEXT,                      -- argon2id, PHC string
    totp_secret BYTES,
    totp_pending BYTES,                 -- enrolled but not yet confirmed by a code
    totp_step BIGINT NOT NULL DEFAULT 0,-- the last step that was used; a code works once
    failures BIGINT NOT NULL DEFAULT 0, -- in a row
    failed_at BIGINT NOT NULL DEFAULT 0,
    notify TEXT NOT NULL DEFAULT '{}',  -- what is mailed, as JSON
    created BIGINT NOT NULL,
    disabled BIGINT
);

CREATE TABLE passkeys (
    person TEXT NOT NULL REFERENCES people (id),
    id TEXT NOT NULL,
    credential TEXT NOT NULL UNIQUE,    -- the authenticator's identifier, base64url
    name TEXT NOT NULL,
    state TEXT NOT NULL,                -- public key and counter, as JSON
    created BIGINT NOT NULL,
    used BIGINT,
    PRIMARY KEY (person, id)
) CLUSTERED;

CREATE TABLE recovery_codes (
    person TEXT NOT NULL REFERENCES people (id),
    digest BYTES NOT NULL,
    used BIGINT,
    PRIMARY KEY (person, digest)
) CLUSTERED;

CREATE TABLE identities (               -- OpenID Connect
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    created BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
) CLUSTERED;

CREATE TABLE sessions (
    digest BYTES PRIMARY KEY,           -- of the cookie's secret
    id TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL REFERENCES people (id),
    assured BIGINT NOT NULL,            -- 1 once a second factor or a passkey was shown
    device TEXT NOT NULL,
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    ends BIGINT NOT NULL
) CLUSTERED;

CREATE INDEX sessions_person ON sessions (person);

CREATE TABLE ceremonies (               -- what is half done: a passkey or OpenID sign-in, a reset, the first start
    digest BYTES PRIMARY KEY,           -- of the secret that continues it
    kind TEXT NOT NULL,
    person TEXT REFERENCES people (id),
    state TEXT NOT NULL,
    ends BIGINT NOT NULL
) CLUSTERED;
