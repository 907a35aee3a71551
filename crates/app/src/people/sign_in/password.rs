//! The password.

use tasuki_signin::passwords::{Password, Verdict};
use tasuki_store::{Subject, passkeys, persons, recovery_codes};

use super::{Entered, Origin, PATIENCE, Ways, enter, guard, halfway};
use crate::{App, Context, Credentials, Error, Kind};

/// Signs in with a mail address and a password.
pub async fn with_password(app: &App, mail: &str, password: &str, origin: Origin) -> Result<Entered, Error> {
    let mail = mail.trim().to_lowercase();
    if mail.is_empty() || password.is_empty() {
        return Err(Error::invalid(
            "sign_in.empty",
            "メールアドレスとパスワードを入力してください。",
            "Enter your mail address and password.",
        )
        .hint("両方を入力してから、もう一度サインインしてください。", "Enter both, then sign in again."));
    }
    // The attempt is counted only after it has got its turn: a request that is refused because of the load has tried
    // nothing.
    let turn = app.hashing().turn().await?;
    let from = origin.clone();
    let admitted = app.write(Credentials::None, None, move |cx| guard::admit(cx, &mail, &from)).await??;
    let stored = admitted.known.as_ref().and_then(|(_, secrets)| secrets.password.clone());
    let password = Password::new(password);
    let (verdict, turn) = turn.verify(app, password.clone(), stored.clone()).await?;
    let again = match verdict {
        Verdict::RightButHashAgain => Some(turn.hash(app, password).await?),
        _ => None,
    };
    let entered = app.write(Credentials::None, None, move |cx| {
        let Some(id) = admitted.known.as_ref().map(|(person, _)| person.id) else {
            guard::note_failure(cx, None, "password", &origin)?;
            return Ok(None);
        };
        if verdict == Verdict::Wrong {
            guard::note_failure(cx, Some(id), "password", &origin)?;
            return Ok(None);
        }
        // The password may have been changed since it was looked up.
        let person = persons::find(cx.tx, id)?.filter(|person| person.disabled.is_none());
        let same = persons::secrets(cx.tx, id)?.is_some_and(|now| now.password == stored);
        let Some(person) = person.filter(|_| same) else { return Ok(None) };
        guard::right(cx, &admitted)?;
        if let Some(hash) = again {
            persons::refresh_password(cx.tx, person.id, &hash)?;
            let subject = Subject::Person(person.id);
            cx.record("password.refresh", &subject, None::<&()>, None, &serde_json::json!({}))?;
        }
        if !has_second_factor(ways(cx, person.id)?) {
            return enter(cx, person, "password", false, &origin).map(|secret| Some(Entered::In(secret)));
        }
        let secret = halfway(cx, "second_factor", Some(person.id), String::new(), PATIENCE)?;
        Ok(Some(Entered::SecondFactor(secret)))
    });
    entered.await?.ok_or_else(wrong)
}

/// The second factors that a person can use.
pub(super) fn ways(cx: &mut Context<'_, '_>, person: tasuki_store::PersonId) -> Result<Ways, Error> {
    let codes = persons::secrets(cx.tx, person)?.is_some_and(|secrets| secrets.totp_secret.is_some());
    let passkeys = !passkeys::of_person(cx.tx, person)?.is_empty();
    let recovery_codes = recovery_codes::left(cx.tx, person)?.len();
    Ok(Ways { codes, passkeys, recovery_codes })
}

fn has_second_factor(ways: Ways) -> bool {
    ways.codes || ways.passkeys
}

fn wrong() -> Error {
    Error::new(
        Kind::Invalid,
        "sign_in.wrong",
        "メールアドレスかパスワードが違います。",
        "The mail address or the password is not right.",
    )
    .hint(
        "忘れたときは「パスワードを忘れた」から決め直せます。",
        "If you forgot it, choose a new one under “Forgot password”.",
    )
}
