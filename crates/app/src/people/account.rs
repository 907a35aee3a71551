//! One's own account (自分のアカウント): name, mail address, password.

pub(crate) mod description;

use serde::Serialize;
use serde_json::json;
use tasuki_catalog::{Lang, visible};
use tasuki_signin::passwords::{Password, PasswordRefusal};
use tasuki_signin::tokens::{Token, TokenKind};
use tasuki_store::attempts::{self, Attempts};
use tasuki_store::ceremonies::{self, Ceremony};
use tasuki_store::identities::{self, Identity};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::passkeys::{self, Passkey};
use tasuki_store::persons::{self, Person};
use tasuki_store::{PasskeyId, PersonId, Subject, devices, recovery_codes};

use crate::alerts::{self, Alert};
use crate::mail::{self, Letter};
use crate::sign_in::Origin;
use crate::{App, Context, Credentials, Destination, Error, Kind, digest, proof, secrets, sessions as own_sessions};

/// A new mail address that waits for its confirmation.
const MAIL: &str = ceremonies::MAIL;
/// The time within which it must be confirmed, in milliseconds: a day.
const MAIL_LASTS: i64 = 24 * 60 * 60 * 1_000;

/// Creates an account. The entry is in the server's own log, because the person may come to belong to several
/// organizations.
pub(crate) fn add(cx: &mut Context<'_, '_>, person: &Person, password: Option<&str>) -> Result<(), Error> {
    persons::add(cx.tx, person, password)?;
    cx.record_in(None, "person.add", &Subject::Person(person.id), None::<&()>, None, &json!({}))
}

/// Everything that the account page shows.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// The person.
    pub person: Person,
    /// The organizations, by name.
    pub organizations: Vec<Organization>,
    /// Whether there is a password.
    pub password: bool,
    /// Whether one-time codes are set up.
    pub codes: bool,
    /// The number of unused recovery codes.
    pub recovery_codes: usize,
    /// Passkeys, oldest first.
    pub passkeys: Vec<Passkey>,
    /// The person's identities at identity providers.
    pub identities: Vec<Identity>,
}

impl Account {
    /// Whether signing in requires two factors.
    pub fn has_second_factor(&self) -> bool {
        self.codes || !self.passkeys.is_empty()
    }
}

/// Everything that the account page shows.
pub fn show(cx: &mut Context<'_, '_>) -> Result<Account, Error> {
    let person = cx.browser()?.clone();
    let today = cx.now.today.to_string();
    let secrets = persons::secrets(cx.tx, person.id)?.ok_or_else(Error::not_found)?;
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

/// Whether the person signs in with a password alone. Not checked for sign-ins through the company's provider or with
/// an API token.
pub fn has_one_factor(cx: &mut Context<'_, '_>) -> Result<bool, Error> {
    let Ok(person) = cx.browser() else { return Ok(false) };
    let id = person.id;
    let secrets = persons::secrets(cx.tx, id)?;
    let alone = secrets.is_some_and(|secrets| secrets.password.is_some() && secrets.totp_secret.is_none());
    Ok(alone && passkeys::of_person(cx.tx, id)?.is_empty())
}

/// Changes the own name.
pub fn rename(cx: &mut Context<'_, '_>, name: &str) -> Result<(), Error> {
    let before = cx.browser()?.clone();
    let after = Person { name: checked_name(name)?, ..before.clone() };
    if after == before {
        return Ok(());
    }
    persons::set_profile(cx.tx, after.id, &after.name, &after.mail)?;
    cx.record("person.rename", &Subject::Person(after.id), Some(&before), Some(&after), &json!({}))
}

/// The result of a request for another mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailChange {
    /// It was changed immediately: this server sends no mail, so nothing can be confirmed.
    Done,
    /// It changes when the new address is confirmed by the link that was sent there.
    Asked,
}

/// Changes one's own mail address. The address is used for signing in, so a recent proof of identity is required, and
/// on a server that sends mail the new address must be confirmed first. The old address is notified.
pub async fn change_mail(
    app: &App,
    credentials: Credentials,
    mail: &str,
    password: &str,
    origin: &Origin,
) -> Result<MailChange, Error> {
    let mail = checked_mail(mail)?;
    proof::by_form(app, credentials, password, origin).await?;
    app.write(credentials, None, move |cx| {
        proof::require(cx)?;
        let person = cx.browser()?.clone();
        if cx.post.mails {
            ask_mail(cx, &person, &mail).map(|()| MailChange::Asked)
        } else {
            set_mail(cx, &person, &mail)
        }
    })
    .await
}

