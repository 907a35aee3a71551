//! Plays the example: on each day, everybody does what the files say, in chronological order.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;
use sha2::{Digest, Sha256};
use tasuki_scheme::{Capacity, Classification, Permission};
use tasuki_store::grants::{self as store, Holder, Opening};
use tasuki_store::members::{self, Member};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::persons::{self, Person};
use tasuki_store::tasks::Step as TaskStep;
use tasuki_store::{AssessmentId, OrganizationId, PersonId, RoadId, Subject, TaskId, hex};

use super::data::{Doing, Enrolled, Inspected, Moved, OnRoad, Piece, Road, Said, Script, Sheet, Someone, Step, Task};
use super::{Entrance, chain, roads};
use crate::evidence::{self, Content, File, Target};
use crate::tasks::{self, Move};
use crate::{Actor, Context, Error, Kind, Moment, answers, assessments, comments, grants, inspections};

/// When the office opens, in hours and minutes.
const MORNING: (i8, i8) = (9, 10);
/// The time between two actions on the same day, in milliseconds: 17 minutes.
const PAUSE: i64 = 17 * 60_000;
/// The same for today's actions, all of which must already be in the past.
const HASTE: i64 = 7_000;

/// One action of one person.
enum Act<'s> {
    Begin(&'s Sheet),
    Answer(&'s Sheet, &'s Step),
    Show(&'s Piece),
    Say(&'s Said),
    Plan(&'s Task),
    Move(&'s Task, &'s Moved),
    Inspect(&'s Inspected),
    Open(&'s Road),
    OnRoad(&'s Road, &'s OnRoad),
    Enrol(&'s Enrolled),
}

struct Stage {
    now: Moment,
    organization: OrganizationId,
    people: HashMap<String, PersonId>,
    sheets: HashMap<String, AssessmentId>,
    /// By what they are called.
    tasks: HashMap<String, TaskId>,
    /// By sheet and route.
    roads: HashMap<(String, String), RoadId>,
    /// Who looks after members.
    administrator: String,
    /// Those from outside, in which capacity, and in how many days they leave.
    guests: Vec<(PersonId, Capacity, i64)>,
}

pub(super) fn play(cx: &mut Context<'_, '_>, script: &Script) -> Result<Entrance, Error> {
    let now = cx.now;
    let acts = acts(script);
    cx.now = at(now, script.company.day, 0, acts.len())?;
    cx.actor = None;
    let mut stage = found(cx, script, now)?;
    for (place, (day, act)) in acts.iter().enumerate() {
        let before = acts[..place].iter().rev().take_while(|(other, _)| other == day).count();
        cx.now = at(now, *day, before, acts.len() - place)?;
        let done = match act {
            Act::Begin(sheet) => stage.begin(cx, sheet),
            Act::Answer(sheet, step) => stage.answer(cx, sheet, step),
            Act::Show(piece) => stage.show(cx, piece),
            Act::Say(said) => stage.say(cx, said),
            Act::Plan(task) => stage.plan(cx, task),
            Act::Move(task, moved) => stage.advance(cx, task, moved),
            Act::Inspect(inspected) => stage.inspect(cx, inspected),
            Act::Open(road) => stage.open_road(cx, road),
            Act::OnRoad(road, act) => stage.on_road(cx, road, act),
            Act::Enrol(own) => stage.enrol(cx, own),
        };
        done.map_err(|error| impossible(act, &error))?;
    }
    cx.now = now;
    cx.actor = None;
    Ok(Entrance { organization: stage.organization, administrator: stage.person(&script.administrator()?.key)? })
}

/// Everything that happens, the oldest first.
fn acts(script: &Script) -> Vec<(i64, Act<'_>)> {
    let mut acts = Vec::new();
    for sheet in &script.sheets {
        acts.push((sheet.day, Act::Begin(sheet)));
        acts.extend(sheet.steps.iter().map(|step| (step.day, Act::Answer(sheet, step))));
    }
    acts.extend(script.evidence.iter().map(|piece| (piece.day, Act::Show(piece))));
    acts.extend(script.comments.iter().map(|said| (said.day, Act::Say(said))));
    for task in &script.tasks {
        acts.push((task.day, Act::Plan(task)));
        acts.extend(task.moves.iter().map(|moved| (moved.day, Act::Move(task, moved))));
    }
    acts.extend(script.inspections.iter().map(|inspected| (inspected.day, Act::Inspect(inspected))));
    for road in &script.roads {
        acts.push((road.day, Act::Open(road)));
        acts.extend(road.acts.iter().map(|act| (act.day, Act::OnRoad(road, act))));
    }
    acts.extend(script.chain.iter().map(|own| (own.day, Act::Enrol(own))));
    acts.sort_by_key(|(day, _)| -day);
    acts
}

/// A time during office hours a number of days ago, after `before` other actions of that day. For today it is early
/// enough to leave room for the remaining actions.
fn at(now: Moment, days: i64, before: usize, following: usize) -> Result<Moment, Error> {
    let paces = |count: usize, pace: i64| i64::try_from(count).unwrap_or_default() * pace;
    let (hour, minute) = MORNING;
    let milliseconds = if days == 0 {
        now.milliseconds() - paces(following, HASTE)
    } else {
        let opens = now.today.saturating_sub(days.days()).at(hour, minute, 0, 0).to_zoned(Moment::zone());
        opens.map_err(|_| Error::not_found())?.timestamp().as_millisecond() + paces(before, PAUSE)
    };
    jiff::Timestamp::from_millisecond(milliseconds).map(Moment::new).map_err(|_| Error::not_found())
}

/// The company and its people.
fn found(cx: &mut Context<'_, '_>, script: &Script, now: Moment) -> Result<Stage, Error> {
    let (company, at) = (&script.company, cx.now.milliseconds());
    let organization = Organization {
        second_factor: false,
        id: OrganizationId::new(at, cx.random()),
        name: company.name.clone(),
        identity_kind: "own".to_owned(),
        identity: company.name.clone(),
        industry: company.industry.clone(),
        size_class: company.size_class.clone(),
        created: at,
    };
    organizations::add(cx.tx, &organization)?;
    let subject = Subject::Organization(organization.id);
    let detail = json!({ "name": organization.name });
    cx.record_in(Some(organization.id), "organization.create", &subject, None, Some(&organization), &detail)?;
    let mut stage = Stage {
        now,
        organization: organization.id,
        people: HashMap::new(),
        sheets: HashMap::new(),
        tasks: HashMap::new(),
        roads: HashMap::new(),
        administrator: script.administrator()?.key.clone(),
        guests: Vec::new(),
    };
    for someone in &company.people {
        let person = stage.hire(cx, someone)?;
        if let (Some(capacity), Some(leaves_in)) = (someone.capacity, someone.leaves_in) {
            stage.guests.push((person, capacity, leaves_in));
        }
        stage.people.insert(someone.key.clone(), person);
    }
    Ok(stage)
}

impl Stage {
    fn hire(&self, cx: &mut Context<'_, '_>, someone: &Someone) -> Result<PersonId, Error> {
        let at = cx.now.milliseconds();
        // Somebody who already has an account belongs to another company as well.
        let person = match persons::find_by_mail(cx.tx, &someone.mail)? {
            Some(known) => known,
            None => newcomer(cx, someone)?,
        };
        let member = Member {
            organization: self.organization,
            person: person.id,
            name: person.name.clone(),
            mail: person.mail.clone(),
            roles: someone.roles.parse().map_err(|_| Error::not_found())?,
            areas: someone.areas.clone(),
            ends: someone.leaves_in.map(|days| self.day(days)),
            joined: at,
            seen: None,
        };
        members::put(cx.tx, &member)?;
        // From here on, the first person acts for the others.
        if cx.actor.is_none() {
            cx.enter(Actor::system(person.clone(), Some(member.clone())))?;
        }
        let detail = json!({ "roles": member.roles });
        cx.record("member.add", &Subject::Member(person.id), None, Some(&member), &detail)?;
        Ok(person.id)
    }

    /// A day, counted from today.
    fn day(&self, days: i64) -> Date {
        self.now.today.saturating_add(days.days())
    }

    fn person(&self, key: &str) -> Result<PersonId, Error> {
        self.people.get(key).copied().ok_or_else(|| missing(key))
    }

    fn sheet(&self, key: &str) -> Result<AssessmentId, Error> {
        self.sheets.get(key).copied().ok_or_else(|| missing(key))
    }

    /// `sheet criterion`.
    fn target(&self, words: &str) -> Result<Target, Error> {
        let (sheet, criterion) = words.split_once(' ').ok_or_else(|| missing(words))?;
        Ok(Target { assessment: self.sheet(sheet)?, criterion: criterion.to_owned() })
    }

    /// The person who acts from now on.
    fn enter(&self, cx: &mut Context<'_, '_>, key: &str) -> Result<(), Error> {
        let id = self.person(key)?;
        let person = persons::find(cx.tx, id)?.ok_or_else(|| missing(key))?;
        let member = members::find(cx.tx, self.organization, id, &cx.now.today.to_string())?;
        let grants = store::valid(cx.tx, self.organization, Holder::Person(id), cx.now.today)?;
        cx.enter(Actor { grants, ..Actor::system(person, member) })
    }

    fn begin(&mut self, cx: &mut Context<'_, '_>, sheet: &Sheet) -> Result<(), Error> {
        self.enter(cx, &sheet.by)?;
        let new = assessments::New {
            title: sheet.title.clone(),
            edition: sheet.edition.clone(),
            level: Some(sheet.level),
            scope: sheet.scope.clone(),
            due: sheet.due_in.map(|days| self.day(days)),
        };
        let assessment = assessments::create(cx, new)?;
        self.sheets.insert(sheet.key.clone(), assessment.id);
        self.open(cx, assessment.id)
    }

    /// Opens an assessment to those from outside.
    fn open(&self, cx: &mut Context<'_, '_>, assessment: AssessmentId) -> Result<(), Error> {
        for (person, capacity, leaves_in) in &self.guests {
            let opening = Opening {
                subject: Subject::Assessment(assessment),
                capacity: *capacity,
                permissions: Permission::ON_ASSESSMENTS.to_vec(),
                evidence: Some(Classification::Internal),
            };
            self.enter(cx, &self.administrator)?;
            grants::create(cx, grants::New { person: *person, opening, starts: None, ends: self.day(*leaves_in) })?;
        }
        Ok(())
    }

    fn answer(&self, cx: &mut Context<'_, '_>, sheet: &Sheet, step: &Step) -> Result<(), Error> {
        self.enter(cx, &step.by)?;
        let change = answers::Change {
            status: step.status,
            note: step.note.clone(),
            substitute: step.substitute.clone(),
            reason: step.reason.clone(),
            owner: step.owner.as_deref().map(|key| self.person(key).map(Some)).transpose()?,
            due: step.due_in.map(|days| Some(self.day(days))),
            confirmed_on: step.confirmed.map(|days| Some(self.day(-days))),
            maturity: None,
            accepted: step.accepted,
            undoes: None,
        };
        for criterion in chosen(cx, sheet, step) {
            answers::save(cx, self.sheet(&sheet.key)?, &criterion, None, &change)?;
            cx.now = Moment::new(cx.now.at.saturating_add(jiff::SignedDuration::from_millis(40)).unwrap_or(cx.now.at));
        }
        Ok(())
    }

    fn show(&self, cx: &mut Context<'_, '_>, piece: &Piece) -> Result<(), Error> {
        self.enter(cx, &piece.by)?;
        let digest = Sha256::digest(piece.text.as_bytes());
        let file = File {
            name: piece.file.clone(),
            digest: hex(&digest),
            size: piece.text.len() as u64,
            media_type: evidence::media_type(piece.text.as_bytes(), &piece.file)?.to_owned(),
        };
        let mut new = evidence::New::of(Content::File(file));
        new.name.clone_from(&piece.name);
        new.classification = Some(piece.classification);
        new.effective = Some(self.day(-piece.day));
        new.ends = piece.ends_in.map(|days| self.day(days));
        let (first, others) = piece.shows.split_first().ok_or_else(|| missing(&piece.name))?;
        let added = evidence::add(cx, new, Some(&self.target(first)?))?;
        others.iter().try_for_each(|other| evidence::attach(cx, added.evidence.id, &self.target(other)?).map(drop))
    }

    fn say(&self, cx: &mut Context<'_, '_>, said: &Said) -> Result<(), Error> {
        self.enter(cx, &said.by)?;
        let target = self.target(&said.at)?;
        comments::add(cx, target.assessment, &target.criterion, &said.text).map(drop)
    }

    fn plan(&mut self, cx: &mut Context<'_, '_>, task: &Task) -> Result<(), Error> {
        self.enter(cx, &task.by)?;
        let target = self.target(&task.at)?;
        let new = tasks::New {
            assessment: target.assessment,
            criterion: target.criterion,
            title: task.title.clone(),
            done_when: task.done_when.clone(),
            owner: Some(self.person(&task.owner)?),
            due: Some(self.day(task.due_in)),
            steps: steps(task, 0),
        };
        let made = tasks::create(cx, new)?;
        self.tasks.insert(task.title.clone(), made.id);
        Ok(())
    }

    fn advance(&self, cx: &mut Context<'_, '_>, task: &Task, moved: &Moved) -> Result<(), Error> {
        self.enter(cx, &moved.by)?;
        let id = self.tasks.get(&task.title).copied().ok_or_else(|| missing(&task.title))?;
        if let Some(done) = moved.ticks {
            let change = tasks::Change { steps: Some(steps(task, done)), ..tasks::Change::default() };
            tasks::change(cx, id, None, &change)?;
        }
        let text = moved.text.clone();
        let step = match moved.does {
            Doing::Start => Move::Start {},
            Doing::Report => Move::Report { report: text },
            Doing::Accept => Move::Accept { review: text },
            Doing::Return => Move::Return { review: text },
        };
        tasks::advance(cx, id, None, &step).map(drop)
    }

    fn open_road(&mut self, cx: &mut Context<'_, '_>, road: &Road) -> Result<(), Error> {
        self.enter(cx, &road.by)?;
        let opened = roads::open(cx, self.sheet(&road.sheet)?, &road.route)?;
        self.roads.insert((road.sheet.clone(), road.route.clone()), opened);
        Ok(())
    }

    fn on_road(&self, cx: &mut Context<'_, '_>, road: &Road, act: &OnRoad) -> Result<(), Error> {
        self.enter(cx, &act.by)?;
        let known = self.roads.get(&(road.sheet.clone(), road.route.clone())).copied();
        let known = known.ok_or_else(|| missing(&road.route))?;
        roads::act(cx, (known, &act.does), self.now, |key| self.person(key))
    }

    fn enrol(&self, cx: &mut Context<'_, '_>, own: &Enrolled) -> Result<(), Error> {
        self.enter(cx, &own.by)?;
        chain::enrol(cx, own, self.now)
    }

    fn inspect(&self, cx: &mut Context<'_, '_>, inspected: &Inspected) -> Result<(), Error> {
        self.enter(cx, &inspected.by)?;
        let target = self.target(&inspected.at)?;
        let record = inspections::Record {
            on: self.day(-inspected.day),
            result: inspected.result,
            record: inspected.record.clone(),
        };
        inspections::record(cx, target.assessment, &target.criterion, &record).map(drop)
    }
}

/// Somebody whom nobody knew.
fn newcomer(cx: &mut Context<'_, '_>, someone: &Someone) -> Result<Person, Error> {
    let at = cx.now.milliseconds();
    let person = Person {
        id: PersonId::new(at, cx.random()),
        mail: someone.mail.clone(),
        name: someone.name.clone(),
        lang: "ja".to_owned(),
        theme: "auto".to_owned(),
        created: at,
        disabled: None,
    };
    crate::account::add(cx, &person, None)?;
    Ok(person)
}

/// The steps of a task, of which the given number is done.
fn steps(task: &Task, done: usize) -> Vec<TaskStep> {
    let steps = task.steps.iter().enumerate();
    steps.map(|(place, text)| TaskStep { text: text.clone(), done: place < done }).collect()
}

/// The criteria of an action; `4-1-2-*` means all criteria of the sheet's level whose identifiers begin like this.
fn chosen(cx: &Context<'_, '_>, sheet: &Sheet, step: &Step) -> Vec<String> {
    let all = cx.library.catalog(&sheet.edition).map(tasuki_catalog::Catalog::criteria).unwrap_or_default();
    let of = |pattern: &String| -> Vec<String> {
        let Some(beginning) = pattern.strip_suffix('*') else { return vec![pattern.clone()] };
        let asked = all.iter().filter(|criterion| criterion.level.is_none_or(|level| level <= sheet.level));
        asked.map(|criterion| criterion.id.clone()).filter(|id| id.starts_with(beginning)).collect()
    };
    step.criteria.iter().flat_map(of).collect()
}

/// An action is forbidden or impossible; the tests ensure that this never happens.
fn impossible(act: &Act<'_>, error: &Error) -> Error {
    let what = match act {
        Act::Begin(sheet) => sheet.key.clone(),
        Act::Answer(sheet, step) => format!("{} {} {}", sheet.key, step.criteria.join(" "), step.by),
        Act::Show(piece) => piece.name.clone(),
        Act::Say(said) => said.at.clone(),
        Act::Plan(task) => task.title.clone(),
        Act::Move(task, moved) => format!("{} {:?}", task.title, moved.does),
        Act::Inspect(inspected) => inspected.at.clone(),
        Act::Open(road) => format!("{} {}", road.sheet, road.route),
        Act::Enrol(own) => own.name.clone(),
        Act::OnRoad(road, act) => format!("{} {} {:?}", road.sheet, road.route, act.does),
    };
    let why = error.sentence(tasuki_catalog::Lang::En);
    Error::new(
        Kind::Internal,
        "demo.act",
        format!("例のデータを入れられません: {what}: {why}"),
        format!("the example cannot be played: {what}: {why}"),
    )
    .hint(
        "Tasuki の不具合です。表示された文を添えて、開発元に知らせてください。",
        "This is a fault of Tasuki. Report it with the text shown here.",
    )
}

/// The files refer to something that they do not define; the tests ensure that this never happens.
fn missing(what: &str) -> Error {
    tracing::error!(what, "the example names what it does not have");
    Error::not_found()
}
