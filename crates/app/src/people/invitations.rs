//! Invitations: a link that makes somebody a member.

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_signin::passwords::Password;
use tasuki_signin::tokens::{Token, TokenKind};
use tasuki_store::invitations::{self, Invitation};
use tasuki_store::members::{self, Member};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::people::{self, Person};
use tasuki_store::{InvitationId, PersonId};

use crate::mail::{self, Letter};
use crate::members::{Place, checked};
use crate::sign_in::{self, Origin};
use crate::{App, Context, Credentials, Error, Kind, account, bounds, proof, secrets};

/// A link works for two weeks.
const LASTS: i64 = 14 * 24 * 60 * 60 * 1_000;

/// Whom to invite as what.
#[derive(Debug, Clone)]
pub struct New {
    /// The mail address.
    pub mail: String,
    /// The name, as far as known.
    pub name: String,
    /// What the person is to be.
    pub place: Place,
    /// Whether whoever has the link may use it, under whatever address; otherwise it is for the address alone.
    pub anybody: bool,
}

/// An invitation with what its page shows.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The invitation.
    pub invitation: Invitation,
    /// Where to.
    pub organization: Organization,
    /// Who invited.
    pub by: Option<Person>,
    /// Whether the invited address has an account already, so that its owner signs in instead of choosing a password.
    pub known: bool,
}

/// Invites somebody and returns the secret of the link.
pub fn create(cx: &mut Context<'_, '_>, new: New) -> Result<(Invitation, String), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let mail = account::checked_mail(&new.mail)?;
    let place = checked(cx, new.place)?;
    // Whoever comes in stays when a stolen session or token has long ended.
    proof::require(cx)?;
    if members::list(cx.tx, organization)?.iter().any(|member| member.mail == mail) {
        return Err(Error::invalid(
            "invitation.member",
            "この人はもうメンバーです。",
            "This person is a member already.",
        )
        .field("mail"));
    }
    bounds::invitation(cx)?;
    let (now, by) = (cx.now.milliseconds(), cx.person()?.id);
    // Whoever is invited again gets a new link; the old one ends.
    for earlier in invitations::open(cx.tx, organization)?.into_iter().filter(|earlier| earlier.mail == mail) {
        invitations::remove(cx.tx, organization, earlier.id)?;
        let subject = format!("invitation/{}", earlier.id);
        cx.record("invitation.revoke", &subject, Some(&earlier), None, &json!({}))?;
    }
    let invitation = Invitation {
        organization,
        id: InvitationId::new(now, cx.random()),
        mail,
        name: new.name.trim().chars().take(100).collect(),
        roles: place.roles,
        areas: place.areas,
        member_ends: place.ends,
        invited_by: by,
        created: now,
        ends: now + LASTS,
        accepted: None,
        bound: !new.anybody,
    };
    let token = secrets::mint(cx, TokenKind::Invitation);
    invitations::put(cx.tx, &invitation, &token.digest().0)?;
    let detail = json!({ "roles": invitation.roles });
    cx.record("invitation.create", &format!("invitation/{}", invitation.id), None, Some(&invitation), &detail)?;
    send(cx, &invitation, token.reveal())?;
    Ok((invitation, token.reveal().to_owned()))
}

/// The invitations that nobody has accepted, newest first.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Invitation>, Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    Ok(invitations::open(cx.tx, organization)?)
}

/// Gives an invitation a new link; the old one ends.
pub fn renew(cx: &mut Context<'_, '_>, id: InvitationId) -> Result<(Invitation, String), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let mut invitation = invitations::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    // Whoever has the new link comes in by it.
    proof::require(cx)?;
    bounds::invitation(cx)?;
    invitation.ends = cx.now.milliseconds() + LASTS;
    let token = secrets::mint(cx, TokenKind::Invitation);
    invitations::put(cx.tx, &invitation, &token.digest().0)?;
    cx.record("invitation.renew", &format!("invitation/{id}"), None, Some(&invitation), &json!({}))?;
    Ok((invitation, token.reveal().to_owned()))
}

/// Mails the link, in both languages: nothing is known of the person yet.
fn send(cx: &mut Context<'_, '_>, invitation: &Invitation, secret: &str) -> Result<(), Error> {
    let name = organizations::find(cx.tx, invitation.organization)?.map_or_else(String::new, |own| own.name);
    let (by, link) = (cx.person()?.name.clone(), format!("{}/invitations/{secret}", cx.post.base_url));
    let body = format!(
        "{by}さんが、Tasuki の「{name}」にあなたを招いています。次のリンクから参加してください。2週間有効です。\n\n{link}\n\n\
         {by} invites you to {name} on Tasuki. Join with the link above; it works for two weeks.\n"
    );
    let letter = Letter { subject: format!("[Tasuki] {name} への招待 / Invitation"), body };
    mail::write(cx, &invitation.mail, &letter, mail::Rank::Personal)
}

/// Takes an invitation back.
pub fn revoke(cx: &mut Context<'_, '_>, id: InvitationId) -> Result<(), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let invitation = invitations::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    invitations::remove(cx.tx, organization, id)?;
    cx.record("invitation.revoke", &format!("invitation/{id}"), Some(&invitation), None, &json!({}))
}

