-- Catalogues of an organization's own, one edition each. An edition is added and never changed: answers refer to it.
CREATE TABLE catalogs (
    organization TEXT NOT NULL REFERENCES organizations (id),
    edition TEXT NOT NULL,              -- the identifier in its catalog.toml
    number BIGINT NOT NULL,             -- the order in which they were added; a crosswalk leads to an earlier one
    digest BYTES NOT NULL,              -- SHA-256 of its files
    added BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    archived BIGINT,                    -- when it was withdrawn: nothing new begins with it
    PRIMARY KEY (organization, edition)
) CLUSTERED;

-- Its files, as they were given.
CREATE TABLE catalog_files (
    organization TEXT NOT NULL,
    edition TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (organization, edition, name),
    FOREIGN KEY (organization, edition) REFERENCES catalogs (organization, edition)
);

-- Which catalogues of its own an organization has: a digest of all of them, read with the caller of each request; nothing where there are none.
ALTER TABLE organizations ADD COLUMN catalogs BYTES;
