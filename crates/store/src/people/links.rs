//! Links (共有リンク) for somebody without an account: whoever has the code of one sees what it opens.
//!
//! Only the SHA-256 of a code is kept. Whoever has shown the code gets a visit: a cookie of its own, for a short time. Whether a link works
//! follows from its moments and from the days of the grants that it holds; it is never written down.

use serde::{Deserialize, Serialize};

use crate::{LinkId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The organization that opens something.
    pub organization: OrganizationId,
    /// Identifier; it is part of the address, and opens nothing.
    pub id: LinkId,
    /// To whom it was sent, in the words of who made it.
    pub recipient: String,
    /// When it was made, in milliseconds since 1970.
    pub made: i64,
    /// Who made it.
    pub made_by: PersonId,
    /// Since when it is locked: it opens nothing until it is unlocked.
    pub locked: Option<i64>,
    /// When another link took its place.
    pub replaced: Option<i64>,
    /// When it was taken back.
    pub ended: Option<i64>,
    /// When its code was last shown.
    pub opened: Option<i64>,
}

/// Selects the columns of a [`Link`], followed by the given SQL.
macro_rules! select_links {
    ($rest:literal) => {
        concat!(
            "SELECT l.organization, l.id, l.recipient, l.made, l.made_by, l.locked, l.replaced, l.ended, l.opened FROM links l ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Link, StoreError> {
    Ok(Link {
        organization: row.get(0)?,
        id: row.get(1)?,
        recipient: row.get(2)?,
        made: row.get(3)?,
        made_by: row.get(4)?,
        locked: row.get(5)?,
        replaced: row.get(6)?,
        ended: row.get(7)?,
        opened: row.get(8)?,
    })
}

/// All links of an organization, the newest first.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Link>, StoreError> {
    tx.query(select_links!("WHERE l.organization = ?1 ORDER BY l.id DESC"), params![&organization], read)
}

/// One link.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: LinkId) -> Result<Option<Link>, StoreError> {
    tx.one(select_links!("WHERE l.organization = ?1 AND l.id = ?2"), params![&organization, &id], read)
}

/// The link of an address, if this is the digest of its code.
pub fn by_code(tx: &mut Tx<'_>, id: LinkId, digest: &[u8; 32]) -> Result<Option<Link>, StoreError> {
    tx.one(select_links!("WHERE l.id = ?1 AND l.digest = ?2"), params![&id, digest], read)
}

/// The link that somebody looks at who has shown its code. `now` is in milliseconds since 1970.
pub fn by_visit(tx: &mut Tx<'_>, id: LinkId, digest: &[u8; 32], now: i64) -> Result<Option<Link>, StoreError> {
    tx.one(
        select_links!(
            "JOIN link_visits v ON v.organization = l.organization AND v.link = l.id
             WHERE v.digest = ?2 AND l.id = ?1 AND v.ends > ?3"
        ),
        params![&id, digest, now],
        read,
    )
}

/// Adds a link.
pub fn add(tx: &mut Tx<'_>, link: &Link, digest: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO links (organization, id, digest, recipient, made, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![&link.organization, &link.id, digest, &link.recipient, link.made, &link.made_by],
    )?;
    Ok(())
}

/// Writes the moments of a link: locked, replaced, ended.
pub fn put(tx: &mut Tx<'_>, link: &Link) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE links SET locked = ?3, replaced = ?4, ended = ?5 WHERE organization = ?1 AND id = ?2",
        params![&link.organization, &link.id, link.locked, link.replaced, link.ended],
    )?;
    Ok(())
}

/// Notes that somebody has shown the code of a link at a moment, and looks at it until another one.
pub fn visit(tx: &mut Tx<'_>, link: &Link, digest: &[u8; 32], now: i64, ends: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE links SET opened = ?3 WHERE organization = ?1 AND id = ?2",
        params![&link.organization, &link.id, now],
    )?;
    tx.execute(
        "INSERT INTO link_visits (digest, organization, link, ends) VALUES (?1, ?2, ?3, ?4)",
        params![digest, &link.organization, &link.id, ends],
    )?;
    Ok(())
}

/// Ends a visit.
pub fn leave(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<(), StoreError> {
    tx.housekeep("DELETE FROM link_visits WHERE digest = ?1", params![digest])?;
    Ok(())
}

/// Forgets visits that have ended.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM link_visits WHERE ends <= ?1", params![now])
}
