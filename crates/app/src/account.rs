//! The own account (自分のアカウント): name, mail address, password.

use serde::Serialize;
use serde_json::json;
use tasuki_signin::passwords::{Password, PasswordRefusal, Verdict};
use tasuki_store::identities::{self, Identity};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::passkeys::{self, Passkey};
use tasuki_store::people::{self, Person};
use tasuki_store::{PasskeyId, PersonId, recovery_codes, sessions};

use crate::{App, Context, Credentials, Error, Kind, Via, secrets, sessions as own_sessions};

/// Everything that the own page shows.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// The person.
    pub person: Person,
    /// The organizations, by name.
    pub organizations: Vec<Organization>,
    /// Whether there is a password.
    pub password: bool,
    /// Whether there are one-time codes.
    pub codes: bool,
    /// Recovery codes that are left.
    pub recovery_codes: usize,
    /// Passkeys, oldest first.
    pub passkeys: Vec<Passkey>,
    /// How identity providers name the person.
    pub identities: Vec<Identity>,
}

impl Account {
    /// Whether signing in takes two factors.
    pub fn has_second_factor(&self) -> bool {
        self.codes || !self.passkeys.is_empty()
    }
}

/// The person who is signed in with a browser. An API token does not reach the account: it could otherwise make itself more.
pub fn browser<'c>(cx: &'c Context<'_, '_>) -> Result<&'c Person, Error> {
    let actor = cx.actor()?;
    match actor.via {
        Via::Token { .. } => Err(Error::not_found()),
        Via::Session(_) | Via::System => Ok(&actor.person),
    }
}

/// Everything that the own page shows.
pub fn show(cx: &mut Context<'_, '_>) -> Result<Account, Error> {
    let person = browser(cx)?.clone();
    let today = cx.now.today.to_string();
    let secrets = people::secrets(cx.tx, person.id)?.ok_or_else(Error::not_found)?;
    Ok(Account {
        organizations: organizations::of_person(cx.tx, person.id, &today)?,
        password: secrets.password.is_some(),
        codes: secrets.totp_secret.is_some(),
        recovery_codes: recovery_codes::left(cx.tx, person.id)?.len(),
        passkeys: passkeys::of_person(cx.tx, person.id)?,
        identities: identities::of_person(cx.tx, person.id)?,
        person,
    })
}

/// Whether the person signs in with a password alone. Whoever comes through the company's provider or an API token is not asked.
pub fn has_one_factor(cx: &mut Context<'_, '_>) -> Result<bool, Error> {
    let Ok(person) = browser(cx) else { return Ok(false) };
    let id = person.id;
    let secrets = people::secrets(cx.tx, id)?;
    let alone = secrets.is_some_and(|secrets| secrets.password.is_some() && secrets.totp_secret.is_none());
    Ok(alone && passkeys::of_person(cx.tx, id)?.is_empty())
}

/// Changes the own name.
pub fn rename(cx: &mut Context<'_, '_>, name: &str) -> Result<(), Error> {
    let before = browser(cx)?.clone();
    let after = Person { name: checked_name(name)?, ..before.clone() };
    if after == before {
        return Ok(());
    }
    people::set_profile(cx.tx, after.id, &after.name, &after.mail)?;
    cx.record("person.rename", &format!("person/{}", after.id), Some(&before), Some(&after), &json!({}))
}

/// Changes the own mail address. It signs in, so the password is asked for where there is one.
pub async fn change_mail(app: &App, credentials: Credentials, mail: &str, password: &str) -> Result<(), Error> {
    let mail = checked_mail(mail)?;
    prove(app, credentials, password).await?;
    app.write(credentials, None, move |cx| {
        let before = browser(cx)?.clone();
        if people::find_by_mail(cx.tx, &mail)?.is_some_and(|other| other.id != before.id) {
            return Err(Error::invalid(
                "account.mail_taken",
                "このメールアドレスは使えません。",
                "This mail address cannot be used.",
            )
            .field("mail"));
        }
        let after = Person { mail, ..before.clone() };
        people::set_profile(cx.tx, after.id, &after.name, &after.mail)?;
        cx.record("person.mail", &format!("person/{}", after.id), Some(&before), Some(&after), &json!({}))
    })
    .await
}