/// Sends the confirmation link. If the address already has an account, its owner gets a mail that says so, and the
/// page does not reveal it.
fn ask_mail(cx: &mut Context<'_, '_>, person: &Person, mail: &str) -> Result<(), Error> {
    bound_letters(cx, person.id)?;
    forget_links(cx, person.id, MAIL)?;
    let token = secrets::mint(cx, TokenKind::Mail);
    let ends = cx.now.milliseconds() + MAIL_LASTS;
    let ceremony = Ceremony { kind: MAIL.to_owned(), person: Some(person.id), state: mail.to_owned(), ends };
    let digest = token.digest().0;
    ceremonies::put(cx.tx, &digest, &ceremony)?;
    let taken = persons::find_by_mail(cx.tx, mail)?.is_some_and(|other| other.id != person.id);
    let link = cx.link(&Destination::ConfirmMail(token.reveal()));
    mail::write(cx, mail, &confirmation(person, (!taken).then_some(&link)), mail::Rank::Awaited)?;
    alerts::write(cx, person, &Alert::MailAsked(mail))?;
    let detail = json!({ "seal": ceremonies::seal(&digest, &ceremony) });
    cx.record("person.mail_asked", &Subject::Person(person.id), None::<&()>, None, &detail)
}

/// Limits how many mails a person can cause to addresses of their choice.
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

/// The address that waits for its confirmation, if there is one.
pub fn asked_mail(cx: &mut Context<'_, '_>) -> Result<Option<String>, Error> {
    let (person, now) = (cx.browser()?.id, cx.now.milliseconds());
    Ok(ceremonies::of_person(cx.tx, person, MAIL, now)?.map(|ceremony| ceremony.state))
}

/// Cancels the change to an address that waits for its confirmation.
pub fn forget_mail(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let person = cx.browser()?.id;
    forget_links(cx, person, MAIL)
}

/// Deletes a person's links of one kind.
pub(crate) fn forget_links(cx: &mut Context<'_, '_>, person: PersonId, kind: &str) -> Result<(), Error> {
    let ended = ceremonies::forget(cx.tx, person, kind)?;
    end_links(cx, person, &ended)
}

/// Records in the log which links ended, used or not: none of them works any more.
fn end_links(cx: &mut Context<'_, '_>, person: PersonId, seals: &[String]) -> Result<(), Error> {
    if seals.is_empty() {
        return Ok(());
    }
    let detail = json!({ "links": seals });
    cx.record(ceremonies::LINK_END, &Subject::Person(person), None::<&()>, None, &detail)
}

/// Deletes everything that a person has begun and not finished, including links.
pub(crate) fn forget_begun(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    let ended = ceremonies::forget_all(cx.tx, person)?;
    end_links(cx, person, &ended)
}

/// The address that a link confirms, while the link is valid.
pub fn mail_to_confirm(cx: &mut Context<'_, '_>, secret: &str) -> Result<String, Error> {
    let (place, now) = (mail_place(secret)?, cx.now.milliseconds());
    Ok(ceremonies::find(cx.tx, &place, MAIL, now)?.ok_or_else(mail_ended)?.state)
}

/// Confirms an address by the link that was sent there. The link shows that the person reads the mailbox; that the
/// account's owner wanted the change was proven when it was requested.
pub fn confirm_mail(cx: &mut Context<'_, '_>, secret: &str) -> Result<String, Error> {
    let (place, now) = (mail_place(secret)?, cx.now.milliseconds());
    let asked = ceremonies::take(cx.tx, &place, MAIL, now)?.ok_or_else(mail_ended)?;
    let person = asked.person.map(|person| persons::find(cx.tx, person)).transpose()?.flatten();
    let person = person.filter(|person| person.disabled.is_none()).ok_or_else(mail_ended)?;
    cx.act_as(person.clone());
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
    if persons::find_by_mail(cx.tx, mail)?.is_some_and(|other| other.id != before.id) {
        return Err(Error::invalid(
            "account.mail_taken",
            "このメールアドレスは使えません。",
            "This mail address cannot be used.",
        ).hint("別のメールアドレスを入力してください。すでにアカウントをお持ちなら、そのアカウントでサインインしてください。", "Enter another mail address. If you already have an account with it, sign in with that account.")
        .field("mail"));
    }
    let after = Person { mail: mail.to_owned(), ..before.clone() };
    persons::set_profile(cx.tx, after.id, &after.name, &after.mail)?;
    alerts::write_to(cx, before, &before.mail, &Alert::Mail(&after.mail))?;
    let detail = json!({ "confirmed": cx.post.mails });
    cx.record("person.mail", &Subject::Person(after.id), Some(before), Some(&after), &detail)?;
    Ok(MailChange::Done)
}

