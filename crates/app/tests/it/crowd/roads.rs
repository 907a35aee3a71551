//! Roads to a ★3: the model of roads and their reviewers, and what steps do with them. Of the criteria that people work on, a ★3 asks for one; where
//! what is said of it leads, the course of a road says ([`Course`]).

use std::collections::BTreeSet;

use tasuki_assess::Status;
use tasuki_catalog::Lang;
use tasuki_scheme::Role;
use tasuki_scheme::road::{IssueKind, ReplyKind};

use super::acts::{Code, unless};
use super::model::{Mark, Model, State, Task, led};
use super::plan::{Act, At, Criterion, End, Place, Reply, Way, Who};
use super::rules::Right;
use crate::road_course::Course;

/// The criterion for which a ★3 asks.
pub(super) const ASKED: Criterion = Criterion::Third;

/// What an answer says in a submission. Who is responsible is no part of it.
pub(super) type Says = (Status, Option<Mark>, Option<Mark>, bool, BTreeSet<usize>);

/// What the model knows of a road.
#[derive(Debug, Clone)]
pub(super) struct Road {
    pub(super) place: Place,
    pub(super) course: Course,
    /// Who prepared any of its submissions.
    prepared: BTreeSet<Who>,
    /// Who set its marks.
    marker: Option<Who>,
    /// Who is responsible for the answer in the last one, and who made that.
    owner: Option<Who>,
    maker: Option<Who>,
    /// The texts of all submissions.
    frozen: BTreeSet<Mark>,
    pub(super) reviewers: Vec<Reviewer>,
    pub(super) issues: Vec<Issue>,
}

#[derive(Debug, Clone)]
pub(super) struct Reviewer {
    pub(super) who: Who,
    pub(super) until: i64,
    pub(super) is_ended: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Issue {
    /// The task of whoever is responsible, by its place among the tasks.
    task: usize,
    /// Who gave the last answer.
    answered: Option<Who>,
    /// What was asked or found, and every reply.
    pub(super) texts: Vec<Mark>,
}

impl Road {
    /// Marks of somebody who prepared the work ask again.
    fn doubt(&mut self) {
        if self.marker.is_some_and(|who| self.prepared.contains(&who)) {
            self.course.unmark();
        }
    }

    /// Closes the road to somebody. What has ended stays as it is.
    pub(super) fn close_to(&mut self, who: Who, today: i64) {
        let own = self.reviewers.iter_mut().filter(|own| own.who == who);
        own.for_each(|own| own.is_ended |= own.until >= today);
    }

    /// Every text that whoever reads the road reads on it.
    pub(super) fn texts(&self) -> impl Iterator<Item = Mark> {
        self.frozen.iter().chain(self.issues.iter().flat_map(|own| &own.texts)).copied()
    }
}

/// What the title of the task of an issue begins with.
pub(super) fn heading(kind: IssueKind) -> String {
    format!("{}: ", kind.name(Lang::Ja))
}

impl Reply {
    pub(super) fn kind(self) -> ReplyKind {
        match self {
            Self::Answer => ReplyKind::Answer,
            Self::Accept => ReplyKind::Accept,
            Self::Refuse => ReplyKind::Refuse,
        }
    }
}

impl Model {
    /// Whether a road is open to somebody for review today.
    pub(super) fn reviews(&self, who: Who, road: &Road) -> bool {
        let is_valid = |own: &Reviewer| own.who == who && !own.is_ended && own.until >= self.today;
        self.member(who).is_some() && road.reviewers.iter().any(is_valid)
    }

    pub(super) fn reads_road(&self, who: Who, road: &Road) -> bool {
        self.may(who, Right::ReadRoads) || self.reviews(who, road)
    }

