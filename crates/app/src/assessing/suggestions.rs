//! Suggestions (提案): what the organization's other assessments say about this one, along the crosswalks. Nothing becomes an answer
//! unless a person accepts it, and where it came from stays with the answer.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use tasuki_assess::{Status, Suggestion, evaluate, suggest};
use tasuki_catalog::{Catalog, Composed, Library, Possible, Relation};
use tasuki_scheme::Permission;
use tasuki_store::answers::{self as store, Answer};
use tasuki_store::assessments::Assessment;
use tasuki_store::{AssessmentId, EvidenceId, evidence as pieces, suggestions};

use crate::answers::{Change, Saved, blank_or, conflict, differences, keep, note_step, permit};
use crate::assessments::{self, Sheet};
use crate::evidence::{Target, attach};
use crate::secrets::hex;
use crate::{Context, Error};

/// How many other assessments are asked, the newest first.
const ASKED: usize = 6;

/// What another assessment says about a criterion of this one.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The other assessment.
    pub from: Assessment,
    /// What it says, and along which paths.
    pub suggestion: Suggestion,
    /// Names this suggestion: it changes with what it says and why.
    pub digest: String,
}

/// Where an accepted answer came from, as it is kept with the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The assessment that suggested it.
    pub assessment: AssessmentId,
    /// How that was called.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// The criteria from which the paths begin.
    pub criteria: Vec<String>,
}

/// Suggestions for the criteria of a sheet that could be better than they are, by position; the strongest for each.
pub fn offers(cx: &mut Context<'_, '_>, sheet: &Sheet) -> Result<HashMap<usize, Offer>, Error> {
    let own = &sheet.assessment;
    let declined: HashSet<(String, String)> =
        suggestions::dismissed(cx.tx, own.organization, own.id)?.into_iter().collect();
    let mut found = HashMap::<usize, Offer>::new();
    for other in others(cx, own)? {
        let Some(known) = cx.library.catalog(&other.edition) else { continue };
        let paths = paths(cx.library, known, sheet.catalog);
        if paths.is_empty() {
            continue;
        }
        let given = assessments::states(cx, &other)?;
        let evaluation = evaluate(known, other.level, &given, cx.now.today);
        for suggestion in suggest(known, &given, &evaluation, sheet.catalog, &paths) {
            let current = &sheet.answers[suggestion.position];
            let digest = digest(&other, &suggestion);
            let asked = sheet.evaluation.criterion(suggestion.position).is_some();
            let better = is_better(suggestion.status, current.status)
                && found
                    .get(&suggestion.position)
                    .is_none_or(|offer| is_better(suggestion.status, offer.suggestion.status));
            if asked && better && !declined.contains(&(current.criterion.clone(), digest.clone())) {
                found.insert(suggestion.position, Offer { from: other.clone(), suggestion, digest });
            }
        }
    }
    Ok(found)
}

/// Whether a suggested state says more than what is there. What was set 対象外 is somebody's decision.
fn is_better(suggested: Status, current: Status) -> bool {
    let rank = |status| match status {
        Status::Met => 3,
        Status::Partial => 2,
        Status::Unmet => 1,
        Status::Unanswered => 0,
        Status::NotApplicable => 4,
    };
    rank(suggested) > rank(current)
}

fn others(cx: &mut Context<'_, '_>, own: &Assessment) -> Result<Vec<Assessment>, Error> {
    let newest = tasuki_store::assessments::newest(cx.tx, own.organization, i64::try_from(ASKED).unwrap_or(1) + 1)?;
    Ok(newest.into_iter().filter(|other| other.id != own.id).take(ASKED).collect())
}

/// Paths between two editions, kept: composing them takes longer than everything else on the page.
fn paths(library: &'static Library, from: &Catalog, to: &Catalog) -> Arc<Vec<Composed>> {
    type Kept = HashMap<(String, String), Arc<Vec<Composed>>>;
    static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
    let key = (from.id().to_owned(), to.id().to_owned());
    let known = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    known.unwrap_or_else(|| {
        let made = Arc::new(if from.id() == to.id() { same(from) } else { compose(library, from, to) });
        KEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&made));
        made
    })
}

fn compose(library: &Library, from: &Catalog, to: &Catalog) -> Vec<Composed> {
    library.route(from.id(), to.id()).and_then(|route| library.compose(&route)).unwrap_or_default()
}

/// Another assessment of the same edition: each criterion is what it is.
fn same(catalog: &Catalog) -> Vec<Composed> {
    let step = |id: &str| Composed {
        from: id.to_owned(),
        to: id.to_owned(),
        possible: Possible::from(Relation::Equal),
        path: Vec::new(),
    };
    catalog.criteria().iter().map(|criterion| step(&criterion.id)).collect()
}

