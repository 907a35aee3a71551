//! One's own passkeys: registering, naming and removing them.

use serde_json::{Value, json};
use tasuki_catalog::visible;
use tasuki_signin::passkeys::{Key, Registering, Uuid};
use tasuki_store::passkeys::{self, Passkey};
use tasuki_store::persons::Person;
use tasuki_store::{PasskeyId, PersonId, Subject, ceremonies};

use crate::alerts::{self, Alert};
use crate::sign_in::passkeys::{keys_of, party, refused};
use crate::sign_in::{PATIENCE, continued, halfway, stale};
use crate::{App, Context, Credentials, Error, Kind, account, digest, proof, sessions};

const REGISTER: &str = "passkey_new";
/// The maximum number of keys of a person.
const MOST: usize = 20;

/// Starts the registration of a key for the signed-in person.
pub async fn start_registration(app: &App, credentials: Credentials) -> Result<(Value, String), Error> {
    let (person, keys) = app
        .read(credentials, None, |cx| {
            let person = cx.browser()?.clone();
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

/// Completes the registration with the device's response.
pub async fn finish_registration(
    app: &App,
    credentials: Credentials,
    state: &str,
    name: &str,
    answer: Value,
) -> Result<(), Error> {
    app.read(credentials, None, |cx| cx.browser().map(|_| ()).and_then(|()| proof::require(cx))).await?;
    let (place, party, name) = (continued(state)?, party(app)?, name.to_owned());
    app.write(credentials, None, move |cx| {
        let person = cx.browser()?.clone();
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
        )
        .hint(
            "そのままサインインに使えます。別の端末を登録するときは、その端末で行ってください。",
            "It can be used to sign in. To register another device, do it on that device.",
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
    cx.record("passkey.add", &Subject::Person(person), None, Some(&passkey), &json!({ "name": passkey.name }))
}

/// Renames one of one's own keys.
pub fn rename(cx: &mut Context<'_, '_>, id: PasskeyId, name: &str) -> Result<(), Error> {
    let person = cx.browser()?.id;
    let name = named(cx, name);
    if !passkeys::rename(cx.tx, person, id, &name)? {
        return Err(Error::not_found());
    }
    cx.record("passkey.rename", &Subject::Person(person), None::<&()>, None, &json!({ "passkey": id, "name": name }))
}

/// Removes one of the own keys.
pub fn remove(cx: &mut Context<'_, '_>, id: PasskeyId) -> Result<(), Error> {
    let owner = cx.browser()?.clone();
    proof::require(cx)?;
    let person = owner.id;
    account::keep_a_way_in(cx, person, &account::Way::Passkey(id))?;
    if !passkeys::remove(cx.tx, person, id)? {
        return Err(Error::not_found());
    }
    alerts::write(cx, &owner, &Alert::Removed("パスキー", "a passkey"))?;
    cx.record("passkey.remove", &Subject::Person(person), None::<&()>, None, &json!({ "passkey": id }))
}

fn named(cx: &Context<'_, '_>, name: &str) -> String {
    let name: String = visible(name).chars().take(60).collect();
    if name.is_empty() { format!("{}", cx.now.today) } else { name }
}

/// The identifier by which the authenticator knows the person; it reveals nothing about them.
fn handle(person: PersonId) -> Uuid {
    let digest = digest(&format!("passkey {person}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}
