//! One assessment as a link shows it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use tasuki_app::assessments::Figures;
use tasuki_app::links::visits::{self, Look};
use tasuki_assess::Status;
use tasuki_catalog::Lang;
use tasuki_scheme::Classification;
use tasuki_store::AssessmentId;
use tasuki_store::evidence::Kind as EvidenceKind;

use super::cookie::Visitor;
use super::enter::page_of;
use crate::assessments::{area_name, edition_and_level};
use crate::page::Page;
use crate::take::Path;
use crate::{Reply, Web};

#[derive(Template)]
#[template(path = "people/visits/look.html")]
struct Show {
    page: Page,
    link: String,
    /// The title of the assessment.
    title: String,
    /// Edition and level.
    about: String,
    figures: Figures,
    areas: Vec<Area>,
    class: Option<Classification>,
    evidence: Vec<Piece>,
    today: Date,
}

struct Area {
    name: String,
    requirements: Vec<Requirement>,
}

struct Requirement {
    id: String,
    title: String,
    key: &'static str,
    satisfied: usize,
    asked: usize,
    /// The criteria with what was answered; empty where only results are shown.
    criteria: Vec<Criterion>,
}

struct Criterion {
    id: String,
    title: String,
    key: &'static str,
    note: String,
    reason: String,
}

struct Piece {
    id: String,
    name: String,
    class: &'static str,
    is_file: bool,
    is_link: bool,
    /// A note or an address.
    body: String,
    criteria: String,
}

/// `GET /l/{link}/assessments/{assessment}`.
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path((link, assessment)): Path<(String, AssessmentId)>,
) -> Response {
    page_of(&web, visitor, link, move |cx, who, link| {
        let look = visits::look(cx, assessment)?;
        let page = Page::of_visit(cx, who, &look.organization);
        Reply::page(&view(page, link, &look, cx.now.today))
    })
    .await
}

fn view(page: Page, link: String, look: &Look, today: Date) -> Show {
    let lang = page.language();
    let sheet = &look.overview.sheet;
    let catalog = &sheet.catalog;
    let areas = look.overview.areas.iter().map(|area| {
        let title = area_name(catalog, area.id.as_deref(), lang);
        Area {
            name: format!("{} {title}", area.id.as_deref().unwrap_or_default()).trim().to_owned(),
            requirements: area.requirements.iter().map(|one| requirement(look, one, lang)).collect(),
        }
    });
    let evidence = look.evidence.iter().map(|(piece, criteria)| Piece {
        id: piece.evidence.id.to_string(),
        name: piece.evidence.name.clone(),
        class: piece.evidence.classification.name(lang),
        is_file: piece.evidence.kind == EvidenceKind::File,
        is_link: piece.evidence.kind == EvidenceKind::Link,
        body: piece.file.body.clone(),
        criteria: lang.joined(criteria.iter().map(String::as_str)),
    });
    Show {
        title: sheet.assessment.title.clone(),
        about: edition_and_level(catalog, sheet.assessment.level, lang),
        figures: look.overview.figures.clone(),
        areas: areas.collect(),
        class: look.class,
        evidence: evidence.collect(),
        today,
        page,
        link,
    }
}

fn requirement(look: &Look, one: &tasuki_app::overview::RequirementMap, lang: Lang) -> Requirement {
    let sheet = &look.overview.sheet;
    let own = &sheet.catalog.requirements()[one.position];
    let members = sheet.catalog.members(one.position).iter().copied();
    let asked = members.filter(|position| look.answers && sheet.evaluation.criterion(*position).is_some());
    let criteria = asked.map(|position| {
        let (criterion, answer) = (&sheet.catalog.criteria()[position], &sheet.answers[position]);
        Criterion {
            id: criterion.id.clone(),
            title: criterion.title.get(lang).to_owned(),
            key: answer.status.word(),
            note: answer.note.clone(),
            reason: if answer.status == Status::NotApplicable { answer.reason.clone() } else { String::new() },
        }
    });
    Requirement {
        id: own.id.clone(),
        title: own.title.get(lang).to_owned(),
        key: one.state.word(),
        satisfied: one.satisfied,
        asked: one.asked,
        criteria: criteria.collect(),
    }
}
