//! Plays a plan against the application, and compares every answer with the model.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use tasuki_app::answers::Change;
use tasuki_app::members::Place as Membership;
use tasuki_app::{Context, answers};
use tasuki_assess::Status;
use tasuki_scheme::{Role, Roles};
use tasuki_store::audit::{self, Named};
use tasuki_store::members::Area;
use tasuki_store::{AssessmentId, CommentId, EvidenceId, GrantId, IssueId, OrganizationId, RoadId, TaskId};

use super::model::{Answer, Mark, Member, Model, text};
use super::plan::{Act, At, Place, Plan, Step, Who};
use super::visitors::Held;
use crate::common::{NOW, Somebody, World};

/// What went wrong. Plans that fail with the same `what` fail in the same way.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) what: &'static str,
    pub(super) detail: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.what, self.detail)
    }
}

/// Two things that must be the same.
pub(super) fn same<T: PartialEq + fmt::Debug>(
    what: &'static str,
    about: impl fmt::Debug,
    expected: &T,
    found: &T,
) -> Result<(), Fault> {
    if expected == found {
        return Ok(());
    }
    Err(Fault { what, detail: format!("{about:?}: expected {expected:?}, found {found:?}") })
}

const EDITION: &str = "scs-2026-03";
/// The day of [`NOW`] in Japan.
const FIRST: Date = date(2026, 11, 21);
const DAY: u64 = 86_400_000;

/// The application, the model, and who and what in one of them is who and what in the other.
pub(super) struct Stage {
    pub(super) world: Option<World>,
    pub(super) model: Model,
    pub(super) people: BTreeMap<Who, Somebody>,
    pub(super) assessments: BTreeMap<Place, AssessmentId>,
    /// In the order of the model.
    pub(super) comments: Vec<CommentId>,
    pub(super) pieces: Vec<EvidenceId>,
    pub(super) tasks: Vec<TaskId>,
    pub(super) grants: Vec<GrantId>,
    pub(super) links: Vec<Held>,
    pub(super) roads: Vec<RoadId>,
    pub(super) issues: Vec<IssueId>,
    /// The ends of the audit log's chains when everything was last compared: they must stay in the log.
    pub(super) heads: Vec<Named>,
    /// What the preparation wrote around the log.
    pub(super) unlogged: BTreeSet<String>,
}

/// Plays a plan from the beginning. A fault comes with the number of the step after which it was seen.
pub(super) async fn play(plan: &Plan) -> Result<(), (usize, Fault)> {
    let mut stage = Stage::prepare().await;
    for (number, step) in plan.0.iter().enumerate() {
        stage.step(number, step).await.map_err(|fault| (number, fault))?;
    }
    let last = plan.0.len().saturating_sub(1);
    stage.restart();
    stage.rest().await.map_err(|fault| (last, fault))
}

