//! Webhooks: addresses that are notified of events.

use serde::Serialize;

use crate::{OrganizationId, Row, StoreError, Tx, WebhookId, params};

/// A webhook. Its secret is stored as plain text, because deliveries are signed with it; it is never serialized.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Webhook {
    /// The organization whose events it receives.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: WebhookId,
    /// Its address.
    pub url: String,
    /// The secret with which deliveries are signed.
    #[serde(skip)]
    pub secret: String,
    /// The previous secret; empty if there is none.
    #[serde(skip)]
    pub former: String,
    /// Until when deliveries are also signed with the previous secret.
    pub former_ends: Option<i64>,
    /// The kinds of events that it receives.
    pub events: Vec<String>,
    /// Whether it receives anything.
    pub active: bool,
    /// Since when deliveries have failed.
    pub failing: Option<i64>,
    /// When it was created, in milliseconds since 1970.
    pub created: i64,
}

fn read(row: &Row<'_>) -> Result<Webhook, StoreError> {
    let events: String = row.get(6)?;
    Ok(Webhook {
        organization: row.get(0)?,
        id: row.get(1)?,
        url: row.get(2)?,
        secret: row.get(3)?,
        former: row.get(4)?,
        former_ends: row.get(5)?,
        events: events.split_whitespace().map(str::to_owned).collect(),
        active: row.get::<i64>(7)? != 0,
        failing: row.get(8)?,
        created: row.get(9)?,
    })
}

const LIST: &str =
    "SELECT organization, id, url, secret, former, former_ends, events, active, failing, created FROM webhooks
     WHERE organization = ?1 ORDER BY id";

/// Announces that the webhooks of an organization will be read ([`list`]) before they are changed.
pub fn expect_list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<(), StoreError> {
    tx.expect(LIST, params![&organization])
}

/// The webhooks of an organization, oldest first.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Webhook>, StoreError> {
    tx.query(LIST, params![&organization], read)
}

/// One webhook.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
    tx.one(
        "SELECT organization, id, url, secret, former, former_ends, events, active, failing, created FROM webhooks
         WHERE organization = ?1 AND id = ?2",
        params![&organization, &id],
        read,
    )
}

/// Adds a webhook, or replaces the existing one.
pub fn put(tx: &mut Tx<'_>, own: &Webhook) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO webhooks (organization, id, url, secret, former, former_ends, events, active, failing, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (organization, id) DO UPDATE SET url = excluded.url, secret = excluded.secret, former = excluded.former,
           former_ends = excluded.former_ends, events = excluded.events, active = excluded.active, failing = excluded.failing",
        params![
            &own.organization,
            &own.id,
            &own.url,
            &own.secret,
            &own.former,
            own.former_ends,
            &own.events.join(" "),
            i64::from(own.active),
            own.failing,
            own.created
        ],
    )?;
    Ok(())
}

/// Records since when deliveries fail; `None` after a success.
pub fn note_failing(tx: &mut Tx<'_>, own: &Webhook, failing: Option<i64>) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE webhooks SET failing = ?3 WHERE organization = ?1 AND id = ?2",
        params![&own.organization, &own.id, failing],
    )?;
    Ok(())
}

/// Removes a webhook with its deliveries.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, id: WebhookId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM deliveries WHERE organization = ?1 AND webhook = ?2", params![&organization, &id])?;
    tx.execute("DELETE FROM webhooks WHERE organization = ?1 AND id = ?2", params![&organization, &id])?;
    Ok(())
}
