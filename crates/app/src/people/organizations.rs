//! The organization (組織): what it is, its sites, and making another one.

use serde::Deserialize;
use serde_json::json;
use tasuki_scheme::{Identity, IdentityKind, Industry, Permission, Role, Roles, SizeClass};
use tasuki_store::members::{self, Member};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::people;
use tasuki_store::sites::{self, Site};
use tasuki_store::{OrganizationId, SiteId};

use crate::{App, Context, Error, Kind, Via, account, bounds, founders, proof, sign_in};

/// What somebody tells of an organization.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Told {
    /// Its name.
    pub name: String,
    /// What kind of identity follows: `corporate_number`, `lei`, `duns`, `gbizid`, `own`.
    #[serde(default)]
    pub identity_kind: String,
    /// The identity. May be empty for `own`: the name stands for it.
    #[serde(default)]
    pub identity: String,
    /// 業種: a letter of the classification, or empty.
    #[serde(default)]
    pub industry: String,
    /// 規模: `21-50`, or empty.
    #[serde(default)]
    pub size_class: String,
    /// Whether members come in only after a second factor or a passkey; as it was when nothing is said.
    #[serde(default)]
    pub second_factor: Option<bool>,
}

/// The request's organization.
pub fn show(cx: &mut Context<'_, '_>) -> Result<Organization, Error> {
    let organization = cx.organization()?;
    organizations::find(cx.tx, organization)?.ok_or_else(Error::not_found)
}

/// The organizations of the person who asks, by name; a token knows of its own alone.
pub fn own(cx: &mut Context<'_, '_>) -> Result<Vec<Organization>, Error> {
    let (person, via) = (cx.person()?.id, cx.actor()?.via.clone());
    let today = cx.now.today.to_string();
    let mut all = organizations::of_person(cx.tx, person, &today)?;
    if let Via::Token { organization, .. } = via {
        all.retain(|own| own.id == organization);
    }
    Ok(all)
}

/// Changes what the organization is.
pub fn change(cx: &mut Context<'_, '_>, told: &Told) -> Result<Organization, Error> {
    cx.require(Permission::ManageOrganization)?;
    let before = show(cx)?;
    let second_factor = told.second_factor.unwrap_or(before.second_factor);
    let after = Organization { second_factor, ..checked(before.id, before.created, told)? };
    if after.second_factor && !before.second_factor && !cx.actor()?.assured {
        return Err(unassured());
    }
    if before.second_factor && !after.second_factor {
        // From then on a password alone opens what took two things.
        proof::require(cx)?;
    }
    if after != before {
        organizations::set(cx.tx, &after)?;
        let subject = format!("organization/{}", after.id);
        cx.record("organization.change", &subject, Some(&before), Some(&after), &json!({ "name": after.name }))?;
    }
    Ok(after)
}

/// Makes another organization, of which the person becomes administrator and security lead.
pub fn create(cx: &mut Context<'_, '_>, told: &Told) -> Result<Organization, Error> {
    let person = account::browser(cx)?.clone();
    // Whoever belongs to another organization as well is out of the reach of one's administrators.
    proof::require(cx)?;
    founders::require(cx)?;
    let now = cx.now.milliseconds();
    let organization = checked(OrganizationId::new(now, cx.random()), now, told)?;
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
    // From here on the person acts as its member: what is written down belongs to the new organization's chain.
    if let Some(actor) = &mut cx.actor {
        actor.member = Some(member);
    }
    let member = format!("member/{}", person.id);
    cx.record("member.join", &member, None::<&()>, None, &json!({ "roles": ["administrator", "security_lead"] }))?;
    let subject = format!("organization/{}", organization.id);
    cx.record("organization.create", &subject, None, Some(&organization), &json!({ "name": organization.name }))?;
    Ok(organization)
}

