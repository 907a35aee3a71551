//! What each place tells as overdue or due within a week, by the names of the cases.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use tasuki_app::agenda::Why;
use tasuki_app::notifications::About;
use tasuki_app::reports::Format;
use tasuki_app::tasks::{self, Due, Filter};
use tasuki_app::{Credentials, agenda, calendar, feeds, home, reports, timers};
use tasuki_store::{AssessmentId, PersonId, notifications};

use super::cases::SOON;
use crate::common::{Somebody, World};

pub(super) type Known = BTreeMap<String, &'static str>;

/// The name of a case, or what it is that has none.
fn named(known: &Known, subject: &str) -> String {
    known.get(subject).map_or_else(|| subject.to_owned(), |name| (*name).to_owned())
}

pub(super) async fn calendar(world: &World, by: &Somebody, known: &Known) -> BTreeSet<String> {
    let all = world.read(by, |cx| calendar::entries(cx, date(2024, 11, 21), SOON)).await.expect("a calendar");
    let due = all.iter().filter(|entry| entry.is_due);
    due.map(|entry| named(known, &entry.subject.to_string())).collect()
}

/// What the calendar tells of the own things of the person who looks.
pub(super) async fn own_calendar(world: &World, by: &Somebody, known: &Known) -> BTreeSet<String> {
    let all = world.read(by, |cx| calendar::entries(cx, date(2024, 11, 21), SOON)).await.expect("a calendar");
    let own = all.iter().filter(|entry| entry.is_due && entry.is_mine);
    own.map(|entry| named(known, &entry.subject.to_string())).collect()
}

pub(super) async fn badge(world: &World, by: &Somebody) -> usize {
    world.read(by, agenda::due_count).await.expect("a count")
}

pub(super) async fn home(world: &World, by: &Somebody, known: &Known) -> BTreeSet<String> {
    let all = world.read(by, home::home).await.expect("the first page").due;
    all.iter().map(|due| named(known, &due.item.subject.to_string())).collect()
}

/// The list of tasks, with what stands below it.
pub(super) async fn tasks(
    world: &World,
    by: &Somebody,
    known: &Known,
    owner: Option<Option<PersonId>>,
) -> BTreeSet<String> {
    let filter = Filter { owner, due: Some(Due::Week), ..Filter::default() };
    let tasks = world.read(by, move |cx| tasks::list(cx, &filter)).await.expect("tasks");
    let below = world.read(by, move |cx| tasks::due(cx, &filter)).await.expect("what is due");
    let below = below.iter().filter(|item| !matches!(item.why, Why::Task | Why::Review));
    let tasks = tasks.iter().map(|task| format!("task/{}", task.id));
    tasks.chain(below.map(|item| item.subject.to_string())).map(|subject| named(known, &subject)).collect()
}

pub(super) async fn feed(world: &World, by: &Somebody, known: &Known, mine: bool) -> BTreeSet<String> {
    let address = world.write(by, feeds::make).await.expect("an address");
    let secret = address.split('/').nth(4).expect("a secret").to_owned();
    let text = world.app.read(Credentials::None, None, move |cx| feeds::open(cx, &secret, mine)).await;
    let text = text.expect("a feed").replace("\r\n ", "");
    let by_name: BTreeMap<String, &str> = known.iter().map(|(own, name)| (own.replace('/', "-"), *name)).collect();
    let mut found = BTreeSet::new();
    for event in text.split("BEGIN:VEVENT").skip(1) {
        let value = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).expect("a line").to_owned();
        let (subject, day) = (value("UID:"), value("DTSTART;VALUE=DATE:"));
        let subject = subject.split('@').next().expect("a subject").to_owned();
        if day <= SOON.strftime("%Y%m%d").to_string() && !subject.starts_with("inspected") {
            found.insert(by_name.get(&subject).map_or(subject, |name| (*name).to_owned()));
        }
    }
    found
}

/// What the report of an assessment tells: its lines have a criterion and a title, and no subject.
pub(super) async fn report(world: &World, by: &Somebody, known: &Known, id: AssessmentId) -> BTreeSet<String> {
    let material = world.read(by, move |cx| reports::material(cx, id)).await.expect("the material");
    let bytes = reports::make(&material, Format::Html).expect("a report");
    let page = String::from_utf8(bytes).expect("a page");
    let section = page.split("<section id=\"calendar\"").nth(1).expect("a calendar");
    let section = section.split("</section>").next().expect("its end");
    let mut found = BTreeSet::new();
    for line in section.split("<li>").skip(1) {
        let line = line.split("</li>").next().expect("its end");
        let is_late = line.contains("class=\"late\"");
        let day = line.split("datetime=\"").nth(1).and_then(|rest| rest.split('"').next());
        if !is_late && day.is_none_or(|day| day > SOON.to_string().as_str()) {
            continue;
        }
        let (_, rest) = line.split_once("<span class=\"id\">").expect("an identifier");
        let (criterion, rest) = rest.split_once("</span>").expect("its end");
        let title = rest.split("<span").next().expect("a title").trim();
        let own = known.iter().find(|(_, name)| **name == title);
        let of_criterion = ["inspection", "answer"].iter().find_map(|kind| {
            let begin = format!("{kind}/{id}/{criterion}");
            known.iter().find(|(subject, _)| **subject == begin || subject.starts_with(&format!("{begin}/")))
        });
        let whole = known.iter().find(|(subject, _)| criterion.is_empty() && **subject == format!("assessment/{id}"));
        let name = own.or(whole).or(of_criterion).map_or_else(|| line.to_owned(), |(_, name)| (*name).to_owned());
        found.insert(name);
    }
    found
}

/// Of what the timers remind today, and whom.
pub(super) async fn reminders(world: &World, known: &Known, people: &[&Somebody]) -> BTreeMap<String, Vec<PersonId>> {
    let (organization, before) = (world.organization, told(world, people).await.len());
    timers::tick(&world.app).await.expect("a tick");
    let mut found = BTreeMap::<String, Vec<PersonId>>::new();
    let all = told(world, people).await;
    assert!(all.len() >= before, "{organization}");
    for (person, kind, about) in all {
        if ["due_soon", "overdue", "evidence_ending"].contains(&kind.as_str()) {
            let subject = about.subject.expect("a subject").to_string();
            found.entry(named(known, &subject)).or_default().push(person);
        }
    }
    found
}

async fn told(world: &World, people: &[&Somebody]) -> Vec<(PersonId, String, About)> {
    let mut all = Vec::new();
    for person in people.iter().map(|somebody| somebody.id) {
        let organization = world.organization;
        let own = world.store.read(move |tx| notifications::list(tx, person, organization, None, 500)).await;
        for one in own.expect("notifications") {
            all.push((person, one.kind, serde_json::from_str(&one.subject).expect("what it is about")));
        }
    }
    all
}
