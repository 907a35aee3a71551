-- The word of the management for a submission (自己適合宣誓), and for no other. A row is added and never changed.
CREATE TABLE declarations (
    organization TEXT NOT NULL,
    digest TEXT NOT NULL,               -- the submission
    road TEXT NOT NULL,
    submission BIGINT NOT NULL,         -- its number on the road
    name TEXT NOT NULL,                 -- who gives it, as it was entered
    office TEXT NOT NULL,               -- their office
    text TEXT NOT NULL,                 -- what is declared
    day TEXT NOT NULL,
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organization, digest)
) CLUSTERED;

CREATE INDEX declarations_road ON declarations (organization, road);
