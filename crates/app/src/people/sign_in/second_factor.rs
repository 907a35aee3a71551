//! The second factor after a password: a code, a recovery code, or a passkey.

use serde_json::Value;
use serde_json::json;
use tasuki_signin::codes::{CodeRefusal, Secret};
use tasuki_signin::lockout::Guess;
use tasuki_signin::recovery::RecoveryCode;
use tasuki_signin::tokens::Digest;
use tasuki_store::{PersonId, Subject, ceremonies, persons, recovery_codes};

use super::{Origin, Ways, continued, enter, guard, passkeys, stale};
use crate::{App, Context, Credentials, Error, Kind};

const KIND: &str = "second_factor";

/// The second factors that the person behind an unfinished sign-in can use.
pub fn ways(cx: &mut Context<'_, '_>, secret: &str) -> Result<Ways, Error> {
    let person = whose(cx, &continued(secret)?)?;
    super::password::ways(cx, person)
}

/// Completes a sign-in with a code of the authenticator application.
pub async fn with_code(app: &App, secret: &str, code: &str, origin: Origin) -> Result<String, Error> {
    let (place, code) = (continued(secret)?, code.to_owned());
    if !Secret::may_be_code(&code) {
        // A slip is no guess.
        return Err(from_code(CodeRefusal::Malformed));
    }
    let done = app.write(Credentials::None, None, move |cx| {
        let admitted = match admit(cx, &place, &origin)? {
            Ok(admitted) => admitted,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(person) = admitted.known.as_ref().map(|(person, _)| person.clone()) else { return Ok(Err(stale())) };
        match use_code(cx, &admitted, &code)? {
            Ok(()) => {
                ceremonies::take(cx.tx, &place, KIND, cx.now.milliseconds())?;
                enter(cx, person, "password+code", true, &origin).map(Ok)
            }
            Err(refusal) => {
                guard::note_failure(cx, Some(person.id), "code", &origin)?;
                Ok(Err(from_code(refusal)))
            }
        }
    });
    done.await?
}

/// Uses up a code of the authenticator application: each code works once, for a sign-in or a proof of identity.
pub(crate) fn use_code(
    cx: &mut Context<'_, '_>,
    admitted: &guard::Admitted,
    code: &str,
) -> Result<Result<(), CodeRefusal>, Error> {
    let Some((person, secrets)) = &admitted.known else { return Err(stale()) };
    let own = secrets.totp_secret.as_deref().and_then(Secret::from_slice).ok_or_else(stale)?;
    let used = u64::try_from(secrets.totp_step).ok().filter(|step| *step > 0);
    match own.verify(code, cx.now.at, used) {
        Ok(step) => {
            persons::set_totp_step(cx.tx, person.id, i64::try_from(step).unwrap_or(i64::MAX))?;
            guard::right(cx, admitted).map(Ok)
        }
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Completes a sign-in with one of the ten recovery codes, which is used up.
pub async fn with_recovery_code(app: &App, secret: &str, code: &str, origin: Origin) -> Result<String, Error> {
    let (place, code) = (continued(secret)?, RecoveryCode::parse(code));
    let done = app.write(Credentials::None, None, move |cx| {
        let admitted = match admit(cx, &place, &origin)? {
            Ok(admitted) => admitted,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(person) = admitted.known.as_ref().map(|(person, _)| person.clone()) else { return Ok(Err(stale())) };
        let left: Vec<Digest> = recovery_codes::left(cx.tx, person.id)?.into_iter().map(Digest).collect();
        let Some(index) = code.and_then(|code| code.find(&left)) else {
            guard::note_failure(cx, Some(person.id), "recovery_code", &origin)?;
            return Ok(Err(wrong_recovery_code()));
        };
        recovery_codes::take(cx.tx, person.id, &left[index].0, cx.now.milliseconds())?;
        cx.record("recovery_codes.use", &Subject::Person(person.id), None::<&()>, None, &json!({}))?;
        guard::right(cx, &admitted)?;
        ceremonies::take(cx.tx, &place, KIND, cx.now.milliseconds())?;
        enter(cx, person, "password+recovery_code", true, &origin).map(Ok)
    });
    done.await?
}

/// Starts verifying a passkey as the second factor.
pub async fn start_passkey(app: &App, secret: &str) -> Result<(Value, String), Error> {
    let place = continued(secret)?;
    let person = app.read(Credentials::None, None, move |cx| whose(cx, &place)).await?;
    passkeys::start_proof(app, person, passkeys::SIGN_IN).await
}

/// Completes a sign-in with a passkey as the second factor. A passkey is both factors by itself, so the unfinished
/// sign-in only needs to be deleted.
pub async fn with_passkey(
    app: &App,
    secret: &str,
    state: &str,
    answer: Value,
    origin: Origin,
) -> Result<String, Error> {
    let place = continued(secret)?;
    let session = passkeys::finish(app, state, answer, origin).await?;
    app.write(Credentials::None, None, move |cx| {
        let now = cx.now.milliseconds();
        Ok(ceremonies::take(cx.tx, &place, KIND, now)?)
    })
    .await?;
    Ok(session)
}

fn admit(cx: &mut Context<'_, '_>, place: &[u8; 32], origin: &Origin) -> Result<Result<guard::Admitted, Error>, Error> {
    match whose(cx, place) {
        Ok(person) => guard::admit_id(cx, person, Guess::Factor, origin),
        Err(refusal) => Ok(Err(refusal)),
    }
}

fn whose(cx: &mut Context<'_, '_>, place: &[u8; 32]) -> Result<PersonId, Error> {
    let now = cx.now.milliseconds();
    let ceremony = ceremonies::find(cx.tx, place, KIND, now)?;
    ceremony.and_then(|ceremony| ceremony.person).ok_or_else(stale)
}

/// Turns a refused code into an error of a form.
pub(crate) fn from_code(refusal: CodeRefusal) -> Error {
    Error::of(Kind::Invalid, refusal.code(), refusal.message(), refusal.hint()).field_with_hint("code")
}

fn wrong_recovery_code() -> Error {
    Error::invalid(
        "sign_in.recovery_code",
        "復旧コードが違うか、使用済みです。",
        "The recovery code is wrong or was used already.",
    )
    .hint("別のコードをお試しください。", "Try another one.")
    .field("code")
}
