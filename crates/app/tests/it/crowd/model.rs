//! What there must be: everything that was acknowledged, and nothing else. A small organization in memory, which knows nothing of the code.

use std::collections::{BTreeMap, BTreeSet};

use tasuki_assess::Status;
use tasuki_scheme::{Classification, Role};

use super::plan::{At, Criterion, Place, Way, Who};
use super::roads::{Road, Says};
use super::rules::{self, Right};
use super::visitors::Link;

/// How long a guest stays, in days after the beginning or after the change.
pub(super) const GUEST: i64 = 30;

/// A text that a step wrote. No other step writes it, so that it can be found wherever it leaks to.
pub(super) type Mark = usize;

/// The text of a mark.
pub(super) fn text(mark: Mark) -> String {
    format!("墨印{mark}号")
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) roles: Vec<Role>,
    /// The one area of a contributor.
    pub(super) area: Option<String>,
    /// The last day.
    pub(super) ends: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) version: i64,
    pub(super) status: Status,
    pub(super) note: Option<Mark>,
    pub(super) reason: Option<Mark>,
    pub(super) owner: Option<Who>,
    pub(super) accepted: bool,
}

impl Answer {
    pub(super) const BLANK: Self =
        Self { version: 0, status: Status::Unanswered, note: None, reason: None, owner: None, accepted: false };
}

#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub(super) place: Place,
    pub(super) criterion: Criterion,
    pub(super) author: Who,
    /// None was removed.
    pub(super) body: Option<Mark>,
}

#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) class: Classification,
    pub(super) by: Who,
    pub(super) body: Mark,
    pub(super) used: BTreeSet<(Place, Criterion)>,
    pub(super) version: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Doing,
    Reported,
    Done,
    Dropped,
}

#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) place: Place,
    pub(super) criterion: Criterion,
    /// What its title begins with, before the text of the mark.
    pub(super) about: String,
    pub(super) title: Mark,
    pub(super) owner: Option<Who>,
    pub(super) reported_by: Option<Who>,
    pub(super) state: State,
    pub(super) version: i64,
    /// Everything that was written about it.
    pub(super) texts: Vec<Mark>,
}

impl Task {
    /// A task that was made.
    pub(super) fn new(At { place, criterion }: At, title: Mark, owner: Option<Who>) -> Self {
        let (state, texts) = (State::Open, Vec::new());
        let about = String::new();
        Self { place, criterion, about, title, owner, reported_by: None, state, version: 1, texts }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub(super) to: Who,
    pub(super) place: Place,
    pub(super) comment: bool,
    pub(super) accept: bool,
    pub(super) evidence: Option<Classification>,
    pub(super) until: i64,
    pub(super) is_ended: bool,
}

impl Grant {
    /// Takes it back. One whose last day has passed stays as it is.
    pub(super) fn end(&mut self, today: i64) {
        self.is_ended |= self.until >= today;
    }
}

/// The organization.
#[derive(Debug, Clone)]
pub(super) struct Model {
    /// Days since the beginning.
    pub(super) today: i64,
    pub(super) members: BTreeMap<Who, Member>,
    pub(super) answers: BTreeMap<(Place, Criterion), Answer>,
    /// The last change that somebody made of an answer: the version it made, and the answer before it.
    pub(super) last: BTreeMap<(Who, Place, Criterion), (i64, Answer)>,
    pub(super) comments: Vec<Comment>,
    pub(super) pieces: Vec<Piece>,
    pub(super) tasks: Vec<Task>,
    pub(super) grants: Vec<Grant>,
    pub(super) links: Vec<Link>,
    pub(super) roads: Vec<Road>,
    /// What was raised, by the place of the road and that of the issue on it.
    pub(super) raised: Vec<(usize, usize)>,
    /// Everybody who changed each answer, or attached evidence to it or took it off.
    pub(super) hands: BTreeMap<(Place, Criterion), BTreeSet<Who>>,
    /// Everything that answers said when they were submitted.
    pub(super) said: Vec<Says>,
    /// All that was ever written into an answer: its history shows it.
    pub(super) written: Vec<(Place, Mark)>,
    /// What each person could read at some time: what they were told then, they know.
    pub(super) known: BTreeMap<Who, BTreeSet<Mark>>,
}

impl Model {
    pub(super) fn new() -> Self {
        let member = |role, area: Option<&str>, ends| Member { roles: vec![role], area: area.map(str::to_owned), ends };
        let members = BTreeMap::from([
            (Who::Admin, member(Role::Administrator, None, None)),
            (Who::Lead, member(Role::SecurityLead, None, None)),
            (Who::Chief, member(Role::SecurityLead, None, None)),
            (Who::Worker, member(Role::Contributor, Some("1"), None)),
            (Who::Helper, member(Role::Contributor, None, None)),
            (Who::Approver, member(Role::Approver, None, None)),
            (Who::Boss, member(Role::Executive, None, None)),
            (Who::Viewer, member(Role::Viewer, None, None)),
            (Who::Buyer, member(Role::Purchasing, None, None)),
            (Who::Guest, member(Role::Guest, None, Some(GUEST))),
        ]);
        Self {
            today: 0,
            members,
            answers: BTreeMap::new(),
            last: BTreeMap::new(),
            comments: Vec::new(),
            pieces: Vec::new(),
            tasks: Vec::new(),
            grants: Vec::new(),
            links: Vec::new(),
            roads: Vec::new(),
            raised: Vec::new(),
            hands: BTreeMap::new(),
            said: Vec::new(),
            written: Vec::new(),
            known: BTreeMap::new(),
        }
    }