    /// The roads that somebody finds; none if they are not to know that there are any.
    pub(super) fn roads_of(&self, who: Who) -> Option<BTreeSet<usize>> {
        let own = self.roads.iter().enumerate().filter(|(_, road)| self.reads_road(who, road));
        let own: BTreeSet<usize> = own.map(|(nth, _)| nth).collect();
        (!own.is_empty() || self.may(who, Right::ReadRoads) || self.is(who, Role::Guest)).then_some(own)
    }

    /// What the answer says now, as a number that is the same for the same words.
    fn says(&mut self, place: Place) -> u32 {
        let own = self.answer(place, ASKED);
        let pieces = self.pieces.iter().enumerate().filter(|(_, piece)| piece.used.contains(&(place, ASKED)));
        let says: Says = (own.status, own.note, own.reason, own.accepted, pieces.map(|(nth, _)| nth).collect());
        let known = self.said.iter().position(|own| *own == says);
        let nth = known.unwrap_or_else(|| {
            self.said.push(says);
            self.said.len() - 1
        });
        u32::try_from(nth).expect("few")
    }

    /// What a step does on a road.
    pub(super) fn act_on_roads(&mut self, mark: Mark, who: Who, act: &Act) -> Result<(), Code> {
        match *act {
            Act::OpenRoad { place } => self.open_road(who, place),
            Act::Raise { nth, finding } => self.raise(mark, who, nth % self.roads.len(), finding),
            Act::Reply { nth, kind } => self.reply(mark, who, nth % self.raised.len(), kind),
            Act::Freeze { nth }
            | Act::Appoint { nth, .. }
            | Act::Dismiss { nth, .. }
            | Act::MarkAll { nth }
            | Act::Finish { nth, .. }
            | Act::Declare { nth }
            | Act::Withdraw { nth } => self.walk(who, nth % self.roads.len(), act),
            _ => Ok(()),
        }
    }

    fn open_road(&mut self, who: Who, place: Place) -> Result<(), Code> {
        unless(self.may(who, Right::ManageRoads))?;
        if self.roads.iter().any(|own| own.place == place && !own.course.state.is_final()) {
            return Err("road.exists");
        }
        let (prepared, marker, owner, maker, frozen) = Default::default();
        let (course, reviewers, issues) = (Course::new(), Vec::new(), Vec::new());
        self.roads.push(Road { place, course, prepared, marker, owner, maker, frozen, reviewers, issues });
        Ok(())
    }

    /// Everything that only moves a road, or says who reviews it.
    fn walk(&mut self, who: Who, nth: usize, act: &Act) -> Result<(), Code> {
        let road = &self.roads[nth];
        let (manages, reviews) = (self.may(who, Right::ManageRoads), self.reviews(who, road));
        let (prepared, place) = (road.prepared.contains(&who), road.place);
        unless(match act {
            Act::MarkAll { .. } => reviews,
            Act::Finish { end, .. } if *end != End::Correct => reviews,
            Act::Declare { .. } => self.may(who, Right::Declare),
            _ => manages,
        })?;
        match *act {
            Act::Freeze { .. } => return self.freeze(who, nth, place),
            Act::Appoint { person, days, .. } => return self.appoint(nth, person, self.today + days),
            Act::Dismiss { person, .. } => {
                unless(road.reviewers.iter().any(|own| own.who == person))?;
                let today = self.today;
                self.roads[nth].close_to(person, today);
                return Ok(());
            }
            _ => {}
        }
        let course = &mut self.roads[nth].course;
        match *act {
            Act::MarkAll { .. } => {
                course.mark(true, true, prepared)?;
                self.roads[nth].marker = Some(who);
                Ok(())
            }
            Act::Finish { end: End::Confirm, .. } => course.confirm(prepared),
            Act::Finish { end: End::Return, .. } => course.send_back(prepared),
            Act::Finish { end: End::Correct, .. } => course.correct(),
            Act::Declare { .. } => course.declare(),
            _ => course.withdraw(),
        }
    }

