//! The state machine of a road: a pure table that follows from the steps of its route.

use std::collections::BTreeSet;

use tasuki_catalog::Lang;

use super::machine::{Event, Move, Party, Refusal, State};
use super::scheme::{Route, Step};
use super::step::{Actor, Need, StepKind};

impl State {
    /// What it is called on a route, whose steps have their own names.
    pub fn name(self, route: &Route, lang: Lang) -> String {
        self.named(|kind| route.step(kind).map_or_else(String::new, |step| step.title.get(lang).to_owned()), lang)
    }

    /// What it is called where nobody knows the route.
    pub fn plain_name(self, lang: Lang) -> String {
        self.named(|kind| kind.name(lang).to_owned(), lang)
    }

    fn named(self, title: impl Fn(StepKind) -> String, lang: Lang) -> String {
        let say = |ja: &str, en: &str| if lang == Lang::Ja { ja.to_owned() } else { en.to_owned() };
        match self {
            Self::Doing(kind) => title(kind),
            Self::Correcting(kind) if lang == Lang::Ja => format!("{}の是正", title(kind)),
            Self::Correcting(kind) => format!("{}: corrections", title(kind)),
            Self::Registered => say("登録済み", "Registered"),
            Self::Withdrawn => say("取り下げ", "Withdrawn"),
            Self::Revoked => say("登録の取消", "Revoked"),
        }
    }
}

impl Route {
    /// Where an event leads, if this party may do it and everything that it needs is there.
    ///
    /// # Errors
    /// Every event has an answer in every state: why it cannot happen, the first reason in the order of [`Refusal`].
    pub fn next(&self, from: State, event: Event, party: &Party, met: &BTreeSet<Need>) -> Result<State, Refusal> {
        if from.is_final() {
            return Err(Refusal::Over);
        }
        let Some(found) = self.find(from, event) else {
            return Err(Refusal::NotNow(self.possible(from).collect()));
        };
        if !found.by.iter().any(|actor| party.acts_as.contains(actor)) {
            return Err(Refusal::NotYours(found.by.clone()));
        }
        if event.is_judgement() && party.prepared {
            return Err(Refusal::OwnWork);
        }
        let missing: Vec<Need> = found.needs.iter().copied().filter(|need| !met.contains(need)).collect();
        if missing.is_empty() { Ok(found.next) } else { Err(Refusal::Missing(missing)) }
    }

    /// The row of the table.
    pub fn find(&self, from: State, event: Event) -> Option<&Move> {
        self.moves.iter().find(|own| (own.from, own.event) == (from, event))
    }

    /// What can happen in a state.
    pub fn possible(&self, from: State) -> impl Iterator<Item = Event> {
        self.moves.iter().filter(move |own| own.from == from).map(|own| own.event)
    }

    /// Every state that the route knows, in the order of its steps.
    pub fn states(&self) -> Vec<State> {
        let of_step = |step: &Step| {
            let correcting = step.step.is_looked_at().then_some(State::Correcting(step.step));
            [Some(State::Doing(step.step)), correcting].into_iter().flatten()
        };
        let ends = [State::Registered, State::Withdrawn, State::Revoked];
        self.steps.iter().flat_map(of_step).chain(ends).collect()
    }

    /// The table that follows from the steps. `self_checked`: whether the ★ asks for a self-check in between.
    pub(super) fn table(steps: &[Step], self_checked: bool) -> Vec<Move> {
        let Some(first_look) = steps.iter().map(|step| step.step).find(|step| step.is_looked_at()) else {
            return Vec::new();
        };
        let mut table = Vec::new();
        for (position, step) in steps.iter().enumerate() {
            let next = steps.get(position + 1).map_or(State::Registered, |next| State::Doing(next.step));
            table.extend(of_step(step, next, first_look));
        }
        let mut in_force = |event, by: Actor, needs: &[Need], next| {
            table.push(Move { from: State::Registered, event, by: vec![by], needs: needs.to_vec(), next });
        };
        in_force(Event::LookUp, Actor::Supplier, &[Need::LookedUp], State::Registered);
        if self_checked {
            in_force(Event::SelfCheck, Actor::Supplier, &[], State::Registered);
        }
        in_force(Event::Notify, Actor::Supplier, &[Need::Reason], State::Registered);
        in_force(Event::Withdraw, Actor::Supplier, &[Need::Reason], State::Withdrawn);
        in_force(Event::Revoke, Actor::Operator, &[Need::Reason], State::Revoked);
        table
    }
}

/// What can happen while a step is being done, and while what was found in it is corrected.
fn of_step(step: &Step, next: State, first_look: StepKind) -> Vec<Move> {
    let (kind, doing) = (step.step, State::Doing(step.step));
    let row = |from, event, by: &[Actor], needs: &[Need], next| Move {
        from,
        event,
        by: by.to_vec(),
        needs: needs.to_vec(),
        next,
    };
    let ours = [Actor::Supplier];
    let (end, next) = match kind {
        // A submission goes to whoever looks at it first.
        StepKind::SelfAssessment => (Event::Submit, State::Doing(first_look)),
        StepKind::Review | StepKind::Audit | StepKind::TechnicalCheck => (Event::Confirm, next),
        StepKind::Declaration => (Event::Declare, next),
        StepKind::Application => (Event::Apply, next),
        StepKind::Registration => (Event::Register, next),
    };
    let mut rows = vec![row(doing, end, &step.by, &step.needs, next)];
    if kind.is_looked_at() {
        let correcting = State::Correcting(kind);
        rows.push(row(doing, Event::Return, &step.by, &[Need::SomethingToCorrect], correcting));
        rows.push(row(correcting, Event::Correct, &ours, &[Need::EveryFindingAnswered], doing));
        rows.push(row(correcting, Event::Submit, &ours, &[Need::Submission], State::Doing(first_look)));
        rows.push(row(correcting, Event::Withdraw, &ours, &[Need::Reason], State::Withdrawn));
    }
    if kind == StepKind::Registration {
        // What the operator wants changed is corrected as if the first look had found it.
        rows.push(row(doing, Event::Return, &step.by, &[Need::Reason], State::Correcting(first_look)));
    }
    if kind != StepKind::SelfAssessment {
        // Whatever changes makes a new submission, and a new submission is looked at from the beginning.
        rows.push(row(doing, Event::Submit, &ours, &[Need::Submission], State::Doing(first_look)));
    }
    rows.push(row(doing, Event::Withdraw, &ours, &[Need::Reason], State::Withdrawn));
    rows
}
