//! The organization (組織): its profile, its sites, and creating another one.

pub(crate) mod description;

use serde::Deserialize;
use serde_json::json;
use tasuki_catalog::{legible, visible};
use tasuki_scheme::{Identity, IdentityKind, Industry, Permission, Role, Roles, SizeClass};
use tasuki_store::members::{self, Member};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::persons;
use tasuki_store::sites::{self, Site};
use tasuki_store::{OrganizationId, SiteId, Subject};

use crate::{App, Context, Error, Kind, Via, account, bounds, founders, proof};

/// The profile of an organization.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The kind of its identity: `corporate_number`, `lei`, `duns`, `gbizid`, `own`.
    #[serde(default)]
    pub identity_kind: String,
    /// The identity. May be empty for `own`, which then uses the name.
    #[serde(default)]
    pub identity: String,
    /// 業種: a letter of the classification, or empty.
    #[serde(default)]
    pub industry: String,
    /// 規模: `21-50`, or empty.
    #[serde(default)]
    pub size_class: String,
    /// Whether members need a second factor or a passkey to enter; `None` leaves it unchanged.
    #[serde(default)]
    pub second_factor: Option<bool>,
}

/// The request's organization, for those who belong to it: what it says of itself is nobody's grant.
pub fn show(cx: &mut Context<'_, '_>) -> Result<Organization, Error> {
    let organization = cx.require(Permission::ReadMembers)?;
    organizations::find(cx.tx, organization)?.ok_or_else(Error::not_found)
}

/// The name of the request's organization, which everybody reads who comes in.
pub fn name(cx: &mut Context<'_, '_>) -> Result<String, Error> {
    let organization = cx.organization()?;
    Ok(organizations::name(cx.tx, organization)?)
}

/// The organizations of the caller, sorted by name; a token sees only its own organization.
pub fn own(cx: &mut Context<'_, '_>) -> Result<Vec<Organization>, Error> {
    let (person, via) = (cx.person()?.id, cx.actor()?.via.clone());
    let today = cx.now.today.to_string();
    let mut all = organizations::of_person(cx.tx, person, &today)?;
    if let Via::Token { organization, .. } = via {
        all.retain(|own| own.id == organization);
    }
    Ok(all)
}

/// Changes the organization's profile.
pub fn change(cx: &mut Context<'_, '_>, profile: &Profile) -> Result<Organization, Error> {
    cx.require(Permission::ManageOrganization)?;
    let before = show(cx)?;
    let second_factor = profile.second_factor.unwrap_or(before.second_factor);
    let after = Organization { second_factor, ..checked(before.id, before.created, profile)? };
    if after.second_factor && !before.second_factor && !cx.actor()?.assured {
        return Err(unassured());
    }
    if before.second_factor && !after.second_factor {
        // Without the requirement, a password alone gives access.
        proof::require(cx)?;
    }
    if after != before {
        organizations::set(cx.tx, &after)?;
        let subject = Subject::Organization(after.id);
        cx.record("organization.change", &subject, Some(&before), Some(&after), &json!({ "name": after.name }))?;
    }
    Ok(after)
}

/// Creates another organization, of which the person becomes administrator and security lead.
pub fn create(cx: &mut Context<'_, '_>, profile: &Profile) -> Result<Organization, Error> {
    let person = cx.browser()?.clone();
    // The administrators of an organization cannot reset a person who also belongs to another organization.
    proof::require(cx)?;
    founders::require(cx)?;
    let now = cx.now.milliseconds();
    let organization = checked(OrganizationId::new(now, cx.random()), now, profile)?;
    bounds::organization(cx)?;
    organizations::add(cx.tx, &organization)?;
    let member = Member {
        organization: organization.id,
        person: person.id,
        name: person.name,
        mail: person.mail,
        roles: Roles::new([Role::Administrator, Role::SecurityLead]),
        areas: Vec::new(),
        ends: None,
        joined: now,
        seen: None,
    };
    members::put(cx.tx, &member)?;
    // From here on the person acts as its member: the entries belong to the new organization's chain.
    if let Some(actor) = &mut cx.actor {
        actor.member = Some(member);
    }
    let member = Subject::Member(person.id);
    cx.record("member.join", &member, None::<&()>, None, &json!({ "roles": ["administrator", "security_lead"] }))?;
    let subject = Subject::Organization(organization.id);
    cx.record("organization.create", &subject, None, Some(&organization), &json!({ "name": organization.name }))?;
    Ok(organization)
}

/// Only a person who has used a second factor may require one, so that nobody locks themselves out.
fn unassured() -> Error {
    Error::new(
        Kind::State,
        "organization.second_factor",
        "必須にする前に、「自分のアカウント」でパスキーか認証アプリを登録し、それでサインインしてください。",
        "Before you ask it of everybody, register a passkey or an authenticator app under “Your account” and sign in with it.",
    ).hint("登録とサインインが済んだら、この画面でもう一度設定してください。", "After that, change the setting on this page again.")
    .field("second_factor")
}

