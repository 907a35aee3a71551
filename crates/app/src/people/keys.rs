//! Everything that gives access to one's own account besides the password (入り口): passkeys, API tokens, calendar
//! feeds, the company's account, known devices. People review it after changing a password that somebody else may
//! have known.

use serde_json::json;
use tasuki_store::devices::Device;
use tasuki_store::identities::{self, Identity};
use tasuki_store::organizations;
use tasuki_store::passkeys::{self, Passkey};
use tasuki_store::tokens::{self, Token};
use tasuki_store::{ApiTokenId, DeviceId, OrganizationId, PasskeyId, PersonId, Subject, feeds};

use crate::{Context, Error, account, devices as own_devices, passkeys as own_passkeys, proof};

/// Everything that gives access to the account.
#[derive(Debug, Clone)]
pub struct Keys {
    /// Passkeys, oldest first.
    pub passkeys: Vec<Passkey>,
    /// API tokens in all organizations, newest first, each with the name of its organization.
    pub tokens: Vec<(Token, String)>,
    /// Calendar feeds: the organization, its name, and when the feed was created.
    pub feeds: Vec<(OrganizationId, String, i64)>,
    /// The person's identities at identity providers.
    pub identities: Vec<Identity>,
    /// Known devices, the most recently used first.
    pub devices: Vec<Device>,
}

impl Keys {
    /// Whether nothing else gives access to the account.
    pub fn is_empty(&self) -> bool {
        self.passkeys.is_empty() && self.tokens.is_empty() && self.feeds.is_empty() && self.identities.is_empty()
    }
}

/// What is to be removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Passkeys.
    pub passkeys: Vec<PasskeyId>,
    /// API tokens.
    pub tokens: Vec<(OrganizationId, ApiTokenId)>,
    /// Calendar feeds.
    pub feeds: Vec<OrganizationId>,
    /// Identity providers to which the link is removed.
    pub identities: Vec<String>,
    /// Devices.
    pub devices: Vec<DeviceId>,
}

/// Everything that gives access to one's own account.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Keys, Error> {
    let person = cx.browser()?.id;
    let named = |cx: &mut Context<'_, '_>, organization| -> Result<String, Error> {
        Ok(organizations::name(cx.tx, organization)?)
    };
    let mut all = Keys {
        passkeys: passkeys::of_person(cx.tx, person)?,
        tokens: Vec::new(),
        feeds: Vec::new(),
        identities: identities::of_person(cx.tx, person)?,
        devices: own_devices::list(cx)?,
    };
    for token in tokens::all_of_person(cx.tx, person)? {
        let name = named(cx, token.organization)?;
        all.tokens.push((token, name));
    }
    for (organization, made) in feeds::of_person(cx.tx, person)? {
        all.feeds.push((organization, named(cx, organization)?, made));
    }
    Ok(all)
}

/// Removes what was chosen; something that is already gone is not an error.
pub fn remove(cx: &mut Context<'_, '_>, chosen: &Chosen) -> Result<(), Error> {
    proof::require(cx)?;
    let (person, all) = (cx.browser()?.id, list(cx)?);
    for passkey in all.passkeys.iter().filter(|own| chosen.passkeys.contains(&own.id)) {
        own_passkeys::remove(cx, passkey.id)?;
    }
    for identity in all.identities.iter().filter(|own| chosen.identities.contains(&own.issuer)) {
        account::unlink(cx, &identity.issuer)?;
    }
    for (token, _) in all.tokens.iter().filter(|(own, _)| chosen.tokens.contains(&(own.organization, own.id))) {
        end_token(cx, token)?;
    }
    for (organization, ..) in all.feeds.iter().filter(|(own, ..)| chosen.feeds.contains(own)) {
        close_feed(cx, *organization, person)?;
    }
    for device in all.devices.iter().filter(|own| chosen.devices.contains(&own.id)) {
        own_devices::forget(cx, device.id)?;
    }
    Ok(())
}

/// Ends all API tokens and calendar feeds of a person, each with an entry in the log of its organization; returns the
/// number of each.
pub(crate) fn end_all(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(usize, usize), Error> {
    let (tokens, feeds) = (tokens::all_of_person(cx.tx, person)?, feeds::of_person(cx.tx, person)?);
    for token in &tokens {
        end_token(cx, token)?;
    }
    for (organization, _) in &feeds {
        close_feed(cx, *organization, person)?;
    }
    Ok((tokens.len(), feeds.len()))
}

fn end_token(cx: &mut Context<'_, '_>, token: &Token) -> Result<(), Error> {
    tokens::remove(cx.tx, token.organization, token.id)?;
    let (subject, detail) = (Subject::Token(token.id), json!({ "name": token.name }));
    cx.record_in(Some(token.organization), "token.revoke", &subject, Some(token), None, &detail)
}

fn close_feed(cx: &mut Context<'_, '_>, organization: OrganizationId, person: PersonId) -> Result<(), Error> {
    feeds::remove(cx.tx, organization, person)?;
    cx.record_in(Some(organization), "feed.close", &Subject::Feed(person), None::<&()>, None, &json!({}))
}
