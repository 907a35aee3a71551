//! What the organization is, and its sites.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use tasuki_app::organizations::{self, Told};
use tasuki_scheme::{Identity, IdentityKind, Industry, Permission, SizeClass};
use tasuki_store::OrganizationId;
use tasuki_store::sites::Site;

use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "organizations/settings.html")]
struct Settings {
    page: Page,
    told: Told,
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
    show(&web, &who, organization, None, Trouble::default()).await
}

/// The page, after a refusal with what was sent.
pub(super) async fn show(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    told: Option<Told>,
    trouble: Trouble,
) -> Response {
    let copy = who.clone();
    web.page(who, Some(organization), move |cx| {
        let own = organizations::show(cx)?;
        // Where the name alone stands for it, nothing is shown, however it is kept: the next name stands for it then.
        let by_name = Identity::parse(IdentityKind::Own, &own.name).is_ok_and(|named| named.text() == own.identity);
        let by_name = by_name && own.identity_kind == IdentityKind::Own.word();
        let told = told.unwrap_or(Told {
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
        let page = Page::load(cx, &copy, Section::Settings, "組織の設定", "Organization settings")?;
        let (kinds, sizes) = (IdentityKind::ALL, SizeClass::ALL);
        let industries = Industry::all().collect();
        let all = Settings { page, told, kinds, industries, sizes, sites, manages, integrates, trouble };
        Reply::page_with(all.trouble.outcome(), &all)
    })
    .await
}

/// `POST /o/{organization}/settings`.
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(told): Form<Told>,
) -> Response {
    let sent = told.clone();
    match web.app().write(who.credentials, Some(organization), move |cx| organizations::change(cx, &told)).await {
        Ok(_) => Redirect::to(&format!("/o/{organization}/settings?told=saved")).into_response(),
        Err(error) if Trouble::keeps_typed(&error) => {
            show(&web, &who, organization, Some(sent), Trouble::new(error, who.lang)).await
        }
        Err(error) => Reply::respond(&who, Err(error)),
    }
}
