//! A forgotten password: a link by mail, or from an administrator, to choose a new one.

use serde_json::json;
use tasuki_scheme::{Permission, Role};
use tasuki_signin::passwords::Password;
use tasuki_signin::tokens::{Token, TokenKind};
use tasuki_store::ceremonies::{self, Ceremony};
use tasuki_store::people::{self, Person};
use tasuki_store::{PersonId, members, organizations, sessions};

use crate::mail::{self, Letter};
use crate::{App, Context, Credentials, Error, Kind, account, secrets, sign_in};

const KIND: &str = "reset";
/// A link works for an hour.
const LASTS: i64 = 60 * 60 * 1_000;

/// A link for the person behind a mail address, to be mailed; nothing if there is none. Whoever asks is told the same either way.
pub fn request(cx: &mut Context<'_, '_>, mail: &str) -> Result<Option<(Person, String)>, Error> {
    let found = people::find_by_mail(cx.tx, &mail.trim().to_lowercase())?;
    let Some(person) = found.filter(|person| person.disabled.is_none()) else { return Ok(None) };
    let secret = make(cx, person.id)?;
    cx.record("password.reset_requested", &format!("person/{}", person.id), None::<&()>, None, &json!({}))?;
    Ok(Some((person, secret)))
}

/// A link for a member, made by an administrator. Only where the administrator looks after every organization of that person: the link
/// opens all of them.
pub fn issue(cx: &mut Context<'_, '_>, person: PersonId) -> Result<String, Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let own = account::browser(cx)?.id;
    let today = cx.now.today.to_string();
    if members::find(cx.tx, organization, person, &today)?.is_none() {
        return Err(Error::not_found());
    }
    for other in organizations::of_person(cx.tx, person, &today)? {
        let administers = members::find(cx.tx, other.id, own, &today)?
            .is_some_and(|member| member.roles.contains(Role::Administrator));
        if !administers {
            return Err(Error::new(
                Kind::State,
                "reset.elsewhere",
                "ほかの組織にも属する人なので、ここからはリンクを作れません。",
                "This person belongs to other organizations as well, so no link can be made here.",
            )
            .hint(
                "本人に「パスワードを忘れた」から手続きしてもらってください。",
                "Ask them to use “Forgot password”.",
            ));
        }
    }
    let secret = make(cx, person)?;
    cx.record("password.reset_issued", &format!("person/{person}"), None::<&()>, None, &json!({}))?;
    Ok(secret)
}

/// Mails a link, if there is such a person and the server sends mail. Whoever asks is told the same either way.
pub async fn mail(app: &App, mail: String) -> Result<(), Error> {
    if !app.mails() {
        return Ok(());
    }
    app.write(Credentials::None, None, move |cx| {
        let Some((person, secret)) = request(cx, &mail)? else { return Ok(()) };
        let link = format!("{}/sign-in/reset/{secret}", cx.post.base_url);
        mail::write(cx, &person.mail, &letter(&person, &link), mail::Rank::Awaited)
    })
    .await
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

fn make(cx: &mut Context<'_, '_>, person: PersonId) -> Result<String, Error> {
    ceremonies::forget(cx.tx, person, KIND)?;
    let token = secrets::mint(cx, TokenKind::Reset);
    let ends = cx.now.milliseconds() + LASTS;
    let ceremony = Ceremony { kind: KIND.to_owned(), person: Some(person), state: String::new(), ends };
    ceremonies::put(cx.tx, &token.digest().0, &ceremony)?;
    Ok(token.reveal().to_owned())
}

/// Whose link it is, while it works.
pub fn whose(cx: &mut Context<'_, '_>, secret: &str) -> Result<Person, Error> {
    let place = place(secret)?;
    let now = cx.now.milliseconds();
    let ceremony = ceremonies::find(cx.tx, &place, KIND, now)?;
    let person = ceremony.and_then(|ceremony| ceremony.person).ok_or_else(ended)?;
    people::find(cx.tx, person)?.filter(|person| person.disabled.is_none()).ok_or_else(ended)
}

/// Chooses a new password with a link, and ends all sessions. Signing in is still to come, second factor and all.
pub async fn choose(app: &App, secret: &str, new: &str) -> Result<(), Error> {
    let place = place(secret)?;
    let (own, new) = (secret.to_owned(), Password::new(new));
    let checked = new.clone();
    app.read(Credentials::None, None, move |cx| {
        let person = whose(cx, &own)?;
        sign_in::act_as(cx, person);
        account::check_password(cx, &checked)
    })
    .await?;
    let hash = secrets::hash(app, new).await?;
    app.write(Credentials::None, None, move |cx| {
        let now = cx.now.milliseconds();
        let ceremony = ceremonies::take(cx.tx, &place, KIND, now)?.and_then(|ceremony| ceremony.person);
        let person = ceremony.ok_or_else(ended)?;
        let person = people::find(cx.tx, person)?.ok_or_else(ended)?;
        people::set_password(cx.tx, person.id, Some(&hash))?;
        people::set_failures(cx.tx, person.id, 0, 0)?;
        sessions::end_others(cx.tx, person.id, None)?;
        sign_in::act_as(cx, person.clone());
        cx.record("password.reset", &format!("person/{}", person.id), None::<&()>, None, &json!({}))
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
