//! Second factors: one-time codes and recovery codes.

use serde_json::json;
use tasuki_signin::codes::Secret;
use tasuki_signin::recovery::RecoveryCode;
use tasuki_store::{PersonId, Subject, persons, recovery_codes};

use crate::alerts::{self, Alert};
use crate::sign_in::{self, Origin};
use crate::{App, Context, Credentials, Error, Kind, proof, sessions};

/// The issuer of the codes, as an authenticator application shows it.
const ISSUER: &str = "Tasuki";

/// What a person needs to set up an authenticator application.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// The picture to scan, an SVG.
    pub picture: String,
    /// The key for typing it by hand, in groups of four.
    pub spelled: String,
    /// The address that opens the application on the same phone.
    pub address: String,
}

/// Starts setting up one-time codes, or shows again what was started.
pub fn enrol(cx: &mut Context<'_, '_>) -> Result<Enrolment, Error> {
    let person = cx.browser()?.clone();
    // Checked before the key is shown, so that nobody scans it and is refused afterwards.
    proof::require(cx)?;
    let pending = persons::secrets(cx.tx, person.id)?.and_then(|secrets| secrets.totp_pending);
    let secret = if let Some(secret) = pending.as_deref().and_then(Secret::from_slice) {
        secret
    } else {
        let random = cx.random;
        let secret = Secret::new(&mut |bytes: &mut [u8]| random.fill(bytes));
        persons::set_totp_pending(cx.tx, person.id, Some(secret.as_bytes()))?;
        cx.record("codes.begin", &Subject::Person(person.id), None::<&()>, None, &json!({}))?;
        secret
    };
    Ok(Enrolment {
        picture: secret.picture(ISSUER, &person.mail).map_err(sign_in::from_code)?,
        spelled: secret.spelled(),
        address: secret.address(ISSUER, &person.mail),
    })
}

/// Completes the set-up with the first code. A person without recovery codes gets them now, to be shown once.
pub fn confirm(cx: &mut Context<'_, '_>, code: &str) -> Result<Vec<String>, Error> {
    let owner = cx.browser()?.clone();
    proof::require(cx)?;
    let person = owner.id;
    let pending = persons::secrets(cx.tx, person)?.and_then(|secrets| secrets.totp_pending);
    let secret = pending.as_deref().and_then(Secret::from_slice).ok_or_else(|| {
        Error::new(Kind::State, "codes.not_begun", "設定が始まっていません。", "The set-up has not begun.")
            .hint("もう一度はじめからお試しください。", "Start again.")
    })?;
    let step = secret.verify(code, cx.now.at, None).map_err(sign_in::from_code)?;
    persons::set_totp(cx.tx, person, Some(secret.as_bytes()), i64::try_from(step).unwrap_or(i64::MAX))?;
    sessions::assure(cx)?;
    alerts::write(cx, &owner, &Alert::Added("認証アプリ", "an authenticator app"))?;
    cx.record("codes.add", &Subject::Person(person), None::<&()>, None, &json!({}))?;
    if recovery_codes::left(cx.tx, person)?.is_empty() { renew(cx, person) } else { Ok(Vec::new()) }
}

/// Stops using one-time codes.
pub async fn remove(app: &App, credentials: Credentials, password: &str, origin: &Origin) -> Result<(), Error> {
    proof::by_form(app, credentials, password, origin).await?;
    app.write(credentials, None, |cx| {
        proof::require(cx)?;
        let owner = cx.browser()?.clone();
        let person = owner.id;
        persons::set_totp(cx.tx, person, None, 0)?;
        alerts::write(cx, &owner, &Alert::Removed("認証アプリ", "the authenticator app"))?;
        cx.record("codes.remove", &Subject::Person(person), None::<&()>, None, &json!({}))
    })
    .await
}

/// Creates ten new recovery codes, to be shown once; the old ones become invalid.
pub async fn renew_recovery_codes(
    app: &App,
    credentials: Credentials,
    password: &str,
    origin: &Origin,
) -> Result<Vec<String>, Error> {
    proof::by_form(app, credentials, password, origin).await?;
    app.write(credentials, None, |cx| {
        proof::require(cx)?;
        let owner = cx.browser()?.clone();
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
    cx.record("recovery_codes.renew", &Subject::Person(person), None::<&()>, None, &json!({}))?;
    Ok(sheet.iter().map(RecoveryCode::reveal).collect())
}
