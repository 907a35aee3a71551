//! Forgotten passwords: a link for choosing a new one, by mail or from an administrator.

use serde_json::json;
use tasuki_signin::passwords::Password;
use tasuki_signin::tokens::{Token, TokenKind};
use tasuki_store::ceremonies::{self, Ceremony};
use tasuki_store::persons::{self, Counted, Person};
use tasuki_store::{PersonId, Subject, devices, feeds, passkeys, reset_requests, tokens};

use crate::alerts::{self, Alert};
use crate::mail::{self, Letter};
use crate::{App, Context, Credentials, Destination, Error, Kind, account, keys, looked_after, secrets, sessions};

const KIND: &str = ceremonies::RESET;
/// A link works for an hour.
const LASTS: i64 = 60 * 60 * 1_000;
/// The minimum time between two mails to the same person, in milliseconds: ten minutes.
pub(crate) const AGAIN: i64 = 10 * 60 * 1_000;
/// The maximum number of mails that are written in one run.
const AT_ONCE: i64 = 100;
/// No mail address is longer.
const LONGEST_MAIL: usize = 254;

/// Creates a link for the person behind a mail address, to be mailed; nothing if there is no such person. The caller
/// gets the same response either way.
pub fn request(cx: &mut Context<'_, '_>, mail: &str) -> Result<Option<(Person, String)>, Error> {
    let found = persons::find_by_mail(cx.tx, &mail.trim().to_lowercase())?;
    let Some(person) = found.filter(|person| person.disabled.is_none()) else { return Ok(None) };
    let secret = make(cx, person.id, "password.reset_requested")?;
    Ok(Some((person, secret)))
}

/// Creates a link for a member, made by an administrator. Only if the administrator administers every organization of
/// that person, because the link gives access to all of them.
pub fn issue(cx: &mut Context<'_, '_>, person: PersonId) -> Result<String, Error> {
    looked_after::require(cx, person)?;
    make(cx, person, "password.reset_issued")
}

/// Records that somebody asked for a link. The same work is done for every request, whether the person exists or not;
/// the look-up and the mail follow later ([`send_asked`]), so that neither the response nor its time reveals who has
/// an account.
pub async fn ask(app: &App, mail: &str) -> Result<(), Error> {
    if !app.mails() {
        return Ok(());
    }
    // Something that cannot be an address is not stored.
    let mail: String = mail.trim().to_lowercase().chars().take(LONGEST_MAIL).collect();
    app.system(move |cx| {
        let now = cx.now.milliseconds();
        Ok(reset_requests::ask(cx.tx, &mail, now, now - AGAIN)?)
    })
    .await
}

/// Sends the mails for those requests whose address has an account; returns their number.
pub async fn send_asked(app: &App) -> Result<usize, Error> {
    let asked = app.store().read(|tx| reset_requests::open(tx, AT_ONCE)).await.map_err(Error::from)?;
    let mut sent = 0;
    for mail in asked {
        sent += usize::from(app.system(move |cx| send(cx, &mail)).await?);
    }
    Ok(sent)
}

fn send(cx: &mut Context<'_, '_>, mail: &str) -> Result<bool, Error> {
    if !reset_requests::take(cx.tx, mail)? {
        return Ok(false);
    }
    let Some((person, secret)) = request(cx, mail)? else { return Ok(false) };
    let link = cx.link(&Destination::ResetPassword(&secret));
    mail::write(cx, &person.mail, &letter(&person, &link), mail::Rank::Awaited)?;
    Ok(true)
}

fn letter(person: &Person, link: &str) -> Letter {
    let (ja, en) = (
        (
            "パスワードを決め直すリンク",
            "次のリンクから、新しいパスワードを決めてください。1時間有効です。\n\n",
            "\n\n心当たりがなければ、このメールは捨ててください。パスワードは変わりません。\n",
        ),
        (
            "Link to choose a new password",
            "Choose a new password here. The link works for an hour.\n\n",
            "\n\nIf you did not ask for it, throw this mail away. Nothing changes.\n",
        ),
    );
    let (subject, before, after) = if mail::lang_of(&person.lang) == tasuki_catalog::Lang::Ja { ja } else { en };
    Letter { subject: format!("[Tasuki] {subject}"), body: format!("{before}{link}{after}") }
}

/// Creates a link, and records this in the log as `action`.
pub(crate) fn make(cx: &mut Context<'_, '_>, person: PersonId, action: &str) -> Result<String, Error> {
    account::forget_links(cx, person, KIND)?;
    let token = secrets::mint(cx, TokenKind::Reset);
    let ends = cx.now.milliseconds() + LASTS;
    let ceremony = Ceremony { kind: KIND.to_owned(), person: Some(person), state: String::new(), ends };
    let digest = token.digest().0;
    ceremonies::put(cx.tx, &digest, &ceremony)?;
    let detail = json!({ "seal": ceremonies::seal(&digest, &ceremony) });
    cx.record(action, &Subject::Person(person), None::<&()>, None, &detail)?;
    Ok(token.reveal().to_owned())
}