/// What a link leads to, while it works.
pub fn show(cx: &mut Context<'_, '_>, secret: &str) -> Result<Shown, Error> {
    let now = cx.now.milliseconds();
    let invitation = invitations::find_by_digest(cx.tx, &place(secret)?, now)?.ok_or_else(ended)?;
    let organization = organizations::find(cx.tx, invitation.organization)?.ok_or_else(ended)?;
    let by = people::find(cx.tx, invitation.invited_by)?;
    let known = people::find_by_mail(cx.tx, &invitation.mail)?.is_some();
    Ok(Shown { invitation, organization, by, known })
}

/// Accepts as somebody who is signed in already: under the address that was invited, unless whoever has the link was meant.
pub fn accept(cx: &mut Context<'_, '_>, secret: &str) -> Result<Organization, Error> {
    let person = account::browser(cx)?.clone();
    // Whoever belongs to another organization as well is out of the reach of one's administrators.
    proof::require(cx)?;
    let shown = show(cx, secret)?;
    if shown.invitation.bound && person.mail != shown.invitation.mail {
        return Err(other_address(&shown.invitation.mail));
    }
    join(cx, &person, &shown.invitation)?;
    Ok(shown.organization)
}

/// Accepts as somebody new: makes the account, and signs in. Returns the secret of the session's cookie.
pub async fn accept_as_new(
    app: &App,
    secret: &str,
    name: &str,
    password: &str,
    origin: Origin,
) -> Result<(Organization, String), Error> {
    let name = account::checked_name(name)?;
    let (own, password, about) = (secret.to_owned(), Password::new(password), name.clone());
    let turn = app.hashing().turn().await?;
    let checked = password.clone();
    app.read(Credentials::None, None, move |cx| {
        let shown = show(cx, &own)?;
        if shown.known {
            return Err(known());
        }
        let about = [about.as_str(), shown.invitation.mail.as_str(), shown.organization.name.as_str()];
        checked.check(false, &about).map_err(account::refused)
    })
    .await?;
    let hash = turn.hash(app, password).await?;
    let own = secret.to_owned();
    app.write(Credentials::None, None, move |cx| {
        let shown = show(cx, &own)?;
        if shown.known {
            return Err(known());
        }
        let now = cx.now.milliseconds();
        let person = Person {
            id: PersonId::new(now, cx.random()),
            mail: shown.invitation.mail.clone(),
            name,
            lang: "ja".to_owned(),
            theme: "auto".to_owned(),
            created: now,
            disabled: None,
        };
        account::add(cx, &person, Some(&hash))?;
        sign_in::act_as(cx, person.clone());
        join(cx, &person, &shown.invitation)?;
        let session = sign_in::enter(cx, person, "invitation", false, &origin)?;
        Ok((shown.organization, session))
    })
    .await
}

fn join(cx: &mut Context<'_, '_>, person: &Person, invitation: &Invitation) -> Result<(), Error> {
    let now = cx.now.milliseconds();
    let member = Member {
        organization: invitation.organization,
        person: person.id,
        name: person.name.clone(),
        mail: person.mail.clone(),
        roles: invitation.roles.clone(),
        areas: invitation.areas.clone(),
        ends: invitation.member_ends,
        joined: now,
        seen: None,
    };
    if members::list(cx.tx, invitation.organization)?.iter().any(|own| own.person == person.id) {
        return Err(Error::new(Kind::State, "invitation.member", "もうメンバーです。", "You are a member already."));
    }
    members::put(cx.tx, &member)?;
    invitations::accept(cx.tx, invitation, now)?;
    if let Some(actor) = &mut cx.actor {
        actor.member = Some(member.clone());
    }
    cx.record("invitation.accept", &format!("invitation/{}", invitation.id), None::<&()>, None, &json!({}))?;
    let detail = json!({ "invitation": invitation.id, "roles": member.roles });
    cx.record("member.join", &format!("member/{}", person.id), None, Some(&member), &detail)
}

fn place(secret: &str) -> Result<[u8; 32], Error> {
    Token::parse(secret, TokenKind::Invitation).map(|token| token.digest().0).ok_or_else(ended)
}

fn known() -> Error {
    Error::new(
        Kind::State,
        "invitation.known",
        "このメールアドレスのアカウントはもうあります。",
        "There is an account for this mail address already.",
    )
    .hint("サインインしてから、このリンクをもう一度開いてください。", "Sign in, then open this link again.")
}

fn other_address(mail: &str) -> Error {
    Error::new(
        Kind::State,
        "invitation.other_address",
        format!("この招待は {mail} 宛てです。"),
        format!("This invitation is for {mail}."),
    )
    .hint(
        "そのメールアドレスのアカウントでサインインするか、招待した人に、いまのアドレス宛てに招待し直してもらってください。",
        "Sign in with the account of that address, or ask to be invited under your own.",
    )
}

fn ended() -> Error {
    Error::new(Kind::NotFound, "invitation.ended", "この招待は使えません。", "This invitation does not work.").hint(
        "期限が過ぎたか、使用済みか、取り消されています。招待した人に新しいリンクを頼んでください。",
        "It has ended, was used, or was taken back. Ask whoever invited you for a new link.",
    )
}
