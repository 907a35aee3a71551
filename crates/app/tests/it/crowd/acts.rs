//! What a step does to the model, and whether it is refused.

use tasuki_assess::Status;
use tasuki_scheme::Role;

use super::model::{Answer, Comment, GUEST, Grant, Mark, Member, Model, Piece, State, Task, led};
use super::plan::{Act, At, Criterion, Field, Place, Seen, Way, Who};
use super::rules::Right;

/// The code of a refusal.
pub(super) type Code = &'static str;
const UNKNOWN: Code = "not_found";

pub(super) fn unless(is_permitted: bool) -> Result<(), Code> {
    if is_permitted { Ok(()) } else { Err(UNKNOWN) }
}

impl Model {
    /// Whether there is what the step is about.
    pub(super) fn has_object(&self, who: Who, act: &Act) -> bool {
        match act {
            Act::Undo { at } => self.last.contains_key(&(who, at.place, at.criterion)),
            Act::EditComment { .. } | Act::RemoveComment { .. } => !self.comments.is_empty(),
            Act::ReadEvidence { .. } | Act::Classify { .. } => !self.pieces.is_empty(),
            Act::Detach { nth } => {
                self.pieces.get(nth % self.pieces.len().max(1)).is_some_and(|own| !own.used.is_empty())
            }
            Act::Move { .. } => !self.tasks.is_empty(),
            Act::Freeze { .. }
            | Act::Appoint { .. }
            | Act::Dismiss { .. }
            | Act::MarkAll { .. }
            | Act::Raise { .. }
            | Act::Finish { .. }
            | Act::Declare { .. }
            | Act::Withdraw { .. } => !self.roads.is_empty(),
            Act::Reply { .. } => !self.raised.is_empty(),
            Act::EndGrant { .. } => !self.grants.is_empty(),
            Act::LockLink { .. } | Act::ReplaceLink { .. } | Act::EndLink { .. } | Act::Visit { .. } => {
                !self.links.is_empty()
            }
            _ => true,
        }
    }

    /// Does a step, or says with which code it is refused; then nothing has changed. `mark` is the text that the step writes.
    pub(super) fn act(&mut self, mark: Mark, who: Who, act: &Act) -> Result<(), Code> {
        match *act {
            Act::Save { at, seen, field } => self.save(mark, who, at, seen, field),
            Act::Accept { at, seen, accepted } => self.accept(who, at, seen, accepted),
            Act::Many { place, seen, status, ref criteria } => self.many(who, place, seen, status, criteria),
            Act::Undo { at } => self.undo(who, at),
            // Whose save is first is not known before.
            Act::Race { .. } | Act::Visit { .. } | Act::Look | Act::Restart => Ok(()),
            Act::Say { at } => {
                unless(self.may_in(who, Right::Comment, at.place))?;
                self.comments.push(Comment { place: at.place, criterion: at.criterion, author: who, body: Some(mark) });
                Ok(())
            }
            Act::EditComment { nth, seen } => self.edit(nth, who, Some(mark), seen),
            Act::RemoveComment { nth } => self.edit(nth, who, None, Seen::Any),
            Act::AddEvidence { at, class } => {
                unless(self.may(who, Right::AddEvidence) && self.may_attach(who, at))?;
                let used = [(at.place, at.criterion)].into();
                self.pieces.push(Piece { class, by: who, body: mark, used, version: 1 });
                self.hands.entry((at.place, at.criterion)).or_default().insert(who);
                Ok(())
            }
            Act::ReadEvidence { nth } => {
                let piece = &self.pieces[nth % self.pieces.len()];
                unless(self.sees(who, piece))
            }
            Act::Classify { nth, seen, class } => self.classify(nth, who, seen, class),
            Act::Detach { nth } => {
                let nth = nth % self.pieces.len();
                let piece = &self.pieces[nth];
                let Some((place, criterion)) = piece.used.first().copied() else { return Ok(()) };
                unless(self.may_attach(who, At { place, criterion }) && self.sees(who, piece))?;
                self.pieces[nth].used.remove(&(place, criterion));
                self.hands.entry((place, criterion)).or_default().insert(who);
                Ok(())
            }
            Act::Task { at, owner } => self.task(mark, who, at, owner),
            Act::Move { nth, way, seen } => self.advance(mark, nth, who, way, seen),
            Act::Grant { to, place, comment, accept, evidence, days } => {
                unless(self.may(who, Right::ManageMembers))?;
                let (member, until) = (self.members.get(&to).ok_or(UNKNOWN)?, self.today + days);
                if member.ends.is_some_and(|last| last < until) {
                    return Err("grant.after_member");
                }
                self.grants.push(Grant { to, place, comment, accept, evidence, until, is_ended: false });
                Ok(())
            }
            Act::EndGrant { nth } => {
                unless(self.may(who, Right::ManageMembers))?;
                let (nth, today) = (nth % self.grants.len(), self.today);
                self.grants[nth].end(today);
                Ok(())
            }
            Act::Link { .. } | Act::LockLink { .. } | Act::ReplaceLink { .. } | Act::EndLink { .. } => {
                self.act_on_links(who, act)
            }
            Act::Role { of, ref roles, ref area } => self.role(who, of, roles, area.as_deref()),
            Act::Remove { of } => self.remove(who, of),
            Act::OpenRoad { .. }
            | Act::Freeze { .. }
            | Act::Appoint { .. }
            | Act::Dismiss { .. }
            | Act::MarkAll { .. }
            | Act::Raise { .. }
            | Act::Reply { .. }
            | Act::Finish { .. }
            | Act::Declare { .. }
            | Act::Withdraw { .. } => self.act_on_roads(mark, who, act),
            Act::Day => {
                self.today += 1;
                Ok(())
            }
        }
    }

