-- Whether an invitation is for its address alone, or for whoever has the link.
ALTER TABLE invitations ADD COLUMN bound BIGINT NOT NULL DEFAULT 1;

-- How much of something a person or an organization did on a day.
CREATE TABLE daily (
    day TEXT NOT NULL,
    what TEXT NOT NULL,                 -- 'invitation', 'mail'
    who TEXT NOT NULL,                  -- a person or an organization
    count BIGINT NOT NULL,
    PRIMARY KEY (day, what, who)
) CLUSTERED;

-- What somebody waits for goes before what is sent to many: 0 is first.
ALTER TABLE outbox ADD COLUMN rank BIGINT NOT NULL DEFAULT 1;
