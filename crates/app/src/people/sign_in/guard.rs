//! Counting failures: see [`tasuki_signin::lockout`].
//!
//! Attempts are counted by their origin. A device that the person has signed in with before has counters of its own,
//! so that strangers who guess do not lock the owner out; all other attempts share the counters of the account.

use jiff::Timestamp;
use serde_json::json;
use tasuki_signin::lockout::{Admission, Counts, Failures, Guess};
use tasuki_store::attempts::{self, Attempts};
use tasuki_store::persons::{self, Counted, Person, Secrets};
use tasuki_store::{PersonId, Subject, devices, failed_sign_ins};

use super::Origin;
use crate::alerts::{self, Alert};
use crate::{Context, Error, digest};

/// Failures are forgotten after this time: a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Somebody who may try.
pub(crate) struct Admitted {
    /// The person and their secrets, if there is such a person.
    pub known: Option<(Person, Secrets)>,
    place: Place,
    guess: Guess,
}

/// Where the attempts are counted.
#[derive(Debug, Clone, Copy)]
enum Place {
    Account(PersonId),
    Device(PersonId, [u8; 32]),
    /// A mail address without an account.
    Nobody([u8; 32]),
}

/// Whether a password may be tried for a mail address now. Counts the attempt as failed. An address without an
/// account is counted like any other, so that the delay does not reveal who has one.
pub(crate) fn admit(cx: &mut Context<'_, '_>, mail: &str, origin: &Origin) -> Result<Result<Admitted, Error>, Error> {
    let person = persons::find_by_mail(cx.tx, mail)?.filter(|person| person.disabled.is_none());
    match person {
        Some(person) => admit_person(cx, person, Guess::Password, origin),
        None => admit_nobody(cx, mail),
    }
}

/// The same for a person who is already known.
pub(crate) fn admit_id(
    cx: &mut Context<'_, '_>,
    id: PersonId,
    guess: Guess,
    origin: &Origin,
) -> Result<Result<Admitted, Error>, Error> {
    match persons::find(cx.tx, id)?.filter(|person| person.disabled.is_none()) {
        Some(person) => admit_person(cx, person, guess, origin),
        None => Ok(Err(super::stale())),
    }
}

fn admit_person(
    cx: &mut Context<'_, '_>,
    person: Person,
    guess: Guess,
    origin: &Origin,
) -> Result<Result<Admitted, Error>, Error> {
    persons::hold(cx.tx, person.id)?;
    let Some(secrets) = persons::secrets(cx.tx, person.id)? else { return Ok(Err(Error::not_found())) };
    let place = place(cx, person.id, origin)?;
    let before = counts(cx, place)?;
    if let Some(refusal) = refused(before.admission(guess, cx.now.at), cx.now.at) {
        return Ok(Err(refusal));
    }
    let after = before.and_one_more(guess, cx.now.at);
    set(cx, place, after)?;
    if after.just_locked(guess) {
        locked(cx, &person, guess, after)?;
    }
    Ok(Ok(Admitted { known: Some((person, secrets)), place, guess }))
}

fn admit_nobody(cx: &mut Context<'_, '_>, mail: &str) -> Result<Result<Admitted, Error>, Error> {
    let place = Place::Nobody(digest(&format!("stranger {mail}")));
    let before = counts(cx, place)?;
    if let Some(refusal) = refused(before.admission(Guess::Password, cx.now.at), cx.now.at) {
        return Ok(Err(refusal));
    }
    set(cx, place, before.and_one_more(Guess::Password, cx.now.at))?;
    Ok(Ok(Admitted { known: None, place, guess: Guess::Password }))
}

/// Clears the count of the factor that turned out to be right, but not that of another factor or another origin.
pub(crate) fn right(cx: &mut Context<'_, '_>, admitted: &Admitted) -> Result<(), Error> {
    let now = counts(cx, admitted.place)?;
    set(cx, admitted.place, now.forgiven(admitted.guess))
}

/// Clears all counts: a passkey proves who the person is, with both factors.
pub(super) fn forgive(cx: &mut Context<'_, '_>, person: PersonId, origin: &Origin) -> Result<(), Error> {
    let place = place(cx, person, origin)?;
    set(cx, place, Counts::default())
}

