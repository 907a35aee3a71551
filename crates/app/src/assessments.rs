//! Assessments (評価): making them and looking at them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tasuki_assess::{Answers, Evaluation, evaluate};
use tasuki_catalog::{Catalog, Lang};
use tasuki_scheme::Permission;
use tasuki_store::answers::Answer;
use tasuki_store::assessments::{self, Assessment, Origin, ScopeItem};
use tasuki_store::{AssessmentId, answers, audit};

use crate::{Context, Error, Event, happened};

mod change;

pub use change::{Edit, archive, restore, update};

/// What is needed to begin an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct New {
    /// What people call it; empty: the edition and level name it.
    #[serde(default)]
    pub title: String,
    /// The edition: `scs-2026-03`, or its framework.
    pub edition: String,
    /// The level that is aimed at; none is the highest.
    pub level: Option<u8>,
    /// What is in and what is out.
    #[serde(default)]
    pub scope: Vec<ScopeItem>,
    /// When it is to be done.
    pub due: Option<jiff::civil::Date>,
}

/// An assessment with its catalogue, its answers and what follows from them.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The assessment.
    pub assessment: Assessment,
    /// Its catalogue.
    pub catalog: &'static Catalog,
    /// One answer per criterion of the catalogue, in its order; blank where nothing was ever said.
    pub answers: Vec<Answer>,
    /// What follows today.
    pub evaluation: Evaluation,
}

impl Sheet {
    /// Grows with every change of the assessment and of any of its answers.
    pub fn revision(&self) -> i64 {
        self.assessment.version + self.answers.iter().map(|answer| answer.version).sum::<i64>()
    }
}

/// How far an assessment is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Criteria of the level.
    pub total: usize,
    /// Criteria of which nothing is left to do.
    pub satisfied: usize,
    /// By state.
    #[serde(flatten)]
    pub counts: tasuki_assess::Counts,
    /// By area, in the catalogue's order.
    pub areas: Vec<AreaFigures>,
}

/// How far one area is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreaFigures {
    /// The area's identifier.
    pub id: String,
    /// Its criteria of the level.
    pub total: usize,
    /// Those of which nothing is left to do.
    pub satisfied: usize,
    /// Those that were answered.
    pub answered: usize,
}

/// The assessments of the organization, the last changed first.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Assessment>, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    Ok(assessments::list(cx.tx, organization)?)
}

/// One assessment.
pub fn find(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Assessment, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    assessments::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)
}

/// The catalogue of an assessment.
pub fn catalog_of(cx: &Context<'_, '_>, assessment: &Assessment) -> Result<&'static Catalog, Error> {
    cx.library.catalog(&assessment.edition).ok_or_else(Error::not_found)
}