/// Whoever asks a second factor of all has shown one: nobody locks themselves out.
fn unassured() -> Error {
    Error::new(
        Kind::State,
        "organization.second_factor",
        "必須にする前に、「自分のアカウント」でパスキーか認証アプリを登録し、それでサインインしてください。",
        "Before you ask it of everybody, register a passkey or an authenticator app under “Your account” and sign in with it.",
    )
    .field("second_factor")
}

/// Makes an organization for somebody with an account, who becomes its administrator: what whoever runs the machine does there.
pub async fn create_for(app: &App, mail: &str, told: Told) -> Result<Organization, Error> {
    let mail = account::checked_mail(mail)?;
    app.system(move |cx| {
        let found = people::find_by_mail(cx.tx, &mail)?.filter(|person| person.disabled.is_none());
        let person = found.ok_or_else(|| {
            Error::new(
                Kind::NotFound,
                "organization.nobody",
                "そのメールアドレスのアカウントがありません。",
                "There is no account with that mail address.",
            )
        })?;
        sign_in::act_as(cx, person);
        create(cx, &told)
    })
    .await
}

fn checked(id: OrganizationId, created: i64, told: &Told) -> Result<Organization, Error> {
    let name = told.name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(Error::invalid(
            "organization.name",
            "組織の名前を200文字以内で入力してください。",
            "Enter the organization's name, at most 200 characters.",
        )
        .field("name"));
    }
    let kind = if told.identity_kind.is_empty() { "own" } else { &told.identity_kind };
    let Some(kind) = IdentityKind::from_word(kind) else {
        return Err(Error::invalid(
            "organization.identity_kind",
            "識別の種類を選んでください。",
            "Choose a kind of identity.",
        )
        .field("identity_kind"));
    };
    let typed = if kind == IdentityKind::Own && told.identity.trim().is_empty() { name } else { &told.identity };
    let identity = Identity::parse(kind, typed).map_err(|error| {
        let message = error.message();
        Error::invalid(error.code(), message.ja, message.en).field("identity")
    })?;
    if !told.industry.is_empty() && Industry::from_word(&told.industry).is_none() {
        return Err(
            Error::invalid("organization.industry", "業種を選んでください。", "Choose an industry.").field("industry")
        );
    }
    if !told.size_class.is_empty() && SizeClass::from_word(&told.size_class).is_none() {
        return Err(
            Error::invalid("organization.size_class", "規模を選んでください。", "Choose a size.").field("size_class")
        );
    }
    Ok(Organization {
        id,
        name: name.to_owned(),
        identity_kind: identity.kind().word().to_owned(),
        identity: identity.text().to_owned(),
        industry: told.industry.clone(),
        size_class: told.size_class.clone(),
        second_factor: told.second_factor.unwrap_or_default(),
        created,
    })
}

/// The sites of the organization.
pub fn sites(cx: &mut Context<'_, '_>) -> Result<Vec<Site>, Error> {
    let organization = cx.organization()?;
    Ok(sites::list(cx.tx, organization)?)
}

/// Adds a site (`id` is none) or changes one.
pub fn put_site(cx: &mut Context<'_, '_>, id: Option<SiteId>, name: &str, address: &str) -> Result<Site, Error> {
    let organization = cx.require(Permission::ManageOrganization)?;
    let (name, address) = (name.trim(), address.trim());
    if name.is_empty() || name.chars().count() > 100 || address.chars().count() > 300 {
        return Err(Error::invalid(
            "site.name",
            "拠点の名前を100文字以内、住所を300文字以内で入力してください。",
            "Enter a name of at most 100 and an address of at most 300 characters.",
        )
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
    cx.record(action, &format!("site/{id}"), before.as_ref(), Some(&site), &json!({ "name": site.name }))?;
    Ok(site)
}

/// Removes a site.
pub fn remove_site(cx: &mut Context<'_, '_>, id: SiteId) -> Result<(), Error> {
    let organization = cx.require(Permission::ManageOrganization)?;
    let site = sites::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    sites::remove(cx.tx, organization, id)?;
    cx.record("site.remove", &format!("site/{id}"), Some(&site), None, &json!({ "name": site.name }))
}
