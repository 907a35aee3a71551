//! Counting failures: see [`tasuki_signin::lockout`].

use jiff::Timestamp;
use serde_json::json;
use tasuki_signin::lockout::{Admission, Failures};
use tasuki_store::people::{self, Person, Secrets};
use tasuki_store::{
    PersonId,
    ceremonies::{self, Ceremony},
};

use super::Origin;
use crate::{Context, Error, Kind, digest};

/// A day, after which failures are forgotten.
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Somebody who may try, and what the attempt is measured against.
pub(super) struct Admitted {
    /// The person and what they sign in with, if there is such a person.
    pub known: Option<(Person, Secrets)>,
    /// The failures before this attempt, to which a success goes back.
    pub before: Failures,
}

/// Whether somebody may try under a mail address now. Counts the attempt as failed. An address without an account is counted
/// like any other, so that the waiting does not tell who exists.
pub(super) fn admit(cx: &mut Context<'_, '_>, mail: &str) -> Result<Result<Admitted, Error>, Error> {
    let person = people::find_by_mail(cx.tx, mail)?.filter(|person| person.disabled.is_none());
    match person {
        Some(person) => admit_person(cx, person),
        None => admit_stranger(cx, mail),
    }
}

/// Whether a person whose first factor was right may try the second now.
pub(super) fn admit_id(cx: &mut Context<'_, '_>, id: PersonId) -> Result<Result<Admitted, Error>, Error> {
    match people::find(cx.tx, id)?.filter(|person| person.disabled.is_none()) {
        Some(person) => admit_person(cx, person),
        None => Ok(Err(super::stale())),
    }
}

fn admit_person(cx: &mut Context<'_, '_>, person: Person) -> Result<Result<Admitted, Error>, Error> {
    let Some(secrets) = people::secrets(cx.tx, person.id)? else { return Ok(Err(Error::not_found())) };
    let before = Failures {
        count: u32::try_from(secrets.failures).unwrap_or(u32::MAX),
        last: (secrets.failures > 0).then(|| Timestamp::from_millisecond(secrets.failed_at).ok()).flatten(),
    };
    if let Some(refusal) = refused(before, cx.now.at) {
        return Ok(Err(refusal));
    }
    let after = before.and_one_more(cx.now.at);
    people::set_failures(cx.tx, person.id, after.count.into(), cx.now.milliseconds())?;
    if after.just_locked() {
        let subject = format!("person/{}", person.id);
        cx.record("sign_in.lock", &subject, None::<&()>, None, &json!({ "failures": after.count }))?;
    }
    Ok(Ok(Admitted { known: Some((person, secrets)), before }))
}

fn admit_stranger(cx: &mut Context<'_, '_>, mail: &str) -> Result<Result<Admitted, Error>, Error> {
    let place = digest(&format!("stranger {mail}"));
    let now = cx.now.milliseconds();
    let kept = ceremonies::find(cx.tx, &place, "stranger", now)?;
    let before: Failures = kept.and_then(|kept| serde_json::from_str(&kept.state).ok()).unwrap_or_default();
    if let Some(refusal) = refused(before, cx.now.at) {
        return Ok(Err(refusal));
    }
    let state = serde_json::to_string(&before.and_one_more(cx.now.at)).unwrap_or_default();
    ceremonies::put(cx.tx, &place, &Ceremony { kind: "stranger".to_owned(), person: None, state, ends: now + DAY })?;
    Ok(Ok(Admitted { known: None, before }))
}

/// Takes back the count of an attempt whose factor was right while another one is still to come.
pub(super) fn forgive(cx: &mut Context<'_, '_>, person: PersonId, before: Failures) -> Result<(), Error> {
    let at = before.last.map_or(0, Timestamp::as_millisecond);
    Ok(people::set_failures(cx.tx, person, before.count.into(), at)?)
}

/// Writes a failed attempt into the log.
pub(super) fn note_failure(
    cx: &mut Context<'_, '_>,
    person: Option<PersonId>,
    way: &str,
    origin: &Origin,
) -> Result<(), Error> {
    let subject = person.map_or_else(|| "person/unknown".to_owned(), |person| format!("person/{person}"));
    let detail = json!({ "way": way, "device": origin.device, "address": origin.address });
    cx.record("sign_in.fail", &subject, None::<&()>, None, &detail)
}

/// Why nobody may try now, if so.
fn refused(failures: Failures, now: Timestamp) -> Option<Error> {
    let admission = failures.admission(now);
    let seconds = u64::try_from(admission.until()?.duration_since(now).as_secs()).unwrap_or(0) + 1;
    let mut error = match admission {
        Admission::Locked(_) => Error::new(
            Kind::TooMany,
            "sign_in.locked",
            format!("10回続けて違ったため、あと{}分はサインインできません。", seconds.div_ceil(60)),
            format!("After ten failures in a row, signing in is closed for another {} minutes.", seconds.div_ceil(60)),
        )
        .hint("パスキーがあれば、今すぐ使えます。", "A passkey works at once, if you have one."),
        Admission::Wait(_) | Admission::Open => Error::new(
            Kind::TooMany,
            "sign_in.wait",
            format!("続けて違ったため、{seconds}秒待ってからお試しください。"),
            format!("That was wrong several times. Wait {seconds} seconds."),
        ),
    };
    error.retry_after = Some(seconds);
    Some(error)
}
