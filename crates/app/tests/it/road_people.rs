//! People who walk the road to a ★ at random, legally and not, on a server that restarts: a supplier, an expert from outside, the management. A small
//! model says a second time what must come of each step.
//!
//! A failure names its seed and every step; the same seed walks the same way again.

use jiff::civil::date;
use tasuki_app::answers::{self, Change};
use tasuki_app::declarations;
use tasuki_app::issues;
use tasuki_app::reviewers;
use tasuki_app::reviews::{self, Said};
use tasuki_app::{Context, Error, assessments, roads, submissions};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_scheme::road::{Actor, Event, IssueKind, Means, ReplyKind, Shown, State, StepKind};
use tasuki_store::{AssessmentId, IssueId, RoadId};

use crate::common::{Somebody, World};

/// The criterion that changes; all others stay as they are.
const FIRST: &str = "1-2-1-1";
const SEEDS: u64 = 8;
const STEPS: usize = 70;

/// A step, by whom it is usually taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Edit,
    Submit,
    MarkFirst,
    MarkRest,
    Ask,
    Find,
    Answer,
    Accept,
    Refuse,
    Return,
    Correct,
    Confirm,
    /// The supplier tries to confirm their own work.
    ConfirmOwn,
    Declare,
    /// The supplier tries to declare for the management.
    DeclareForOthers,
    Withdraw,
    Restart,
}

use Step as S;

/// Each as often as people take it: to withdraw is rare.
const ALL: [Step; 30] = [
    S::Edit,
    S::Edit,
    S::Submit,
    S::Submit,
    S::Submit,
    S::MarkFirst,
    S::MarkFirst,
    S::MarkFirst,
    S::MarkRest,
    S::MarkRest,
    S::Ask,
    S::Find,
    S::Answer,
    S::Answer,
    S::Answer,
    S::Accept,
    S::Accept,
    S::Accept,
    S::Refuse,
    S::Return,
    S::Correct,
    S::Correct,
    S::Confirm,
    S::Confirm,
    S::Confirm,
    S::ConfirmOwn,
    S::Declare,
    S::Declare,
    S::DeclareForOthers,
    S::Restart,
];

/// Where an issue stands in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thread {
    Open,
    Answered,
    Settled,
}

/// What must be so.
#[derive(Debug, Clone)]
struct Model {
    state: State,
    /// How often the first criterion was edited; what the last submission has of it; what the mark was set for.
    edits: u32,
    submitted: Option<u32>,
    marked: Option<u32>,
    rest_is_marked: bool,
    issues: Vec<Thread>,
    declared: u32,
}

const REVIEW: State = State::Doing(StepKind::Review);
const CORRECTING: State = State::Correcting(StepKind::Review);
const DECLARATION: State = State::Doing(StepKind::Declaration);

impl Model {
    /// What comes of a step: nothing, or the code of the refusal. The last issue is the one that is spoken about.
    fn take(&mut self, step: Step) -> Result<(), &'static str> {
        match step {
            S::Edit => self.edits += 1,
            S::Submit if self.submitted == Some(self.edits) => return Err("submission.unchanged"),
            S::Submit => self.go(|_| true, REVIEW, |_| true).map(|()| self.submitted = Some(self.edits))?,
            S::MarkFirst | S::MarkRest if self.submitted.is_none() => return Err("not_found"),
            S::MarkFirst | S::MarkRest if self.state != REVIEW => return Err("mark.not_now"),
            S::MarkFirst => self.marked = self.submitted,
            S::MarkRest => self.rest_is_marked = true,
            S::Ask | S::Find if self.state != REVIEW && self.state != CORRECTING => return Err("issue.not_now"),
            S::Ask | S::Find => self.issues.push(Thread::Open),
            S::Answer => self.reply(&[Thread::Open, Thread::Answered], Thread::Answered)?,
            S::Accept => self.reply(&[Thread::Answered], Thread::Settled)?,
            S::Refuse => self.reply(&[Thread::Answered], Thread::Open)?,
            S::Return | S::Correct | S::Confirm if self.submitted.is_none() => return Err("review.nothing_submitted"),
            S::Return => self.go(|own| own == REVIEW, CORRECTING, Self::has_open)?,
            S::Correct => self.go(|own| own == CORRECTING, REVIEW, |own| !own.issues.contains(&Thread::Open))?,
            S::Confirm => self.go(|own| own == REVIEW, DECLARATION, Self::is_reviewed)?,
            S::ConfirmOwn | S::DeclareForOthers => return Err("not_found"),
            S::Declare if self.submitted.is_none() => return Err("declaration.another"),
            S::Declare => {
                self.go(|own| own == DECLARATION, State::Doing(StepKind::Application), |_| true)?;
                self.declared += 1;
            }
            S::Withdraw => self.go(|_| true, State::Withdrawn, |_| true)?,
            S::Restart => {}
        }
        Ok(())
    }

    fn go(
        &mut self,
        from: impl Fn(State) -> bool,
        to: State,
        there: impl Fn(&Self) -> bool,
    ) -> Result<(), &'static str> {
        if self.state.is_final() {
            return Err("road.over");
        }
        if !from(self.state) {
            return Err("road.not_now");
        }
        if !there(self) {
            return Err("road.missing");
        }
        self.state = to;
        Ok(())
    }

    fn reply(&mut self, from: &[Thread], to: Thread) -> Result<(), &'static str> {
        let Some(last) = self.issues.last_mut() else { return Err("not_found") };
        if !from.contains(last) {
            return Err("issue.state");
        }
        *last = to;
        Ok(())
    }

    fn has_open(&self) -> bool {
        self.issues.iter().any(|own| *own != Thread::Settled)
    }

    fn is_reviewed(&self) -> bool {
        self.marked == self.submitted && self.rest_is_marked && !self.has_open()
    }
}

