-- An entry names the digest of its detail, so that a detail can be taken out (a person is erased) while the chain still holds. The salt goes
-- with the detail: without it nobody can try out what stood there. The chains that are there are made anew once (audit/remake.rs).
ALTER TABLE audit ADD COLUMN salt BYTES;
ALTER TABLE audit ADD COLUMN detail_digest BYTES;
ALTER TABLE audit ADD COLUMN items BIGINT NOT NULL DEFAULT 0;

CREATE TABLE audit_items (              -- where the items of bulk entries are: found by what they are about
    organization TEXT NOT NULL,
    subject TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (organization, subject, seq)
) CLUSTERED;

CREATE TABLE failed_sign_ins (          -- by people whom nobody knows: counted, and told once a day
    day TEXT NOT NULL,
    address TEXT NOT NULL,              -- empty where there are too many
    count BIGINT NOT NULL,
    PRIMARY KEY (day, address)
) CLUSTERED;
