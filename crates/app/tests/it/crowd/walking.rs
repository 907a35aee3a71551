//! Steps on roads in the application, and what people find of roads, compared with the model.

use std::collections::BTreeSet;

use tasuki_app::{Error, declarations, issues, reviewers, reviews, roads};
use tasuki_scheme::road::{Event, IssueKind, IssueState};
use tasuki_store::RoadId;
use tasuki_store::grants::{Grant, Holder};

use super::model::{Mark, Model, text};
use super::plan::{Act, End, Step, Who};
use super::roads::ASKED;
use super::stage::{Fault, Stage, day, same};
use crate::road_company::{appointment, everything};
use crate::road_course::{Thread, declare, mark_all, submit};

impl Stage {
    /// Does a step on a road.
    pub(super) async fn perform_on_roads(&mut self, model: &Model, words: String, step: &Step) -> Result<(), Error> {
        let (by, world) = (self.people[&step.who].clone(), self.world.as_ref().expect("a server that runs"));
        let road = |nth: usize| self.roads[nth % self.roads.len()];
        match step.act {
            Act::OpenRoad { place } => {
                let (scheme, route, assessment) = ("scs".to_owned(), "star-3".to_owned(), self.assessments[&place]);
                let new = roads::New { assessment, scheme, route, renews: None };
                let made = world.write(&by, move |cx| roads::open(cx, &new)).await?;
                self.roads.push(made.road.id);
                Ok(())
            }
            Act::Freeze { nth } => {
                let road = road(nth);
                world.write(&by, move |cx| submit(cx, road)).await
            }
            Act::Appoint { nth, person, days } => {
                let (road, ends) = (road(nth), day(model.today + days));
                let new = appointment(&self.people[&person], everything());
                let new = reviewers::New { evidence: None, ends, ..new };
                world.write(&by, move |cx| reviewers::appoint(cx, road, new).map(drop)).await
            }
            Act::Dismiss { nth, person } => {
                let (road, person) = (road(nth), self.people[&person].id);
                world.write(&by, move |cx| reviewers::dismiss(cx, road, person)).await
            }
            Act::MarkAll { nth } => {
                let road = road(nth);
                world.write(&by, move |cx| mark_all(cx, road)).await
            }
            Act::Raise { nth, finding } => {
                let (road, kind) = (road(nth), if finding { IssueKind::Finding } else { IssueKind::Question });
                let (criterion, severity, due, item) = (ASKED.id().to_owned(), None, None, None);
                let new = issues::New { criterion, kind, severity, text: words, due, deferrable: true, item };
                let made = world.write(&by, move |cx| issues::raise(cx, road, new)).await?;
                self.issues.push(made.id);
                self.tasks.extend(made.task);
                Ok(())
            }
            Act::Reply { nth, kind } => {
                let id = self.issues[nth % self.issues.len()];
                world.write(&by, move |cx| issues::reply(cx, id, None, kind.kind(), &words).map(drop)).await
            }
            Act::Finish { nth, end } => {
                let road = road(nth);
                let event = match end {
                    End::Confirm => Event::Confirm,
                    End::Return => Event::Return,
                    End::Correct => Event::Correct,
                };
                world.write(&by, move |cx| reviews::finish(cx, road, None, event).map(drop)).await
            }
            Act::Declare { nth } => {
                let road = road(nth);
                world.write(&by, move |cx| declare(cx, road)).await
            }
            Act::Withdraw { nth } => {
                let road = road(nth);
                world.write(&by, move |cx| roads::withdraw(cx, road, None, "やめる").map(drop)).await
            }
            // The other acts are performed elsewhere.
            _ => Ok(()),
        }
    }

    /// Where each road stands, whoever may read it.
    pub(super) async fn compare_roads(&self) -> Result<(), Fault> {
        let organization = self.world().organization;
        let stored = self.world().store.read(move |tx| tasuki_store::roads::list(tx, organization)).await;
        let mut stored: Vec<_> =
            stored.expect("roads").into_iter().map(|own| (own.id, own.state, own.submissions)).collect();
        stored.sort_unstable_by_key(|own| own.0);
        let own = self.roads.iter().zip(&self.model.roads);
        let mut own: Vec<_> = own.map(|(id, own)| (*id, own.course.state, own.course.submissions)).collect();
        own.sort_unstable_by_key(|own| own.0);
        same("where roads stand", (), &own, &stored)
    }

    /// Somebody finds the roads that they may read, with what was raised and declared on them.
    pub(super) async fn look_for_roads(&self, who: Who, got: &mut String) -> Result<(), Fault> {
        let listed = self.get(who, roads::list).await?;
        let listed = listed.map(|all| all.into_iter().map(|own| own.road.id).collect::<BTreeSet<RoadId>>());
        let open = self.model.roads_of(who).map(|all| all.into_iter().map(|nth| self.roads[nth]).collect());
        same("which roads are listed", who, &open, &listed)?;
        for (id, own) in self.roads.iter().copied().zip(&self.model.roads) {
            let reads = self.model.reads_road(who, own);
            let threads = self.get(who, move |cx| issues::of_road(cx, id)).await?;
            let threads = threads.map(|all| {
                let told = |own: issues::Thread| {
                    let replies = own.replies.into_iter().map(|own| own.text);
                    (own.issue.state, std::iter::once(own.issue.text).chain(replies).collect::<Vec<_>>())
                };
                all.into_iter().map(told).collect::<Vec<_>>()
            });
            let states = own.course.issues.iter().map(|own| stored(*own));
            let texts = own.issues.iter().map(|own| own.texts.iter().map(|mark: &Mark| text(*mark)).collect());
            let expected: Vec<(IssueState, Vec<String>)> = states.zip(texts).collect();
            same("the issues of a road", (who, id), &reads.then_some(expected), &threads)?;
            let declared = self.get(who, move |cx| declarations::of_road(cx, id)).await?.map(|all| all.len());
            same("the declarations on a road", (who, id), &reads.then_some(own.course.declared), &declared)?;
            if own.course.submitted.is_some() {
                let room = self.get(who, move |cx| reviews::room(cx, id)).await?;
                same("whether a review room opens", (who, id), &reads, &room.is_some())?;
                got.extend(room.map(|room| format!("{room:?}")));
            }
        }
        Ok(())
    }

    /// The grants of roads are those of the model.
    pub(super) fn same_reviewers(&self, held: &[Grant]) -> Result<(), Fault> {
        let of_road = held.iter().filter_map(|own| Some((own.road()?, own.holder.to_string(), own.ended.is_some())));
        let mut found: Vec<_> = of_road.collect();
        let roads = self.roads.iter().zip(&self.model.roads);
        let all = roads.flat_map(|(id, road)| road.reviewers.iter().map(move |own| (*id, own)));
        let mut kept: Vec<_> =
            all.map(|(id, own)| (id, Holder::Person(self.people[&own.who].id).to_string(), own.is_ended)).collect();
        found.sort_unstable();
        kept.sort_unstable();
        same("to whom roads are open", (), &kept, &found)
    }
}

fn stored(thread: Thread) -> IssueState {
    match thread {
        Thread::Open => IssueState::Open,
        Thread::Answered => IssueState::Answered,
        Thread::Settled => IssueState::Settled,
    }
}
