//! An organization in which everything is that can be due, and everything that looks so and is not.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use tasuki_app::answers::{self, Change};
use tasuki_app::assessments::{self, New};
use tasuki_app::evidence::{self, Content};
use tasuki_app::tasks::{self, Move};
use tasuki_assess::Status;
use tasuki_catalog::{Cadence, Catalog, Criterion, Library};
use tasuki_scheme::Role;
use tasuki_store::{AssessmentId, PersonId};

use crate::common::{Somebody, World};

/// Yesterday, as the world's clock has it: what was due then is told of today.
pub(super) const LATE: Date = date(2026, 11, 20);
/// In a week.
pub(super) const SOON: Date = date(2026, 11, 28);

/// The organization, those in it, and what each of its things is called in these tests, by its subject.
pub(super) struct Cases {
    pub(super) world: World,
    pub(super) lead: Somebody,
    pub(super) worker: Somebody,
    pub(super) reviewer: Somebody,
    pub(super) known: BTreeMap<String, &'static str>,
    /// The assessment that is in work.
    pub(super) whole: AssessmentId,
}

/// The criteria of an edition, to be taken one after the other.
pub(super) struct Criteria {
    catalog: &'static Catalog,
    taken: usize,
}

impl Criteria {
    fn of(edition: &str) -> Self {
        Self { catalog: Library::builtin().catalog(edition).expect("the edition"), taken: 0 }
    }

    /// The next one that is as wanted.
    fn next(&mut self, wanted: impl Fn(&Criterion) -> bool) -> String {
        let rest = self.catalog.criteria().iter().enumerate().skip(self.taken);
        let (position, found) = rest.into_iter().find(|(_, criterion)| wanted(criterion)).expect("a criterion");
        self.taken = position + 1;
        found.id.clone()
    }
}

async fn assessment(world: &World, lead: &Somebody, title: &str, due: Date) -> AssessmentId {
    let new = New {
        title: title.to_owned(),
        edition: "scs-2026-03".to_owned(),
        level: Some(3),
        scope: Vec::new(),
        due: Some(due),
    };
    world.write(lead, move |cx| assessments::create(cx, new)).await.expect("an assessment").id
}

impl Cases {
    async fn answer(&mut self, name: &'static str, id: AssessmentId, criterion: &str, change: Change) {
        let own = criterion.to_owned();
        self.world.write(&self.lead, move |cx| answers::save(cx, id, &own, None, &change)).await.expect(name);
        self.known.insert(format!("answer/{id}/{criterion}"), name);
    }

    /// A task of the worker, or of nobody, on a criterion.
    async fn task(
        &mut self,
        name: &'static str,
        id: AssessmentId,
        owner: Option<PersonId>,
        due: Option<Date>,
        steps: &[Move],
    ) {
        let new = tasks::New {
            assessment: id,
            criterion: "1-1-1-1".to_owned(),
            title: name.to_owned(),
            done_when: String::new(),
            owner,
            due,
            steps: Vec::new(),
        };
        let task = self.world.write(&self.lead, move |cx| tasks::create(cx, new)).await.expect(name).id;
        for step in steps.iter().cloned() {
            let by = match step {
                Move::Accept { .. } | Move::Return { .. } => &self.reviewer,
                Move::Report { .. } => &self.worker,
                _ => &self.lead,
            };
            self.world.write(by, move |cx| tasks::advance(cx, task, None, &step)).await.expect(name);
        }
        self.known.insert(format!("task/{task}"), name);
    }

    async fn evidence(&mut self, name: &'static str, ends: Date, is_archived: bool) {
        let new = evidence::New {
            name: name.to_owned(),
            owner: Some(self.worker.id),
            ends: Some(ends),
            ..evidence::New::of(Content::Note("台帳".to_owned()))
        };
        let id = self.world.write(&self.lead, move |cx| evidence::add(cx, new, None)).await.expect(name).evidence.id;
        if is_archived {
            let change = evidence::Change { archived: Some(true), ..evidence::Change::default() };
            self.world.write(&self.lead, move |cx| evidence::change(cx, id, None, &change)).await.expect(name);
        }
        self.known.insert(format!("evidence/{id}"), name);
    }
}

/// Everything at once.
pub(super) async fn cases() -> Cases {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let worker = world.somebody("鈴木", Role::Contributor).await;
    let reviewer = world.somebody("山田", Role::Approver).await;
    let whole = assessment(&world, &lead, "評価", LATE).await;
    let known = BTreeMap::from([(format!("assessment/{whole}"), "assessment")]);
    let mut cases = Cases { world, lead, worker, reviewer, known, whole };
    tasks_of(&mut cases).await;
    answers_of(&mut cases).await;
    for (name, ends, is_archived) in [
        ("evidence ended", LATE, false),
        ("evidence soon", SOON, false),
        ("evidence archived", LATE, true),
        ("evidence of last year", date(2025, 11, 20), false),
    ] {
        cases.evidence(name, ends, is_archived).await;
    }
    archived(&mut cases).await;
    complete(&mut cases).await;
    cases
}

