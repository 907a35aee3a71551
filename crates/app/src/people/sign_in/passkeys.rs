//! Passkeys: signing in with one, and proving one's identity with one.

use serde_json::{Value, json};
use tasuki_signin::passkeys::{Key, PasskeyRefusal, Passkeys, SigningIn};
use tasuki_store::passkeys::{self, Passkey};
use tasuki_store::{PersonId, Subject, ceremonies, persons};

use super::{Origin, PATIENCE, continued, enter, guard, halfway, stale};
use crate::{App, Context, Credentials, Error, Kind};

pub(crate) const SIGN_IN: &str = "passkey";
pub(crate) const PROOF: &str = "passkey_proof";

/// This server as a relying party for passkeys; `None` if its address has no host name.
pub fn party(app: &App) -> Result<Passkeys, Error> {
    let address = app.options().base_url.parse().map_err(|_| unsuitable(&app.options().base_url))?;
    Passkeys::new(&address, "Tasuki").map_err(refused)
}

fn unsuitable(address: &str) -> Error {
    refused(PasskeyRefusal::UnsuitableAddress { address: address.to_owned() })
}

/// Starts a sign-in of a person who is not known yet: returns what the browser needs, and the secret with which to
/// continue.
pub async fn start(app: &App) -> Result<(Value, String), Error> {
    let (challenge, state) = party(app)?.start_sign_in().map_err(refused)?;
    let state = serde_json::to_string(&state).unwrap_or_default();
    let secret = app.write(Credentials::None, None, move |cx| halfway(cx, SIGN_IN, None, state, PATIENCE)).await?;
    Ok((challenge, secret))
}

/// Starts a proof by a person who is already known, for a purpose of this kind.
pub(crate) async fn start_proof(app: &App, person: PersonId, kind: &'static str) -> Result<(Value, String), Error> {
    let keys = app.read(Credentials::None, None, move |cx| keys_of(cx, person)).await?;
    let (challenge, state) = party(app)?.start_proof(&keys).map_err(refused)?;
    let state = serde_json::to_string(&state).unwrap_or_default();
    let secret = app.write(Credentials::None, None, move |cx| halfway(cx, kind, Some(person), state, PATIENCE)).await?;
    Ok((challenge, secret))
}

/// A passkey that was verified, with its owner.
pub(crate) struct Shown {
    passkey: Passkey,
    moved: String,
}

impl Shown {
    /// Whose it is.
    pub(crate) fn person(&self) -> PersonId {
        self.passkey.person
    }

    /// Records that it was used, unless it was removed in the meantime.
    pub(crate) fn note(&self, cx: &mut Context<'_, '_>) -> Result<(), Error> {
        let is_there = passkeys::touch(cx.tx, &self.passkey, &self.moved, cx.now.milliseconds())?;
        if is_there { Ok(()) } else { Err(refused(PasskeyRefusal::Unknown)) }
    }
}

/// Completes a sign-in with the device's response; returns the secret of the session's cookie.
pub async fn finish(app: &App, state: &str, answer: Value, origin: Origin) -> Result<String, Error> {
    let shown = verified(app, SIGN_IN, state, answer, &origin).await?;
    let entered = app.write(Credentials::None, None, move |cx| {
        let person = persons::find(cx.tx, shown.person())?.filter(|person| person.disabled.is_none());
        let Some(person) = person else { return Err(refused(PasskeyRefusal::Unknown)) };
        shown.note(cx)?;
        guard::forgive(cx, person.id, &origin)?;
        enter(cx, person, "passkey", true, &origin)
    });
    entered.await
}

/// Verifies the device's response to a challenge of this kind. The challenge is used up, whatever the result.
pub(crate) async fn verified(
    app: &App,
    kind: &'static str,
    state: &str,
    answer: Value,
    origin: &Origin,
) -> Result<Shown, Error> {
    let (place, party) = (continued(state)?, party(app)?);
    let claim = party.claim(&answer).map_err(refused)?;
    let credential = claim.credential;
    let begun = app.write(Credentials::None, None, move |cx| {
        let now = cx.now.milliseconds();
        let ceremony = ceremonies::take(cx.tx, &place, kind, now)?;
        let known = passkeys::find_by_credential(cx.tx, &credential)?;
        Ok((ceremony, known))
    });
    let (Some(ceremony), known) = begun.await? else { return Err(stale()) };
    let known = known.filter(|passkey| ceremony.person.is_none_or(|person| person == passkey.person));
    let Some(passkey) = known else { return Err(refused(PasskeyRefusal::Unknown)) };
    let state: SigningIn = serde_json::from_str(&ceremony.state).map_err(|_| stale())?;
    let key = Key::from_json(&passkey.state).map_err(refused)?;
    match party.finish_sign_in(&answer, state, &key) {
        Ok(moved) => {
            let moved = moved.map_or_else(|| Ok(passkey.state.clone()), |key| key.to_json()).map_err(refused)?;
            Ok(Shown { passkey, moved })
        }
        Err(refusal) => Err(noted(app, &passkey, refusal, origin.clone()).await),
    }
}

/// Records a rejected passkey in the log.
async fn noted(app: &App, passkey: &Passkey, refusal: PasskeyRefusal, origin: Origin) -> Error {
    let (person, code) = (passkey.person, refusal.code());
    let written = app.write(Credentials::None, None, move |cx| {
        let detail = json!({ "way": code, "device": origin.device, "address": origin.address });
        cx.record("sign_in.fail", &Subject::Person(person), None::<&()>, None, &detail)
    });
    written.await.err().unwrap_or_else(|| refused(refusal))
}

/// The keys of a person that can be read.
pub(crate) fn keys_of(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Vec<Key>, Error> {
    // An unreadable key is left out: its owner signs in another way and removes it.
    let kept = passkeys::of_person(cx.tx, person)?;
    Ok(kept.iter().filter_map(|passkey| Key::from_json(&passkey.state).ok()).collect())
}

/// Turns a rejected passkey into an error.
#[expect(clippy::needless_pass_by_value, reason = "errors are mapped with it by name")]
pub(crate) fn refused(refusal: PasskeyRefusal) -> Error {
    let kind = if refusal == PasskeyRefusal::Damaged { Kind::Internal } else { Kind::Invalid };
    Error::of(kind, refusal.code(), refusal.message(), refusal.hint())
}
