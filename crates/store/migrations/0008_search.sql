-- sqlite
CREATE VIRTUAL TABLE search USING fts5 (
    organization UNINDEXED, kind UNINDEXED, subject UNINDEXED, title UNINDEXED, text UNINDEXED, grams,
    tokenize = 'ascii', detail = 'none'
);

-- postgres
CREATE TABLE search (
    place BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    grams TSVECTOR NOT NULL
);

-- postgres
CREATE INDEX search_grams ON search USING GIN (grams);

-- postgres
CREATE INDEX search_subject ON search (organization, kind, subject);
