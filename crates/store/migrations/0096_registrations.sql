-- What the operator's ledger says of a ★ (★登録), as it was last looked up. What happens while it holds are moves of its road.
CREATE TABLE registrations (
    organization TEXT NOT NULL,
    road TEXT NOT NULL,
    fields TEXT NOT NULL,               -- what the scheme says that an entry holds, as JSON: text by field
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,            -- the last day on which it holds
    shown TEXT NOT NULL,                -- the fields that the public page shows, as JSON; empty list: there is no such page
    entered BIGINT NOT NULL,
    entered_by TEXT NOT NULL,
    PRIMARY KEY (organization, road)
) CLUSTERED;

ALTER TABLE roads ADD COLUMN renews TEXT; -- the road whose registration it renews

CREATE INDEX roads_renews ON roads (organization, renews);
