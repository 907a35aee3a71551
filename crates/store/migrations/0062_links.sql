-- What the log seals of a session names its identifier too, and of a link everything that is kept of it. Those that were sealed before end: people
-- sign in again, and ask for a link again.
DELETE FROM sessions;
DELETE FROM ceremonies;