    /// Whether somebody may change the answer to a criterion: they must be able to read it, too.
    pub(super) fn may_save(&self, who: Who, at: At) -> bool {
        self.may_in(who, Right::ReadAnswers, at.place) && self.may_answer(who, at.criterion)
    }

    fn may_attach(&self, who: Who, at: At) -> bool {
        self.may_in(who, Right::ReadAnswers, at.place)
            && (self.may(who, Right::AddEvidence) && self.may_answer(who, at.criterion)
                || self.may(who, Right::ManageEvidence))
    }

    fn save(&mut self, mark: Mark, who: Who, at: At, seen: Seen, field: Field) -> Result<(), Code> {
        unless(self.may_save(who, at))?;
        let before = self.answer(at.place, at.criterion);
        if seen == Seen::Old {
            return Err("answer.conflict");
        }
        let mut after = before.clone();
        match field {
            Field::Status(status) => after.status = status,
            Field::Note => after.note = Some(mark),
            Field::Reason => after.reason = Some(mark),
            Field::Owner(owner) => after.owner = owner,
            Field::Excused => (after.status, after.reason) = (Status::NotApplicable, Some(mark)),
        }
        self.check_owner(&before, &after)?;
        self.put(who, at, before, after);
        Ok(())
    }

    /// Whoever is made responsible must be there; who was before may have left.
    fn check_owner(&self, before: &Answer, after: &Answer) -> Result<(), Code> {
        let new = after.owner.filter(|_| after.owner != before.owner);
        if new.is_some_and(|owner| self.member(owner).is_none()) { Err("answer.owner") } else { Ok(()) }
    }

    /// Keeps a changed answer. What was accepted was this state for this reason: with another one, the acceptance is over.
    pub(super) fn put(&mut self, who: Who, at: At, before: Answer, mut after: Answer) {
        if (after.status, after.reason) != (before.status, before.reason) {
            after.accepted = false;
        }
        self.keep(who, at, before, after);
    }

    fn keep(&mut self, who: Who, at: At, before: Answer, mut after: Answer) {
        if after == before {
            return;
        }
        after.version = before.version + 1;
        self.written.extend([after.note, after.reason].into_iter().flatten().map(|mark| (at.place, mark)));
        self.last.insert((who, at.place, at.criterion), (after.version, before));
        self.hands.entry((at.place, at.criterion)).or_default().insert(who);
        self.answers.insert((at.place, at.criterion), after);
    }

    fn accept(&mut self, who: Who, at: At, seen: Seen, accepted: bool) -> Result<(), Code> {
        let reads = self.may_in(who, Right::ReadAnswers, at.place);
        unless(reads && self.may_in(who, Right::AcceptExcuse, at.place))?;
        if seen == Seen::Old {
            return Err("answer.conflict");
        }
        let before = self.answer(at.place, at.criterion);
        let after = Answer { accepted, ..before.clone() };
        self.keep(who, at, before, after);
        // An acceptance is taken back by saying the opposite.
        self.last.remove(&(who, at.place, at.criterion));
        Ok(())
    }

    fn many(&mut self, who: Who, place: Place, seen: Seen, status: Status, criteria: &[Criterion]) -> Result<(), Code> {
        unless(self.may_in(who, Right::ReadAnswers, place))?;
        unless(criteria.iter().all(|criterion| self.may_answer(who, *criterion)))?;
        // What somebody else changed first is left out, and the rest is done.
        for criterion in criteria.iter().copied().filter(|_| seen != Seen::Old) {
            let before = self.answer(place, criterion);
            let after = Answer { status, ..before.clone() };
            self.put(who, At { place, criterion }, before, after);
        }
        Ok(())
    }