    pub(super) fn answer(&self, place: Place, criterion: Criterion) -> Answer {
        self.answers.get(&(place, criterion)).cloned().unwrap_or(Answer::BLANK)
    }

    /// The member, unless the last day has passed.
    pub(super) fn member(&self, who: Who) -> Option<&Member> {
        self.members.get(&who).filter(|member| member.ends.is_none_or(|day| day >= self.today))
    }

    pub(super) fn is(&self, who: Who, role: Role) -> bool {
        self.member(who).is_some_and(|member| member.roles.contains(&role))
    }

    /// Whether somebody has a right everywhere.
    pub(super) fn may(&self, who: Who, right: Right) -> bool {
        self.member(who).is_some_and(|member| member.roles.iter().any(|role| rules::gives(*role, right)))
    }

    /// Whether somebody has a right in an assessment, by role or by what was granted.
    pub(super) fn may_in(&self, who: Who, right: Right, place: Place) -> bool {
        let opens = |grant: &Grant| match right {
            Right::ReadResults => true,
            // Whoever takes part or sees evidence must read what it is about; nothing else is granted here.
            Right::ReadAnswers => grant.comment || grant.accept || grant.evidence.is_some(),
            Right::Comment => grant.comment,
            Right::AcceptExcuse => grant.accept,
            _ => false,
        };
        self.may(who, right) || self.held(who).any(|grant| grant.place == place && opens(grant))
    }

    /// What was granted to somebody and is valid today.
    fn held(&self, who: Who) -> impl Iterator<Item = &Grant> {
        let is_member = self.member(who).is_some();
        self.grants
            .iter()
            .filter(move |grant| is_member && grant.to == who && !grant.is_ended && grant.until >= self.today)
    }

    pub(super) fn may_answer(&self, who: Who, criterion: Criterion) -> bool {
        let Some(member) = self.member(who) else { return false };
        let everywhere = member.roles.contains(&Role::SecurityLead);
        let area = member.area.as_deref().filter(|_| !everywhere);
        self.may(who, Right::Answer) && area.is_none_or(|own| own == criterion.area())
    }