/// An assessment with all its answers, evaluated today.
pub fn sheet(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Sheet, Error> {
    let assessment = find(cx, id)?;
    let catalog = catalog_of(cx, &assessment)?;
    let mut all: Vec<Answer> = catalog.criteria().iter().map(|criterion| Answer::blank(&criterion.id)).collect();
    for answer in answers::list(cx.tx, assessment.organization, id)? {
        if let Some(position) = catalog.position(&answer.criterion) {
            all[position] = answer;
        }
    }
    let evaluation = evaluate(catalog, assessment.level, &given(catalog, &all), cx.now.today);
    Ok(Sheet { assessment, catalog, answers: all, evaluation })
}

/// The answers as `assess` takes them. For 対象外 the reason is what it looks at.
pub fn given(catalog: &Catalog, all: &[Answer]) -> Answers {
    let mut given = Answers::new(catalog);
    for (position, answer) in all.iter().enumerate() {
        *given.at_mut(position) = given_one(answer);
    }
    given
}

/// One answer as `assess` takes it.
pub fn given_one(answer: &Answer) -> tasuki_assess::Answer {
    let is_out = answer.status == tasuki_assess::Status::NotApplicable;
    tasuki_assess::Answer {
        status: answer.status,
        note: if is_out { answer.reason.clone() } else { answer.note.clone() },
        confirmed: answer.confirmed,
        accepted: answer.accepted,
        maturity: answer.maturity,
    }
}

/// The figures of an assessment today, from its states alone.
pub fn figures(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Figures, Error> {
    let evaluation = evaluation(cx, assessment)?;
    Ok(Figures::of(catalog_of(cx, assessment)?, &evaluation))
}

/// What follows today from the states of an assessment.
pub fn evaluation(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Evaluation, Error> {
    let catalog = catalog_of(cx, assessment)?;
    let given = states(cx, assessment)?;
    Ok(evaluate(catalog, assessment.level, &given, cx.now.today))
}

/// Whether anything is left to do of a criterion today; nothing is said of what the level does not ask for.
pub(crate) fn is_open(
    cx: &mut Context<'_, '_>,
    assessment: &Assessment,
    criterion: &str,
) -> Result<Option<bool>, Error> {
    let Some(position) = catalog_of(cx, assessment)?.position(criterion) else { return Ok(None) };
    let evaluation = evaluation(cx, assessment)?;
    Ok(evaluation.criterion(position).map(|verdict| !verdict.is_satisfied()))
}

/// The states of an assessment as `assess` takes them, without the texts. What was not yet written into the audit log must not be different.
pub fn states(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Arc<Answers>, Error> {
    let catalog = catalog_of(cx, assessment)?;
    let head = audit::head(cx.tx, assessment.organization.as_str())?;
    if let Some(known) = cx.standings.find(assessment.id, &head.digest) {
        return Ok(known);
    }
    let mut given = Answers::new(catalog);
    for (criterion, answer) in answers::states(cx.tx, assessment.organization, assessment.id)? {
        if let Some(position) = catalog.position(&criterion) {
            *given.at_mut(position) = answer;
        }
    }
    let given = Arc::new(given);
    cx.standings.keep(assessment.id, head.digest, Arc::clone(&given));
    Ok(given)
}

impl Figures {
    /// The figures of an evaluation.
    pub fn of(catalog: &Catalog, evaluation: &Evaluation) -> Self {
        // One for each group, in their order; only areas have criteria.
        let blank = |id: &String| AreaFigures { id: id.clone(), total: 0, satisfied: 0, answered: 0 };
        let mut areas: Vec<_> = catalog.groups().iter().map(|group| blank(&group.id)).collect();
        for verdict in &evaluation.criteria {
            if let Some(area) = catalog.area_at(verdict.position) {
                let figures = &mut areas[area];
                figures.total += 1;
                figures.satisfied += usize::from(verdict.is_satisfied());
                figures.answered += usize::from(verdict.status != tasuki_assess::Status::Unanswered);
            }
        }
        areas.retain(|area| area.total > 0);
        Self { total: evaluation.criteria.len(), satisfied: evaluation.satisfied(), counts: evaluation.counts, areas }
    }
}

/// The area to which a criterion belongs.
pub fn area_of<'a>(catalog: &'a Catalog, criterion: &str) -> Option<&'a str> {
    let area = catalog.area_at(catalog.position(criterion)?)?;
    Some(&catalog.groups()[area].id)
}

/// Begins an assessment.
pub fn create(cx: &mut Context<'_, '_>, new: New) -> Result<Assessment, Error> {
    create_from(cx, new, Origin::New)
}

/// Begins an assessment of which the first answers come from elsewhere.
pub fn create_from(cx: &mut Context<'_, '_>, new: New, origin: Origin) -> Result<Assessment, Error> {
    let organization = cx.require(Permission::ManageAssessments)?;
    let catalog = cx.library.catalog(&new.edition).filter(|catalog| catalog.is_answered()).ok_or_else(|| {
        Error::invalid("assessment.edition", "この版は評価に使えません。", "This edition cannot be assessed.")
            .field("edition")
    })?;
    let level = new.level.or_else(|| catalog.highest_level());
    if level.is_some_and(|level| catalog.level(level).is_none()) {
        let error = Error::invalid("assessment.level", "この版にない水準です。", "The edition has no such level.");
        return Err(error.field("level"));
    }
    check_scope(&new.scope)?;
    happened::possible_if_any(new.due, "due")?;
    let lang = cx.lang();
    let title = match new.title.trim() {
        "" => usual_title(catalog, level, lang, cx.now.today),
        title => title.chars().take(200).collect(),
    };
    let now = cx.now.milliseconds();
    let assessment = Assessment {
        organization,
        id: AssessmentId::new(now, cx.random()),
        title,
        edition: catalog.id().to_owned(),
        level,
        scope: new.scope,
        origin,
        due: new.due,
        created: now,
        created_by: cx.person()?.id,
        changed: now,
        archived: None,
        version: 1,
    };
    assessments::add(cx.tx, &assessment)?;
    let detail =
        serde_json::json!({ "title": assessment.title, "edition": assessment.edition, "level": assessment.level });
    cx.record("assessment.create", &format!("assessment/{}", assessment.id), None, Some(&assessment), &detail)?;
    tell(cx, &assessment, detail)?;
    Ok(assessment)
}

/// What an assessment is called when nobody named it: the framework and the level as people say them, and the business year, which begins in
/// April.
fn usual_title(catalog: &Catalog, level: Option<u8>, lang: Lang, today: jiff::civil::Date) -> String {
    let said = match (catalog.framework(), lang) {
        ("scs", Lang::Ja) => "SCS評価制度",
        ("scs", Lang::En) => "SCS evaluation",
        ("jama", Lang::Ja) => "自工会／部工会ガイドライン",
        ("jama", Lang::En) => "JAMA/JAPIA guidelines",
        _ => catalog.title().get(lang),
    };
    let name = format!("{said} {}", catalog.level_title(level, lang));
    let year = if today.month() < 4 { today.year() - 1 } else { today.year() };
    match lang {
        Lang::Ja => format!("{}（{year}年度）", name.trim_end()),
        Lang::En => format!("{} (FY{year})", name.trim_end()),
    }
}

/// Whether a scope says what is needed: a name each, and a reason for what is out.
fn check_scope(scope: &[ScopeItem]) -> Result<(), Error> {
    if scope.len() > 200 {
        let error =
            Error::invalid("assessment.scope_long", "適用範囲は200件までです。", "A scope has at most 200 entries.");
        return Err(error.field("scope"));
    }
    if scope.iter().any(|item| item.name.trim().is_empty()) {
        let error =
            Error::invalid("assessment.scope_name", "適用範囲の名前を入れてください。", "Name what is in the scope.");
        return Err(error.field("scope"));
    }
    if scope.iter().any(|item| !item.included && item.reason.trim().is_empty()) {
        let error = Error::invalid(
            "assessment.scope_reason",
            "適用範囲から外す理由を書いてください。",
            "Say why it is out of scope.",
        );
        return Err(error.field("scope"));
    }
    Ok(())
}

/// Whether answers of an assessment may still change: not when it is in the archive.
pub(crate) fn check_open(assessment: &Assessment) -> Result<(), Error> {
    if assessment.archived.is_none() {
        return Ok(());
    }
    Err(Error::new(
        crate::Kind::State,
        "assessment.archived",
        "この評価は保管済みです。",
        "This assessment is archived.",
    )
    .hint("続けるには、保管を解いてください。", "Take it out of the archive to go on."))
}

/// Tells those who listen that an assessment is different.
pub(crate) fn tell(cx: &mut Context<'_, '_>, assessment: &Assessment, data: serde_json::Value) -> Result<(), Error> {
    let by = cx.person()?.id;
    let (organization, id) = (assessment.organization, assessment.id);
    cx.emit(Event { organization, assessment: Some(id), kind: "assessment", by, data });
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tasuki_catalog::Library;

    use super::*;

    #[test]
    fn what_nobody_named_is_called_by_its_guideline_and_the_business_year() {
        let said = |edition: &str, level, lang, today| {
            usual_title(Library::builtin().catalog(edition).unwrap(), level, lang, today)
        };
        assert_eq!(said("scs-2026-03", Some(3), Lang::Ja, date(2026, 11, 21)), "SCS評価制度 ★3（2026年度）");
        assert_eq!(said("scs-2026-03", Some(4), Lang::En, date(2027, 3, 31)), "SCS evaluation ★4 (FY2026)");
        assert_eq!(said("scs-2026-03", Some(3), Lang::Ja, date(2027, 4, 1)), "SCS評価制度 ★3（2027年度）");
        let all = |edition| said(edition, None, Lang::Ja, date(2026, 4, 1));
        assert!(all("mgl-2.0").ends_with("（2026年度）"), "{}", all("mgl-2.0"));
    }
}
