//! Second factors: one-time codes and recovery codes.

use serde_json::json;
use tasuki_signin::codes::Secret;
use tasuki_signin::recovery::RecoveryCode;
use tasuki_store::{PersonId, people, recovery_codes};

use crate::alerts::{self, Alert};
use crate::sign_in::{self, Origin};
use crate::{App, Context, Credentials, Error, Kind, account, proof, sessions};

/// Where the codes come from, as an authenticator application shows it.
const ISSUER: &str = "Tasuki";

/// What is needed to set up an authenticator application.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// The picture to scan, an SVG.
    pub picture: String,
    /// The key to type instead, in groups of four.
    pub spelled: String,
    /// The address that opens the application on the same telephone.
    pub address: String,
}

/// Begins to set up one-time codes, or shows again what was begun.
pub fn enrol(cx: &mut Context<'_, '_>) -> Result<Enrolment, Error> {
    let person = account::browser(cx)?.clone();
    // Before the key is shown: whoever scans it must not be sent away afterwards.
    proof::require(cx)?;
    let pending = people::secrets(cx.tx, person.id)?.and_then(|secrets| secrets.totp_pending);
    let secret = if let Some(secret) = pending.as_deref().and_then(Secret::from_slice) {
        secret
    } else {
        let random = cx.random;
        let secret = Secret::new(&mut |bytes: &mut [u8]| random.fill(bytes));
        people::set_totp_pending(cx.tx, person.id, Some(secret.as_bytes()))?;
        cx.record("codes.begin", &format!("person/{}", person.id), None::<&()>, None, &json!({}))?;
        secret
    };
    Ok(Enrolment {
        picture: secret.picture(ISSUER, &person.mail).map_err(sign_in::from_code)?,
        spelled: secret.spelled(),
        address: secret.address(ISSUER, &person.mail),
    })
}

/// Ends the set-up with the first code. Whoever had no recovery codes gets them now, to be shown once.
pub fn confirm(cx: &mut Context<'_, '_>, code: &str) -> Result<Vec<String>, Error> {
    let owner = account::browser(cx)?.clone();
    proof::require(cx)?;
    let person = owner.id;
    let pending = people::secrets(cx.tx, person)?.and_then(|secrets| secrets.totp_pending);
    let secret = pending.as_deref().and_then(Secret::from_slice).ok_or_else(|| {
        Error::new(Kind::State, "codes.not_begun", "設定が始まっていません。", "The set-up has not begun.")
            .hint("もう一度はじめからお試しください。", "Start again.")
    })?;
    let step = secret.verify(code, cx.now.at, None).map_err(sign_in::from_code)?;
    people::set_totp(cx.tx, person, Some(secret.as_bytes()), i64::try_from(step).unwrap_or(i64::MAX))?;
    sessions::assure(cx)?;
    alerts::write(cx, &owner, &Alert::Added("認証アプリ", "an authenticator app"))?;
    cx.record("codes.add", &format!("person/{person}"), None::<&()>, None, &json!({}))?;
    if recovery_codes::left(cx.tx, person)?.is_empty() { renew(cx, person) } else { Ok(Vec::new()) }
}

/// Stops using one-time codes.
pub async fn remove(app: &App, credentials: Credentials, password: &str, origin: &Origin) -> Result<(), Error> {
    proof::given(app, credentials, password, origin).await?;
    app.write(credentials, None, |cx| {
        proof::require(cx)?;
        let owner = account::browser(cx)?.clone();
        let person = owner.id;
        people::set_totp(cx.tx, person, None, 0)?;
        alerts::write(cx, &owner, &Alert::Removed("認証アプリ", "the authenticator app"))?;
        cx.record("codes.remove", &format!("person/{person}"), None::<&()>, None, &json!({}))
    })
    .await
}

/// Makes ten new recovery codes, to be shown once; the old ones end.
pub async fn renew_recovery_codes(
    app: &App,
    credentials: Credentials,
    password: &str,
    origin: &Origin,
) -> Result<Vec<String>, Error> {
    proof::given(app, credentials, password, origin).await?;
    app.write(credentials, None, |cx| {
        proof::require(cx)?;
        let owner = account::browser(cx)?.clone();
        alerts::write(cx, &owner, &Alert::Added("新しい復旧コード", "new recovery codes"))?;
        renew(cx, owner.id)
    })
    .await
}

fn renew(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Vec<String>, Error> {
    let random = cx.random;
    let sheet = RecoveryCode::sheet(&mut |bytes: &mut [u8]| random.fill(bytes));
    let digests: Vec<[u8; 32]> = sheet.iter().map(|code| code.digest().0).collect();
    recovery_codes::replace(cx.tx, person, &digests)?;
    cx.record("recovery_codes.renew", &format!("person/{person}"), None::<&()>, None, &json!({}))?;
    Ok(sheet.iter().map(RecoveryCode::reveal).collect())
}
