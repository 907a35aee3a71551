-- What a change of an answer did beside what it was asked for, so that all of it can be taken back. Kept for a day.
CREATE TABLE answer_steps (
    organization TEXT NOT NULL,
    assessment TEXT NOT NULL,
    criterion TEXT NOT NULL,
    version BIGINT NOT NULL,            -- the version that the change made
    person TEXT NOT NULL,
    before TEXT NOT NULL,               -- the answer as it was, as JSON
    after TEXT NOT NULL,
    evidence TEXT NOT NULL,             -- what was attached with it, as JSON
    at BIGINT NOT NULL,
    PRIMARY KEY (organization, assessment, criterion, version)
) CLUSTERED;

CREATE INDEX answer_steps_at ON answer_steps (at);