    /// The assessments of which somebody has a right; none if they are not to know that there are any.
    pub(super) fn places(&self, who: Who, right: Right) -> Option<Vec<Place>> {
        let all: Vec<Place> = Place::ALL.into_iter().filter(|place| self.may_in(who, right, *place)).collect();
        (!all.is_empty() || self.is(who, Role::Guest)).then_some(all)
    }

    /// Whether somebody sees a piece of evidence.
    pub(super) fn sees(&self, who: Who, piece: &Piece) -> bool {
        let Some(member) = self.member(who) else { return false };
        let is_to_confirm = piece.used.iter().any(|(place, criterion)| {
            self.answer(*place, *criterion).status == Status::NotApplicable
                || self
                    .tasks
                    .iter()
                    .any(|task| (task.place, task.criterion, task.state) == (*place, *criterion, State::Reported))
        });
        let by_role = member.roles.iter().any(|role| {
            rules::sees(*role) >= Some(piece.class)
                || rules::sees_own(*role) && piece.by == who
                || rules::sees_to_confirm(*role) && is_to_confirm
        });
        by_role
            || self.held(who).any(|grant| {
                grant.evidence >= Some(piece.class) && piece.used.iter().any(|(place, _)| *place == grant.place)
            })
    }

    /// Every text that somebody may read today.
    pub(super) fn readable(&self, who: Who) -> BTreeSet<Mark> {
        let reads = |place: Place| self.may_in(who, Right::ReadAnswers, place);
        let answers = self.written.iter().filter(|(place, _)| reads(*place)).map(|(_, mark)| *mark);
        let comments = self.comments.iter().filter(|own| reads(own.place)).filter_map(|own| own.body);
        let pieces = self.pieces.iter().filter(|piece| self.sees(who, piece)).map(|piece| piece.body);
        let tasks = self.tasks.iter().filter(|task| reads(task.place));
        let tasks = tasks.flat_map(|task| task.texts.iter().chain([&task.title]).copied());
        let roads = self.roads.iter().filter(|road| self.reads_road(who, road)).flat_map(Road::texts);
        answers.chain(comments).chain(pieces).chain(tasks).chain(roads).collect()
    }

    /// Notes what each person can read now. To be called after every step.
    pub(super) fn remember(&mut self) {
        for who in Who::ALL {
            let now = self.readable(who);
            self.known.entry(who).or_default().extend(now);
        }
    }

    /// Whether anybody but these administrates the organization.
    pub(super) fn is_administrated_without(&self, going: Who) -> bool {
        self.members.keys().any(|who| *who != going && self.is(*who, Role::Administrator))
    }

    /// What somebody may do with a task: change it, work on it, review it; and whether only others may review it.
    pub(super) fn task_rights(&self, who: Who, task: &Task) -> [bool; 4] {
        let edit = self.may(who, Right::ManageTasks);
        let is_ended = matches!(task.state, State::Done | State::Dropped);
        let is_own = task.owner.is_none_or(|owner| owner == who);
        let worked = |who: Who| task.owner == Some(who) || task.reported_by == Some(who);
        let could = task.state == State::Reported && self.may(who, Right::ReviewTasks);
        let alone = !Who::ALL.into_iter().any(|other| other != who && self.may(other, Right::ReviewTasks));
        let review = could && (!worked(who) || alone);
        let work = self.may(who, Right::WorkOnTasks) && (is_own || edit) && !is_ended;
        [edit, work, review, could && !review]
    }
}

/// Where a move leads.
pub(super) fn led(way: Way, state: State) -> Option<State> {
    match (way, state) {
        (Way::Start, State::Open) | (Way::Return, State::Reported) => Some(State::Doing),
        (Way::Stop, State::Doing) | (Way::Reopen, State::Done | State::Dropped) => Some(State::Open),
        (Way::Report, State::Open | State::Doing) => Some(State::Reported),
        (Way::Accept, State::Reported) => Some(State::Done),
        (Way::Drop, State::Open | State::Doing | State::Reported) => Some(State::Dropped),
        _ => None,
    }
}
