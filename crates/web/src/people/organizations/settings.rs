//! The organization's profile and its sites.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::organizations::{self, Profile};
use tasuki_app::{Context, Error};
use tasuki_scheme::{Identity, IdentityKind, Industry, Permission, SizeClass};
use tasuki_store::OrganizationId;
use tasuki_store::sites::Site;

use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/organizations/settings.html")]
struct Settings {
    page: Page,
    profile: Profile,
    kinds: [IdentityKind; 5],
    industries: Vec<Industry>,
    sizes: [SizeClass; 7],
    sites: Vec<Site>,
    manages: bool,
    integrates: bool,
    trouble: Trouble,
}

/// `GET /o/{organization}/settings`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| show(cx, who, None, Trouble::default())).await
}

/// The page; after an error, with the contents of the form.
pub(super) fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    profile: Option<Profile>,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let own = organizations::show(cx)?;
    // If the identity is just the name, the field is empty, so that it follows a change of the name.
    let by_name = Identity::parse(IdentityKind::Own, &own.name).is_ok_and(|named| named.text() == own.identity);
    let by_name = by_name && own.identity_kind == IdentityKind::Own.word();
    let profile = profile.unwrap_or(Profile {
        identity: if by_name { String::new() } else { own.identity },
        name: own.name,
        identity_kind: own.identity_kind,
        industry: own.industry,
        size_class: own.size_class,
        second_factor: Some(own.second_factor),
    });
    let sites = organizations::sites(cx)?;
    let manages = cx.may(Permission::ManageOrganization);
    let integrates = cx.may(Permission::ManageIntegrations);
    let page = Page::load(cx, who, Section::Settings, "組織の設定", "Organization settings")?;
    let (kinds, sizes) = (IdentityKind::ALL, SizeClass::ALL);
    let industries = Industry::all().collect();
    let all = Settings { page, profile, kinds, industries, sizes, sites, manages, integrates, trouble };
    Reply::page_with(all.trouble.outcome(), &all)
}

/// `POST /o/{organization}/settings`.
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(profile): Form<Profile>,
) -> Response {
    let sent = profile.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        organizations::change(cx, &profile)?;
        Ok(Reply::Go(format!("/o/{organization}/settings?profile=saved")))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, Some(sent), trouble);
    web.submit(&who, Some(organization), work, again).await
}