    fn freeze(&mut self, who: Who, nth: usize, place: Place) -> Result<(), Code> {
        let (says, answer) = (self.says(place), self.answer(place, ASKED));
        let pieces = self.pieces.iter().filter(|piece| piece.used.contains(&(place, ASKED))).map(|piece| piece.by);
        let mut hands: BTreeSet<Who> = pieces.collect();
        // Evidence that was taken off an answer that nobody gave leaves nothing to submit.
        if answer.version > 0 {
            hands.extend(self.hands.get(&(place, ASKED)).into_iter().flatten());
        }
        let road = &mut self.roads[nth];
        road.course.submit(says)?;
        road.prepared.extend([Some(who), answer.owner].into_iter().flatten().chain(hands));
        road.doubt();
        (road.owner, road.maker) = (answer.owner, Some(who));
        road.frozen.extend([answer.note, answer.reason].into_iter().flatten());
        Ok(())
    }

    fn appoint(&mut self, nth: usize, person: Who, until: i64) -> Result<(), Code> {
        let member = self.member(person).ok_or("reviewer.person")?;
        if member.ends.is_some_and(|last| last < until) {
            return Err("grant.after_member");
        }
        let today = self.today;
        let road = &mut self.roads[nth];
        if road.course.state.is_final() {
            return Err("reviewer.over");
        }
        if road.reviewers.iter().any(|own| own.who == person && !own.is_ended && own.until >= today) {
            return Err("reviewer.known");
        }
        // Somebody who was dismissed is appointed anew.
        road.reviewers.retain(|own| own.who != person);
        road.reviewers.push(Reviewer { who: person, until, is_ended: false });
        Ok(())
    }

    /// A question or a finding is a task of whoever is responsible, if they work on tasks.
    fn raise(&mut self, mark: Mark, who: Who, nth: usize, finding: bool) -> Result<(), Code> {
        unless(self.reviews(who, &self.roads[nth]))?;
        let road = &mut self.roads[nth];
        road.course.raise(road.prepared.contains(&who))?;
        road.issues.push(Issue { task: self.tasks.len(), answered: None, texts: vec![mark] });
        let (place, asked, at) = (road.place, [road.owner, road.maker], (nth, road.issues.len() - 1));
        self.raised.push(at);
        let owner = asked.into_iter().flatten().find(|owner| self.may(*owner, Right::WorkOnTasks));
        let about = heading(if finding { IssueKind::Finding } else { IssueKind::Question });
        let task = Task { about, ..Task::new(At { place, criterion: ASKED }, mark, owner) };
        self.tasks.push(task);
        Ok(())
    }

    /// The task follows what is said, as far as it still can.
    fn reply(&mut self, mark: Mark, who: Who, nth: usize, kind: Reply) -> Result<(), Code> {
        let (nth, at) = self.raised[nth];
        let answers = self.may(who, Right::ManageRoads) || self.may(who, Right::Answer);
        unless(if kind == Reply::Answer { answers } else { self.reviews(who, &self.roads[nth]) })?;
        let road = &mut self.roads[nth];
        let own_work = road.prepared.contains(&who) || road.issues[at].answered == Some(who);
        road.course.reply(at, kind.kind(), own_work)?;
        if kind == Reply::Answer {
            road.issues[at].answered = Some(who);
        }
        road.issues[at].texts.push(mark);
        let (task, way) = match kind {
            Reply::Answer => (&mut self.tasks[road.issues[at].task], Way::Report),
            Reply::Accept => (&mut self.tasks[road.issues[at].task], Way::Accept),
            Reply::Refuse => (&mut self.tasks[road.issues[at].task], Way::Return),
        };
        let Some(state) = led(way, task.state) else { return Ok(()) };
        (task.state, task.version) = (state, task.version + 1);
        task.texts.push(mark);
        if state == State::Reported {
            (task.owner, task.reported_by) = (task.owner.or(Some(who)), Some(who));
        }
        Ok(())
    }
}
