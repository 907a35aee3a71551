//! Does a step in the application.

use tasuki_app::answers::{Change, Item};
use tasuki_app::evidence::{self, Content, Target};
use tasuki_app::{Context, Error, answers, comments, grants, members, tasks};
use tasuki_assess::Status;
use tasuki_scheme::{Capacity, Permission, Role};
use tasuki_store::Subject;
use tasuki_store::grants::Opening;

use super::model::{GUEST, Mark, Member, Model, text};
use super::plan::{Act, At, Criterion, Field, Seen, Step, Way};
use super::stage::{Stage, day, membership};
use crate::common::Somebody;

impl Stage {
    /// Does a step in the application. `model` is the organization before the step: what people saw.
    pub(super) async fn perform(&mut self, model: &Model, mark: Mark, step: &Step) -> Result<(), Error> {
        let (by, words) = (self.people[&step.who].clone(), text(mark));
        let world = self.world.as_ref().expect("a server that runs");
        match step.act {
            Act::Save { at, seen, field } => {
                let change = self.change(&words, field);
                self.save(&by, at, version(seen, model.answer(at.place, at.criterion).version), change).await
            }
            Act::Accept { at, seen, accepted } => {
                let change = Change { accepted: Some(accepted), ..Change::default() };
                self.save(&by, at, version(seen, model.answer(at.place, at.criterion).version), change).await
            }
            Act::Undo { at } => {
                let (made, old) = &model.last[&(step.who, at.place, at.criterion)];
                let change = Change {
                    status: Some(old.status),
                    note: Some(old.note.map(text).unwrap_or_default()),
                    reason: Some(old.reason.map(text).unwrap_or_default()),
                    owner: Some(old.owner.map(|owner| self.people[&owner].id)),
                    undoes: Some(*made),
                    ..Change::default()
                };
                self.save(&by, at, Some(*made), change).await
            }
            Act::Many { place, seen, status, ref criteria } => {
                let item = |criterion: &Criterion| Item {
                    criterion: criterion.id().to_owned(),
                    version: version(seen, model.answer(place, *criterion).version),
                    change: Change { status: Some(status), ..Change::default() },
                };
                let (id, items) = (self.assessments[&place], criteria.iter().map(item).collect());
                world.write(&by, move |cx| answers::save_many(cx, id, items).map(drop)).await
            }
            Act::Say { at } => {
                let (id, criterion) = (self.assessments[&at.place], at.criterion.id());
                let said = world.write(&by, move |cx| comments::add(cx, id, criterion, &words)).await?;
                self.comments.push(said.id);
                Ok(())
            }
            Act::EditComment { nth, seen } => {
                let id = self.comments[nth % self.comments.len()];
                let organization = world.organization;
                let now = world.store.read(move |tx| tasuki_store::comments::find(tx, organization, id)).await;
                let seen = version(seen, comments::version(&now.expect("comments").expect("a comment")));
                world.write(&by, move |cx| comments::edit(cx, id, seen, &words).map(drop)).await
            }
            Act::RemoveComment { nth } => {
                let id = self.comments[nth % self.comments.len()];
                world.write(&by, move |cx| comments::remove(cx, id).map(drop)).await
            }
            Act::Link { .. } | Act::LockLink { .. } | Act::ReplaceLink { .. } | Act::EndLink { .. } => {
                self.perform_on_links(model.today, step).await
            }
            Act::OpenRoad { .. }
            | Act::Freeze { .. }
            | Act::Appoint { .. }
            | Act::Dismiss { .. }
            | Act::MarkAll { .. }
            | Act::Raise { .. }
            | Act::Reply { .. }
            | Act::Finish { .. }
            | Act::Declare { .. }
            | Act::Withdraw { .. } => self.perform_on_roads(model, words, step).await,
            Act::Grant { .. } | Act::EndGrant { .. } | Act::Role { .. } | Act::Remove { .. } => {
                self.administer(model, step).await
            }
            _ => self.perform_with_things(model, words, step).await,
        }
    }

