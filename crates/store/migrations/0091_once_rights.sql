-- A response is repeated only for somebody who still has the rights with which it was asked for.
ALTER TABLE idempotency ADD COLUMN rights BYTES;                -- their digest