/// The people, and where they are.
struct Walk {
    world: World,
    lead: Somebody,
    expert: Somebody,
    boss: Somebody,
    assessment: AssessmentId,
    road: RoadId,
    issues: Vec<IssueId>,
    edits: u32,
}

impl Walk {
    async fn new() -> Self {
        let world = World::new().await;
        let lead = world.somebody("佐藤", Role::SecurityLead).await;
        let expert = world.somebody("専門家", Role::Guest).await;
        let boss = world.somebody("社長", Role::Executive).await;
        let (title, edition) = ("自己評価".to_owned(), "scs-2026-03".to_owned());
        let new = assessments::New { title, edition, level: Some(3), scope: Vec::new(), due: None };
        let assessment = world.write(&lead, move |cx| assessments::create(cx, new)).await.expect("an assessment").id;
        let new = roads::New { assessment, scheme: "scs".to_owned(), route: "star-3".to_owned(), renews: None };
        let road = world.write(&lead, move |cx| roads::open(cx, &new)).await.expect("a road").road.id;
        let shown = |qualification: &str| Shown {
            qualification: qualification.to_owned(),
            number: "1".to_owned(),
            until: None,
        };
        let new = reviewers::New {
            person: expert.id,
            actor: Actor::Expert,
            evidence: None,
            ends: date(2026, 12, 31),
            shown: ["cisa", "training", "registration"].map(shown).into(),
            advised: String::new(),
        };
        world.write(&lead, move |cx| reviewers::appoint(cx, road, new)).await.expect("appointed");
        Self { world, lead, expert, boss, assessment, road, issues: Vec::new(), edits: 0 }
    }

