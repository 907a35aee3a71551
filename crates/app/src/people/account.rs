//! The own account (自分のアカウント): name, mail address, password.

use serde::Serialize;
use serde_json::json;
use tasuki_catalog::Lang;
use tasuki_signin::passwords::{Password, PasswordRefusal};
use tasuki_signin::tokens::{Token, TokenKind};
use tasuki_store::attempts::{self, Attempts};
use tasuki_store::ceremonies::{self, Ceremony};
use tasuki_store::identities::{self, Identity};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::passkeys::{self, Passkey};
use tasuki_store::people::{self, Person};
use tasuki_store::{PasskeyId, PersonId, devices, recovery_codes};

use crate::alerts::{self, Alert};
use crate::mail::{self, Letter};
use crate::sign_in::{self, Origin};
use crate::{App, Context, Credentials, Error, Kind, Via, digest, proof, secrets, sessions as own_sessions};

/// A new mail address that waits for its confirmation.
const MAIL: &str = ceremonies::MAIL;
/// How long it waits, in milliseconds: a day.
const MAIL_LASTS: i64 = 24 * 60 * 60 * 1_000;

/// Makes an account. The server's own log tells of it: the person may come to belong to many organizations.
pub(crate) fn add(cx: &mut Context<'_, '_>, person: &Person, password: Option<&str>) -> Result<(), Error> {
    people::add(cx.tx, person, password)?;
    cx.record_in(None, "person.add", &format!("person/{}", person.id), None::<&()>, None, &json!({}))
}

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
        Via::Token { .. } => Err(in_person()),
        Via::Session(_) | Via::System => Ok(&actor.person),
    }
}

/// What a token must not do, as what comes of it would outlive the token.
fn in_person() -> Error {
    Error::new(
        Kind::NotFound,
        "token.in_person",
        "これは、APIトークンではできません。",
        "This cannot be done with an API token.",
    )
    .hint("サインインして、画面から行ってください。", "Sign in and do it on the page.")
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

/// What became of a wish for another mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailChange {
    /// It is changed: this server sends no mail, and nothing could be confirmed.
    Done,
    /// It changes once the new address is confirmed by the link that was sent there.
    Asked,
}

/// Changes the own mail address. It signs in, so the person proves to be there, and where the server sends mail the new address is
/// confirmed before it counts. The old one is told.
pub async fn change_mail(
    app: &App,
    credentials: Credentials,
    mail: &str,
    password: &str,
    origin: &Origin,
) -> Result<MailChange, Error> {
    let mail = checked_mail(mail)?;
    proof::given(app, credentials, password, origin).await?;
    app.write(credentials, None, move |cx| {
        proof::require(cx)?;
        let person = browser(cx)?.clone();
        if cx.post.mails {
            ask_mail(cx, &person, &mail).map(|()| MailChange::Asked)
        } else {
            set_mail(cx, &person, &mail)
        }
    })
    .await
}

/// Sends the link that confirms it. An address that somebody has already gets a letter that says so, and the page tells nothing of it.
fn ask_mail(cx: &mut Context<'_, '_>, person: &Person, mail: &str) -> Result<(), Error> {
    bound_letters(cx, person.id)?;
    forget_links(cx, person.id, MAIL)?;
    let token = secrets::mint(cx, TokenKind::Mail);
    let ends = cx.now.milliseconds() + MAIL_LASTS;
    let ceremony = Ceremony { kind: MAIL.to_owned(), person: Some(person.id), state: mail.to_owned(), ends };
    let digest = token.digest().0;
    ceremonies::put(cx.tx, &digest, &ceremony)?;
    let taken = people::find_by_mail(cx.tx, mail)?.is_some_and(|other| other.id != person.id);
    let link = format!("{}/me/mail/{}", cx.post.base_url, token.reveal());
    mail::write(cx, mail, &confirmation(person, (!taken).then_some(&link)), mail::Rank::Awaited)?;
    alerts::write(cx, person, &Alert::MailAsked(mail))?;
    let detail = json!({ "seal": ceremonies::seal(&digest, &ceremony) });
    cx.record("person.mail_asked", &format!("person/{}", person.id), None::<&()>, None, &detail)
}

