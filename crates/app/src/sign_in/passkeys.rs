//! Passkeys: signing in, and registering and removing keys.

use serde_json::{Value, json};
use tasuki_signin::passkeys::{Key, PasskeyRefusal, Passkeys, Registering, SigningIn, Uuid};
use tasuki_store::passkeys::{self, Passkey};
use tasuki_store::people::Person;
use tasuki_store::{PasskeyId, PersonId, ceremonies, people};

use super::{Origin, PATIENCE, continued, enter, guard, halfway, stale};
use crate::alerts::{self, Alert};
use crate::{App, Context, Credentials, Error, Kind, account, digest, proof, sessions};

pub(crate) const SIGN_IN: &str = "passkey";
pub(crate) const PROOF: &str = "passkey_proof";
const REGISTER: &str = "passkey_new";
/// More keys than this nobody has.
const MOST: usize = 20;

/// This server as passkeys know it; none where its address has no name.
pub fn party(app: &App) -> Result<Passkeys, Error> {
    let address = app.options().base_url.parse().map_err(|_| unsuitable(&app.options().base_url))?;
    Passkeys::new(&address, "Tasuki").map_err(refused)
}

fn unsuitable(address: &str) -> Error {
    refused(PasskeyRefusal::UnsuitableAddress { address: address.to_owned() })
}

/// Begins a sign-in of whoever is there: what the browser needs, and the secret with which to go on.
pub async fn start(app: &App) -> Result<(Value, String), Error> {
    let (challenge, state) = party(app)?.start_sign_in().map_err(refused)?;
    let state = serde_json::to_string(&state).unwrap_or_default();
    let secret = app.write(Credentials::None, None, move |cx| halfway(cx, SIGN_IN, None, state, PATIENCE)).await?;
    Ok((challenge, secret))
}

/// Begins the proof of a person who is known already, for an end of this kind.
pub(crate) async fn start_proof(app: &App, person: PersonId, kind: &'static str) -> Result<(Value, String), Error> {
    let keys = app.read(Credentials::None, None, move |cx| keys_of(cx, person)).await?;
    let (challenge, state) = party(app)?.start_proof(&keys).map_err(refused)?;
    let state = serde_json::to_string(&state).unwrap_or_default();
    let secret = app.write(Credentials::None, None, move |cx| halfway(cx, kind, Some(person), state, PATIENCE)).await?;
    Ok((challenge, secret))
}

/// A passkey that was shown, whose owner is there.
pub(crate) struct Shown {
    passkey: Passkey,
    moved: String,
}

impl Shown {
    /// Whose it is.
    pub(crate) fn person(&self) -> PersonId {
        self.passkey.person
    }

    /// Notes that it was used, unless it was removed meanwhile.
    pub(crate) fn note(&self, cx: &mut Context<'_, '_>) -> Result<(), Error> {
        let is_there = passkeys::touch(cx.tx, &self.passkey, &self.moved, cx.now.milliseconds())?;
        if is_there { Ok(()) } else { Err(refused(PasskeyRefusal::Unknown)) }
    }
}

/// Ends a sign-in with what the device answered; returns the secret of the session's cookie.
pub async fn finish(app: &App, state: &str, answer: Value, origin: Origin) -> Result<String, Error> {
    let shown = verified(app, SIGN_IN, state, answer, &origin).await?;
    let entered = app.write(Credentials::None, None, move |cx| {
        let person = people::find(cx.tx, shown.person())?.filter(|person| person.disabled.is_none());
        let Some(person) = person else { return Err(refused(PasskeyRefusal::Unknown)) };
        shown.note(cx)?;
        guard::forgive(cx, person.id, &origin)?;
        enter(cx, person, "passkey", true, &origin)
    });
    entered.await
}

/// Judges what the device answered to the question of this kind. The question is used up, whatever comes of it.
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

/// Writes a passkey that was not accepted into the log.
async fn noted(app: &App, passkey: &Passkey, refusal: PasskeyRefusal, origin: Origin) -> Error {
    let (person, code) = (passkey.person, refusal.code());
    let written = app.write(Credentials::None, None, move |cx| {
        let detail = json!({ "way": code, "device": origin.device, "address": origin.address });
        cx.record("sign_in.fail", &format!("person/{person}"), None::<&()>, None, &detail)
    });
    written.await.err().unwrap_or_else(|| refused(refusal))
}