/// Creates an organization for somebody with an account, who becomes its administrator; used by operators on the
/// server's command line.
pub async fn create_for(app: &App, mail: &str, profile: Profile) -> Result<Organization, Error> {
    let mail = account::checked_mail(mail)?;
    app.system(move |cx| {
        let found = persons::find_by_mail(cx.tx, &mail)?.filter(|person| person.disabled.is_none());
        let person = found.ok_or_else(|| {
            Error::new(
                Kind::NotFound,
                "organization.nobody",
                "そのメールアドレスのアカウントがありません。",
                "There is no account with that mail address.",
            ).hint("綴りを確かめてください。まだアカウントがなければ、先に招待するか、tasuki user で作ってください。", "Check the spelling. If there is no account yet, invite the person or create one with tasuki user first.")
        })?;
        cx.act_as(person);
        create(cx, &profile)
    })
    .await
}

fn checked(id: OrganizationId, created: i64, profile: &Profile) -> Result<Organization, Error> {
    let name = &*visible(&profile.name);
    if name.is_empty() || name.chars().count() > 200 || profile.name.trim().chars().any(char::is_control) {
        return Err(Error::invalid(
            "organization.name",
            "組織の名前を200文字以内で入力してください。",
            "Enter the organization's name, at most 200 characters.",
        )
        .hint(
            "登記や名刺などで使っている名前を入れてください。",
            "Enter the name under which the organization is known.",
        )
        .field("name"));
    }
    let identity = identity(name, &profile.identity_kind, &profile.identity)?;
    if !profile.industry.is_empty() && Industry::from_word(&profile.industry).is_none() {
        return Err(Error::invalid("organization.industry", "業種を選んでください。", "Choose an industry.")
            .hint(
                "一覧から近い業種を選ぶか、空欄にしてください。",
                "Choose the closest industry from the list, or leave it empty.",
            )
            .field("industry"));
    }
    if !profile.size_class.is_empty() && SizeClass::from_word(&profile.size_class).is_none() {
        return Err(Error::invalid("organization.size_class", "規模を選んでください。", "Choose a size.")
            .hint("一覧から規模を選ぶか、空欄にしてください。", "Choose a size from the list, or leave it empty.")
            .field("size_class"));
    }
    Ok(Organization {
        id,
        name: name.to_owned(),
        identity_kind: identity.kind().word().to_owned(),
        identity: identity.text().to_owned(),
        industry: profile.industry.clone(),
        size_class: profile.size_class.clone(),
        second_factor: profile.second_factor.unwrap_or_default(),
        created,
    })
}

/// The identity that was typed for a company of this name: the kind by its word, empty for the name alone, which then may be left out.
pub(crate) fn identity(name: &str, kind: &str, typed: &str) -> Result<Identity, Error> {
    let kind = if kind.is_empty() { "own" } else { kind };
    let Some(kind) = IdentityKind::from_word(kind) else {
        return Err(Error::invalid(
            "organization.identity_kind",
            "識別の種類を選んでください。",
            "Choose a kind of identity.",
        )
        .hint(
            "法人番号などの種類を一覧から選び、もう一度保存してください。",
            "Choose a kind, such as a corporate number, from the list, then save again.",
        )
        .field("identity_kind"));
    };
    let typed = if kind == IdentityKind::Own && typed.trim().is_empty() { name } else { typed };
    Identity::parse(kind, typed).map_err(|error| {
        Error::of(Kind::Invalid, error.code(), error.message(), error.hint()).field_with_hint("identity")
    })
}

/// The sites of the organization.
pub fn sites(cx: &mut Context<'_, '_>) -> Result<Vec<Site>, Error> {
    let organization = cx.organization()?;
    // Somebody from outside sees what was granted, and the sites are nobody's grant.
    if !cx.may(Permission::ReadMembers) {
        return Ok(Vec::new());
    }
    Ok(sites::list(cx.tx, organization)?)
}

/// Adds a site (if `id` is `None`) or changes one.
pub fn put_site(cx: &mut Context<'_, '_>, id: Option<SiteId>, name: &str, address: &str) -> Result<Site, Error> {
    let organization = cx.require(Permission::ManageOrganization)?;
    let (name, address) = (&*visible(name), &*legible(address));
    if name.is_empty() || name.chars().count() > 100 || address.chars().count() > 300 {
        return Err(Error::invalid(
            "site.name",
            "拠点の名前を100文字以内、住所を300文字以内で入力してください。",
            "Enter a name of at most 100 and an address of at most 300 characters.",
        )
        .hint("名前か住所を直して、もう一度保存してください。", "Correct the name or the address, then save again.")
        .field("name"));
    }
    let before = match id {
        Some(id) => Some(sites::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?),
        None => None,
    };
    let id = id.unwrap_or_else(|| SiteId::new(cx.now.milliseconds(), cx.random()));
    let site = Site { id, name: name.to_owned(), address: address.to_owned() };
    sites::put(cx.tx, organization, &site)?;
    let action = if before.is_some() { "site.change" } else { "site.add" };
    cx.record(action, &Subject::Site(id), before.as_ref(), Some(&site), &json!({ "name": site.name }))?;
    Ok(site)
}

/// Removes a site.
pub fn remove_site(cx: &mut Context<'_, '_>, id: SiteId) -> Result<(), Error> {
    let organization = cx.require(Permission::ManageOrganization)?;
    let site = sites::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    sites::remove(cx.tx, organization, id)?;
    cx.record("site.remove", &Subject::Site(id), Some(&site), None, &json!({ "name": site.name }))
}
