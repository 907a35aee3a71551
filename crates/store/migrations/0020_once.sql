-- Whether the answer shows a secret and is kept so that only who sent the request can open it.
ALTER TABLE idempotency ADD COLUMN sealed BIGINT NOT NULL DEFAULT 0;
