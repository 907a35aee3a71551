-- Roads to a ★ (★への道): one assessment on its way to a registration.
CREATE TABLE roads (
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    assessment TEXT NOT NULL,
    scheme TEXT NOT NULL,               -- the identifier of the scheme, and of the route in it
    route TEXT NOT NULL,
    state TEXT NOT NULL,                -- where it stands: a word of the state machine
    submissions BIGINT NOT NULL,        -- how many there are
    opened BIGINT NOT NULL,
    opened_by TEXT NOT NULL,
    changed BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE INDEX roads_assessment ON roads (organization, assessment);

-- What happened on a road, in order.
CREATE TABLE road_moves (
    organization TEXT NOT NULL,
    road TEXT NOT NULL,
    number BIGINT NOT NULL,             -- from 1
    event TEXT NOT NULL,                -- a word of the state machine
    acted_as TEXT NOT NULL,             -- as whom
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    submission BIGINT NOT NULL,         -- the number of the submission that it is about; 0: none yet
    state TEXT NOT NULL,                -- where the road stood then
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,               -- what belongs to it, as JSON: with which qualifications somebody confirmed
    PRIMARY KEY (organization, road, number)
) CLUSTERED;

-- Submissions (提出版): assessments, frozen. A row is added and never changed.
CREATE TABLE submissions (
    organization TEXT NOT NULL,
    digest TEXT NOT NULL,               -- SHA-256 of the content, which names it
    road TEXT NOT NULL,
    assessment TEXT NOT NULL,
    number BIGINT NOT NULL,             -- from 1 on each road
    day TEXT NOT NULL,
    made BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    content BYTES NOT NULL,             -- its canonical bytes
    PRIMARY KEY (organization, digest)
);

CREATE UNIQUE INDEX submissions_road ON submissions (organization, road, number);