/// Nobody sends more than a few letters a day to addresses that they name.
fn bound_letters(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    const MOST: i64 = 5;
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    let (place, now) = (digest(&format!("mail of {person}")), cx.now.milliseconds());
    let before = attempts::find(cx.tx, &place, now - DAY)?.count;
    if before >= MOST {
        return Err(Error::too_many(
            DAY.unsigned_abs() / 1_000,
            "account.mail_letters",
            "確認のメールは1日に5通までです。",
            "At most five letters a day are sent to confirm an address.",
        )
        .hint(
            "届いたメールのリンクを開くか、明日もう一度お試しください。",
            "Open a link that arrived, or try again tomorrow.",
        ));
    }
    Ok(attempts::put(cx.tx, &place, Attempts { count: before + 1, at: now })?)
}

fn confirmation(person: &Person, link: Option<&String>) -> Letter {
    let ja = mail::lang_of(&person.lang) == Lang::Ja;
    let body = match (link, ja) {
        (Some(link), true) => format!(
            "Tasuki のアカウントのメールアドレスをこのアドレスに変えるには、次のリンクを開いてください。1日有効です。\n\n{link}\n\n心当たりがなければ、このメールは捨ててください。\n"
        ),
        (Some(link), false) => format!(
            "Open this link to make this the mail address of your account on Tasuki. It works for a day.\n\n{link}\n\nIf you did not ask for it, throw this mail away.\n"
        ),
        (None, true) => "このアドレスを Tasuki のアカウントに使う申し込みがありましたが、このアドレスのアカウントはもうあります。何も変わっていません。\n".to_owned(),
        (None, false) => "Somebody asked to use this address for an account on Tasuki, but there is one with it already. Nothing was changed.\n".to_owned(),
    };
    let subject = if ja { "メールアドレスの確認" } else { "Confirm your mail address" };
    Letter { subject: format!("[Tasuki] {subject}"), body }
}

/// The address that waits for its confirmation, if one does.
pub fn asked_mail(cx: &mut Context<'_, '_>) -> Result<Option<String>, Error> {
    let (person, now) = (browser(cx)?.id, cx.now.milliseconds());
    Ok(ceremonies::of_person(cx.tx, person, MAIL, now)?.map(|ceremony| ceremony.state))
}

/// Gives up the address that waits for its confirmation.
pub fn forget_mail(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let person = browser(cx)?.id;
    forget_links(cx, person, MAIL)
}

/// Forgets a person's links of one kind.
pub(crate) fn forget_links(cx: &mut Context<'_, '_>, person: PersonId, kind: &str) -> Result<(), Error> {
    let ended = ceremonies::forget(cx.tx, person, kind)?;
    end_links(cx, person, &ended)
}

/// Says in the log which links ended, by use or otherwise: none of them opens anything again.
fn end_links(cx: &mut Context<'_, '_>, person: PersonId, seals: &[String]) -> Result<(), Error> {
    if seals.is_empty() {
        return Ok(());
    }
    let detail = json!({ "links": seals });
    cx.record(ceremonies::LINK_END, &format!("person/{person}"), None::<&()>, None, &detail)
}

/// Forgets everything that a person has half done, links included.
pub(crate) fn forget_begun(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    let ended = ceremonies::forget_all(cx.tx, person)?;
    end_links(cx, person, &ended)
}

/// Which address a link confirms, while it works.
pub fn mail_to_confirm(cx: &mut Context<'_, '_>, secret: &str) -> Result<String, Error> {
    let (place, now) = (mail_place(secret)?, cx.now.milliseconds());
    Ok(ceremonies::find(cx.tx, &place, MAIL, now)?.ok_or_else(mail_ended)?.state)
}

