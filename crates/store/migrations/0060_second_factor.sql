-- Whether members come in only after a second factor or a passkey.
ALTER TABLE organizations ADD COLUMN second_factor BIGINT NOT NULL DEFAULT 0;
