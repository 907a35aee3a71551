ALTER TABLE people ADD COLUMN factor_failures BIGINT NOT NULL DEFAULT 0; -- of second factors, in a row; `failures` are those of the password

ALTER TABLE people ADD COLUMN factor_failed_at BIGINT NOT NULL DEFAULT 0;

ALTER TABLE people ADD COLUMN lock_told BIGINT NOT NULL DEFAULT 0; -- when the person was last told that somebody guesses

ALTER TABLE sessions ADD COLUMN proven BIGINT NOT NULL DEFAULT 0; -- when the person last proved to be there

CREATE TABLE devices (                  -- browsers in which somebody has signed in: their failures are counted apart
    person TEXT NOT NULL REFERENCES people (id),
    digest BYTES NOT NULL,              -- of the cookie's secret
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    failures BIGINT NOT NULL DEFAULT 0,
    failed_at BIGINT NOT NULL DEFAULT 0,
    factor_failures BIGINT NOT NULL DEFAULT 0,
    factor_failed_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (person, digest)
) CLUSTERED;

CREATE TABLE attempts (                 -- what is counted and concerns no account, by the digest of its name
    digest BYTES PRIMARY KEY,
    count BIGINT NOT NULL,
    at BIGINT NOT NULL
) CLUSTERED;

CREATE INDEX attempts_at ON attempts (at);

CREATE TABLE reset_requests (           -- who asked for a link to choose a new password; the letter is written later
    mail TEXT PRIMARY KEY,
    asked BIGINT NOT NULL,
    done BIGINT NOT NULL DEFAULT 0
) CLUSTERED;
