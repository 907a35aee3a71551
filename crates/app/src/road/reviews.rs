//! The review room (文書確認): what is said of each criterion of a submission, what is open, and the end of the review.
//!
//! A mark is said of one submission. It stays while the criterion is unchanged; where a later submission says something else, it asks again.
//! It stays, too, when whoever set it is dismissed: it was true when it was said, and whoever confirms the whole is told whose marks that rests
//! on. Only where it turns out that they prepared the work or advised on it, the mark asks again: nobody's own work is confirmed by them.

pub(crate) mod description;
mod finish;
mod marking;

use std::collections::BTreeSet;

use tasuki_assess::Status;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Aspect, IssueKind, IssueState, Need, StepKind};
use tasuki_store::marks::{self as store, Mark};
use tasuki_store::submissions::Submission as Row;
use tasuki_store::{PersonId, RoadId};
use tasuki_trust::Submission;
use tasuki_trust::submission::{Answer, Comparison, Part};

use crate::issues::{self, Thread};
use crate::reviewers::{self, Listed};
use crate::roads::{self, Standing};
use crate::submissions::{self, Shown};
use crate::{Context, Error, site_audits, technical_checks};

pub use crate::reviewers::Holding;
pub use finish::finish;
pub use marking::{Said, mark, unmark};

/// The room of a road.
#[derive(Debug, Clone)]
pub struct Room {
    /// The last submission, which is looked at, with its road.
    pub shown: Shown,
    /// Every submission of the road, the first first: each is a round of the review.
    pub rounds: Vec<Row>,
    /// The submission before, as whoever looks sees it, with what changed since; `None` in the first round.
    pub before: Option<Before>,
    /// Who reviews.
    pub reviewers: Vec<Listed>,
    /// Its criteria.
    pub criteria: Vec<Criterion>,
    /// Whoever looks, if they review.
    pub own: Option<Listed>,
    /// Whether whoever looks prepared what is submitted, and so judges nothing.
    pub prepared: bool,
    /// What of the needs of the step is there, for whoever looks: of the audit while the road is at it, of the review otherwise.
    pub met: BTreeSet<Need>,
}

/// The submission of the round before, and what changed since.
#[derive(Debug, Clone)]
pub struct Before {
    /// What it says, without the names that are not for whoever looks.
    pub submission: Submission,
    /// What changed from it to the one that is looked at.
    pub changes: Comparison,
}

impl Before {
    /// What changed about a criterion.
    pub fn parts(&self, criterion: &str) -> &[Part] {
        let own = self.changes.criteria.iter().find(|own| own.criterion == criterion);
        own.map(|own| own.parts.as_slice()).unwrap_or_default()
    }
}

/// A round of the review that is over, or the one that is not.
#[derive(Debug, Clone)]
pub struct Round {
    /// Its submission.
    pub shown: Shown,
    /// Every submission of the road, the first first.
    pub rounds: Vec<Row>,
    /// The submission before; `None` in the first round.
    pub before: Option<Before>,
    /// The marks that were set in this round and stand as they were.
    pub marks: Vec<Mark>,
    /// What was raised in this round.
    pub threads: Vec<Thread>,
}

/// A criterion in the room.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// The criterion.
    pub id: String,
    /// Its marks, each with whether it still holds.
    pub marks: Vec<(Mark, Holding)>,
    /// What must be marked of it.
    pub needed: &'static [Aspect],
    /// Whether it changed since the submission before.
    pub changed: bool,
    /// What was raised about it.
    pub threads: Vec<Thread>,
}

/// Somebody on whose marks a confirmation rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedBy {
    /// Who.
    pub person: PersonId,
    /// Their name today.
    pub name: String,
    /// How many of the marks that hold are theirs.
    pub marks: usize,
    /// Whether the road is still open to them as a reviewer.
    pub is_appointed: bool,
}

impl Criterion {
    /// The mark of an aspect that holds.
    pub fn mark(&self, aspect: Aspect) -> Option<&Mark> {
        self.marks.iter().find(|(mark, holding)| holding.holds() && mark.aspect == aspect).map(|(mark, _)| mark)
    }

    /// Whether everything that is needed is marked.
    pub fn is_marked(&self) -> bool {
        self.needed.iter().all(|aspect| self.mark(*aspect).is_some())
    }

    /// Whether something waits: a mark, an answer, or the reviewer.
    pub fn is_open(&self) -> bool {
        !self.is_marked() || self.threads.iter().any(|own| own.issue.state != IssueState::Settled)
    }
}

impl Room {
    /// The road.
    pub fn standing(&self) -> &Standing {
        &self.shown.standing
    }

    /// How many issues are not settled.
    pub fn open_issues(&self) -> usize {
        let threads = self.criteria.iter().flat_map(|own| &own.threads);
        threads.filter(|own| own.issue.state != IssueState::Settled).count()
    }

    /// On whose marks a confirmation would rest, who set most of them first.
    pub fn marked_by(&self) -> Vec<MarkedBy> {
        let is_appointed =
            |person| self.reviewers.iter().any(|own| own.reviewer.person == person && own.ends.is_some());
        let mut all: Vec<MarkedBy> = Vec::new();
        for (mark, _) in self.criteria.iter().flat_map(|own| &own.marks).filter(|(_, holding)| holding.holds()) {
            match all.iter_mut().find(|own| own.person == mark.person) {
                Some(own) => own.marks += 1,
                None => all.push(MarkedBy {
                    person: mark.person,
                    name: mark.name.clone(),
                    marks: 1,
                    is_appointed: is_appointed(mark.person),
                }),
            }
        }
        all.sort_by_key(|own| (std::cmp::Reverse(own.marks), own.person));
        all
    }

