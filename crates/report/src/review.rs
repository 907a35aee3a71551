//! The record of a review (文書確認の記録): what reviewers said of each criterion of a submission, what they raised, and what was replied.
//!
//! It tells of one submission. What the organization said (states, notes, evidence) is taken from the submission itself, so that a record
//! cannot say something else; what the reviewers said is put beside it.

mod pdf;
mod texts;

use jiff::civil::Date;
use tasuki_assess::Status;
use tasuki_catalog::{Catalog, Lang};
use tasuki_scheme::road::{Actor, Aspect, IssueKind, IssueState, Lack, Means, ReplyKind, Scheme, Severity, Shown};
use tasuki_trust::submission::Answer;
use tasuki_trust::{Digest, Submission};

pub use pdf::review_pdf;

/// What a record is made of.
#[derive(Debug, Clone)]
pub struct ReviewRecord<'a> {
    /// Language of the document.
    pub lang: Lang,
    /// The day on which the document is made.
    pub created: Date,
    /// The submission that was looked at. Names of evidence stand in the document as they stand here.
    pub submission: &'a Submission,
    /// The digest of its bytes.
    pub digest: Digest,
    /// The edition, for its titles; `None` if it is not known here any more.
    pub catalog: Option<&'a Catalog>,
    /// The scheme, for the names of qualifications.
    pub scheme: &'a Scheme,
    /// Who reviews, in the order in which they were appointed.
    pub reviewers: Vec<RecordedReviewer>,
    /// What was said of each criterion. One that is not here has neither marks nor issues.
    pub criteria: Vec<ReviewedCriterion>,
    /// The confirmation, if there is one.
    pub confirmation: Option<Confirmation>,
}

/// Somebody who reviews.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedReviewer {
    /// Their name.
    pub name: String,
    /// As whom they act.
    pub actor: Actor,
    /// What they have shown.
    pub shown: Vec<Shown>,
    /// What they lack of what the scheme asks.
    pub lacks: Vec<Lack>,
    /// Why they are accepted nevertheless; empty: they are not, or lack nothing.
    pub accepted: String,
    /// On what they advised; empty: on nothing.
    pub advised: String,
}

/// What was said of a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewedCriterion {
    /// The criterion.
    pub id: String,
    /// Whether it changed since the submission before.
    pub changed: bool,
    /// Its marks.
    pub marks: Vec<ReviewMark>,
    /// What was raised about it, the first first.
    pub issues: Vec<ReviewIssue>,
}

/// A mark of a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewMark {
    /// What is said of it.
    pub aspect: Aspect,
    /// What it rests on.
    pub means: Means,
    /// What else there is to say.
    pub note: String,
    /// Who said it.
    pub by: String,
    /// On which day.
    pub day: Date,
    /// The number of the submission of which it was said.
    pub submission: u32,
    /// Whether it still holds: the criterion has not changed since, and nobody set it for their own work.
    pub holds: bool,
    /// Whether whoever set it prepared the work, or advised on it.
    pub by_preparer: bool,
}

/// Something that a reviewer raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewIssue {
    /// What it is.
    pub kind: IssueKind,
    /// How grave it is, if it is a finding.
    pub severity: Option<Severity>,
    /// How far it is.
    pub state: IssueState,
    /// What is asked or was found.
    pub text: String,
    /// By when it is to be answered or corrected.
    pub due: Option<Date>,
    /// Who raised it.
    pub by: String,
    /// On which day.
    pub day: Date,
    /// The number of the submission about which it was raised: the round.
    pub submission: u32,
    /// What was replied, the first first.
    pub replies: Vec<ReviewReply>,
}

/// A reply to an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewReply {
    /// What it does.
    pub kind: ReplyKind,
    /// What is said.
    pub text: String,
    /// Who says it.
    pub by: String,
    /// On which day.
    pub day: Date,
    /// How many submissions there were then: the round.
    pub submission: u32,
}

/// The word of a reviewer for one submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Who confirmed.
    pub by: String,
    /// As whom.
    pub actor: Actor,
    /// On which day.
    pub day: Date,
    /// The submission.
    pub digest: Digest,
}

/// The figures of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewFigures {
    /// Criteria of the submission.
    pub criteria: usize,
    /// Those with every mark that is needed.
    pub marked: usize,
    /// Issues that are not settled.
    pub open_issues: usize,
}

/// A criterion of the submission, with what was said of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) answer: &'a Answer,
    pub(crate) said: Option<&'a ReviewedCriterion>,
}

impl ReviewRecord<'_> {
    /// How many criteria are marked, and how many issues are open.
    pub fn figures(&self) -> ReviewFigures {
        let issues = self.criteria.iter().flat_map(|own| &own.issues);
        ReviewFigures {
            criteria: self.submission.answers.len(),
            marked: self.lines().filter(Line::is_marked).count(),
            open_issues: issues.filter(|issue| issue.is_open()).count(),
        }
    }

    /// The criteria in the order of the submission.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let said = |id: &str| self.criteria.iter().find(|own| own.id == id);
        self.submission.answers.iter().map(move |answer| Line { answer, said: said(&answer.criterion) })
    }

    /// The issues with their criteria, numbered in this order in every form of the document.
    pub(crate) fn issues(&self) -> impl Iterator<Item = (usize, Line<'_>, &ReviewIssue)> {
        let all = self.lines().flat_map(|line| line.issues().iter().map(move |issue| (line, issue)));
        (1..).zip(all).map(|(number, (line, issue))| (number, line, issue))
    }

    /// Whether the confirmation is about this submission.
    pub(crate) fn is_confirmed(&self) -> bool {
        self.confirmation.as_ref().is_some_and(|own| own.digest == self.digest)
    }
}

impl<'a> Line<'a> {
    /// What must be marked of it.
    pub(crate) fn needed(&self) -> &'static [Aspect] {
        Aspect::needed(self.answer.status != Status::NotApplicable)
    }

    /// The mark of an aspect, which may hold no longer.
    pub(crate) fn mark(&self, aspect: Aspect) -> Option<&'a ReviewMark> {
        self.said?.marks.iter().find(|mark| mark.aspect == aspect)
    }

    /// How many of the needed marks hold.
    pub(crate) fn set(&self) -> usize {
        let holds = |aspect: &&Aspect| self.mark(**aspect).is_some_and(|mark| mark.holds);
        self.needed().iter().filter(holds).count()
    }

    pub(crate) fn is_marked(&self) -> bool {
        self.set() == self.needed().len()
    }

    pub(crate) fn changed(&self) -> bool {
        self.said.is_some_and(|own| own.changed)
    }

    pub(crate) fn issues(&self) -> &'a [ReviewIssue] {
        self.said.map_or(&[], |own| &own.issues)
    }
}

impl ReviewIssue {
    /// Whether somebody still has to do something about it.
    pub(crate) fn is_open(&self) -> bool {
        self.state != IssueState::Settled
    }
}
