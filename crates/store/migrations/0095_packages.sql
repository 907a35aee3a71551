-- The packages of applications (申請の一式). A row is added and never changed.
CREATE TABLE packages (
    organization TEXT NOT NULL,
    digest TEXT NOT NULL,               -- SHA-256 of its list of sums: what people tell each other to know it again
    road TEXT NOT NULL,
    submission BIGINT NOT NULL,         -- the number of the submission on the road
    file TEXT NOT NULL,                 -- SHA-256 of the zip, under which it is kept
    size BIGINT NOT NULL,
    name TEXT NOT NULL,                 -- of the file
    made BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (organization, digest)
) CLUSTERED;

CREATE INDEX packages_road ON packages (organization, road);
