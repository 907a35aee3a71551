//! Known devices: browsers in which somebody has signed in. They have a cookie; only the digest of its secret is
//! stored.

use serde::Serialize;

use crate::persons::Counted;
use crate::{DeviceId, PersonId, Row, StoreError, Tx, params};

/// A browser that a person has signed in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Device {
    /// Its owner.
    pub person: PersonId,
    /// Identifier.
    pub id: DeviceId,
    /// The name that the browser gives.
    pub name: String,
    /// When it became known, in milliseconds since 1970.
    pub created: i64,
    /// When somebody last signed in with it.
    pub seen: i64,
    /// Failed attempts on this device.
    #[serde(skip)]
    pub counted: Counted,
}

fn read(row: &Row<'_>) -> Result<Device, StoreError> {
    Ok(Device {
        person: row.get(0)?,
        id: row.get(1)?,
        name: row.get(2)?,
        created: row.get(3)?,
        seen: row.get(4)?,
        counted: Counted::read(row, 5)?,
    })
}

/// A person's device by the digest of the secret in its cookie, unless it was last used before `since`.
pub fn find(tx: &mut Tx<'_>, person: PersonId, digest: &[u8; 32], since: i64) -> Result<Option<Device>, StoreError> {
    tx.one(
        "SELECT person, id, name, created, seen, failures, failed_at, factor_failures, factor_failed_at
         FROM devices WHERE person = ?1 AND digest = ?2 AND seen > ?3",
        params![&person, digest, since],
        read,
    )
}

/// The devices of a person that were used after `since`, the most recently used first.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, since: i64) -> Result<Vec<Device>, StoreError> {
    tx.query(
        "SELECT person, id, name, created, seen, failures, failed_at, factor_failures, factor_failed_at
         FROM devices WHERE person = ?1 AND seen > ?2 ORDER BY seen DESC, id",
        params![&person, since],
        read,
    )
}

/// Records that a person signed in with a device, which is known from then on.
pub fn put(tx: &mut Tx<'_>, device: &Device, digest: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO devices (person, digest, id, name, created, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (person, digest) DO UPDATE SET name = excluded.name, seen = excluded.seen",
        params![&device.person, digest, &device.id, &device.name, device.created, device.seen],
    )?;
    Ok(())
}

/// Stores the number of consecutive failed attempts.
pub fn set_counted(tx: &mut Tx<'_>, person: PersonId, digest: &[u8; 32], counted: Counted) -> Result<(), StoreError> {
    let Counted { password, password_at, factor, factor_at } = counted;
    tx.housekeep(
        "UPDATE devices SET failures = ?3, failed_at = ?4, factor_failures = ?5, factor_failed_at = ?6
         WHERE person = ?1 AND digest = ?2",
        params![&person, digest, password, password_at, factor, factor_at],
    )?;
    Ok(())
}

/// Deletes a device; returns whether it existed.
pub fn remove(tx: &mut Tx<'_>, person: PersonId, id: DeviceId) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM devices WHERE person = ?1 AND id = ?2", params![&person, &id])? > 0)
}

/// Deletes all devices of a person, except the one with this digest if given; returns how many were deleted.
pub fn remove_others(tx: &mut Tx<'_>, person: PersonId, kept: Option<&[u8; 32]>) -> Result<u64, StoreError> {
    let none = [0; 32];
    tx.execute("DELETE FROM devices WHERE person = ?1 AND digest <> ?2", params![&person, kept.unwrap_or(&none)])
}

/// Deletes devices that were not used since `since`.
pub fn sweep(tx: &mut Tx<'_>, since: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM devices WHERE seen <= ?1", params![since])
}
