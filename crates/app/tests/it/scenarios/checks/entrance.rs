//! Signing in with a password and a second factor, and with recovery codes, each once.

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tasuki_app::sign_in::{self, Entered, Origin, with_code, with_recovery_code};
use tasuki_app::{App, Credentials, SignIn, account, digest, factors};
use tasuki_scheme::Role;
use tasuki_signin::codes::Secret;
use tasuki_signin::passwords::{Costs, Passwords};
use tasuki_store::{PersonId, persons};

use super::{Check, Notes, Scene, noted, read};

const PASSWORD: &str = "asagiri-no-hashi-42";
const OTHER: &str = "mikan dentaku touge";
const MINUTE: u64 = 60_000;

pub(super) struct Entrance;

#[derive(Serialize, Deserialize)]
struct Noted {
    person: PersonId,
    mail: String,
    password: String,
    /// The key in the authenticator application.
    key: Vec<u8>,
    recovery_codes: Vec<String>,
    /// A recovery code that was used.
    used: Option<String>,
}

/// The same application, with passwords that cost little.
fn cheap(scene: &Scene<'_>) -> App {
    let sign_in = SignIn { passwords: Passwords::new(Costs::FOR_TESTS), ..SignIn::default() };
    scene.world.app.clone().with_sign_in(sign_in)
}

/// The first half: with the right password, the second factor is asked for.
async fn halfway(app: &App, notes: &Noted) -> String {
    match sign_in::with_password(app, &notes.mail, &notes.password, Origin::default()).await {
        Ok(Entered::SecondFactor(secret)) => secret,
        other => panic!("the password and then the code: {other:?}"),
    }
}

impl Check for Entrance {
    fn name(&self) -> &'static str {
        "entrance"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let (app, owner) = (cheap(scene), scene.world.somebody("入口 五郎", Role::Viewer).await);
            // Adding a factor asks for a recent proof, which is the sign-in of this session.
            let id = owner.id;
            let by = owner.credentials;
            account::change_password(&app, by, "", PASSWORD, &Origin::default()).await.expect("a password");
            app.write(by, None, factors::enrol).await.expect("begun");
            let pending = app.store().read(move |tx| persons::secrets(tx, id)).await.expect("the account");
            let key = pending.and_then(|own| own.totp_pending).expect("a key");
            let code = Secret::from_slice(&key).expect("a key").code(app.options().clock.now().at);
            let recovery_codes = app.write(by, None, move |cx| factors::confirm(cx, &code)).await.expect("confirmed");
            let (mail, password) = (format!("{id}@example.jp"), PASSWORD.to_owned());
            noted(&Noted { person: id, mail, password, key, recovery_codes, used: None })
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let (app, mut notes) = (cheap(scene), read::<Noted>(&notes));
            let code = notes.recovery_codes.pop().expect("a recovery code");
            let secret = halfway(&app, &notes).await;
            let entered = with_recovery_code(&app, &secret, &code, Origin::default()).await.expect("in");
            notes.used = Some(code);
            let by = Credentials::Session(digest(&entered));
            account::change_password(&app, by, PASSWORD, OTHER, &Origin::default()).await.expect("another password");
            OTHER.clone_into(&mut notes.password);
            noted(&notes)
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let (app, notes) = (cheap(scene), read::<Noted>(notes));
            // Each code of the application works once.
            scene.world.wait(MINUTE);
            let wrong = sign_in::with_password(&app, &notes.mail, "another-one-17", Origin::default()).await;
            assert_eq!(wrong.expect_err("it is not the password").code, "sign_in.wrong");
            scene.world.wait(MINUTE);
            let secret = halfway(&app, &notes).await;
            let key = Secret::from_slice(&notes.key).expect("a key");
            let code = key.code(app.options().clock.now().at);
            let entered = with_code(&app, &secret, &code, Origin::default()).await.expect("in");
            let shown =
                app.read(Credentials::Session(digest(&entered)), None, account::show).await.expect("an account");
            assert_eq!(shown.person.id, notes.person);
            let secret = halfway(&app, &notes).await;
            assert!(with_code(&app, &secret, &code, Origin::default()).await.is_err(), "the code was used");
            if let Some(used) = &notes.used {
                let again = with_recovery_code(&app, &secret, used, Origin::default()).await;
                assert!(again.is_err(), "the recovery code was used");
            }
            scene.world.wait(20 * MINUTE);
        })
    }
}