/// The account was locked: this is recorded in the log, and the person is notified, at most once a day.
fn locked(cx: &mut Context<'_, '_>, person: &Person, guess: Guess, counts: Counts) -> Result<(), Error> {
    let (failures, what) = match guess {
        Guess::Password => (counts.password.count, "password"),
        Guess::Factor => (counts.factor.count, "second_factor"),
    };
    let detail = json!({ "failures": failures, "of": what });
    cx.record("sign_in.lock", &Subject::Person(person.id), None::<&()>, None, &detail)?;
    let now = cx.now.milliseconds();
    if persons::take_lock_letter(cx.tx, person.id, now, now - DAY)? {
        alerts::write(cx, person, &Alert::Locked(guess))?;
    }
    Ok(())
}

fn place(cx: &mut Context<'_, '_>, person: PersonId, origin: &Origin) -> Result<Place, Error> {
    let since = cx.now.milliseconds() - super::remembered::REMEMBERED;
    Ok(match origin.browser {
        Some(digest) if devices::find(cx.tx, person, &digest, since)?.is_some() => Place::Device(person, digest),
        _ => Place::Account(person),
    })
}

fn counts(cx: &mut Context<'_, '_>, place: Place) -> Result<Counts, Error> {
    let now = cx.now.milliseconds();
    let counted = match place {
        Place::Account(person) => persons::secrets(cx.tx, person)?.map(|secrets| secrets.counted),
        Place::Device(person, digest) => {
            devices::find(cx.tx, person, &digest, now - super::remembered::REMEMBERED)?.map(|device| device.counted)
        }
        Place::Nobody(digest) => {
            let Attempts { count, at } = attempts::find(cx.tx, &digest, now - DAY)?;
            return Ok(Counts { password: failures(count, at), ..Counts::default() });
        }
    };
    let counted = counted.unwrap_or_default();
    Ok(Counts {
        password: failures(counted.password, counted.password_at),
        factor: failures(counted.factor, counted.factor_at),
    })
}

fn set(cx: &mut Context<'_, '_>, place: Place, counts: Counts) -> Result<(), Error> {
    let at = |failures: Failures| failures.last.map_or(0, Timestamp::as_millisecond);
    let (password, factor) = (counts.password, counts.factor);
    let counted = Counted {
        password: password.count.into(),
        password_at: at(password),
        factor: factor.count.into(),
        factor_at: at(factor),
    };
    match place {
        Place::Account(person) => persons::set_counted(cx.tx, person, counted)?,
        Place::Device(person, digest) => devices::set_counted(cx.tx, person, &digest, counted)?,
        Place::Nobody(digest) => {
            attempts::put(cx.tx, &digest, Attempts { count: counted.password, at: counted.password_at })?;
        }
    }
    Ok(())
}

fn failures(count: i64, at: i64) -> Failures {
    let last = (count > 0).then(|| Timestamp::from_millisecond(at).ok()).flatten();
    Failures { count: u32::try_from(count).unwrap_or(u32::MAX), last }
}

/// Records a failed attempt in the log.
pub(crate) fn note_failure(
    cx: &mut Context<'_, '_>,
    person: Option<PersonId>,
    way: &str,
    origin: &Origin,
) -> Result<(), Error> {
    let Some(person) = person else {
        // Strangers must not be able to fill the log: the number of their attempts is recorded once a day.
        return Ok(failed_sign_ins::count(cx.tx, cx.now.today, &origin.address)?);
    };
    let subject = Subject::Person(person);
    let detail = json!({ "way": way, "device": origin.device, "address": origin.address });
    cx.record("sign_in.fail", &subject, None::<&()>, None, &detail)
}

/// The error, if no attempt is allowed now.
fn refused(admission: Admission, now: Timestamp) -> Option<Error> {
    let seconds = u64::try_from(admission.until()?.duration_since(now).as_secs()).unwrap_or(0) + 1;
    let minutes = seconds.div_ceil(60);
    let error = match admission {
        Admission::Locked(_) => Error::too_many(
            seconds,
            "sign_in.locked",
            format!("続けて違ったため、あと{minutes}分は受け付けません。"),
            format!("After too many failures in a row, this is closed for another {minutes} minutes."),
        )
        .hint(
            "パスキーと、前にサインインした端末は、今すぐ使えます。",
            "A passkey works at once, and so does a device that you have signed in with before.",
        ),
        Admission::Wait(_) | Admission::Open => Error::too_many(
            seconds,
            "sign_in.wait",
            format!("続けて違ったため、{seconds}秒待ってからお試しください。"),
            format!("That was wrong several times. Wait {seconds} seconds."),
        )
        .hint(
            "入力の誤りがないかを確かめてください。忘れたときは「パスワードを忘れた」から決め直せます。",
            "Check what you typed. If you forgot your password, choose a new one under “Forgot password”.",
        ),
    };
    Some(error)
}