    /// The same for evidence and tasks.
    async fn perform_with_things(&mut self, model: &Model, words: String, step: &Step) -> Result<(), Error> {
        let by = self.people[&step.who].clone();
        let world = self.world.as_ref().expect("a server that runs");
        match step.act {
            Act::AddEvidence { at, class } => {
                let mut new = evidence::New::of(Content::Note(words));
                new.classification = Some(class);
                let target = self.target(at);
                let added = world.write(&by, move |cx| evidence::add(cx, new, Some(&target))).await?;
                self.pieces.push(added.evidence.id);
                Ok(())
            }
            Act::ReadEvidence { nth } => {
                let id = self.pieces[nth % self.pieces.len()];
                world.read(&by, move |cx| evidence::version(cx, id, 0).map(drop)).await
            }
            Act::Classify { nth, seen, class } => {
                let (id, own) = (self.pieces[nth % self.pieces.len()], &model.pieces[nth % model.pieces.len()]);
                let change = evidence::Change { classification: Some(class), ..evidence::Change::default() };
                let seen = version(seen, own.version);
                world.write(&by, move |cx| evidence::change(cx, id, seen, &change).map(drop)).await
            }
            Act::Detach { nth } => {
                let (id, own) = (self.pieces[nth % self.pieces.len()], &model.pieces[nth % model.pieces.len()]);
                let (place, criterion) = *own.used.first().expect("a use");
                let target = self.target(At { place, criterion });
                world.write(&by, move |cx| evidence::detach(cx, id, &target)).await
            }
            Act::Task { at, owner } => {
                let (assessment, owner) = (self.assessments[&at.place], owner.map(|owner| self.people[&owner].id));
                let criterion = at.criterion.id().to_owned();
                let (title, done_when, due, steps) = (words, String::new(), None, Vec::new());
                let new = tasks::New { assessment, criterion, title, done_when, owner, due, steps };
                let made = world.write(&by, move |cx| tasks::create(cx, new)).await?;
                self.tasks.push(made.id);
                Ok(())
            }
            Act::Move { nth, way, seen } => {
                let (id, own) = (self.tasks[nth % self.tasks.len()], &model.tasks[nth % model.tasks.len()]);
                let (seen, step) = (version(seen, own.version), moved(way, words));
                world.write(&by, move |cx| tasks::advance(cx, id, seen, &step).map(drop)).await
            }
            // The other acts are performed elsewhere.
            _ => Ok(()),
        }
    }

    /// The same for people and what they may.
    async fn administer(&mut self, model: &Model, step: &Step) -> Result<(), Error> {
        let by = self.people[&step.who].clone();
        let world = self.world.as_ref().expect("a server that runs");
        match step.act {
            Act::Grant { to, place, comment, accept, evidence, days } => {
                let wanted = [(comment, Permission::Comment), (accept, Permission::AcceptNotApplicable)];
                let permissions = wanted.into_iter().filter(|(is_wanted, _)| *is_wanted).map(|(_, own)| own).collect();
                let subject = Subject::Assessment(self.assessments[&place]);
                let opening = Opening { subject, capacity: Capacity::Expert, permissions, evidence };
                let ends = day(model.today + days);
                let new = grants::New { person: self.people[&to].id, opening, starts: None, ends };
                let made = world.write(&by, move |cx| grants::create(cx, new)).await?;
                self.grants.push(made.grant.id);
                Ok(())
            }
            Act::EndGrant { nth } => {
                let id = self.grants[nth % self.grants.len()];
                world.write(&by, move |cx| grants::end(cx, id)).await
            }
            Act::Role { of, ref roles, ref area } => {
                let ends = roles.contains(&Role::Guest).then_some(model.today + GUEST);
                let place = membership(&Member { roles: roles.clone(), area: area.clone(), ends });
                let person = self.people[&of].id;
                world.write(&by, move |cx| members::change(cx, person, place).map(drop)).await
            }
            Act::Remove { of } => {
                let person = self.people[&of].id;
                world.write(&by, move |cx| members::remove(cx, person)).await
            }
            _ => Ok(()),
        }
    }

    async fn save(&self, by: &Somebody, at: At, version: Option<i64>, change: Change) -> Result<(), Error> {
        let (id, criterion) = (self.assessments[&at.place], at.criterion.id());
        let work = move |cx: &mut Context<'_, '_>| answers::save(cx, id, criterion, version, &change).map(drop);
        self.world().write(by, work).await
    }

    fn change(&self, words: &str, field: Field) -> Change {
        let mut change = Change::default();
        match field {
            Field::Status(status) => change.status = Some(status),
            Field::Note => change.note = Some(words.to_owned()),
            Field::Reason => change.reason = Some(words.to_owned()),
            Field::Owner(owner) => change.owner = Some(owner.map(|owner| self.people[&owner].id)),
            Field::Excused => {
                (change.status, change.reason) = (Some(Status::NotApplicable), Some(words.to_owned()));
            }
        }
        change
    }

    fn target(&self, at: At) -> Target {
        Target { assessment: self.assessments[&at.place], criterion: at.criterion.id().to_owned() }
    }
}

fn version(seen: Seen, newest: i64) -> Option<i64> {
    match seen {
        Seen::Newest => Some(newest),
        Seen::Old => Some(newest - 1),
        Seen::Any => None,
    }
}

fn moved(way: Way, words: String) -> tasks::Move {
    match way {
        Way::Start => tasks::Move::Start {},
        Way::Stop => tasks::Move::Stop {},
        Way::Report => tasks::Move::Report { report: words },
        Way::Accept => tasks::Move::Accept { review: words },
        Way::Return => tasks::Move::Return { review: words },
        Way::Drop => tasks::Move::Drop { review: words },
        Way::Reopen => tasks::Move::Reopen {},
    }
}