/// Begins the registration of a key of the person who is signed in.
pub async fn start_registration(app: &App, credentials: Credentials) -> Result<(Value, String), Error> {
    let (person, keys) = app
        .read(credentials, None, |cx| {
            let person = account::browser(cx)?.clone();
            proof::require(cx)?;
            let keys = keys_of(cx, person.id)?;
            Ok((person, keys))
        })
        .await?;
    if keys.len() >= MOST {
        return Err(Error::new(
            Kind::State,
            "passkey.too_many",
            "パスキーは20個までです。",
            "20 passkeys are the most.",
        )
        .hint("使っていないものを消してください。", "Remove those that you do not use."));
    }
    let (party, handle) = (party(app)?, handle(person.id));
    let (challenge, state) = party.start_registration(handle, &person.mail, &person.name, &keys).map_err(refused)?;
    let state = serde_json::to_string(&state).unwrap_or_default();
    let id = person.id;
    let secret = app.write(credentials, None, move |cx| halfway(cx, REGISTER, Some(id), state, PATIENCE)).await?;
    Ok((challenge, secret))
}

/// Ends the registration with what the device answered.
pub async fn finish_registration(
    app: &App,
    credentials: Credentials,
    state: &str,
    name: &str,
    answer: Value,
) -> Result<(), Error> {
    app.read(credentials, None, |cx| account::browser(cx).map(|_| ()).and_then(|()| proof::require(cx))).await?;
    let (place, party, name) = (continued(state)?, party(app)?, name.to_owned());
    app.write(credentials, None, move |cx| {
        let person = account::browser(cx)?.clone();
        proof::require(cx)?;
        let now = cx.now.milliseconds();
        let ceremony = ceremonies::take(cx.tx, &place, REGISTER, now)?.filter(|kept| kept.person == Some(person.id));
        let state: Registering = ceremony.and_then(|kept| serde_json::from_str(&kept.state).ok()).ok_or_else(stale)?;
        let key = party.finish_registration(answer, &state).map_err(refused)?;
        keep(cx, &person, &key, &name)
    })
    .await
}

fn keep(cx: &mut Context<'_, '_>, owner: &Person, key: &Key, name: &str) -> Result<(), Error> {
    let credential = key.credential();
    if passkeys::find_by_credential(cx.tx, &credential)?.is_some() {
        return Err(Error::new(
            Kind::State,
            "passkey.known",
            "このパスキーは登録済みです。",
            "This passkey is registered already.",
        ));
    }
    let (person, now) = (owner.id, cx.now.milliseconds());
    let passkey = Passkey {
        person,
        id: PasskeyId::new(now, cx.random()),
        credential,
        name: named(cx, name),
        state: key.to_json().map_err(refused)?,
        created: now,
        used: None,
    };
    passkeys::add(cx.tx, &passkey)?;
    sessions::assure(cx)?;
    let called = [format!("パスキー「{}」", passkey.name), format!("the passkey “{}”", passkey.name)];
    alerts::write(cx, owner, &Alert::Added(&called[0], &called[1]))?;
    cx.record("passkey.add", &format!("person/{person}"), None, Some(&passkey), &json!({ "name": passkey.name }))
}

/// Gives one of the own keys another name.
pub fn rename(cx: &mut Context<'_, '_>, id: PasskeyId, name: &str) -> Result<(), Error> {
    let person = account::browser(cx)?.id;
    let name = named(cx, name);
    if !passkeys::rename(cx.tx, person, id, &name)? {
        return Err(Error::not_found());
    }
    cx.record("passkey.rename", &format!("person/{person}"), None::<&()>, None, &json!({ "passkey": id, "name": name }))
}

/// Removes one of the own keys.
pub fn remove(cx: &mut Context<'_, '_>, id: PasskeyId) -> Result<(), Error> {
    let owner = account::browser(cx)?.clone();
    proof::require(cx)?;
    let person = owner.id;
    account::keep_a_way_in(cx, person, &account::Way::Passkey(id))?;
    if !passkeys::remove(cx.tx, person, id)? {
        return Err(Error::not_found());
    }
    alerts::write(cx, &owner, &Alert::Removed("パスキー", "a passkey"))?;
    cx.record("passkey.remove", &format!("person/{person}"), None::<&()>, None, &json!({ "passkey": id }))
}

fn keys_of(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Vec<Key>, Error> {
    // A key that cannot be read any more is left out: its owner signs in another way and removes it.
    let kept = passkeys::of_person(cx.tx, person)?;
    Ok(kept.iter().filter_map(|passkey| Key::from_json(&passkey.state).ok()).collect())
}

fn named(cx: &Context<'_, '_>, name: &str) -> String {
    let name: String = name.trim().chars().take(60).collect();
    if name.is_empty() { format!("{}", cx.now.today) } else { name }
}

/// What the authenticator knows the person by: nothing that tells anything.
fn handle(person: PersonId) -> Uuid {
    let digest = digest(&format!("passkey {person}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}

/// A passkey that was not accepted, as an error.
#[expect(clippy::needless_pass_by_value, reason = "errors are mapped with it by name")]
pub(crate) fn refused(refusal: PasskeyRefusal) -> Error {
    let message = refusal.message();
    let kind = if refusal == PasskeyRefusal::Damaged { Kind::Internal } else { Kind::Invalid };
    Error::new(kind, refusal.code(), message.ja, message.en)
}
