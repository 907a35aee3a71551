//! The organization's profile and its sites.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::organizations::{self, Profile};
use tasuki_app::{Context, Error};
use tasuki_scheme::{Identity, IdentityKind, Industry, Permission, SizeClass};
use tasuki_store::sites::Site;
use tasuki_store::{OrganizationId, SiteId};

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
    sites: Vec<SiteView>,
    /// What was typed of a new site.
    new_site: SiteDraft,
    /// Whether the error is that of a site.
    at_sites: bool,
    manages: bool,
    integrates: bool,
    trouble: Trouble,
}

/// What was typed of a site.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SiteDraft {
    pub(super) name: String,
    pub(super) address: String,
}

/// A site with its form.
struct SiteView {
    id: SiteId,
    name: String,
    address: String,
    /// What was typed in its form, if it was refused.
    typed: Option<SiteDraft>,
}

impl SiteView {
    /// Name and address in its form.
    fn shown(&self) -> (&str, &str) {
        self.typed.as_ref().map_or((&self.name, &self.address), |typed| (&typed.name, &typed.address))
    }
}

/// The form that was refused, with its contents.
pub(super) enum Typed {
    Nothing,
    Profile(Profile),
    /// Of a site, or of a new one.
    Site(Option<SiteId>, SiteDraft),
}

/// `GET /o/{organization}/settings`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| show(cx, who, Typed::Nothing, Trouble::default())).await
}

/// The page; after an error, with the contents of the form.
pub(super) fn show(cx: &mut Context<'_, '_>, who: &Who, typed: Typed, trouble: Trouble) -> Result<Reply, Error> {
    let own = organizations::show(cx)?;
    // If the identity is just the name, the field is empty, so that it follows a change of the name.
    let by_name = Identity::parse(IdentityKind::Own, &own.name).is_ok_and(|named| named.text() == own.identity);
    let by_name = by_name && own.identity_kind == IdentityKind::Own.word();
    let kept = Profile {
        identity: if by_name { String::new() } else { own.identity },
        name: own.name,
        identity_kind: own.identity_kind,
        industry: own.industry,
        size_class: own.size_class,
        second_factor: Some(own.second_factor),
    };
    let at_sites = matches!(typed, Typed::Site(..));
    let (profile, mut new_site, mut changed) = match typed {
        Typed::Nothing => (kept, SiteDraft::default(), None),
        Typed::Profile(profile) => (profile, SiteDraft::default(), None),
        Typed::Site(None, given) => (kept, given, None),
        Typed::Site(Some(site), given) => (kept, SiteDraft::default(), Some((site, given))),
    };
    let view = |site: Site| SiteView {
        typed: changed.take_if(|(id, _)| *id == site.id).map(|(_, given)| given),
        id: site.id,
        name: site.name,
        address: site.address,
    };
    let sites = organizations::sites(cx)?.into_iter().map(view).collect();
    // Somebody else has removed it meanwhile: what was typed is offered as a new one.
    if let Some((_, given)) = changed {
        new_site = given;
    }
    let manages = cx.may(Permission::ManageOrganization);
    let integrates = cx.may(Permission::ManageIntegrations);
    let page = Page::load(cx, who, Section::Settings, "組織の設定", "Organization settings")?;
    let (kinds, sizes) = (IdentityKind::ALL, SizeClass::ALL);
    let industries = Industry::all().collect();
    let all =
        Settings { page, profile, kinds, industries, sizes, sites, new_site, at_sites, manages, integrates, trouble };
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
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, Typed::Profile(sent), trouble);
    web.submit(&who, Some(organization), work, again).await
}
