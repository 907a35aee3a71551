CREATE TABLE parcels (                  -- on its way for a short while: a workbook between preview and import, a report that is being made
    organization TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,               -- nobody else sees it
    kind TEXT NOT NULL,                 -- reading, report
    name TEXT NOT NULL,                 -- of the file
    state TEXT NOT NULL,                -- as JSON
    body BYTES,
    ends BIGINT NOT NULL,
    PRIMARY KEY (organization, id)
) CLUSTERED;
