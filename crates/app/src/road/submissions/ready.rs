//! The check before a submission (提出前の確認): what is open, what has no evidence, what ends too early.

use jiff::civil::Date;
use tasuki_assess::{Answers, Evaluation, Status, evaluate};
use tasuki_catalog::Catalog;
use tasuki_store::{Digest, RoadId};
use tasuki_trust::Submission;
use tasuki_trust::submission::{Answer, Comparison};

use super::changes::changes_since_last;
use super::draft::draft;
use crate::assessments::in_full;
use crate::roads::{self, Standing};
use crate::{Context, Error};

/// What somebody looks at before they freeze a submission.
#[derive(Debug, Clone)]
pub struct Ready {
    /// The road.
    pub standing: Standing,
    /// The edition that is asked.
    pub edition: String,
    /// The digest that the submission would have if it were frozen now.
    pub digest: Digest,
    /// How many criteria the ★ asks for.
    pub total: usize,
    /// Those for which nothing remains to be done.
    pub satisfied: usize,
    /// The last day of a registration that begins today.
    pub until: Date,
    /// The criteria of which there is something to tell, in the order of the edition.
    pub open: Vec<Open>,
    /// What it would change since the last submission; `None` if it would be the first.
    pub changes: Option<Comparison>,
}

/// A criterion of which there is something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The criterion.
    pub criterion: String,
    /// Its state.
    pub status: Status,
    /// What is lacking.
    pub lacks: Vec<Lack>,
}

/// What a criterion lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// It is not satisfied.
    Unsatisfied(tasuki_assess::Open),
    /// Nobody accepted that it does not apply. Where the criterion has a condition, nobody needs to: the reviewer will ask.
    NotAccepted,
    /// It has no evidence.
    NoEvidence,
    /// A piece of evidence ends before the registration would.
    EvidenceEnds {
        /// Its name.
        name: String,
        /// Its last day.
        on: Date,
    },
}

impl Lack {
    /// The word that is sent for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unsatisfied(_) => "unsatisfied",
            Self::NotAccepted => "not_accepted",
            Self::NoEvidence => "no_evidence",
            Self::EvidenceEnds { .. } => "evidence_ends",
        }
    }
}

impl Ready {
    /// Whether something is not satisfied.
    pub fn is_open(&self) -> bool {
        self.satisfied < self.total
    }

    /// Whether the last submission of the road says the same. The first of a renewal may say what was registered: its day is another.
    pub fn is_unchanged(&self) -> bool {
        self.standing.road.submissions > 0
            && self.changes.as_ref().is_some_and(|own| own.head.is_empty() && own.criteria.is_empty())
    }
}

/// The check before a submission on a road.
pub fn ready(cx: &mut Context<'_, '_>, id: RoadId) -> Result<Ready, Error> {
    let standing = roads::find(cx, id)?;
    prepared(cx, standing).map(|(ready, _)| ready)
}

/// The check, and the bytes of what was checked.
pub(super) fn prepared(cx: &mut Context<'_, '_>, standing: Standing) -> Result<(Ready, Vec<u8>), Error> {
    let (sheet, submission) = draft(cx, &standing)?;
    let bytes = submission.bytes().map_err(|_| Error::internal())?;
    let today = cx.now.today;
    let given: Answers = in_full(&sheet.catalog, &sheet.answers);
    let evaluation = evaluate(&sheet.catalog, submission.level, &given, today);
    let until = standing.star().last_day(today);
    let open = checked(&sheet.catalog, &evaluation, &submission, until);
    let changes = changes_since_last(cx, &standing, &submission)?;
    let (digest, total, satisfied) = (Digest::of(&bytes), evaluation.criteria.len(), evaluation.satisfied());
    let edition = submission.edition.id;
    Ok((Ready { standing, edition, digest, total, satisfied, until, open, changes }, bytes))
}

/// What each criterion lacks.
fn checked(catalog: &Catalog, evaluation: &Evaluation, submission: &Submission, until: Date) -> Vec<Open> {
    let told = evaluation.criteria.iter().filter_map(|verdict| {
        let criterion = &catalog.criteria()[verdict.position].id;
        let answer = submission.answer(criterion)?;
        let lacks = lacks(answer, verdict.open, submission, until);
        (!lacks.is_empty()).then(|| Open { criterion: criterion.clone(), status: verdict.status, lacks })
    });
    told.collect()
}

