//! Search (検索): what people wrote in the organization, and the criteria of the editions that it answers.

mod excerpt;

use std::collections::HashMap;

use tasuki_catalog::{Catalog, Lang};
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::search::{self as store, Found};
use tasuki_store::{AssessmentId, comments, evidence, members, tasks};

use crate::{Context, Error, assessments};

pub use excerpt::{Stretch, marked};

/// How many entries of the index are looked at.
const LOOKED_AT: usize = 200;
/// The longest query, in characters.
const LONGEST: usize = 200;

/// What a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 評価基準.
    Criterion,
    /// 回答.
    Answer,
    /// 証跡.
    Evidence,
    /// 会話.
    Comment,
    /// 対応.
    Task,
}

impl Kind {
    /// In the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Criterion, Self::Answer, Self::Evidence, Self::Task, Self::Comment];

    /// The word by which it is sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Criterion => "criterion",
            Self::Answer => "answer",
            Self::Evidence => "evidence",
            Self::Comment => "comment",
            Self::Task => "task",
        }
    }
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Where it is: the assessment, who said it.
    pub place: String,
    /// The words around the hit; empty where the title says all.
    pub text: String,
    /// Its page, below the organization's.
    pub path: String,
}

/// What was found, the criteria first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Results {
    /// The query without what surrounds it.
    pub query: String,
    /// The hits, group by group, at most `limit` of each kind.
    pub hits: Vec<Hit>,
    /// How many there are of each kind, as far as was looked.
    pub counts: Vec<(Kind, usize)>,
}

/// What contains every word of the query, at most `limit` of each kind. Each hit leads to its place.
pub fn search(cx: &mut Context<'_, '_>, query: &str, limit: usize) -> Result<Results, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    let query: String = query.trim().chars().take(LONGEST).collect();
    if query.is_empty() {
        return Ok(Results::default());
    }
    let all: Vec<Assessment> = assessments::list(cx)?;
    let mut hits = criteria(cx, &all, &query);
    let found = store::find(cx.tx, organization, &query, LOOKED_AT)?;
    let own: HashMap<AssessmentId, Assessment> = all.into_iter().map(|own| (own.id, own)).collect();
    for entry in found {
        hits.extend(hit(cx, &own, entry)?);
    }
    let mut results = Results { query, ..Results::default() };
    for kind in Kind::ALL {
        let of_kind: Vec<Hit> = hits.iter().filter(|hit| hit.kind == kind).cloned().collect();
        results.counts.push((kind, of_kind.len()));
        results.hits.extend(of_kind.into_iter().take(limit));
    }
    Ok(results)
}

/// Criteria of the editions that are answered, each in the assessment that changed last.
fn criteria(cx: &Context<'_, '_>, all: &[Assessment], query: &str) -> Vec<Hit> {
    let lang = cx.lang();
    let mut hits = Vec::new();
    let mut editions: Vec<&str> = Vec::new();
    for own in all.iter().filter(|own| own.archived.is_none()) {
        if editions.contains(&own.edition.as_str()) {
            continue;
        }
        editions.push(&own.edition);
        let Some(catalog) = cx.library.catalog(&own.edition) else { continue };
        let found = tasuki_catalog::search([catalog], query).into_iter();
        let asked = found.filter(|hit| catalog.asks(own.level, hit.criterion));
        hits.extend(asked.map(|found| Hit {
            kind: Kind::Criterion,
            title: format!("{} {}", found.criterion.id, found.criterion.title.get(lang)),
            place: own.title.clone(),
            text: found.criterion.statement.get(lang).to_owned(),
            path: path_of(own.id, &found.criterion.id),
        }));
    }
    hits
}

fn path_of(assessment: AssessmentId, criterion: &str) -> String {
    format!("/assessments/{assessment}?c={criterion}")
}

/// What an entry of the index is today; nothing when it is gone or not for this person.
fn hit(cx: &mut Context<'_, '_>, all: &HashMap<AssessmentId, Assessment>, entry: Found) -> Result<Option<Hit>, Error> {
    let organization = cx.organization()?;
    let lang = cx.lang();
    let Some((_, rest)) = entry.subject.split_once('/') else { return Ok(None) };
    let at = |cx: &Context<'_, '_>, assessment: AssessmentId, criterion: &str| {
        let own = all.get(&assessment)?;
        let catalog = cx.library.catalog(&own.edition)?;
        Some((titled(catalog, criterion, lang), own.title.clone()))
    };
    Ok(match entry.kind.as_str() {
        "answer" => {
            let parts = rest.split_once('/').and_then(|(id, criterion)| Some((id.parse().ok()?, criterion)));
            parts.and_then(|(assessment, criterion)| {
                let (title, place) = at(cx, assessment, criterion)?;
                Some(Hit { kind: Kind::Answer, title, place, text: entry.text, path: path_of(assessment, criterion) })
            })
        }
        "evidence" if cx.may(Permission::ReadEvidence) => {
            let Ok(id) = rest.parse() else { return Ok(None) };
            evidence::find(cx.tx, organization, id)?.map(|piece| Hit {
                kind: Kind::Evidence,
                title: piece.evidence.name,
                place: piece.owner_name.unwrap_or_default(),
                text: entry.text,
                path: format!("/evidence/{id}"),
            })
        }
        "comment" => {
            let Ok(id) = rest.parse() else { return Ok(None) };
            let found = comments::find(cx.tx, organization, id)?.filter(|comment| comment.removed.is_none());
            let Some(comment) = found else { return Ok(None) };
            let who = members::list(cx.tx, organization)?.into_iter().find(|member| member.person == comment.author);
            at(cx, comment.assessment, &comment.criterion).map(|(title, _)| Hit {
                kind: Kind::Comment,
                title,
                place: who.map(|member| member.name).unwrap_or_default(),
                text: entry.text,
                path: format!("{}#comment-{id}", path_of(comment.assessment, &comment.criterion)),
            })
        }
        "task" => {
            let Ok(id) = rest.parse() else { return Ok(None) };
            tasks::find(cx.tx, organization, id)?.map(|task| Hit {
                kind: Kind::Task,
                title: task.title,
                place: all.get(&task.assessment).map(|own| own.title.clone()).unwrap_or_default(),
                text: entry.text,
                path: format!("/tasks/{id}"),
            })
        }
        _ => None,
    })
}

fn titled(catalog: &Catalog, criterion: &str, lang: Lang) -> String {
    let title = catalog.criterion(criterion).map_or("", |criterion| criterion.title.get(lang));
    format!("{criterion} {title}").trim().to_owned()
}
