//! People who walk the road to a ★ at random, legally and not, on a server that restarts: a supplier, an expert from outside, the management. The
//! course of a road ([`Course`]) says a second time what must come of each step.
//!
//! A failure names its seed and every step; the same seed walks the same way again.

use jiff::civil::date;
use tasuki_app::answers::{self, Change};
use tasuki_app::reviews::{self, Said};
use tasuki_app::{Context, Error, assessments, declarations, issues, reviewers, roads};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_scheme::road::{Actor, Event, IssueKind, Means, ReplyKind, Shown, State};
use tasuki_store::{AssessmentId, IssueId, RoadId};

use crate::common::{Somebody, World};
use crate::road_course::{Code, Course, declare, submit};

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

/// What must be so.
struct Model {
    course: Course,
    /// How often the first criterion was edited.
    edits: u32,
}

impl Model {
    /// What comes of a step: nothing, or the code of the refusal. The last issue is the one that is spoken about.
    fn take(&mut self, step: Step) -> Result<(), Code> {
        let course = &mut self.course;
        let last = course.issues.len().wrapping_sub(1);
        match step {
            S::Edit => {
                self.edits += 1;
                Ok(())
            }
            S::Submit => course.submit(self.edits),
            S::MarkFirst => course.mark(true, false, false),
            S::MarkRest => course.mark(false, true, false),
            S::Ask | S::Find => course.raise(false),
            S::Answer => course.reply(last, ReplyKind::Answer, false),
            S::Accept => course.reply(last, ReplyKind::Accept, false),
            S::Refuse => course.reply(last, ReplyKind::Refuse, false),
            S::Return => course.send_back(false),
            S::Correct => course.correct(),
            S::Confirm => course.confirm(false),
            S::ConfirmOwn | S::DeclareForOthers => Err("not_found"),
            S::Declare => course.declare(),
            S::Withdraw => course.withdraw(),
            S::Restart => Ok(()),
        }
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

async fn walk(seed: u64) -> (State, usize) {
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut own = Walk::new().await;
    let mut model = Model { course: Course::new(), edits: 0 };
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
        let course = &model.course;
        let expected = (course.state, course.submissions, course.declared);
        assert_eq!(found, expected, "seed {seed}: {taken:?}");
    }
    (model.course.state, model.course.declared)
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
