//! Deliveries to webhooks. They are written in the transaction of the change that they report, and sent afterwards.

use crate::{DeliveryId, OrganizationId, Row, StoreError, Tx, WebhookId, params};

/// A delivery: one event for one webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The organization.
    pub organization: OrganizationId,
    /// The webhook.
    pub webhook: WebhookId,
    /// Identifier.
    pub id: DeliveryId,
    /// The kind of event.
    pub event: String,
    /// The body to send, as JSON.
    pub body: String,
    /// The number of attempts.
    pub attempts: i64,
    /// The time of the next attempt; `None` once it was delivered or given up.
    pub next: Option<i64>,
    /// The outcome of the last attempt; empty before the first.
    pub outcome: String,
    /// When it was written, in milliseconds since 1970.
    pub at: i64,
}

fn read(row: &Row<'_>) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        organization: row.get(0)?,
        webhook: row.get(1)?,
        id: row.get(2)?,
        event: row.get(3)?,
        body: row.get(4)?,
        attempts: row.get(5)?,
        next: row.get(6)?,
        outcome: row.get(7)?,
        at: row.get(8)?,
    })
}

/// Adds a delivery.
pub fn add(tx: &mut Tx<'_>, own: &Delivery) -> Result<(), StoreError> {
    tx.housekeep(
        "INSERT INTO deliveries (organization, webhook, id, event, body, attempts, next, outcome, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            &own.organization,
            &own.webhook,
            &own.id,
            &own.event,
            &own.body,
            own.attempts,
            own.next,
            &own.outcome,
            own.at
        ],
    )?;
    Ok(())
}

/// The deliveries to a webhook that are older than a given one, newest first.
pub fn of_webhook(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    webhook: WebhookId,
    before: Option<DeliveryId>,
    limit: i64,
) -> Result<Vec<Delivery>, StoreError> {
    tx.query(
        "SELECT organization, webhook, id, event, body, attempts, next, outcome, at FROM deliveries
         WHERE organization = ?1 AND webhook = ?2 AND (CAST(?3 AS TEXT) IS NULL OR id < ?3) ORDER BY id DESC LIMIT ?4",
        params![&organization, &webhook, &before, limit],
        read,
    )
}

/// The longest delay, in milliseconds: two days. A longer wait was set by a clock that was ahead.
const FARTHEST: i64 = 2 * 24 * 60 * 60 * 1_000;

/// The deliveries due now, oldest first, at most `limit`.
pub fn due(tx: &mut Tx<'_>, now: i64, limit: i64) -> Result<Vec<Delivery>, StoreError> {
    tx.query(
        "SELECT organization, webhook, id, event, body, attempts, next, outcome, at FROM deliveries
         WHERE next <= ?1 OR next > ?3 ORDER BY next, id LIMIT ?2",
        params![now, limit, now.saturating_add(FARTHEST)],
        read,
    )
}

/// Claims a delivery until `until`, so that no second server sends it too; returns `false` if another server has
/// it.
pub fn claim(tx: &mut Tx<'_>, own: &Delivery, until: i64) -> Result<bool, StoreError> {
    let rows = tx.housekeep(
        "UPDATE deliveries SET next = ?5, attempts = attempts + 1
         WHERE organization = ?1 AND webhook = ?2 AND id = ?3 AND next = ?4",
        params![&own.organization, &own.webhook, &own.id, own.next, until],
    )?;
    Ok(rows > 0)
}

/// Stores the outcome of an attempt, and the time of the next one.
pub fn note(tx: &mut Tx<'_>, own: &Delivery, outcome: &str, next: Option<i64>) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE deliveries SET outcome = ?4, next = ?5 WHERE organization = ?1 AND webhook = ?2 AND id = ?3",
        params![&own.organization, &own.webhook, &own.id, outcome, next],
    )?;
    Ok(())
}

/// Gives up all pending deliveries to a webhook.
pub fn give_up(tx: &mut Tx<'_>, organization: OrganizationId, webhook: WebhookId) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE deliveries SET next = NULL WHERE organization = ?1 AND webhook = ?2 AND next IS NOT NULL",
        params![&organization, &webhook],
    )?;
    Ok(())
}

/// Deletes finished deliveries from before an instant; returns how many there were.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM deliveries WHERE at < ?1 AND next IS NULL", params![before])
}
