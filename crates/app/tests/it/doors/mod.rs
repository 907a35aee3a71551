//! Doors that must not stay open: guessing beside a right password, locking others out, a stolen session, accounts that were closed.

mod accounts;
mod guessing;
mod stolen;

use jiff::Timestamp;
use tasuki_app::sign_in::{Entered, Origin};
use tasuki_app::{App, Error, SignIn, account, digest, factors, sign_in};
use tasuki_scheme::Role;
use tasuki_signin::codes::Secret;
use tasuki_signin::passwords::{Costs, Passwords};
use tasuki_store::audit::Head;
use tasuki_store::passkeys::Passkey;
use tasuki_store::{PasskeyId, PersonId, audit, outbox, persons};

use crate::common::{Somebody, World};

const PASSWORD: &str = "asagiri-no-hashi-42";
const OTHER: &str = "mikan dentaku touge";
const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const DAY: u64 = 24 * 60 * MINUTE;

struct House {
    world: World,
    app: App,
    admin: Somebody,
}

/// A world that sends mail, with its administrator, who has a password.
async fn house() -> House {
    let world = World::new().await;
    let sign_in = SignIn { passwords: Passwords::new(Costs::FOR_TESTS), ..SignIn::default() };
    let app = world.app.clone().with_sign_in(sign_in).with_mail();
    let admin = world.somebody("山 一郎", Role::Administrator).await;
    set_password(&app, &admin).await;
    House { world, app, admin }
}

async fn set_password(app: &App, somebody: &Somebody) {
    account::change_password(app, somebody.credentials, "", PASSWORD, &from("")).await.expect("a first password");
}

fn mail(somebody: &Somebody) -> String {
    format!("{}@example.jp", somebody.id)
}

/// From a browser that shows this secret; an empty one is no browser that anybody knows.
fn from(browser: &str) -> Origin {
    Origin { browser: (!browser.is_empty()).then(|| digest(browser)), ..Origin::default() }
}

fn code(error: Option<Error>) -> &'static str {
    error.map_or("", |error| error.code)
}

fn now(app: &App) -> Timestamp {
    app.options().clock.now().at
}

/// Sets up codes and returns their secret.
async fn with_codes(app: &App, somebody: &Somebody) -> Secret {
    let id = somebody.id;
    app.write(somebody.credentials, None, factors::enrol).await.expect("begun");
    let pending = app.store().read(move |tx| persons::secrets(tx, id)).await.expect("read");
    let secret = pending.and_then(|own| own.totp_pending).and_then(|own| Secret::from_slice(&own)).expect("a secret");
    let first = secret.code(now(app));
    app.write(somebody.credentials, None, move |cx| factors::confirm(cx, &first)).await.expect("confirmed");
    secret
}

/// A passkey that nobody can show, told from others by a number.
fn key(person: PersonId, number: u8) -> Passkey {
    Passkey {
        person,
        id: PasskeyId::new(0, [number; 10]),
        credential: format!("credential {number}"),
        name: "鍵".to_owned(),
        state: "{}".to_owned(),
        created: 0,
        used: None,
    }
}

async fn halfway(app: &App, mail: &str, origin: Origin) -> String {
    match sign_in::with_password(app, mail, PASSWORD, origin).await.expect("the right password") {
        Entered::SecondFactor(half) => half,
        Entered::In(_) => panic!("a second factor is asked for"),
    }
}

async fn letters(app: &App) -> Vec<(String, String, String)> {
    let mails = app.store().read(|tx| outbox::due(tx, i64::MAX, 100)).await.expect("the outbox");
    mails.into_iter().map(|mail| (mail.recipient, mail.subject, mail.body)).collect()
}

async fn heads(app: &App, world: &World) -> (Head, Head) {
    let organization = world.organization;
    let read = move |tx: &mut tasuki_store::Tx<'_>| Ok((audit::head(tx, "")?, audit::head(tx, organization.as_str())?));
    app.store().read(read).await.map_err(|error: tasuki_store::StoreError| error).expect("heads")
}