/// The person that a link belongs to, and what else gives access to the account.
pub fn open(cx: &mut Context<'_, '_>, secret: &str) -> Result<(Person, Doors), Error> {
    let person = whose(cx, secret)?;
    let doors = Doors::of(cx, person.id)?;
    Ok((person, doors))
}

/// What else gives access to an account whose password is being changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Doors {
    /// How many passkeys there are.
    pub passkeys: usize,
    /// Whether the passkeys can be removed here. A link alone never removes the second factor, so this is possible
    /// only if codes remain.
    pub passkeys_can_go: bool,
    /// The number of API tokens.
    pub tokens: usize,
    /// The number of calendar feeds.
    pub feeds: usize,
}

impl Doors {
    fn of(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Self, Error> {
        let codes = persons::secrets(cx.tx, person)?.is_some_and(|secrets| secrets.totp_secret.is_some());
        let passkeys = passkeys::of_person(cx.tx, person)?.len();
        Ok(Self {
            passkeys,
            passkeys_can_go: codes && passkeys > 0,
            tokens: tokens::all_of_person(cx.tx, person)?.len(),
            feeds: feeds::of_person(cx.tx, person)?.len(),
        })
    }
}

/// Which of the [`Doors`] are closed together with the old password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Closed {
    /// All passkeys.
    pub passkeys: bool,
    /// All API tokens and calendar feeds.
    pub tokens: bool,
}

fn close(cx: &mut Context<'_, '_>, person: PersonId, closed: Closed) -> Result<(), Error> {
    let can_go = Doors::of(cx, person)?.passkeys_can_go;
    let passkeys = if closed.passkeys && can_go { passkeys::remove_all(cx.tx, person)? } else { 0 };
    let (tokens, feeds) = if closed.tokens { keys::end_all(cx, person)? } else { (0, 0) };
    let subject = Subject::Person(person);
    if passkeys > 0 {
        cx.record("passkey.remove", &subject, None::<&()>, None, &json!({ "by": "reset" }))?;
    }
    let detail = json!({ "passkeys": passkeys, "tokens": tokens, "feeds": feeds });
    cx.record("password.reset", &subject, None::<&()>, None, &detail)
}

/// The person that a link belongs to, while it is valid.
pub fn whose(cx: &mut Context<'_, '_>, secret: &str) -> Result<Person, Error> {
    let place = place(secret)?;
    let now = cx.now.milliseconds();
    let ceremony = ceremonies::find(cx.tx, &place, KIND, now)?.filter(|own| own.ends <= now + LASTS);
    let person = ceremony.and_then(|ceremony| ceremony.person).ok_or_else(ended)?;
    persons::find(cx.tx, person)?.filter(|person| person.disabled.is_none()).ok_or_else(ended)
}

/// Sets a new password with a link, and ends all sessions and everything else that was chosen. The person must still
/// sign in afterwards, including the second factor. Returns whether something else still gives access to the account
/// and should be reviewed.
pub async fn choose(app: &App, secret: &str, new: &str, closed: Closed) -> Result<bool, Error> {
    let place = place(secret)?;
    let (own, new) = (secret.to_owned(), Password::new(new));
    let turn = app.hashing().turn().await?;
    let checked = new.clone();
    app.read(Credentials::None, None, move |cx| {
        let person = whose(cx, &own)?;
        cx.act_as(person);
        account::check_password(cx, &checked)
    })
    .await?;
    let hash = turn.hash(app, new).await?;
    app.write(Credentials::None, None, move |cx| {
        let now = cx.now.milliseconds();
        let ceremony = ceremonies::find(cx.tx, &place, KIND, now)?.and_then(|ceremony| ceremony.person);
        let person = ceremony.ok_or_else(ended)?;
        let person = persons::find(cx.tx, person)?.filter(|person| person.disabled.is_none()).ok_or_else(ended)?;
        persons::set_password(cx.tx, person.id, Some(&hash))?;
        // The link identifies the person; it proves nothing about the second factor.
        let counted = persons::secrets(cx.tx, person.id)?.map(|secrets| secrets.counted).unwrap_or_default();
        persons::set_counted(cx.tx, person.id, Counted { password: 0, password_at: 0, ..counted })?;
        cx.act_as(person.clone());
        // This link too.
        account::forget_begun(cx, person.id)?;
        sessions::end_all(cx, person.id, None)?;
        devices::remove_others(cx.tx, person.id, None)?;
        alerts::write(cx, &person, &Alert::Password)?;
        close(cx, person.id, closed)?;
        let left = Doors::of(cx, person.id)?;
        Ok(left.passkeys + left.tokens + left.feeds > 0)
    })
    .await
}

fn place(secret: &str) -> Result<[u8; 32], Error> {
    Token::parse(secret, TokenKind::Reset).map(|token| token.digest().0).ok_or_else(ended)
}

fn ended() -> Error {
    Error::new(Kind::NotFound, "reset.ended", "このリンクは使えません。", "This link does not work.").hint(
        "期限（1時間）が過ぎたか、使用済みです。「パスワードを忘れた」からやり直してください。",
        "It has ended (after an hour) or was used. Ask for a new one under “Forgot password”.",
    )
}
