-- The secret before the last change of it, under which deliveries are signed too until it ends.
ALTER TABLE webhooks ADD COLUMN former TEXT NOT NULL DEFAULT '';
ALTER TABLE webhooks ADD COLUMN former_ends BIGINT;
-- Since when nothing arrived any more; none while deliveries arrive.
ALTER TABLE webhooks ADD COLUMN failing BIGINT;

-- Found by when they are due, of whichever organization.
CREATE INDEX deliveries_next ON deliveries (next) WHERE next IS NOT NULL;
CREATE INDEX deliveries_at ON deliveries (at);