/// Sets a new password, and ends all other sessions and everything that was begun with the old one.
pub async fn change_password(
    app: &App,
    credentials: Credentials,
    current: &str,
    new: &str,
    origin: &Origin,
) -> Result<(), Error> {
    proof::by_form(app, credentials, current, origin).await?;
    let turn = app.hashing().turn().await?;
    let new = Password::new(new);
    let checked = new.clone();
    app.read(credentials, None, move |cx| check_password(cx, &checked)).await?;
    let hash = turn.hash(app, new).await?;
    let browser_secret = origin.browser;
    app.write(credentials, None, move |cx| {
        proof::require(cx)?;
        let person = cx.browser()?.clone();
        persons::set_password(cx.tx, person.id, Some(&hash))?;
        forget_begun(cx, person.id)?;
        let kept = own_sessions::current(cx);
        own_sessions::end_all(cx, person.id, kept)?;
        devices::remove_others(cx.tx, person.id, browser_secret.as_ref())?;
        alerts::write(cx, &person, &Alert::Password)?;
        cx.record("password.change", &Subject::Person(person.id), None::<&()>, None, &json!({}))
    })
    .await
}

/// Checks whether the person who acts may choose this password.
pub(crate) fn check_password(cx: &mut Context<'_, '_>, password: &Password) -> Result<(), Error> {
    let account = show(cx)?;
    let names: Vec<&str> = account.organizations.iter().map(|own| own.name.as_str()).collect();
    let about: Vec<&str> =
        [account.person.name.as_str(), account.person.mail.as_str()].into_iter().chain(names).collect();
    password.check(account.has_second_factor(), &about).map_err(refused)
}

/// A way to sign in that somebody wants to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    Passkey(PasskeyId),
    Provider(String),
}

/// Refuses to remove the last way to sign in.
pub(crate) fn keep_a_way_in(cx: &mut Context<'_, '_>, person: PersonId, given_up: &Way) -> Result<(), Error> {
    // Two concurrent removals must not leave none.
    persons::hold(cx.tx, person)?;
    let password = persons::secrets(cx.tx, person)?.is_some_and(|secrets| secrets.password.is_some());
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

/// Removes the link to an identity provider.
pub fn unlink(cx: &mut Context<'_, '_>, issuer: &str) -> Result<(), Error> {
    let owner = cx.browser()?.clone();
    proof::require(cx)?;
    let person = owner.id;
    keep_a_way_in(cx, person, &Way::Provider(issuer.to_owned()))?;
    if !identities::remove(cx.tx, person, issuer)? {
        return Err(Error::not_found());
    }
    alerts::write(cx, &owner, &Alert::Removed("会社のアカウント", "a company account"))?;
    cx.record("identity.remove", &Subject::Person(person), None::<&()>, None, &json!({ "issuer": issuer }))
}

/// A name that may be shown.
pub(crate) fn checked_name(name: &str) -> Result<String, Error> {
    let (typed, name) = (name.trim(), visible(name));
    if name.is_empty() || name.chars().count() > 100 || typed.chars().any(char::is_control) {
        return Err(Error::invalid(
            "person.name",
            "お名前を100文字以内で入力してください。",
            "Enter your name, at most 100 characters.",
        )
        .hint(
            "ほかの人に見せる名前を入れて、もう一度保存してください。",
            "Enter the name that others see, then save again.",
        )
        .field("name"));
    }
    Ok(name)
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
        .hint("hanako@example.co.jp のような形で入力してください。", "Enter it like hanako@example.com.")
        .field("mail"))
}

/// Turns a refused password into an error of a form.
pub(crate) fn refused(refusal: PasswordRefusal) -> Error {
    Error::of(Kind::Invalid, refusal.code(), refusal.message(), refusal.hint()).field_with_hint("password")
}