fn lacks(answer: &Answer, open: Option<tasuki_assess::Open>, submission: &Submission, until: Date) -> Vec<Lack> {
    let mut lacks: Vec<Lack> = open.map(Lack::Unsatisfied).into_iter().collect();
    match answer.status {
        Status::NotApplicable if !answer.accepted && open.is_none() => lacks.push(Lack::NotAccepted),
        Status::Met | Status::Partial if answer.evidence.is_empty() => lacks.push(Lack::NoEvidence),
        _ => {}
    }
    let pieces = answer.evidence.iter().filter_map(|id| submission.piece(id));
    let ending = pieces.filter_map(|piece| Some((piece, piece.ends.filter(|on| *on < until)?)));
    lacks.extend(ending.map(|(piece, on)| Lack::EvidenceEnds { name: piece.name.clone(), on }));
    lacks
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tasuki_trust::submission::Evidence;

    use super::*;

    fn answer(status: Status, accepted: bool, evidence: &[&str]) -> Answer {
        Answer {
            criterion: "1".to_owned(),
            status,
            note: String::new(),
            substitute: String::new(),
            reason: String::new(),
            accepted,
            maturity: None,
            confirmed: None,
            owner: None,
            answered_by: None,
            evidence: evidence.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    fn piece(id: &str, ends: Option<Date>) -> Evidence {
        Evidence {
            id: id.to_owned(),
            name: format!("{id}.pdf"),
            kind: "file".to_owned(),
            classification: "internal".to_owned(),
            version: 1,
            sha256: Digest::of(id.as_bytes()),
            file_name: format!("{id}.pdf"),
            ends,
        }
    }

    fn submission() -> Submission {
        let text = serde_json::json!({
            "type": "tasuki-submission/1", "organization": { "id": "o", "name": "o" }, "assessment": { "id": "a", "name": "a" },
            "road": { "scheme": "scs", "route": "star-3", "star": 3, "number": 1 },
            "edition": { "id": "scs-2026-03", "digest": "0".repeat(64) }, "level": 3, "scope": [], "day": "2026-12-01",
            "people": [], "answers": [], "evidence": [],
        });
        let empty: Submission = serde_json::from_value(text).unwrap();
        let until = date(2027, 11, 30);
        let evidence = vec![piece("short", until.yesterday().ok()), piece("long", Some(until)), piece("endless", None)];
        Submission { evidence, ..empty }
    }

    #[test]
    fn what_ends_before_the_registration_would_is_told() {
        let (submission, until) = (submission(), date(2027, 11, 30));
        let lacks = |status, accepted, open, evidence: &[&str]| {
            lacks(&answer(status, accepted, evidence), open, &submission, until)
        };
        let ends = Lack::EvidenceEnds { name: "short.pdf".to_owned(), on: date(2027, 11, 29) };
        assert_eq!(lacks(Status::Met, false, None, &["short", "long", "endless"]), [ends]);
        assert_eq!(lacks(Status::Met, false, None, &["long"]), []);
        assert_eq!(lacks(Status::Met, false, None, &[]), [Lack::NoEvidence]);
        assert_eq!(lacks(Status::NotApplicable, false, None, &[]), [Lack::NotAccepted]);
        assert_eq!(lacks(Status::NotApplicable, true, None, &[]), []);
        let open = tasuki_assess::Open::NotAccepted;
        assert_eq!(lacks(Status::NotApplicable, false, Some(open), &[]), [Lack::Unsatisfied(open)]);
        let open = tasuki_assess::Open::Unanswered;
        assert_eq!(lacks(Status::Unanswered, false, Some(open), &[]), [Lack::Unsatisfied(open)]);
        let open = tasuki_assess::Open::Partial;
        assert_eq!(lacks(Status::Partial, false, Some(open), &[]), [Lack::Unsatisfied(open), Lack::NoEvidence]);
    }
}