    /// What somebody takes back is as it was, with the mark of the reviewer, unless it was changed since.
    fn undo(&mut self, who: Who, at: At) -> Result<(), Code> {
        unless(self.may_save(who, at))?;
        let (made, old) = self.last[&(who, at.place, at.criterion)].clone();
        let now = self.answer(at.place, at.criterion);
        if now.version != made {
            return Err("answer.conflict");
        }
        let back = Answer { version: now.version, ..old };
        self.check_owner(&now, &back)?;
        self.keep(who, at, now, back);
        Ok(())
    }

    fn edit(&mut self, nth: usize, who: Who, body: Option<Mark>, seen: Seen) -> Result<(), Code> {
        let nth = nth % self.comments.len();
        let own = &self.comments[nth];
        let is_own = own.author == who && own.body.is_some();
        unless(is_own && self.may_in(who, Right::Comment, own.place))?;
        if seen == Seen::Old {
            return Err("comment.conflict");
        }
        self.comments[nth].body = body;
        Ok(())
    }

    fn classify(&mut self, nth: usize, who: Who, seen: Seen, class: tasuki_scheme::Classification) -> Result<(), Code> {
        let nth = nth % self.pieces.len();
        let piece = &self.pieces[nth];
        unless(self.sees(who, piece))?;
        if seen == Seen::Old {
            return Err("evidence.conflict");
        }
        let is_own = piece.by == who && self.may(who, Right::AddEvidence);
        unless(is_own || self.may(who, Right::ManageEvidence))?;
        let piece = &mut self.pieces[nth];
        piece.version += i64::from(piece.class != class);
        piece.class = class;
        Ok(())
    }

    fn task(&mut self, title: Mark, who: Who, at: At, owner: Option<Who>) -> Result<(), Code> {
        unless(self.may(who, Right::ManageTasks))?;
        if owner.is_some_and(|owner| !self.may(owner, Right::WorkOnTasks)) {
            return Err("task.owner");
        }
        self.tasks.push(Task::new(at, title, owner));
        Ok(())
    }

    fn advance(&mut self, mark: Mark, nth: usize, who: Who, way: Way, seen: Seen) -> Result<(), Code> {
        let nth = nth % self.tasks.len();
        let task = &self.tasks[nth];
        unless(self.may_in(who, Right::ReadAnswers, task.place))?;
        let [edit, work, review, only_others] = self.task_rights(who, task);
        let is_permitted = match way {
            Way::Start | Way::Stop | Way::Report => work,
            Way::Accept | Way::Return if only_others => return Err("task.own_review"),
            Way::Accept | Way::Return => review || task.state != State::Reported && self.may(who, Right::ReviewTasks),
            Way::Drop | Way::Reopen => edit,
        };
        // Whoever works on tasks is told that one is over; taking it up again stays with those who manage tasks.
        let is_over = matches!(task.state, State::Done | State::Dropped);
        let is_told = is_over && way != Way::Reopen && self.may(who, Right::WorkOnTasks);
        unless(is_permitted || is_told)?;
        if seen == Seen::Old {
            return Err("task.conflict");
        }
        let state = led(way, task.state).ok_or("task.state")?;
        let task = &mut self.tasks[nth];
        (task.state, task.version) = (state, task.version + 1);
        match way {
            Way::Start => task.owner = task.owner.or(Some(who)),
            Way::Report => {
                task.owner = task.owner.or(Some(who));
                task.reported_by = Some(who);
                task.texts.push(mark);
            }
            Way::Accept | Way::Return | Way::Drop => task.texts.push(mark),
            Way::Stop | Way::Reopen => {}
        }
        Ok(())
    }

    fn role(&mut self, who: Who, of: Who, roles: &[Role], area: Option<&str>) -> Result<(), Code> {
        unless(self.may(who, Right::ManageMembers))?;
        let before = self.members.get(&of).ok_or(UNKNOWN)?;
        let goes = before.roles.contains(&Role::Administrator) && !roles.contains(&Role::Administrator);
        if goes && !self.is_administrated_without(of) {
            return Err("member.last_administrator");
        }
        let area = area.filter(|_| roles.contains(&Role::Contributor)).map(str::to_owned);
        let ends = roles.contains(&Role::Guest).then_some(self.today + GUEST);
        self.members.insert(of, Member { roles: roles.to_vec(), area, ends });
        Ok(())
    }

    fn remove(&mut self, who: Who, of: Who) -> Result<(), Code> {
        unless(self.may(who, Right::ManageMembers))?;
        let member = self.members.get(&of).ok_or(UNKNOWN)?;
        if member.roles.contains(&Role::Administrator) && !self.is_administrated_without(of) {
            return Err("member.last_administrator");
        }
        self.members.remove(&of);
        let today = self.today;
        self.grants.iter_mut().filter(|grant| grant.to == of).for_each(|grant| grant.end(today));
        self.roads.iter_mut().for_each(|road| road.close_to(of, today));
        Ok(())
    }
}
