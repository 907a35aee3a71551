//! Beginning an assessment.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::{Context, Error, register};
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Asking, AskingQuestion, Proposal, Reply as Answered};
use tasuki_store::OrganizationId;

use super::choices::{EditionChoice, choices, of_star};
use super::form::Draft;
use crate::page::{Page, Section};
use crate::take::{Path, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// The form and the help for it.
#[derive(Template)]
#[template(path = "assessing/assessments/new.html")]
pub(super) struct New {
    page: Page,
    editions: Vec<EditionChoice>,
    draft: Draft,
    aid: Aid,
    /// The ★ that a customer would ask for.
    star: Option<u8>,
    trouble: Trouble,
}

/// The three questions that decide on a ★, with the answers so far.
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
    /// The ★ that a customer would ask for, once the answers are enough to say.
    fn star(&self, asking: &Asking) -> Option<u8> {
        let reply = |own: &AskingQuestion| {
            let word = match &*own.id {
                "confidential" => &self.confidential,
                "stop" => &self.stop,
                "reach" => &self.reach,
                _ => return Answered::Unknown,
            };
            Answered::from_word(word).unwrap_or_default()
        };
        match asking.proposal(reply) {
            Proposal::Star(star) => Some(star),
            Proposal::PersonMustDecide => None,
        }
    }

    fn is_begun(&self) -> bool {
        ![&self.confidential, &self.stop, &self.reach].iter().all(|answer| answer.is_empty())
    }
}

/// `GET /o/{organization}/assessments/new`: the form for the edition and level.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(aid): Query<Aid>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let star = register::asking(cx).and_then(|asking| aid.star(&asking));
        let chosen = star.and_then(|star| of_star(&cx.library, star)).unwrap_or_else(|| aid.target.clone());
        let draft = Draft { target: chosen, ..Draft::default() };
        form(cx, who, draft, aid, Trouble::default())
    })
    .await
}

/// The form; after an error, with its contents.
pub(super) fn form(
    cx: &mut Context<'_, '_>,
    who: &Who,
    draft: Draft,
    aid: Aid,
    trouble: Trouble,
) -> Result<Reply, Error> {
    cx.require(Permission::ManageAssessments)?;
    let page = Page::load(cx, who, Section::Assessments, "評価を始める", "Begin an assessment")?;
    let editions = choices(&cx.library, page.language());
    let star = register::asking(cx).and_then(|asking| aid.star(&asking));
    Reply::page_with(trouble.outcome(), &New { page, editions, draft: draft.with_room(), aid, star, trouble })
}