fn digest(other: &Assessment, suggestion: &Suggestion) -> String {
    let mut hasher = Sha256::new();
    hasher.update(other.id.as_str());
    hasher.update(format!("{:?}", suggestion.status));
    for path in suggestion.because.iter().chain(&suggestion.against) {
        hasher.update(path.from.as_bytes());
        hasher.update([0]);
    }
    hex(&hasher.finalize()[..10])
}

/// What the other assessment wrote where the strongest path begins.
pub fn note(cx: &mut Context<'_, '_>, offer: &Offer) -> Result<String, Error> {
    let Some(first) = offer.suggestion.because.first() else { return Ok(String::new()) };
    let answer = store::find(cx.tx, offer.from.organization, offer.from.id, &first.from)?;
    Ok(answer.map(|answer| answer.note).unwrap_or_default())
}

/// Makes a suggestion the answer. The note of the other answer comes along where there is none, its evidence always.
pub fn accept(
    cx: &mut Context<'_, '_>,
    id: AssessmentId,
    criterion: &str,
    version: Option<i64>,
    wanted: &str,
) -> Result<Saved, Error> {
    let sheet = assessments::sheet(cx, id)?;
    permit(cx, &sheet.assessment, criterion, &Change { status: Some(Status::Met), ..Change::default() })?;
    let before = blank_or(cx, &sheet.assessment, criterion)?;
    if version.is_some_and(|version| version != before.version) {
        return Err(conflict(&before));
    }
    let offer = find(cx, &sheet, criterion, wanted)?;
    let source = Source {
        assessment: offer.from.id,
        title: offer.from.title.clone(),
        edition: offer.from.edition.clone(),
        criteria: offer.suggestion.because.iter().map(|path| path.from.clone()).collect(),
    };
    let mut after = before.clone();
    after.status = offer.suggestion.status;
    after.accepted = false;
    if after.note.is_empty() {
        after.note = note(cx, &offer)?;
    }
    after.source = serde_json::to_string(&source).ok();
    after.version = before.version + 1;
    after.changed = cx.now.milliseconds();
    after.changed_by = Some(cx.person()?.id);
    let attached = share_evidence(cx, &source, &Target { assessment: id, criterion: criterion.to_owned() })?;
    note_step(cx, id, &before, &after, attached)?;
    let mut detail = differences(&before, &after);
    detail.insert("suggestion".to_owned(), json!(source));
    keep(cx, &sheet.assessment, &before, &after, "suggestion.accept", detail)
}

/// Attaches what shows the criteria from which an answer comes, and tells what that was; where the person may not, the answer comes without.
pub(crate) fn share_evidence(
    cx: &mut Context<'_, '_>,
    source: &Source,
    target: &Target,
) -> Result<Vec<EvidenceId>, Error> {
    let mut attached = Vec::new();
    if !cx.may(Permission::AddEvidence) {
        return Ok(attached);
    }
    let organization = cx.organization()?;
    cx.together("pieces.attach", &format!("assessment/{}", target.assessment), json!({}), |cx| {
        for criterion in &source.criteria {
            for piece in pieces::of_criterion(cx.tx, organization, source.assessment, criterion)? {
                if attach(cx, piece.evidence.id, target)? {
                    attached.push(piece.evidence.id);
                }
            }
        }
        Ok(attached)
    })
}

/// Declines a suggestion. It comes back only when it says something else.
pub fn dismiss(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str, wanted: &str) -> Result<(), Error> {
    let sheet = assessments::sheet(cx, id)?;
    permit(cx, &sheet.assessment, criterion, &Change { status: Some(Status::Met), ..Change::default() })?;
    let offer = find(cx, &sheet, criterion, wanted)?;
    let (by, now) = (cx.person()?.id, cx.now.milliseconds());
    suggestions::dismiss(cx.tx, sheet.assessment.organization, id, criterion, &offer.digest, by, now)?;
    let detail = json!({ "from": offer.from.id, "status": offer.suggestion.status });
    cx.record("suggestion.dismiss", &format!("answer/{id}/{criterion}"), None::<&Answer>, None, &detail)
}

fn find(cx: &mut Context<'_, '_>, sheet: &Sheet, criterion: &str, wanted: &str) -> Result<Offer, Error> {
    let position = sheet.catalog.position(criterion).ok_or_else(Error::not_found)?;
    let offer = offers(cx, sheet)?.remove(&position).filter(|offer| offer.digest == wanted);
    offer.ok_or_else(|| {
        Error::new(
            crate::Kind::State,
            "suggestion.gone",
            "この提案はもうありません。",
            "This suggestion is no longer there.",
        )
        .hint(
            "元の評価の回答が変わりました。開き直してください。",
            "The answer it came from has changed. Please reload.",
        )
    })
}
