//! Sessions: where somebody is signed in, and ending that.

use serde::Serialize;
use serde_json::json;
use tasuki_signin::tokens::TokenKind;
use tasuki_store::sessions::{self, Session};
use tasuki_store::{PersonId, SessionId};

use crate::sign_in::Origin;
use crate::{Context, Error, Via, account, presence, secrets};

/// A session in the list of its person.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// The session.
    #[serde(flatten)]
    pub session: Session,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Begins a session of the person who acts and returns the secret of its cookie.
pub(crate) fn open(cx: &mut Context<'_, '_>, way: &str, assured: bool, origin: &Origin) -> Result<String, Error> {
    let person = cx.person()?.id;
    let token = secrets::mint(cx, TokenKind::Session);
    let now = cx.now.milliseconds();
    let session = Session {
        id: SessionId::new(now, cx.random()),
        person,
        assured,
        device: origin.device.chars().take(200).collect(),
        created: now,
        seen: now,
        ends: now + presence::IDLE,
        proven: now,
    };
    let digest = token.digest().0;
    sessions::add(cx.tx, &session, &digest)?;
    let seal = sessions::seal(&digest, session.id, now);
    let detail =
        json!({ "way": way, "device": session.device, "address": origin.address, "seal": seal, "assured": assured });
    cx.record(sessions::BEGIN, &format!("person/{person}"), None, Some(&session), &detail)?;
    Ok(token.reveal().to_owned())
}

/// The own sessions, the last used first.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Listed>, Error> {
    let (person, own) = (account::browser(cx)?.id, current(cx));
    let all = sessions::of_person(cx.tx, person, cx.now.milliseconds())?;
    Ok(all.into_iter().map(|session| Listed { current: own == Some(session.id), session }).collect())
}

/// Ends one of the own sessions.
pub fn end(cx: &mut Context<'_, '_>, id: SessionId) -> Result<(), Error> {
    let person = account::browser(cx)?.id;
    if !sessions::end(cx.tx, person, id)? {
        return Err(Error::not_found());
    }
    cx.record(sessions::END, &format!("person/{person}"), None::<&()>, None, &json!({ "sessions": [id] }))
}

/// Ends the session that asks. Whoever is not signed in any more has nothing to end.
pub fn end_own(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    match current(cx) {
        Some(id) => end(cx, id),
        None => Ok(()),
    }
}

/// Ends all own sessions but the one that asks; returns how many there were.
pub fn end_others(cx: &mut Context<'_, '_>) -> Result<usize, Error> {
    let person = account::browser(cx)?.id;
    let kept = current(cx);
    end_all(cx, person, kept)
}

/// Ends all sessions of somebody, but the one that is kept; returns how many there were.
pub(crate) fn end_all(cx: &mut Context<'_, '_>, person: PersonId, kept: Option<SessionId>) -> Result<usize, Error> {
    let ended = sessions::end_others(cx.tx, person, kept)?;
    if !ended.is_empty() {
        cx.record(sessions::END, &format!("person/{person}"), None::<&()>, None, &json!({ "sessions": ended }))?;
    }
    Ok(ended.len())
}

/// Notes that a second factor was shown in the session that asks.
pub(crate) fn assure(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let Some(id) = current(cx) else { return Ok(()) };
    if !sessions::assure(cx.tx, id)? {
        return Ok(());
    }
    let person = cx.person()?.id;
    cx.record(sessions::ASSURE, &format!("person/{person}"), None::<&()>, None, &json!({ "session": id }))
}

/// The session that asks.
pub(crate) fn current(cx: &Context<'_, '_>) -> Option<SessionId> {
    cx.actor.as_ref().and_then(|actor| match actor.via {
        Via::Session(id) => Some(id),
        _ => None,
    })
}
