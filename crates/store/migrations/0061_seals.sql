-- The log names each session that begins, and of a passkey its public key, so that neither is put there behind it. Sessions that it does not name
-- end; of the passkeys that are there stock is taken (migrate.rs).
DELETE FROM sessions;