async fn tasks_of(cases: &mut Cases) {
    let (whole, worker) = (cases.whole, Some(cases.worker.id));
    let report = Move::Report { report: "した".to_owned() };
    let accept = Move::Accept { review: String::new() };
    let drop = Move::Drop { review: String::new() };
    cases.task("task late", whole, worker, Some(LATE), &[]).await;
    cases.task("task soon", whole, worker, Some(SOON), &[Move::Start {}]).await;
    cases.task("task of nobody", whole, None, Some(SOON), &[]).await;
    cases.task("task reported", whole, worker, Some(LATE), std::slice::from_ref(&report)).await;
    cases.task("task without a day", whole, worker, None, &[]).await;
    cases.task("task later", whole, worker, Some(date(2027, 2, 1)), &[]).await;
    cases.task("task done", whole, worker, Some(LATE), &[report, accept]).await;
    cases.task("task dropped", whole, worker, Some(LATE), &[drop]).await;
}

async fn answers_of(cases: &mut Cases) {
    let (whole, worker) = (cases.whole, Some(Some(cases.worker.id)));
    let mut criteria = Criteria::of("scs-2026-03");
    let is_plain = |own: &Criterion| own.level == Some(3) && own.cadence.is_none() && own.condition.is_none();
    let is_yearly = |own: &Criterion| own.level == Some(3) && own.cadence == Some(Cadence::Yearly);
    let late =
        |status: Status| Change { status: Some(status), owner: worker, due: Some(Some(LATE)), ..Change::default() };
    let cleared = |status: Status| Change { status: Some(status), ..Change::default() };
    let shown = |day: Date| Change {
        status: Some(Status::Met),
        owner: worker,
        confirmed_on: Some(Some(day)),
        ..Change::default()
    };
    // Positions are taken from the front, so that no criterion is taken twice.
    let open = criteria.next(is_plain);
    cases.answer("answer late", whole, &open, late(Status::Unmet)).await;
    let nobody = Change { due: Some(Some(SOON)), ..cleared(Status::Partial) };
    let of_nobody = criteria.next(is_plain);
    cases.answer("answer of nobody", whole, &of_nobody, nobody).await;
    let met = criteria.next(is_plain);
    cases.answer("answer met", whole, &met, late(Status::Met)).await;
    let out = criteria.next(|own| own.level == Some(3) && own.condition.is_some());
    cases.answer("answer out of scope without a reason", whole, &out, late(Status::NotApplicable)).await;
    let reason = Change { reason: Some("持っていない".to_owned()), ..late(Status::NotApplicable) };
    let excused = criteria.next(|own| own.level == Some(3) && own.condition.is_some());
    cases.answer("answer out of scope", whole, &excused, reason.clone()).await;
    let unaccepted = criteria.next(is_plain);
    cases.answer("answer out of scope that nobody accepted", whole, &unaccepted, reason).await;
    let above = criteria.next(|own| own.level == Some(4));
    cases.answer("answer above the level", whole, &above, late(Status::Partial)).await;

    let mut criteria = Criteria::of("scs-2026-03");
    let lapsed = criteria.next(is_yearly);
    cases.answer("", whole, &lapsed, shown(date(2025, 11, 20))).await;
    cases.known.insert(format!("inspection/{whole}/{lapsed}/2026-11-20"), "inspection lapsed");
    let soon = criteria.next(is_yearly);
    cases.answer("", whole, &soon, shown(date(2025, 11, 28))).await;
    cases.known.insert(format!("inspection/{whole}/{soon}/2026-11-28"), "inspection soon");
    let both = criteria.next(is_yearly);
    let set = Change { due: Some(Some(SOON)), ..shown(date(2025, 11, 20)) };
    cases.answer("answer lapsed with a later day", whole, &both, set).await;
    cases.known.insert(format!("inspection/{whole}/{both}/2026-11-20"), "inspection lapsed with a later day");
    let later = criteria.next(is_yearly);
    cases.answer("", whole, &later, shown(date(2026, 4, 1))).await;
    cases.known.insert(format!("inspection/{whole}/{later}/2027-04-01"), "inspection later");
    cases.known.retain(|_, name| !name.is_empty());
}

/// An assessment that nobody works on any more, with everything in it.
async fn archived(cases: &mut Cases) {
    let id = assessment(&cases.world, &cases.lead, "昨年の評価", LATE).await;
    let worker = cases.worker.id;
    cases.known.insert(format!("assessment/{id}"), "assessment archived");
    let report = Move::Report { report: "した".to_owned() };
    cases.task("task archived", id, Some(worker), Some(LATE), &[]).await;
    cases.task("task reported archived", id, Some(worker), Some(LATE), &[report]).await;
    let change = Change { owner: Some(Some(worker)), due: Some(Some(LATE)), ..Change::default() };
    cases.answer("answer archived", id, "1-1-1-1", change).await;
    cases.world.write(&cases.lead, move |cx| assessments::archive(cx, id)).await.expect("archived");
}

/// An assessment of which nothing is left to do.
async fn complete(cases: &mut Cases) {
    let id = assessment(&cases.world, &cases.lead, "できた評価", LATE).await;
    cases.known.insert(format!("assessment/{id}"), "assessment complete");
    let asked = Library::builtin().catalog("scs-2026-03").expect("the edition").criteria().iter();
    let asked = asked.filter(|own| own.level.is_some_and(|level| level <= 3));
    let all = asked.map(|own| answers::Item {
        criterion: own.id.clone(),
        version: None,
        change: Change { status: Some(Status::Met), ..Change::default() },
    });
    let all: Vec<_> = all.collect();
    cases.world.write(&cases.lead, move |cx| answers::save_many(cx, id, all)).await.expect("all met");
}