    async fn act<T: Send + 'static>(
        &self,
        by: &Somebody,
        work: impl FnOnce(&mut Context<'_, '_>, RoadId) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, &'static str> {
        let road = self.road;
        self.world.wait(1_000);
        self.world.write(by, move |cx| work(cx, road)).await.map_err(|error| error.code)
    }

    async fn take(mut self, step: Step) -> (Self, Result<(), &'static str>) {
        if step == S::Restart {
            self.world = self.world.restarted();
            return (self, Ok(()));
        }
        let done = self.try_to(step).await;
        (self, done)
    }

    async fn try_to(&mut self, step: Step) -> Result<(), &'static str> {
        let (lead, expert, boss) = (self.lead.clone(), self.expert.clone(), self.boss.clone());
        match step {
            S::Edit => {
                self.edits += 1;
                let (id, note) = (self.assessment, format!("{}度目の文", self.edits));
                let change = Change { status: Some(Status::Met), note: Some(note), ..Change::default() };
                self.act(&lead, move |cx, _| answers::save(cx, id, FIRST, None, &change)).await.map(drop)
            }
            S::Submit => self.act(&lead, submit).await,
            S::MarkFirst => self.mark(vec![FIRST.to_owned()]).await,
            S::MarkRest => {
                let catalog = tasuki_catalog::Library::builtin().catalog("scs-2026-03").expect("an edition");
                let asked = catalog.criteria().iter().filter(|own| catalog.asks(Some(3), own) && own.id != FIRST);
                self.mark(asked.map(|own| own.id.clone()).collect()).await
            }
            S::Ask => self.raise(IssueKind::Question).await,
            S::Find => self.raise(IssueKind::Finding).await,
            S::Answer => self.reply(&lead, ReplyKind::Answer).await,
            S::Accept => self.reply(&expert, ReplyKind::Accept).await,
            S::Refuse => self.reply(&expert, ReplyKind::Refuse).await,
            S::Return => self.finish(&expert, Event::Return).await,
            S::Correct => self.finish(&lead, Event::Correct).await,
            S::Confirm => self.finish(&expert, Event::Confirm).await,
            S::ConfirmOwn => self.finish(&lead, Event::Confirm).await,
            S::Declare => self.act(&boss, declare).await,
            S::DeclareForOthers => self.act(&lead, declare).await,
            S::Withdraw => self.act(&lead, |cx, road| roads::withdraw(cx, road, None, "やめる").map(drop)).await,
            S::Restart => Ok(()),
        }
    }

    /// Marks several criteria in one transaction, or none.
    async fn mark(&self, criteria: Vec<String>) -> Result<(), &'static str> {
        let work = move |cx: &mut Context<'_, '_>, road| {
            for criterion in criteria {
                let aspects = tasuki_scheme::road::Aspect::ALL.to_vec();
                reviews::mark(cx, road, &Said { criterion, aspects, means: Means::Document, note: String::new() })?;
            }
            Ok(())
        };
        self.act(&self.expert, work).await
    }

    async fn raise(&mut self, kind: IssueKind) -> Result<(), &'static str> {
        let new = issues::New {
            criterion: FIRST.to_owned(),
            kind,
            severity: None,
            text: "どこにありますか".to_owned(),
            due: None,
            deferrable: true,
            item: None,
        };
        let issue = self.act(&self.expert, move |cx, road| issues::raise(cx, road, new)).await?;
        self.issues.push(issue.id);
        Ok(())
    }

    async fn reply(&self, by: &Somebody, kind: ReplyKind) -> Result<(), &'static str> {
        let id = *self.issues.last().ok_or("not_found")?;
        self.act(by, move |cx, _| issues::reply(cx, id, None, kind, "返事").map(drop)).await
    }

    async fn finish(&self, by: &Somebody, event: Event) -> Result<(), &'static str> {
        self.act(by, move |cx, road| reviews::finish(cx, road, None, event).map(drop)).await
    }

    /// Where the road stands, how many submissions and declarations there are, and whether the log agrees with the rows.
    async fn found(&self) -> (State, u32, usize) {
        let road = self.road;
        let look = move |cx: &mut Context<'_, '_>| {
            let standing = roads::find(cx, road)?;
            Ok((standing.road.state, standing.road.submissions, declarations::of_road(cx, road)?.len()))
        };
        self.world.read(&self.lead, look).await.expect("a road")
    }
}

fn submit(cx: &mut Context<'_, '_>, road: RoadId) -> Result<(), Error> {
    let seen = submissions::ready(cx, road)?.digest;
    submissions::freeze(cx, road, seen).map(drop)
}

fn declare(cx: &mut Context<'_, '_>, road: RoadId) -> Result<(), Error> {
    let last = submissions::of_road(cx, road)?.into_iter().next();
    let new = declarations::New {
        digest: last.map(|own| own.digest.to_string()).unwrap_or_default(),
        name: "手本".to_owned(),
        office: "社長".to_owned(),
        text: "事実のとおりです。".to_owned(),
    };
    declarations::declare(cx, road, None, &new).map(drop)
}

/// The same numbers for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("small")
    }
}

async fn walk(seed: u64) -> (State, u32) {
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut own = Walk::new().await;
    let mut model = Model {
        state: State::START,
        edits: 0,
        submitted: None,
        marked: None,
        rest_is_marked: false,
        issues: Vec::new(),
        declared: 0,
    };
    let mut taken = Vec::new();
    for at in 0..STEPS {
        let withdraws = at > STEPS / 2 && chance.below(40) == 0;
        let step = if withdraws { S::Withdraw } else { ALL[chance.below(ALL.len())] };
        taken.push(step);
        let expected = model.take(step);
        let (after, done) = own.take(step).await;
        own = after;
        assert_eq!(done, expected, "seed {seed}, step {at} of {taken:?}");
        let found = own.found().await;
        assert_eq!((found.0, found.2), (model.state, model.declared as usize), "seed {seed}: {taken:?}");
    }
    (model.state, model.declared)
}

#[tokio::test]
async fn nobody_gets_further_than_the_road_permits() {
    let mut declared = 0;
    for seed in 1..=SEEDS {
        declared += walk(seed).await.1;
    }
    // People who never get there would prove little.
    assert!(declared > 0, "no seed leads to a declaration");
}
