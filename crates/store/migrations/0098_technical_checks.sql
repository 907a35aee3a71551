-- The technical check of a road (技術検証): the targets to test, each with the reason why it is in or out.
CREATE TABLE technical_targets (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    road TEXT NOT NULL,
    name TEXT NOT NULL,
    addresses TEXT NOT NULL,            -- its other names and ranges of addresses, as JSON
    in_scope BIGINT NOT NULL,           -- 1: it is; 0: it is not
    reason TEXT NOT NULL,               -- why
    kind TEXT,                          -- what it is; NULL: nobody said
    exposure TEXT,                      -- from where it can be reached; NULL: nobody said
    owner TEXT,                         -- who is asked, if they have an account
    owner_name TEXT NOT NULL,           -- who is asked, in words
    changed BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE INDEX technical_targets_road ON technical_targets (organization, road);

-- Files of scanners (検査結果). A row is added and never changed.
CREATE TABLE technical_scans (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    road TEXT NOT NULL,
    digest TEXT NOT NULL,               -- SHA-256 of the file
    file_name TEXT NOT NULL,
    size BIGINT NOT NULL,
    format TEXT NOT NULL,
    tool TEXT NOT NULL,
    day TEXT,                           -- when it was made, as the file says
    imported BIGINT NOT NULL,
    imported_by TEXT NOT NULL,
    found BIGINT NOT NULL,              -- how many findings it has
    opened BIGINT NOT NULL,             -- how many of them nobody had seen
    reopened BIGINT NOT NULL,           -- how many came back
    closed BIGINT NOT NULL,             -- how many it looked for and did not find
    components BIGINT NOT NULL,         -- how many pieces of software it lists
    problems BIGINT NOT NULL,           -- how many parts had to be passed over
    content TEXT NOT NULL,              -- targets, problems, and the packages of findings, as JSON
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE UNIQUE INDEX technical_scans_digest ON technical_scans (organization, road, digest);

-- What was found (検出事項).
CREATE TABLE technical_findings (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    road TEXT NOT NULL,
    format TEXT NOT NULL,               -- the kind of file that it is from
    target TEXT NOT NULL,               -- the target as the scan calls it, with its addresses, as JSON
    content TEXT NOT NULL,              -- what the scan says, as JSON
    state TEXT NOT NULL,
    disposition TEXT,                   -- what is done about it; NULL: nobody has said
    verdict TEXT,                       -- what the verifier says of that; NULL: nothing yet
    first_scan TEXT NOT NULL,
    last_scan TEXT NOT NULL,            -- the last scan that found it
    criterion TEXT,                     -- the criterion that its task is about
    task TEXT,                          -- the task of whoever is asked; several findings may share one
    version BIGINT NOT NULL,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE INDEX technical_findings_road ON technical_findings (organization, road);

-- What was decided about a finding, and what later scans did to it, in order. A row is added and never changed.
CREATE TABLE technical_decisions (
    organization TEXT NOT NULL,
    finding TEXT NOT NULL,
    number BIGINT NOT NULL,             -- from 1
    road TEXT NOT NULL,
    event TEXT NOT NULL,
    disposition TEXT,
    text TEXT NOT NULL,
    scan TEXT,                          -- the scan that did it
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organization, finding, number)
) CLUSTERED;

CREATE INDEX technical_decisions_road ON technical_decisions (organization, road);

-- Public lists about vulnerabilities: what is exploited (KEV), how likely it is to be (EPSS). The last one of each kind is in use.
CREATE TABLE vulnerability_lists (
    organization TEXT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,                  -- when it was made, as the file says
    digest TEXT NOT NULL,
    file_name TEXT NOT NULL,
    entries BIGINT NOT NULL,
    added BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    PRIMARY KEY (organization, kind, day)
) CLUSTERED;

-- What the lists in use say: all vulnerabilities whose number begins the same way in one row, as JSON.
CREATE TABLE vulnerability_facts (
    organization TEXT NOT NULL,
    kind TEXT NOT NULL,
    bucket TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (organization, kind, bucket)
) CLUSTERED;
