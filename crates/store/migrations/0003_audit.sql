CREATE TABLE audit (                    -- one chain per organization; '' is the chain of the server itself
    organization TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before BYTES,
    after BYTES,
    detail TEXT NOT NULL,
    previous BYTES NOT NULL,
    digest BYTES NOT NULL,
    PRIMARY KEY (organization, seq)
) CLUSTERED;

CREATE INDEX audit_subject ON audit (organization, subject, seq);
