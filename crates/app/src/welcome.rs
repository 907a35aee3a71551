//! The first start: a one-time link makes the first administrator and organization.

use tasuki_scheme::{Role, Roles};
use tasuki_store::members::{self, Member};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::people::{self, Person};
use tasuki_store::sessions::{self, Session};
use tasuki_store::{OrganizationId, PersonId, SessionId};

use crate::{Context, Error, digest};

/// How long a session lasts at the longest, in milliseconds: twelve hours.
pub const SESSION: i64 = 12 * 60 * 60 * 1_000;

/// What the first administrator tells.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct First {
    /// The person's name.
    pub name: String,
    /// The person's mail address.
    pub mail: String,
    /// The organization's name.
    pub organization: String,
}

/// Makes the first person and organization and begins a session; returns its secret. Only on an empty database.
pub fn begin(cx: &mut Context<'_, '_>, first: &First) -> Result<(OrganizationId, String), Error> {
    if !people::is_empty(cx.tx)? {
        return Err(Error::not_found());
    }
    let now = cx.now.milliseconds();
    let person = Person {
        id: PersonId::new(now, cx.random()),
        mail: first.mail.trim().to_lowercase(),
        name: first.name.trim().to_owned(),
        lang: "ja".to_owned(),
        theme: "auto".to_owned(),
        created: now,
        disabled: None,
    };
    let organization = Organization {
        id: OrganizationId::new(now, cx.random()),
        name: first.organization.trim().to_owned(),
        identity_kind: "own".to_owned(),
        identity: first.organization.trim().to_owned(),
        industry: String::new(),
        size_class: String::new(),
        created: now,
    };
    people::add(cx.tx, &person, None)?;
    organizations::add(cx.tx, &organization)?;
    let member = Member {
        organization: organization.id,
        person: person.id,
        name: person.name.clone(),
        mail: person.mail.clone(),
        roles: Roles::new([Role::Administrator, Role::SecurityLead]),
        areas: Vec::new(),
        ends: None,
        joined: now,
        seen: None,
    };
    members::put(cx.tx, &member)?;
    cx.record("welcome.begin", &format!("organization/{}", organization.id), None, Some(&organization), &serde_json::json!({}))?;
    let secret = open_session(cx, person.id, "", false)?;
    Ok((organization.id, secret))
}

/// Begins a session of a person and returns the secret of its cookie.
pub fn open_session(cx: &mut Context<'_, '_>, person: PersonId, device: &str, assured: bool) -> Result<String, Error> {
    let secret = cx.random_bytes::<32>().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let now = cx.now.milliseconds();
    let session = Session {
        id: SessionId::new(now, cx.random()),
        person,
        assured,
        device: device.chars().take(200).collect(),
        created: now,
        seen: now,
        ends: now + SESSION,
    };
    sessions::add(cx.tx, &session, &digest(&secret))?;
    cx.record("session.begin", &format!("person/{person}"), None::<&Session>, Some(&session), &serde_json::json!({}))?;
    Ok(secret)
}