/// Confirms an address by the link that was sent there. Whoever has the link reads the mailbox; that the account's owner wanted it was
/// proven when it was asked for.
pub fn confirm_mail(cx: &mut Context<'_, '_>, secret: &str) -> Result<String, Error> {
    let (place, now) = (mail_place(secret)?, cx.now.milliseconds());
    let asked = ceremonies::take(cx.tx, &place, MAIL, now)?.ok_or_else(mail_ended)?;
    let person = asked.person.map(|person| people::find(cx.tx, person)).transpose()?.flatten();
    let person = person.filter(|person| person.disabled.is_none()).ok_or_else(mail_ended)?;
    sign_in::act_as(cx, person.clone());
    end_links(cx, person.id, &[ceremonies::seal(&place, &asked)])?;
    set_mail(cx, &person, &asked.state)?;
    Ok(asked.state)
}

fn mail_place(secret: &str) -> Result<[u8; 32], Error> {
    Token::parse(secret, TokenKind::Mail).map(|token| token.digest().0).ok_or_else(mail_ended)
}

fn mail_ended() -> Error {
    Error::new(Kind::NotFound, "account.mail_ended", "このリンクは使えません。", "This link does not work.").hint(
        "期限（1日）が過ぎたか、使用済みか、取り消されています。「自分のアカウント」からやり直してください。",
        "It has ended (after a day), was used or taken back. Ask again under “Your account”.",
    )
}

fn set_mail(cx: &mut Context<'_, '_>, before: &Person, mail: &str) -> Result<MailChange, Error> {
    if people::find_by_mail(cx.tx, mail)?.is_some_and(|other| other.id != before.id) {
        return Err(Error::invalid(
            "account.mail_taken",
            "このメールアドレスは使えません。",
            "This mail address cannot be used.",
        )
        .field("mail"));
    }
    let after = Person { mail: mail.to_owned(), ..before.clone() };
    people::set_profile(cx.tx, after.id, &after.name, &after.mail)?;
    alerts::write_to(cx, before, &before.mail, &Alert::Mail(&after.mail))?;
    let detail = json!({ "confirmed": cx.post.mails });
    cx.record("person.mail", &format!("person/{}", after.id), Some(before), Some(&after), &detail)?;
    Ok(MailChange::Done)
}

/// Chooses a new password and ends all other sessions, and whatever somebody has half done with the old one.
pub async fn change_password(
    app: &App,
    credentials: Credentials,
    current: &str,
    new: &str,
    origin: &Origin,
) -> Result<(), Error> {
    proof::given(app, credentials, current, origin).await?;
    let turn = app.hashing().turn().await?;
    let new = Password::new(new);
    let checked = new.clone();
    app.read(credentials, None, move |cx| check_password(cx, &checked)).await?;
    let hash = turn.hash(app, new).await?;
    let browser_secret = origin.browser;
    app.write(credentials, None, move |cx| {
        proof::require(cx)?;
        let person = browser(cx)?.clone();
        people::set_password(cx.tx, person.id, Some(&hash))?;
        forget_begun(cx, person.id)?;
        let kept = own_sessions::current(cx);
        own_sessions::end_all(cx, person.id, kept)?;
        devices::remove_others(cx.tx, person.id, browser_secret.as_ref())?;
        alerts::write(cx, &person, &Alert::Password)?;
        cx.record("password.change", &format!("person/{}", person.id), None::<&()>, None, &json!({}))
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

/// A way in that somebody wants to give up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    Passkey(PasskeyId),
    Provider(String),
}

/// Refuses to give up the last way in.
pub(crate) fn keep_a_way_in(cx: &mut Context<'_, '_>, person: PersonId, given_up: &Way) -> Result<(), Error> {
    // Two who give up one each must not leave none.
    people::hold(cx.tx, person)?;
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
    let owner = browser(cx)?.clone();
    proof::require(cx)?;
    let person = owner.id;
    keep_a_way_in(cx, person, &Way::Provider(issuer.to_owned()))?;
    if !identities::remove(cx.tx, person, issuer)? {
        return Err(Error::not_found());
    }
    alerts::write(cx, &owner, &Alert::Removed("会社のアカウント", "a company account"))?;
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
