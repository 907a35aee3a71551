-- Links that were sent to somebody without an account. What they open stands in the grants that they hold. Whether one works follows from these
-- moments and from the days of its grants.
CREATE TABLE links (
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    digest BYTES NOT NULL,              -- SHA-256 of its code
    recipient TEXT NOT NULL,            -- to whom it was sent, in the words of who made it
    made BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    locked BIGINT,                      -- since when it is locked
    replaced BIGINT,                    -- when another one took its place
    ended BIGINT,                       -- when it was taken back
    opened BIGINT,                      -- when its code was last shown
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE UNIQUE INDEX links_id ON links (id);

-- Who has shown the code of a link and looks at it now: the digest of a cookie.
CREATE TABLE link_visits (
    digest BYTES PRIMARY KEY,
    organization TEXT NOT NULL,
    link TEXT NOT NULL,
    ends BIGINT NOT NULL
);

CREATE INDEX link_visits_link ON link_visits (organization, link);