    /// The next criterion after one that is open, from the beginning again after the last; `None` if no other is.
    pub fn next_open(&self, criterion: &str) -> Option<String> {
        let at = self.criteria.iter().position(|own| own.id == criterion).map_or(0, |at| at + 1);
        let (before, after) = self.criteria.split_at(at);
        let next = after.iter().chain(before).find(|own| own.is_open() && own.id != criterion);
        next.map(|own| own.id.clone())
    }
}

/// The room of a road; nothing before the first submission.
pub fn room(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Room, Error> {
    let rounds = rounds(cx, road)?;
    let last = rounds.last().ok_or_else(nothing_submitted)?;
    let shown = submissions::find(cx, last.digest)?;
    let before = before(cx, &rounds, &shown)?;
    let preparers = reviewers::preparers(cx, &shown.standing)?;
    let criteria = criteria(cx, &shown, &preparers)?;
    let reviewers = reviewers::list(cx, &shown.standing)?;
    let person = cx.person()?.id;
    let own = reviewers.iter().find(|own| own.reviewer.person == person).cloned();
    let prepared = preparers.contains(&person);
    let met = match shown.standing.road.state.step() {
        Some(StepKind::Audit) => site_audits::met(cx, &shown.standing)?,
        Some(StepKind::TechnicalCheck) => technical_checks::met(cx, &shown.standing)?,
        _ => met(&criteria, own.as_ref()),
    };
    Ok(Room { shown, rounds, before, reviewers, criteria, own, prepared, met })
}

/// One round of the review, by the number of its submission.
pub fn round(cx: &mut Context<'_, '_>, road: RoadId, number: u32) -> Result<Round, Error> {
    let rounds = rounds(cx, road)?;
    let own = rounds.iter().find(|own| own.number == number).ok_or_else(Error::not_found)?;
    let shown = submissions::find(cx, own.digest)?;
    let before = before(cx, &rounds, &shown)?;
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    let mut marks = store::of_road(cx.tx, organization, road)?;
    marks.retain(|mark| mark.submission == number);
    let mut threads = issues::of_road(cx, road)?;
    threads.retain(|thread| thread.issue.submission == number);
    Ok(Round { shown, rounds, before, marks, threads })
}

/// The submissions of a road, the first first.
fn rounds(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Vec<Row>, Error> {
    let mut rows = submissions::of_road(cx, road)?;
    if rows.is_empty() {
        // A road that there is not is another answer than one without a submission.
        roads::find(cx, road)?;
    }
    rows.reverse();
    Ok(rows)
}

fn before(cx: &mut Context<'_, '_>, rounds: &[Row], shown: &Shown) -> Result<Option<Before>, Error> {
    let Some(row) = rounds.iter().rfind(|own| own.number < shown.row.number) else { return Ok(None) };
    let before = submissions::find(cx, row.digest)?;
    let changes = submissions::between(cx, &before, shown)?;
    Ok(Some(Before { submission: before.submission, changes }))
}

fn criteria(cx: &mut Context<'_, '_>, shown: &Shown, preparers: &BTreeSet<PersonId>) -> Result<Vec<Criterion>, Error> {
    let road = shown.standing.road.id;
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    let marks = store::of_road(cx.tx, organization, road)?;
    let threads = issues::of_road(cx, road)?;
    let before = shown.row.number.saturating_sub(1);
    let numbers = marks.iter().map(|mark| mark.submission).chain([before]);
    let changes = submissions::changed_since(cx, &shown.standing, numbers)?;
    let before = changes.get(&before);
    let criterion = |answer: &Answer| {
        let id = &answer.criterion;
        let own = marks.iter().filter(|mark| mark.criterion == *id);
        let is_changed = |mark: &Mark| changes.get(&mark.submission).is_some_and(|changed| changed.contains(id));
        let holding = |mark: &Mark| Holding::of(mark.person, preparers, is_changed(mark));
        Criterion {
            id: id.clone(),
            marks: own.map(|mark| (mark.clone(), holding(mark))).collect(),
            needed: Aspect::needed(answer.status != Status::NotApplicable),
            changed: before.is_some_and(|changed| changed.contains(id)),
            threads: threads.iter().filter(|thread| thread.issue.criterion == *id).cloned().collect(),
        }
    };
    Ok(shown.submission.answers.iter().map(criterion).collect())
}

/// What of the needs of a review is there, for whoever looks.
fn met(criteria: &[Criterion], own: Option<&Listed>) -> BTreeSet<Need> {
    let threads = || criteria.iter().flat_map(|own| &own.threads);
    let open = |kind| threads().any(|own| own.issue.kind == kind && own.issue.state != IssueState::Settled);
    let (question, finding) = (open(IssueKind::Question), open(IssueKind::Finding));
    let unanswered = threads().any(|own| own.issue.state == IssueState::Open);
    [
        (Need::Qualification, own.is_some_and(Listed::is_accepted)),
        (Need::EveryCriterionMarked, criteria.iter().all(Criterion::is_marked)),
        (Need::NoOpenQuestion, !question),
        (Need::NoOpenFinding, !finding),
        (Need::SomethingToCorrect, question || finding),
        (Need::EveryFindingAnswered, !unanswered),
    ]
    .into_iter()
    .filter_map(|(need, is_there)| is_there.then_some(need))
    .collect()
}

fn nothing_submitted() -> Error {
    Error::new(
        crate::Kind::State,
        "review.nothing_submitted",
        "まだ提出版がありません。",
        "There is no submission yet.",
    )
    .hint("提出版を固めると、確認が始まります。", "The review begins with the first submission.")
}
