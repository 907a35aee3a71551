//! Suggestions (提案): what the organization's other assessments say about this one, along the crosswalks. A suggestion
//! becomes an answer only if a person accepts it, and its source stays with the answer.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use tasuki_assess::{Status, Suggestion, evaluate, suggest};
use tasuki_scheme::Permission;
use tasuki_store::answers::{self as store, Answer};
use tasuki_store::assessments::Assessment;
use tasuki_store::{AssessmentId, EvidenceId, Subject, evidence as pieces, hex, suggestions};

use crate::answers::{Change, Saved, blank_or, conflict, keep, note_step, permit};
use crate::assessments::{self, Sheet};
use crate::changes::differences;
use crate::evidence::{Target, attach};
use crate::{Context, Error};

/// The number of other assessments that are used, the newest first.
const ASKED: usize = 6;

/// What another assessment says about a criterion of this one.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The other assessment.
    pub from: Assessment,
    /// Its state, and the paths that lead to it.
    pub suggestion: Suggestion,
    /// Identifies this suggestion: it changes with its contents and reasons.
    pub digest: String,
}

/// The source of an accepted answer, as stored with the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The assessment that suggested it.
    pub assessment: AssessmentId,
    /// How that was called.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// The criteria at the beginning of the paths.
    pub criteria: Vec<String>,
}

/// Suggestions that would improve the answers of a sheet, by position; only the strongest for each criterion.
pub fn offers(cx: &mut Context<'_, '_>, sheet: &Sheet) -> Result<HashMap<usize, Offer>, Error> {
    let own = &sheet.assessment;
    let declined: HashSet<(String, String)> =
        suggestions::dismissed(cx.tx, own.organization, own.id)?.into_iter().collect();
    let mut found = HashMap::<usize, Offer>::new();
    for other in others(cx, own)? {
        let Some(known) = cx.library.shared(&other.edition) else { continue };
        let paths = cx.library.paths(&known, &sheet.catalog);
        if paths.is_empty() {
            continue;
        }
        let given = assessments::states(cx, &other)?;
        let evaluation = evaluate(&known, other.level, &given, cx.now.today);
        for suggestion in suggest(&known, &given, &evaluation, &sheet.catalog, &paths) {
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

/// Whether a suggested state says more than the present answer. An answer of 対象外 is a person's decision.
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
    // What another assessment says is for those who may read it.
    let open = |other: &Assessment| cx.may_in(Permission::ReadAssessments, other.id);
    Ok(newest.into_iter().filter(|other| other.id != own.id && open(other)).take(ASKED).collect())
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

/// The note of the other assessment at the beginning of the strongest path.
pub fn note(cx: &mut Context<'_, '_>, offer: &Offer) -> Result<String, Error> {
    let Some(first) = offer.suggestion.because.first() else { return Ok(String::new()) };
    let answer = store::find(cx.tx, offer.from.organization, offer.from.id, &first.from)?;
    Ok(answer.map(|answer| answer.note).unwrap_or_default())
}

/// Accepts a suggestion as the answer. The other answer's note is copied if there is none, and its evidence is always
/// attached.
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

/// Attaches the evidence of the criteria from which an answer is derived, and returns it; without permission for
/// that, the answer is accepted without evidence.
pub(crate) fn share_evidence(
    cx: &mut Context<'_, '_>,
    source: &Source,
    target: &Target,
) -> Result<Vec<EvidenceId>, Error> {
    let mut attached = Vec::new();
    if !cx.may(Permission::AddEvidence) {
        return Ok(attached);
    }
    let (organization, sight) = cx.sight()?;
    cx.together("pieces.attach", &Subject::Assessment(target.assessment), json!({}), |cx| {
        for criterion in &source.criteria {
            for piece in pieces::of_criterion(cx.tx, organization, source.assessment, criterion, &sight)? {
                if attach(cx, piece.evidence.id, target)? {
                    attached.push(piece.evidence.id);
                }
            }
        }
        Ok(attached)
    })
}

/// Declines a suggestion. It is shown again only if its contents change.
pub fn dismiss(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str, wanted: &str) -> Result<(), Error> {
    let sheet = assessments::sheet(cx, id)?;
    permit(cx, &sheet.assessment, criterion, &Change { status: Some(Status::Met), ..Change::default() })?;
    let offer = find(cx, &sheet, criterion, wanted)?;
    let (by, now) = (cx.person()?.id, cx.now.milliseconds());
    suggestions::dismiss(cx.tx, sheet.assessment.organization, id, criterion, &offer.digest, by, now)?;
    let detail = json!({ "from": offer.from.id, "status": offer.suggestion.status });
    cx.record("suggestion.dismiss", &Subject::Answer(id, criterion.to_owned()), None::<&Answer>, None, &detail)
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
