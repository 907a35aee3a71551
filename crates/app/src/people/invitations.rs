//! Invitations: links with which people become members.

pub(crate) mod description;

use serde_json::json;
use tasuki_catalog::visible;
use tasuki_scheme::Permission;
use tasuki_signin::passwords::Password;
use tasuki_signin::tokens::{Token, TokenKind};
use tasuki_store::grants::{Holder, Opening};
use tasuki_store::invitations::{self, Invitation};
use tasuki_store::members::{self, Member};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::persons::{self, Person};
use tasuki_store::{InvitationId, PersonId, Subject};

use crate::grants::ending::end_all;
use crate::mail::{self, Letter};
use crate::members::{Place, checked};
use crate::sign_in::{self, Origin};
use crate::{App, Context, Credentials, Destination, Error, Kind, account, bounds, grants, proof, secrets};

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
    /// What is opened to the person, until the last day as a member.
    pub openings: Vec<Opening>,
    /// Whether anybody who has the link may use it, with any mail address; otherwise only the invited address may.
    pub anybody: bool,
}

/// An invitation, with what its page shows.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The invitation.
    pub invitation: Invitation,
    /// Where to.
    pub organization: Organization,
    /// Who invited.
    pub by: Option<Person>,
    /// Whether the invited address already has an account, so that its owner signs in instead of choosing a password.
    pub known: bool,
}

/// Invites somebody and returns the secret of the link.
pub fn create(cx: &mut Context<'_, '_>, new: New) -> Result<(Invitation, String), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let mail = account::checked_mail(&new.mail)?;
    let place = checked(cx, new.place)?;
    // A new member outlasts a stolen session or token, so a recent proof of identity is required.
    proof::require(cx)?;
    if members::list(cx.tx, organization)?.iter().any(|member| member.mail == mail) {
        return Err(member_already(Kind::Invalid).field("mail"));
    }
    bounds::invitation(cx)?;
    let (now, by) = (cx.now.milliseconds(), cx.person()?.id);
    // A repeated invitation has a new link; the old one becomes invalid.
    for earlier in invitations::open(cx.tx, organization)?.into_iter().filter(|earlier| earlier.mail == mail) {
        withdraw(cx, &earlier)?;
    }
    let invitation = Invitation {
        organization,
        id: InvitationId::new(now, cx.random()),
        mail,
        name: visible(&new.name).chars().take(100).collect(),
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
    cx.record("invitation.create", &Subject::Invitation(invitation.id), None, Some(&invitation), &detail)?;
    if let Some(ends) = invitation.member_ends {
        grants::promise(cx, invitation.id, new.openings, ends)?;
    } else if !new.openings.is_empty() {
        return Err(no_last_day());
    }
    send(cx, &invitation, token.reveal())?;
    Ok((invitation, token.reveal().to_owned()))
}

/// The open invitations, newest first.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Invitation>, Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    Ok(invitations::open(cx.tx, organization)?)
}

/// Gives an invitation a new link; the old one becomes invalid.
pub fn renew(cx: &mut Context<'_, '_>, id: InvitationId) -> Result<(Invitation, String), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let mut invitation = invitations::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    // The new link admits a member, like an invitation.
    proof::require(cx)?;
    bounds::invitation(cx)?;
    invitation.ends = cx.now.milliseconds() + LASTS;
    let token = secrets::mint(cx, TokenKind::Invitation);
    invitations::put(cx.tx, &invitation, &token.digest().0)?;
    cx.record("invitation.renew", &Subject::Invitation(id), None, Some(&invitation), &json!({}))?;
    Ok((invitation, token.reveal().to_owned()))
}

/// Mails the link, in both languages, because the person's language is not known yet.
fn send(cx: &mut Context<'_, '_>, invitation: &Invitation, secret: &str) -> Result<(), Error> {
    let name = organizations::name(cx.tx, invitation.organization)?;
    let (by, link) = (cx.person()?.name.clone(), cx.link(&Destination::Invitation(secret)));
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
    withdraw(cx, &invitation)
}

/// Removes an invitation, with what it was to open.
fn withdraw(cx: &mut Context<'_, '_>, invitation: &Invitation) -> Result<(), Error> {
    invitations::remove(cx.tx, invitation.organization, invitation.id)?;
    cx.record("invitation.revoke", &Subject::Invitation(invitation.id), Some(invitation), None, &json!({}))?;
    end_all(cx, invitation.organization, Holder::Invitation(invitation.id))
}

/// The invitation that a link belongs to, while it is valid.
pub fn show(cx: &mut Context<'_, '_>, secret: &str) -> Result<Shown, Error> {
    let now = cx.now.milliseconds();
    let invitation = invitations::find_by_digest(cx.tx, &place(secret)?, now)?.ok_or_else(ended)?;
    let organization = organizations::find(cx.tx, invitation.organization)?.ok_or_else(ended)?;
    let by = persons::find(cx.tx, invitation.invited_by)?;
    let known = persons::find_by_mail(cx.tx, &invitation.mail)?.is_some();
    Ok(Shown { invitation, organization, by, known })
}

/// Accepts an invitation for somebody who is signed in: the invited address must be theirs, unless the invitation is
/// for anybody who has the link.
pub fn accept(cx: &mut Context<'_, '_>, secret: &str) -> Result<Organization, Error> {
    let person = cx.browser()?.clone();
    // The administrators of an organization cannot reset a person who also belongs to another organization.
    proof::require(cx)?;
    let shown = show(cx, secret)?;
    if shown.invitation.bound && person.mail != shown.invitation.mail {
        return Err(other_address(&shown.invitation.mail));
    }
    join(cx, &person, &shown.invitation)?;
    Ok(shown.organization)
}

/// Accepts an invitation for somebody new: creates the account and signs in. Returns the secret of the session's
/// cookie.
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
        cx.act_as(person.clone());
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
        return Err(member_already(Kind::State));
    }
    members::put(cx.tx, &member)?;
    invitations::accept(cx.tx, invitation, now)?;
    if let Some(actor) = &mut cx.actor {
        actor.member = Some(member.clone());
    }
    cx.record("invitation.accept", &Subject::Invitation(invitation.id), None::<&()>, None, &json!({}))?;
    let detail = json!({ "invitation": invitation.id, "roles": member.roles });
    cx.record("member.join", &Subject::Member(person.id), None, Some(&member), &detail)?;
    grants::hand_over(cx, invitation.organization, invitation.id, person.id)
}

fn place(secret: &str) -> Result<[u8; 32], Error> {
    Token::parse(secret, TokenKind::Invitation).map(|token| token.digest().0).ok_or_else(ended)
}

fn no_last_day() -> Error {
    Error::invalid(
        "grant.no_last_day",
        "評価を開くには、最後の日が必要です。",
        "Opening an assessment needs a last day.",
    )
    .hint(
        "終わりの日を入れるか、メンバーになった後に許可してください。",
        "Give a last day, or grant it to the member later.",
    )
    .field("ends")
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

fn member_already(kind: Kind) -> Error {
    Error::new(kind, "invitation.member", "すでにこの組織のメンバーです。", "Already a member of this organization.")
        .hint(
            "招待は要りません。役割を変えるときは、管理者がメンバーの一覧で変えられます。",
            "No invitation is needed. An administrator can change roles in the list of members.",
        )
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
