-- What somebody from outside may do with one thing of an organization, from a day until a day. Whether a grant holds follows from its days and
-- from `ended`, when it was taken back; that it has ended is not kept anywhere else.
CREATE TABLE grants (
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    holder TEXT NOT NULL,               -- person/…, link/…, or invitation/… until it is accepted
    subject TEXT NOT NULL,              -- what is opened: assessment/…
    capacity TEXT NOT NULL,             -- a word of the scheme: expert, auditor, buyer, …
    permissions TEXT NOT NULL,          -- words of the scheme, separated by spaces
    evidence TEXT,                      -- the most confidential evidence that is opened with it; nothing: none
    starts TEXT NOT NULL,               -- the first day
    ends TEXT NOT NULL,                 -- the last day
    made BIGINT NOT NULL,
    made_by TEXT,                       -- nothing: a migration
    ended BIGINT,                       -- when it was taken back
    PRIMARY KEY (organization, id)
) CLUSTERED;

CREATE INDEX grants_holder ON grants (organization, holder);
