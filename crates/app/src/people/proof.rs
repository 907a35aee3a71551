//! Proof anew (本人の確認): before a way in is added, changed or removed, for oneself or for others, the person shows once more that it is them. A
//! session that was stolen opens what its owner sees, and nothing that would let the thief stay.
//!
//! Signing in is a proof, and so is the password, a code or a passkey shown within a session. It holds for that session alone and for ten
//! minutes. What is shown wrongly is counted like a sign-in.

use serde_json::{Value, json};
use tasuki_signin::codes::{CodeRefusal, Secret};
use tasuki_signin::lockout::Guess;
use tasuki_signin::passwords::{Password, Verdict};
use tasuki_store::{identities, passkeys, people, sessions};

use crate::sign_in::{self, Origin, guard};
use crate::{App, Context, Credentials, Error, Kind, Via, account, sessions as own_sessions};

/// How long it holds, in milliseconds: ten minutes.
const HOLDS: i64 = 10 * 60 * 1_000;

/// With what the person may prove to be there.
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
    /// Whether there is none: an account that nothing opens has nothing to prove.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// With what the person who is signed in may prove to be there.
pub fn ways(cx: &mut Context<'_, '_>) -> Result<Ways, Error> {
    let person = account::browser(cx)?.id;
    let secrets = people::secrets(cx.tx, person)?.ok_or_else(Error::not_found)?;
    Ok(Ways {
        password: secrets.password.is_some(),
        codes: secrets.totp_secret.is_some(),
        passkeys: !passkeys::of_person(cx.tx, person)?.is_empty(),
        provider: !identities::of_person(cx.tx, person)?.is_empty(),
    })
}

/// Whether the person proved to be there within the last minutes, or has nothing to prove it with. The program itself needs no
/// proof.
pub fn holds(cx: &mut Context<'_, '_>) -> Result<bool, Error> {
    let Via::Session(session) = cx.actor()?.via else { return Ok(true) };
    let now = cx.now.milliseconds();
    let proven = sessions::proven(cx.tx, session)?.unwrap_or_default();
    Ok((now - HOLDS..=now).contains(&proven) || ways(cx)?.is_none())
}

/// Refuses unless it [`holds`]. An API token proves nothing: what takes a proof is for nobody who comes with one.
pub fn require(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    account::browser(cx)?;
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

/// Notes that the person of the session proved to be there.
pub(crate) fn note(cx: &mut Context<'_, '_>, way: &str) -> Result<(), Error> {
    let (person, now) = (account::browser(cx)?.id, cx.now.milliseconds());
    if let Via::Session(session) = cx.actor()?.via {
        sessions::prove(cx.tx, person, session, now)?;
        let detail = json!({ "way": way, "session": session });
        cx.record(sessions::PROVE, &format!("person/{person}"), None::<&()>, None, &detail)?;
    }
    Ok(())
}

/// What a form brings along: the password where it was asked for, else the session must have been proven before.
pub(crate) async fn given(app: &App, credentials: Credentials, password: &str, origin: &Origin) -> Result<(), Error> {
    let typed = !password.is_empty();
    let asks = app.read(credentials, None, move |cx| {
        // Whoever has no password proves it another way, whatever was typed.
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
        let person = account::browser(cx)?.id;
        guard::admit_id(cx, person, Guess::Password, &from)
    });
    let admitted = admitted.await??;
    let stored = admitted.known.as_ref().and_then(|(_, secrets)| secrets.password.clone());
    let (verdict, _turn) = turn.verify(app, Password::new(password), stored).await?;
    let from = origin.clone();
    let judged = app.write(credentials, None, move |cx| {
        let person = account::browser(cx)?.id;
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
        .field("current"))
}

/// Proves it with a code of the authenticator application.
pub async fn with_code(app: &App, credentials: Credentials, code: &str, origin: Origin) -> Result<(), Error> {
    if !Secret::may_be_code(code) {
        return Err(sign_in::from_code(CodeRefusal::Malformed));
    }
    let code = code.to_owned();
    let done = app.write(credentials, None, move |cx| {
        let person = account::browser(cx)?.id;
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

/// Begins to prove it with a passkey.
pub async fn start_passkey(app: &App, credentials: Credentials) -> Result<(Value, String), Error> {
    let person = app.read(credentials, None, |cx| account::browser(cx).map(|person| person.id)).await?;
    sign_in::passkeys::start_proof(app, person, sign_in::passkeys::PROOF).await
}

/// Ends it with what the device answered.
pub async fn with_passkey(
    app: &App,
    credentials: Credentials,
    state: &str,
    answer: Value,
    origin: Origin,
) -> Result<(), Error> {
    app.read(credentials, None, |cx| account::browser(cx).map(drop)).await?;
    let shown = sign_in::passkeys::verified(app, sign_in::passkeys::PROOF, state, answer, &origin).await?;
    app.write(credentials, None, move |cx| {
        if account::browser(cx)?.id != shown.person() {
            return Err(sign_in::stale());
        }
        shown.note(cx)?;
        own_sessions::assure(cx)?;
        note(cx, "passkey")
    })
    .await
}
