//! Beginning an assessment.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::{Context, Error};
use tasuki_scheme::{Exposure, Permission};
use tasuki_store::OrganizationId;

use super::choices::{EditionChoice, choices, of_star};
use super::form::{Draft, KINDS};
use crate::page::{Page, Section};
use crate::take::{Path, Query};
use crate::{Reply, Web, Who};

/// The form and the help beside it.
#[derive(Template)]
#[template(path = "assessments/new.html")]
pub(super) struct New {
    page: Page,
    editions: Vec<EditionChoice>,
    draft: Draft,
    aid: Aid,
    /// What is wrong, as field and sentence.
    errors: Vec<(String, String)>,
}

/// The three questions that lead to a ★, as far as they are answered.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Aid {
    #[serde(default)]
    target: String,
    #[serde(default)]
    confidential: String,
    #[serde(default)]
    stop: String,
    #[serde(default)]
    reach: String,
}

impl Aid {
    /// The ★, once all three are answered.
    fn star(&self) -> Option<u8> {
        let yes = |answer: &str| match answer {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let exposure =
            Exposure { confidential: yes(&self.confidential)?, stop: yes(&self.stop)?, reach: yes(&self.reach)? };
        Some(exposure.star())
    }

    fn is_begun(&self) -> bool {
        ![&self.confidential, &self.stop, &self.reach].iter().all(|answer| answer.is_empty())
    }
}

/// `GET /o/{organization}/assessments/new`: which edition and level.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(aid): Query<Aid>,
) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| {
        let chosen = aid.star().and_then(|star| of_star(cx.library, star)).unwrap_or_else(|| aid.target.clone());
        let draft = Draft { target: chosen, ..Draft::default() };
        Reply::page(&form(cx, &copy, draft, aid, &[])?)
    })
    .await
}

/// The form with what was typed and what is wrong with it.
pub(super) fn form(
    cx: &mut Context<'_, '_>,
    who: &Who,
    draft: Draft,
    aid: Aid,
    errors: &[&Error],
) -> Result<New, Error> {
    cx.require(Permission::ManageAssessments)?;
    let page = Page::load(cx, who, Section::Assessments, "評価を始める", "Begin an assessment")?;
    let lang = page.language();
    let errors = errors.iter().map(|error| {
        let field = error.fields.first().map_or("title", |field| field.name.as_str());
        (field.to_owned(), error.sentence(lang))
    });
    Ok(New { editions: choices(cx.library, lang), draft: draft.with_room(), aid, errors: errors.collect(), page })
}