/// Chooses a new password and ends all other sessions.
pub async fn change_password(app: &App, credentials: Credentials, current: &str, new: &str) -> Result<(), Error> {
    prove(app, credentials, current).await?;
    let new = Password::new(new);
    let checked = new.clone();
    app.read(credentials, None, move |cx| check_password(cx, &checked)).await?;
    let hash = secrets::hash(app, new).await?;
    app.write(credentials, None, move |cx| {
        let person = browser(cx)?.id;
        people::set_password(cx.tx, person, Some(&hash))?;
        let kept = own_sessions::current(cx);
        sessions::end_others(cx.tx, person, kept)?;
        cx.record("password.change", &format!("person/{person}"), None::<&()>, None, &json!({}))
    })
    .await
}

/// Whether the person who acts may choose this password.
pub(crate) fn check_password(cx: &mut Context<'_, '_>, password: &Password) -> Result<(), Error> {
    let account = show(cx)?;
    let names: Vec<&str> = account.organizations.iter().map(|own| own.name.as_str()).collect();
    let about: Vec<&str> =
        [account.person.name.as_str(), account.person.mail.as_str()].into_iter().chain(names).collect();
    password.check(account.has_second_factor(), &about).map_err(refused)
}

/// Proves once more, by the password, that the person who is signed in is there. Whoever has none has nothing to prove.
pub(crate) async fn prove(app: &App, credentials: Credentials, password: &str) -> Result<(), Error> {
    let stored = app
        .read(credentials, None, |cx| {
            let person = browser(cx)?.id;
            Ok(people::secrets(cx.tx, person)?.and_then(|secrets| secrets.password))
        })
        .await?;
    let Some(stored) = stored else { return Ok(()) };
    match secrets::verify(app, Password::new(password), Some(stored)).await? {
        Verdict::Right | Verdict::RightButHashAgain => Ok(()),
        Verdict::Wrong => {
            Err(Error::invalid("account.password", "今のパスワードが違います。", "That is not your current password.")
                .field("current"))
        }
    }
}

/// A way in that somebody wants to give up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    Passkey(PasskeyId),
    Provider(String),
}

/// Refuses to give up the last way in.
pub(crate) fn keep_a_way_in(cx: &mut Context<'_, '_>, person: PersonId, given_up: &Way) -> Result<(), Error> {
    let password = people::secrets(cx.tx, person)?.is_some_and(|secrets| secrets.password.is_some());
    let passkeys = passkeys::of_person(cx.tx, person)?;
    let other_passkeys = passkeys.iter().any(|passkey| *given_up != Way::Passkey(passkey.id));
    let identities = identities::of_person(cx.tx, person)?;
    let other_identities = identities.iter().any(|identity| *given_up != Way::Provider(identity.issuer.clone()));
    if password || other_passkeys || other_identities {
        return Ok(());
    }
    Err(Error::new(
        Kind::State,
        "account.last_way",
        "サインインの方法がなくなるため、消せません。",
        "This is your only way to sign in.",
    )
    .hint("先にパスワードか別のパスキーを登録してください。", "Set a password or register another passkey first."))
}

/// Stops using an identity provider.
pub fn unlink(cx: &mut Context<'_, '_>, issuer: &str) -> Result<(), Error> {
    let person = browser(cx)?.id;
    keep_a_way_in(cx, person, &Way::Provider(issuer.to_owned()))?;
    if !identities::remove(cx.tx, person, issuer)? {
        return Err(Error::not_found());
    }
    cx.record("identity.remove", &format!("person/{person}"), None::<&()>, None, &json!({ "issuer": issuer }))
}

/// A name that may be shown.
pub(crate) fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Error::invalid(
            "person.name",
            "お名前を100文字以内で入力してください。",
            "Enter your name, at most 100 characters.",
        )
        .field("name"));
    }
    Ok(name.to_owned())
}

/// A mail address in lower case.
pub(crate) fn checked_mail(mail: &str) -> Result<String, Error> {
    let mail = mail.trim().to_lowercase();
    let (local, domain) = mail.rsplit_once('@').unwrap_or_default();
    let plain =
        mail.is_ascii() && !mail.contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;\"()".contains(c));
    if plain
        && !local.is_empty()
        && mail.len() <= 254
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
    {
        return Ok(mail);
    }
    Err(Error::invalid("person.mail", "メールアドレスの形を確かめてください。", "Check the mail address.")
        .hint("例: hanako@example.co.jp", "For example hanako@example.com")
        .field("mail"))
}

/// A refused password as an error of a form.
pub(crate) fn refused(refusal: PasswordRefusal) -> Error {
    let message = refusal.message();
    Error::invalid(refusal.code(), message.ja, message.en).field("password")
}
