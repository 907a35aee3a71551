//! Sessions: listing where a person is signed in, and ending sessions.

use serde::Serialize;
use serde_json::json;
use tasuki_signin::tokens::TokenKind;
use tasuki_store::sessions::{self, Session};
use tasuki_store::{PersonId, SessionId, Subject};

use crate::sign_in::Origin;
use crate::{Context, Error, Via, presence, secrets};

/// A session in the list of its person.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// The session.
    #[serde(flatten)]
    pub session: Session,
    /// Whether it is the caller's session.
    pub current: bool,
}

/// Creates a session for the person who acts and returns the secret of its cookie.
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
    cx.record(sessions::BEGIN, &Subject::Person(person), None, Some(&session), &detail)?;
    Ok(token.reveal().to_owned())
}

/// One's own sessions, the most recently used first.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Listed>, Error> {
    let (person, own) = (cx.browser()?.id, current(cx));
    let all = sessions::of_person(cx.tx, person, cx.now.milliseconds())?;
    Ok(all.into_iter().map(|session| Listed { current: own == Some(session.id), session }).collect())
}

/// Ends one of one's own sessions.
pub fn end(cx: &mut Context<'_, '_>, id: SessionId) -> Result<(), Error> {
    let person = cx.browser()?.id;
    if !sessions::end(cx.tx, person, id)? {
        return Err(Error::not_found());
    }
    cx.record(sessions::END, &Subject::Person(person), None::<&()>, None, &json!({ "sessions": [id] }))
}

/// Ends the caller's session. Does nothing if the caller is no longer signed in.
pub fn end_own(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    match current(cx) {
        Some(id) => end(cx, id),
        None => Ok(()),
    }
}

/// Ends all of one's own sessions except the caller's; returns their number.
pub fn end_others(cx: &mut Context<'_, '_>) -> Result<usize, Error> {
    let person = cx.browser()?.id;
    let kept = current(cx);
    end_all(cx, person, kept)
}

/// Ends all sessions of a person except one; returns their number.
pub(crate) fn end_all(cx: &mut Context<'_, '_>, person: PersonId, kept: Option<SessionId>) -> Result<usize, Error> {
    let ended = sessions::end_others(cx.tx, person, kept)?;
    if !ended.is_empty() {
        cx.record(sessions::END, &Subject::Person(person), None::<&()>, None, &json!({ "sessions": ended }))?;
    }
    Ok(ended.len())
}

/// Records that a second factor was shown in the caller's session.
pub(crate) fn assure(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let Some(id) = current(cx) else { return Ok(()) };
    if !sessions::assure(cx.tx, id)? {
        return Ok(());
    }
    let person = cx.person()?.id;
    cx.record(sessions::ASSURE, &Subject::Person(person), None::<&()>, None, &json!({ "session": id }))
}

/// The session that asks.
pub(crate) fn current(cx: &Context<'_, '_>) -> Option<SessionId> {
    cx.actor.as_ref().and_then(|actor| match actor.via {
        Via::Session(id) => Some(id),
        _ => None,
    })
}
