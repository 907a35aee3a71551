//! Recent proof of identity (本人の確認): before a way to sign in is added, changed or removed, for oneself or for others,
//! the person must authenticate once more. A stolen session can show what its owner sees, but cannot make the thief's
//! access permanent.
//!
//! Signing in is a proof, and so is a password, code or passkey that is given within a session. It is valid only for
//! that session and for ten minutes. Failed attempts are counted like those of a sign-in.

use serde_json::{Value, json};
use tasuki_signin::codes::{CodeRefusal, Secret};
use tasuki_signin::lockout::Guess;
use tasuki_signin::passwords::{Password, Verdict};
use tasuki_store::{Subject, identities, passkeys, persons, sessions};

use crate::sign_in::{self, Origin, guard};
use crate::{App, Context, Credentials, Error, Kind, Via, sessions as own_sessions};

/// How long it is valid, in milliseconds: ten minutes.
const HOLDS: i64 = 10 * 60 * 1_000;

/// The methods with which the person can prove their identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ways {
    /// The password.
    pub password: bool,
    /// A code of the authenticator application.
    pub codes: bool,
    /// A passkey.
    pub passkeys: bool,
    /// The company's identity provider.
    pub provider: bool,
}

impl Ways {
    /// Whether there are none: an account without any way to sign in needs no proof.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// The methods with which the signed-in person can prove their identity.
pub fn ways(cx: &mut Context<'_, '_>) -> Result<Ways, Error> {
    let person = cx.browser()?.id;
    let secrets = persons::secrets(cx.tx, person)?.ok_or_else(Error::not_found)?;
    Ok(Ways {
        password: secrets.password.is_some(),
        codes: secrets.totp_secret.is_some(),
        passkeys: !passkeys::of_person(cx.tx, person)?.is_empty(),
        provider: !identities::of_person(cx.tx, person)?.is_empty(),
    })
}

/// Whether the person proved their identity within the last minutes, or has no method to do so. The program itself
/// needs no proof.
pub fn holds(cx: &mut Context<'_, '_>) -> Result<bool, Error> {
    let Via::Session(session) = cx.actor()?.via else { return Ok(true) };
    let now = cx.now.milliseconds();
    let proven = sessions::proven(cx.tx, session)?.unwrap_or_default();
    Ok((now - HOLDS..=now).contains(&proven) || ways(cx)?.is_none())
}

/// Refuses unless it [`holds`]. An API token cannot give a proof, so everything that requires one is refused with a
/// token.
pub fn require(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    cx.browser()?;
    if holds(cx)? { Ok(()) } else { Err(needed()) }
}

fn needed() -> Error {
    Error::new(
        Kind::Proof,
        "proof.needed",
        "この操作の前に、本人の確認がもう一度必要です。",
        "Before this, confirm once more that it is you.",
    )
    .hint("確認したら、もう一度同じ操作をしてください。", "Do so, then try again.")
}

/// Records that the person of the session proved their identity.
pub(crate) fn note(cx: &mut Context<'_, '_>, way: &str) -> Result<(), Error> {
    let (person, now) = (cx.browser()?.id, cx.now.milliseconds());
    if let Via::Session(session) = cx.actor()?.via {
        sessions::prove(cx.tx, person, session, now)?;
        let detail = json!({ "way": way, "session": session });
        cx.record(sessions::PROVE, &Subject::Person(person), None::<&()>, None, &detail)?;
    }
    Ok(())
}

/// The proof that comes with a form: the password if the form asks for it; otherwise the session must have been
/// proven before.
pub(crate) async fn by_form(app: &App, credentials: Credentials, password: &str, origin: &Origin) -> Result<(), Error> {
    let typed = !password.is_empty();
    let asks = app.read(credentials, None, move |cx| {
        // A person without a password uses another method, whatever was typed.
        let asks = typed && ways(cx)?.password;
        if asks { Ok(true) } else { require(cx).map(|()| false) }
    });
    if asks.await? { with_password(app, credentials, password, origin).await } else { Ok(()) }
}

/// Proves it with the password.
pub async fn with_password(app: &App, credentials: Credentials, password: &str, origin: &Origin) -> Result<(), Error> {
    let turn = app.hashing().turn().await?;
    let from = origin.clone();
    let admitted = app.write(credentials, None, move |cx| {
        let person = cx.browser()?.id;
        guard::admit_id(cx, person, Guess::Password, &from)
    });
    let admitted = admitted.await??;
    let stored = admitted.known.as_ref().and_then(|(_, secrets)| secrets.password.clone());
    let (verdict, _turn) = turn.verify(app, Password::new(password), stored).await?;
    let from = origin.clone();
    let judged = app.write(credentials, None, move |cx| {
        let person = cx.browser()?.id;
        if verdict == Verdict::Wrong {
            guard::note_failure(cx, Some(person), "proof+password", &from)?;
            return Ok(false);
        }
        guard::right(cx, &admitted)?;
        note(cx, "password").map(|()| true)
    });
    if judged.await? {
        return Ok(());
    }
    Err(Error::invalid("account.password", "今のパスワードが違います。", "That is not your current password.")
        .hint(
            "大文字・小文字の違いや、日本語入力がオンになっていないかを確かめて、もう一度入力してください。",
            "Check upper and lower case and whether a Japanese input method is on, then enter it again.",
        )
        .field("current"))
}

/// Proves it with a code of the authenticator application.
pub async fn with_code(app: &App, credentials: Credentials, code: &str, origin: Origin) -> Result<(), Error> {
    if !Secret::may_be_code(code) {
        return Err(sign_in::from_code(CodeRefusal::Malformed));
    }
    let code = code.to_owned();
    let done = app.write(credentials, None, move |cx| {
        let person = cx.browser()?.id;
        let admitted = match guard::admit_id(cx, person, Guess::Factor, &origin)? {
            Ok(admitted) => admitted,
            Err(refusal) => return Ok(Err(refusal)),
        };
        match sign_in::use_code(cx, &admitted, &code)? {
            Ok(()) => {
                own_sessions::assure(cx)?;
                note(cx, "code").map(Ok)
            }
            Err(refusal) => {
                guard::note_failure(cx, Some(person), "proof+code", &origin)?;
                Ok(Err(sign_in::from_code(refusal)))
            }
        }
    });
    done.await?
}

/// Starts a proof with a passkey.
pub async fn start_passkey(app: &App, credentials: Credentials) -> Result<(Value, String), Error> {
    let person = app.read(credentials, None, |cx| cx.browser().map(|person| person.id)).await?;
    sign_in::passkeys::start_proof(app, person, sign_in::passkeys::PROOF).await
}

/// Completes it with the device's response.
pub async fn with_passkey(
    app: &App,
    credentials: Credentials,
    state: &str,
    answer: Value,
    origin: Origin,
) -> Result<(), Error> {
    app.read(credentials, None, |cx| cx.browser().map(drop)).await?;
    let shown = sign_in::passkeys::verified(app, sign_in::passkeys::PROOF, state, answer, &origin).await?;
    app.write(credentials, None, move |cx| {
        if cx.browser()?.id != shown.person() {
            return Err(sign_in::stale());
        }
        shown.note(cx)?;
        own_sessions::assure(cx)?;
        note(cx, "passkey")
    })
    .await
}
