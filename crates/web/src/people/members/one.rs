//! One member, or somebody to invite: the roles and the areas.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::members::{self, Listed, Place};
use tasuki_app::{Context, Error, assessments, grants};
use tasuki_catalog::Catalog;
use tasuki_scheme::{Permission, Role};
use tasuki_store::members::Area;
use tasuki_store::{OrganizationId, PersonId};

use super::wire::{AreaBody, PlaceBody};
use crate::grants::SentOpening;
use crate::page::{Page, Section};
use crate::take::Path;
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/members/one.html")]
struct One {
    page: Page,
    listed: Listed,
    own: bool,
    form: PlaceForm,
    /// What was granted to the person.
    granted: Vec<grants::Listed>,
    trouble: Trouble,
}

/// The choices in the form for a member's roles and areas.
pub(super) struct PlaceForm {
    pub(super) roles: Vec<RoleChoice>,
    pub(super) editions: Vec<EditionChoice>,
    pub(super) ends: String,
}

/// A role to tick.
pub(super) struct RoleChoice {
    pub(super) role: Role,
    pub(super) what: &'static str,
    pub(super) chosen: bool,
}

/// An edition whose areas can be chosen.
pub(super) struct EditionChoice {
    pub(super) name: String,
    pub(super) areas: Vec<AreaChoice>,
}

/// An area to tick.
pub(super) struct AreaChoice {
    pub(super) value: String,
    pub(super) title: String,
    pub(super) chosen: bool,
}

impl PlaceForm {
    /// The choices, with those of `place` selected. The areas are those of the editions in the organization's
    /// assessments.
    pub(super) fn new(cx: &mut Context<'_, '_>, place: &Place) -> Result<Self, Error> {
        let lang = cx.lang();
        let mut used: Vec<String> = assessments::list(cx)?.into_iter().map(|assessment| assessment.edition).collect();
        used.sort_unstable();
        used.dedup();
        let editions = used.iter().filter_map(|edition| cx.library.catalog(edition));
        let chosen =
            |edition: &str, area: &str| place.areas.iter().any(|own| own.edition == edition && own.area == area);
        let of = |catalog: &Catalog| EditionChoice {
            name: catalog.title().get(lang).to_owned(),
            areas: catalog
                .areas()
                .map(|area| AreaChoice {
                    value: format!("{}/{}", catalog.id(), area.id),
                    title: format!("{} {}", area.id, area.title.get(lang)),
                    chosen: chosen(catalog.id(), &area.id),
                })
                .collect(),
        };
        let roles =
            Role::ALL.map(|role| RoleChoice { role, what: role.meaning(lang), chosen: place.roles.contains(role) });
        Ok(Self {
            roles: roles.into(),
            editions: editions.map(of).collect(),
            ends: place.ends.map(|day| day.to_string()).unwrap_or_default(),
        })
    }
}

/// The contents of such a form: `role=viewer&role=approver&area=scs-2026-03/4&ends=…`.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    pub(super) mail: String,
    pub(super) name: String,
    pub(super) roles: Vec<String>,
    pub(super) areas: Vec<String>,
    pub(super) ends: String,
    /// Whether anybody who has the link may use it.
    pub(super) anybody: bool,
    /// What is opened to somebody from outside with the invitation.
    pub(super) opening: SentOpening,
}

impl Sent {
    /// From the pairs of a form, in which a name may occur several times.
    pub(super) fn new(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "mail" => sent.mail = value,
                "name" => sent.name = value,
                "role" => sent.roles.push(value),
                "area" => sent.areas.push(value),
                "ends" => sent.ends = value,
                "anybody" => sent.anybody = true,
                name => sent.opening.take(name, &value),
            }
        }
        sent
    }

    /// The contents, checked for existing roles and valid dates.
    pub(super) fn place(&self) -> Result<Place, Error> {
        let areas = self.areas.iter().filter_map(|area| area.split_once('/'));
        let areas = areas.map(|(edition, area)| AreaBody { edition: edition.to_owned(), area: area.to_owned() });
        let ends = self.is_guest().then(|| self.ends.clone());
        PlaceBody { roles: self.roles.clone(), areas: areas.collect(), ends }.place()
    }

    /// Whether somebody from outside is meant.
    pub(super) fn is_guest(&self) -> bool {
        self.roles.iter().any(|role| role == Role::Guest.word())
    }

    /// The contents as far as they can be shown again.
    pub(super) fn shown(&self) -> Place {
        let areas = self.areas.iter().filter_map(|area| area.split_once('/'));
        Place {
            roles: tasuki_scheme::Roles::new(self.roles.iter().filter_map(|word| word.parse().ok())),
            areas: areas.map(|(edition, area)| Area { edition: edition.to_owned(), area: area.to_owned() }).collect(),
            ends: self.ends.parse().ok(),
        }
    }
}

/// `GET /o/{organization}/members/{person}`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, person, None, Trouble::default())).await
}

/// The page; after an error, with the contents of the form.
pub(super) fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    person: PersonId,
    sent: Option<Sent>,
    trouble: Trouble,
) -> Result<Reply, Error> {
    cx.require(Permission::ManageMembers)?;
    let listed = members::find(cx, person)?;
    let member = listed.member.clone();
    let place =
        sent.map_or_else(|| Place { roles: member.roles, areas: member.areas, ends: member.ends }, |sent| sent.shown());
    let form = PlaceForm::new(cx, &place)?;
    let own = cx.person()?.id == person;
    let granted = grants::of_person(cx, person)?;
    let page = Page::load(cx, who, Section::Members, "メンバー", "Member")?.titled(member.name);
    Reply::page_with(trouble.outcome(), &One { page, listed, own, form, granted, trouble })
}
