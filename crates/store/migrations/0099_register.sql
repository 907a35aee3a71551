-- More about each partner (取引先), and who supplies whom.
ALTER TABLE partners ADD COLUMN owner TEXT;                     -- who of us looks after it
ALTER TABLE partners ADD COLUMN direct BIGINT NOT NULL DEFAULT 1;   -- 1: it supplies us; 0: only others in the chain

-- Whom to ask there, in the order in which they were entered.
CREATE TABLE partner_contacts (
    organization TEXT NOT NULL,
    partner TEXT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    office TEXT NOT NULL,
    mail TEXT NOT NULL,
    phone TEXT NOT NULL,
    PRIMARY KEY (organization, partner, position)
) CLUSTERED;

-- What of ours depends on it.
CREATE TABLE partner_dependents (
    organization TEXT NOT NULL,
    partner TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- product or site
    name TEXT NOT NULL,
    PRIMARY KEY (organization, partner, kind, name)
) CLUSTERED;

-- Contracts with it, in the order in which they were entered.
CREATE TABLE partner_contracts (
    organization TEXT NOT NULL,
    partner TEXT NOT NULL,
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    starts TEXT,
    ends TEXT,                          -- its last day; NULL: it has none
    PRIMARY KEY (organization, partner, position)
) CLUSTERED;

CREATE INDEX partner_contracts_ends ON partner_contracts (organization, ends);

-- Which partner supplies which other one.
CREATE TABLE partner_supplies (
    organization TEXT NOT NULL,
    partner TEXT NOT NULL,              -- who supplies
    customer TEXT NOT NULL,             -- whom
    PRIMARY KEY (organization, partner, customer)
) CLUSTERED;

CREATE INDEX partner_supplies_customer ON partner_supplies (organization, customer);

-- Which ★ we ask of it, and why (求める★). A row is added and never changed; the last one holds.
CREATE TABLE partner_needs (
    organization TEXT NOT NULL,
    partner TEXT NOT NULL,
    number BIGINT NOT NULL,             -- from 1
    replies TEXT NOT NULL,              -- to each question: its identifier, yes, no or unknown, and the reason, as JSON
    factors TEXT NOT NULL,              -- what else a person looked at, as JSON
    proposed BIGINT,                    -- the ★ that follows; NULL: a person must decide
    star BIGINT NOT NULL,               -- the ★ that is asked; 0: none
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_person TEXT NOT NULL,
    PRIMARY KEY (organization, partner, number)
) CLUSTERED;
