//! The course of a road to a ★3, written down a second time from the rules, not from the code: what is submitted, marked and raised, and where that
//! leads. It does not know who acts, except whether they prepared what they judge.

use tasuki_app::reviews::{self, Said};
use tasuki_app::{Context, Error, declarations, submissions};
use tasuki_catalog::Library;
use tasuki_scheme::road::{Aspect, Means, ReplyKind, State, StepKind};
use tasuki_store::RoadId;

/// The code of a refusal.
pub(crate) type Code = &'static str;

pub(crate) const REVIEW: State = State::Doing(StepKind::Review);
pub(crate) const CORRECTING: State = State::Correcting(StepKind::Review);
const DECLARATION: State = State::Doing(StepKind::Declaration);

/// Where an issue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thread {
    Open,
    Answered,
    Settled,
}

/// What was done on a road. One criterion changes, and all others stay as they are.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    pub(crate) state: State,
    /// What the criterion that changes says in the last submission, as a number for each text; and in the one for which it was marked.
    pub(crate) submitted: Option<u32>,
    marked: Option<u32>,
    rest_is_marked: bool,
    pub(crate) submissions: u32,
    pub(crate) issues: Vec<Thread>,
    pub(crate) declared: usize,
}

impl Course {
    /// A road that was opened.
    pub(crate) fn new() -> Self {
        let (submitted, marked, rest_is_marked, submissions) = (None, None, false, 0);
        Self { state: State::START, submitted, marked, rest_is_marked, submissions, issues: Vec::new(), declared: 0 }
    }

    /// Submits what the criterion says now.
    pub(crate) fn submit(&mut self, says: u32) -> Result<(), Code> {
        if self.submitted == Some(says) {
            return Err("submission.unchanged");
        }
        self.go(|_| true, REVIEW, |_| Ok(()))?;
        (self.submitted, self.submissions) = (Some(says), self.submissions + 1);
        Ok(())
    }

    /// Marks the criterion that changes, all the others, or both.
    pub(crate) fn mark(&mut self, changes: bool, rest: bool, prepared: bool) -> Result<(), Code> {
        if self.submitted.is_none() {
            return Err("not_found");
        }
        if self.state != REVIEW {
            return Err("mark.not_now");
        }
        if prepared {
            return Err("road.own_work");
        }
        if changes {
            self.marked = self.submitted;
        }
        self.rest_is_marked |= rest;
        Ok(())
    }

    /// Whoever set the marks turns out to have prepared the work.
    pub(crate) fn unmark(&mut self) {
        (self.marked, self.rest_is_marked) = (None, false);
    }

    /// Asks or finds something.
    pub(crate) fn raise(&mut self, prepared: bool) -> Result<(), Code> {
        if self.state != REVIEW && self.state != CORRECTING {
            return Err("issue.not_now");
        }
        if prepared {
            return Err("road.own_work");
        }
        self.issues.push(Thread::Open);
        Ok(())
    }

    /// Replies to an issue. `own_work`: whoever replies prepared the submission, or gave the answer.
    pub(crate) fn reply(&mut self, nth: usize, kind: ReplyKind, own_work: bool) -> Result<(), Code> {
        let Some(own) = self.issues.get_mut(nth) else { return Err("not_found") };
        if self.state.is_final() {
            return Err("issue.over");
        }
        if own_work && kind.is_judgement() {
            return Err("road.own_work");
        }
        *own = match (kind, *own) {
            (ReplyKind::Answer, Thread::Open | Thread::Answered) => Thread::Answered,
            (ReplyKind::Accept, Thread::Answered) | (ReplyKind::Retract, Thread::Open | Thread::Answered) => {
                Thread::Settled
            }
            (ReplyKind::Refuse, Thread::Answered) => Thread::Open,
            _ => return Err("issue.state"),
        };
        Ok(())
    }

    /// Sends the submission back.
    pub(crate) fn send_back(&mut self, prepared: bool) -> Result<(), Code> {
        self.look_through()?;
        let has_open = |own: &Self| own.issues.iter().any(|own| *own != Thread::Settled);
        self.go(|own| own == REVIEW, CORRECTING, |own| judged(prepared, has_open(own)))
    }

    /// Tells that everything was answered.
    pub(crate) fn correct(&mut self) -> Result<(), Code> {
        self.look_through()?;
        self.go(|own| own == CORRECTING, REVIEW, |own| judged(false, !own.issues.contains(&Thread::Open)))
    }

    /// Confirms the submission.
    pub(crate) fn confirm(&mut self, prepared: bool) -> Result<(), Code> {
        self.look_through()?;
        let is_marked = |own: &Self| own.marked == own.submitted && own.rest_is_marked;
        let is_settled = |own: &Self| own.issues.iter().all(|own| *own == Thread::Settled);
        self.go(|own| own == REVIEW, DECLARATION, |own| judged(prepared, is_marked(own) && is_settled(own)))
    }

    /// The management gives its word.
    pub(crate) fn declare(&mut self) -> Result<(), Code> {
        if self.submitted.is_none() {
            return Err("declaration.another");
        }
        self.go(|own| own == DECLARATION, State::Doing(StepKind::Application), |_| Ok(()))?;
        self.declared += 1;
        Ok(())
    }

    /// Ends the road.
    pub(crate) fn withdraw(&mut self) -> Result<(), Code> {
        self.go(|_| true, State::Withdrawn, |_| Ok(()))
    }

    fn look_through(&self) -> Result<(), Code> {
        if self.submitted.is_none() { Err("review.nothing_submitted") } else { Ok(()) }
    }

    fn go(
        &mut self,
        from: impl Fn(State) -> bool,
        to: State,
        there: impl Fn(&Self) -> Result<(), Code>,
    ) -> Result<(), Code> {
        if self.state.is_final() {
            return Err("road.over");
        }
        if !from(self.state) {
            return Err("road.not_now");
        }
        there(self)?;
        self.state = to;
        Ok(())
    }
}

/// Nobody judges what they prepared, and nothing goes on without what it needs.
fn judged(prepared: bool, is_there: bool) -> Result<(), Code> {
    match (prepared, is_there) {
        (true, _) => Err("road.own_work"),
        (false, false) => Err("road.missing"),
        (false, true) => Ok(()),
    }
}

/// Freezes what somebody has just looked at.
pub(crate) fn submit(cx: &mut Context<'_, '_>, road: RoadId) -> Result<(), Error> {
    let seen = submissions::ready(cx, road)?.digest;
    submissions::freeze(cx, road, seen).map(drop)
}

/// Marks everything that a ★3 asks, or nothing.
pub(crate) fn mark_all(cx: &mut Context<'_, '_>, road: RoadId) -> Result<(), Error> {
    let catalog = Library::builtin().catalog("scs-2026-03").expect("an edition");
    for own in catalog.criteria().iter().filter(|own| catalog.asks(Some(3), own)) {
        let (criterion, aspects, note) = (own.id.clone(), Aspect::ALL.to_vec(), String::new());
        reviews::mark(cx, road, &Said { criterion, aspects, means: Means::Document, note })?;
    }
    Ok(())
}

/// Gives the word of the management for the last submission.
pub(crate) fn declare(cx: &mut Context<'_, '_>, road: RoadId) -> Result<(), Error> {
    let last = submissions::of_road(cx, road)?.into_iter().next();
    let new = declarations::New {
        digest: last.map(|own| own.digest.to_string()).unwrap_or_default(),
        name: "手本".to_owned(),
        office: "社長".to_owned(),
        text: "事実のとおりです。".to_owned(),
    };
    declarations::declare(cx, road, None, &new).map(drop)
}