impl Stage {
    async fn prepare() -> Self {
        let world = World::new().await;
        let elsewhere = OrganizationId::new(NOW, [9; 10]);
        world.organization(elsewhere, "別の会社").await;
        let model = Model::new();
        let mut people = BTreeMap::new();
        for who in Who::ALL {
            // Names are no marks: everybody may know them.
            let name = format!("{who:?}");
            let somebody = match model.members.get(&who) {
                Some(member) => world.somebody(&name, member.roles[0]).await,
                None => world.somebody_in(elsewhere, &name, Role::Administrator).await,
            };
            people.insert(who, somebody);
        }
        for (who, member) in
            model.members.clone().into_iter().filter(|(_, own)| own.area.is_some() || own.ends.is_some())
        {
            let (organization, person, place) = (world.organization, people[&who].id, membership(&member));
            let put = move |tx: &mut tasuki_store::Tx<'_>| {
                let own = tasuki_store::members::find(tx, organization, person, "2026-11-21")?.expect("a member");
                let Membership { roles, areas, ends } = place;
                tasuki_store::members::put(tx, &tasuki_store::members::Member { roles, areas, ends, ..own })
            };
            world.arrange(put).await;
        }
        let mut assessments = BTreeMap::new();
        for place in Place::ALL {
            assessments.insert(place, world.assessment(&people[&Who::Lead]).await.id);
        }
        let compared = world.store.read(audit::compare).await.expect("compared");
        let unlogged = compared.differences.into_iter().map(|own| own.subject).collect();
        let (comments, pieces, tasks, grants) = Default::default();
        let (links, roads, issues, heads) = Default::default();
        let world = Some(world);
        Self {
            world,
            model,
            people,
            assessments,
            comments,
            pieces,
            tasks,
            grants,
            links,
            roads,
            issues,
            heads,
            unlogged,
        }
    }

    pub(super) fn world(&self) -> &World {
        self.world.as_ref().expect("a server that runs")
    }

    fn restart(&mut self) {
        self.world = self.world.take().map(World::restarted);
    }

    /// One step: what the application says must be what the model says, and what is refused must leave no trace.
    async fn step(&mut self, number: usize, step: &Step) -> Result<(), Fault> {
        // Two changes never have the same time, as versions of comments are times.
        self.world().wait(1_000);
        if !self.model.has_object(step.who, &step.act) {
            return Ok(());
        }
        match step.act {
            Act::Race { with, at } => self.race(number, [step.who, with], at).await?,
            Act::Look => self.look(step.who).await?,
            Act::Visit { nth } => self.visit(nth).await?,
            Act::Day => self.next_day(step).await,
            Act::Restart => {
                self.restart();
                self.rest().await?;
            }
            _ => self.act(number, step).await?,
        }
        self.model.remember();
        Ok(())
    }

    async fn act(&mut self, mark: Mark, step: &Step) -> Result<(), Fault> {
        let heads = self.chains().await;
        let before = self.model.clone();
        let expected = self.model.act(mark, step.who, &step.act);
        let done = self.perform(&before, mark, step).await;
        let said = done.as_ref().err().map(|error| error.code);
        same("what a step leads to", step, &expected.err(), &said)?;
        if said.is_some() {
            same("what was refused left a trace", step, &heads, &self.chains().await)?;
        }
        self.compare_answers().await?;
        self.compare_roads().await
    }

    /// The ends of the chains of the audit log: nothing is changed without one of them.
    pub(super) async fn chains(&self) -> Vec<Named> {
        self.world().store.read(audit::heads).await.expect("the log")
    }

    async fn next_day(&mut self, step: &Step) {
        self.world().wait(DAY);
        let expected = self.model.act(0, step.who, &Act::Day);
        expected.expect("a day is not refused");
        // Sessions end over night.
        for somebody in self.people.values_mut() {
            *somebody = self.world.as_ref().expect("a server that runs").session(somebody).await;
        }
    }

    /// Two save at once what both saw in the same state: of those who may, exactly one succeeds, and the other is told.
    async fn race(&mut self, mark: Mark, who: [Who; 2], at: At) -> Result<(), Fault> {
        let before = self.model.answer(at.place, at.criterion);
        let (id, version, criterion) = (self.assessments[&at.place], Some(before.version), at.criterion.id());
        // The same person in two windows is the same race. Each writes another state, and the same text.
        let statuses = if before.status == Status::Met {
            [Status::Partial, Status::Unmet]
        } else {
            [Status::Met, Status::NotApplicable]
        };
        let save = |place: usize| {
            let change = Change { status: Some(statuses[place]), note: Some(text(mark)), ..Change::default() };
            let work = move |cx: &mut Context<'_, '_>| answers::save(cx, id, criterion, version, &change).map(drop);
            self.world().write(&self.people[&who[place]], work)
        };
        let (one, other) = tokio::join!(save(0), save(1));
        let said = [one, other].map(|done| done.err().map(|error| error.code));
        let may = who.map(|who| self.model.may_save(who, at));
        let winner = said.iter().position(Option::is_none);
        let expected = [0, 1].map(|place| match (may[place], winner) {
            (false, _) => Some("not_found"),
            (true, Some(winner)) if winner == place => None,
            (true, _) => Some("answer.conflict"),
        });
        same("a race", (who, at), &expected, &said)?;
        same("whether a race has a winner", (who, at), &may.contains(&true), &winner.is_some())?;
        if let Some(winner) = winner {
            let after = Answer { status: statuses[winner], note: Some(mark), ..before.clone() };
            self.model.put(who[winner], at, before, after);
        }
        self.compare_answers().await
    }

    /// What is stored about the answers, whoever may read it.
    async fn compare_answers(&self) -> Result<(), Fault> {
        for place in Place::ALL {
            let (organization, id) = (self.world().organization, self.assessments[&place]);
            let stored = self.world().store.read(move |tx| tasuki_store::answers::list(tx, organization, id)).await;
            self.same_answers(place, &stored.expect("answers"))?;
        }
        Ok(())
    }
}

/// The date of a day of the model.
pub(super) fn day(number: i64) -> Date {
    FIRST.saturating_add(number.days())
}

/// A member of the model as the application has it.
pub(super) fn membership(member: &Member) -> Membership {
    let area = |area: &String| Area { edition: EDITION.to_owned(), area: area.clone() };
    Membership {
        roles: Roles::new(member.roles.clone()),
        areas: member.area.iter().map(area).collect(),
        ends: member.ends.map(day),
    }
}
