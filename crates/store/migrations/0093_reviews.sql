-- Who looks at the submissions of a road, and what they have shown.
CREATE TABLE reviewers (
    organization TEXT NOT NULL,
    road TEXT NOT NULL,
    person TEXT NOT NULL,
    actor TEXT NOT NULL,                -- a word of the road: expert, evaluation_body, technical_verifier
    shown TEXT NOT NULL,                -- qualifications with number and end, as JSON
    accepted TEXT NOT NULL,             -- why they are accepted without everything that the scheme asks; empty: they are not
    accepted_by TEXT,
    advised TEXT NOT NULL,              -- on what they advised: whoever did does not confirm it; empty: on nothing
    appointed BIGINT NOT NULL,
    appointed_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (organization, road, person)
) CLUSTERED;

-- What a reviewer says of a criterion: a row for each of the three aspects.
CREATE TABLE review_marks (
    organization TEXT NOT NULL,
    road TEXT NOT NULL,
    criterion TEXT NOT NULL,
    aspect TEXT NOT NULL,
    means TEXT NOT NULL,                -- what it rests on
    note TEXT NOT NULL,
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    submission BIGINT NOT NULL,         -- the number of the submission of which it was said
    PRIMARY KEY (organization, road, criterion, aspect)
) CLUSTERED;

-- Questions, findings and advice about a criterion.
CREATE TABLE review_issues (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    road TEXT NOT NULL,
    criterion TEXT NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT,                      -- of findings
    state TEXT NOT NULL,
    text TEXT NOT NULL,
    due TEXT,                           -- by when it is to be corrected
    task TEXT,                          -- the task of whoever answers
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    submission BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE INDEX review_issues_road ON review_issues (organization, road);

-- What was said in reply.
CREATE TABLE review_replies (
    organization TEXT NOT NULL,
    issue TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    submission BIGINT NOT NULL,
    PRIMARY KEY (organization, issue, number)
) CLUSTERED;
