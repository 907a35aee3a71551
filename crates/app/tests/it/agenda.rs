//! One organization with every case in it: what is due there, for whom, and that every place tells the same.

mod cases;
mod readers;

use std::collections::BTreeSet;

use cases::{Cases, LATE, SOON, cases};
use jiff::civil::date;
use tasuki_app::agenda::{self, Item, Whose, Why};
use tasuki_app::answers::{self, Change};
use tasuki_app::assessments::{self, New};
use tasuki_app::inspections::{self, Record};
use tasuki_app::{Context, home, tasks};
use tasuki_assess::Status;
use tasuki_catalog::Cadence;
use tasuki_scheme::Role;

use crate::common::Somebody;

/// What is overdue or due within a week.
const DUE: [&str; 14] = [
    "answer late",
    "answer of nobody",
    "answer out of scope that nobody accepted",
    "answer out of scope without a reason",
    "assessment",
    "evidence ended",
    "evidence soon",
    "inspection lapsed",
    "inspection lapsed with a later day",
    "inspection soon",
    "task late",
    "task of nobody",
    "task reported",
    "task soon",
];

/// The same, as far as the worker is to do it.
const OF_WORKER: [&str; 10] = [
    "answer late",
    "answer out of scope that nobody accepted",
    "answer out of scope without a reason",
    "evidence ended",
    "evidence soon",
    "inspection lapsed",
    "inspection lapsed with a later day",
    "inspection soon",
    "task late",
    "task soon",
];

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn each_case_is_on_the_agenda_as_agreed() {
    let Cases { world, lead, worker, known, whole, .. } = cases().await;
    let all = world.read(&lead, |cx| agenda::until(cx, date(2027, 11, 21))).await.expect("the agenda");
    let own = Whose::Person(worker.id);
    let reviewed = Whose::Reviewers([Some(worker.id), Some(worker.id)]);
    let late = (LATE, None);
    let ends = |day: jiff::civil::Date| (day, Some(day.saturating_add(jiff::Span::new().days(90))));
    let expected = [
        ("answer late", Why::Answer(Status::Unmet), own, late),
        ("answer of nobody", Why::Answer(Status::Partial), Whose::Nobody, (SOON, None)),
        ("answer out of scope that nobody accepted", Why::Answer(Status::NotApplicable), own, late),
        ("answer out of scope without a reason", Why::Answer(Status::NotApplicable), own, late),
        ("assessment", Why::Assessment, Whose::Nobody, late),
        ("evidence ended", Why::Evidence, own, ends(LATE)),
        ("evidence soon", Why::Evidence, own, ends(SOON)),
        ("inspection lapsed", Why::Inspection, own, late),
        ("inspection lapsed with a later day", Why::Inspection, own, late),
        ("inspection later", Why::Inspection, own, (date(2027, 4, 1), None)),
        ("inspection soon", Why::Inspection, own, (SOON, None)),
        ("task late", Why::Task, own, late),
        ("task later", Why::Task, own, (date(2027, 2, 1), None)),
        ("task of nobody", Why::Task, Whose::Nobody, (SOON, None)),
        ("task reported", Why::Review, reviewed, late),
        ("task soon", Why::Task, own, (SOON, None)),
    ];
    let of_whole = |item: &&Item| item.assessment.is_none_or(|own| own == whole) && item.why != Why::Planned;
    let mut found: Vec<_> = all
        .iter()
        .filter(of_whole)
        .map(|item| {
            let name = *known.get(&item.subject.to_string()).expect("a case");
            (name, item.why, item.whose, (item.day, item.until))
        })
        .collect();
    found.sort_by_key(|one| one.0);
    assert_eq!(found, expected);
    assert!(all.is_sorted_by_key(|item| item.day));
    // Of the complete assessment there is nothing but what is to be shown again; of the archived one, nothing.
    let others = all.iter().filter(|item| item.assessment.is_some_and(|own| own != whole));
    assert!(others.into_iter().all(|item| matches!(item.why, Why::Inspection | Why::Planned)));
    assert!(all.iter().filter(|item| item.why == Why::Planned).all(|item| item.day > SOON));
}

#[tokio::test]
async fn every_place_tells_the_same() {
    let Cases { world, lead, worker, reviewer, known, whole } = cases().await;
    let due = set(&DUE);
    assert_eq!(readers::calendar(&world, &lead, &known).await, due, "the calendar");
    assert_eq!(readers::feed(&world, &lead, &known, false).await, due, "the feed");
    assert_eq!(readers::home(&world, &lead, &known).await, due, "the first page");
    assert_eq!(readers::tasks(&world, &lead, &known, None).await, due, "the list of tasks");
    // The report is of one assessment: it has no evidence, which belongs to the library, and in advance it tells of inspections alone.
    let mut reported = due.clone();
    reported.retain(|name| !name.starts_with("evidence"));
    for ahead in ["answer of nobody", "task of nobody", "task soon"] {
        reported.remove(ahead);
    }
    assert_eq!(readers::report(&world, &lead, &known, whole).await, reported, "the report");

    for (person, own) in [(&worker, &OF_WORKER[..]), (&lead, &["task reported"]), (&reviewer, &["task reported"])] {
        let own = set(own);
        assert_eq!(readers::badge(&world, person).await, own.len(), "the count of {}", person.name);
        assert_eq!(readers::own_calendar(&world, person, &known).await, own, "the calendar of {}", person.name);
        assert_eq!(readers::feed(&world, person, &known, true).await, own, "the feed of {}", person.name);
        let listed = readers::tasks(&world, person, &known, Some(Some(person.id))).await;
        assert_eq!(listed, own, "the list of {}", person.name);
    }
    let nobodys = readers::tasks(&world, &lead, &known, Some(None)).await;
    assert_eq!(nobodys, set(&["answer of nobody", "assessment", "task of nobody"]));

    let told = readers::reminders(&world, &known, &[&lead, &worker, &reviewer]).await;
    assert_eq!(told.keys().cloned().collect::<BTreeSet<_>>(), due, "the reminders");
    for (name, people) in told {
        let expected = match name.as_str() {
            "task reported" => vec![lead.id, reviewer.id],
            name if OF_WORKER.contains(&name) => vec![worker.id],
            _ => vec![lead.id],
        };
        assert_eq!(people, expected, "{name}");
    }
}

#[tokio::test]
async fn the_cards_of_the_first_page_count_what_the_agenda_has() {
    let Cases { world, lead, worker, reviewer, .. } = cases().await;
    let to_review = |by: &Somebody| {
        let by = by.clone();
        let world = &world;
        async move { world.read(&by, agenda::to_review).await.expect("a count") }
    };
    assert_eq!((to_review(&lead).await, to_review(&reviewer).await, to_review(&worker).await), (1, 1, 0));
    let next = |by: &Somebody| {
        let by = by.clone();
        let world = &world;
        async move { world.read(&by, home::home).await.expect("the first page").next }
    };
    let late = |next: &[home::Next]| {
        let mut all = next.iter().filter_map(|one| match one {
            home::Next::Late { count, since, .. } => Some((*count, *since)),
            _ => None,
        });
        all.next()
    };
    assert_eq!(late(&next(&lead).await), Some((5, LATE)));
    assert!(next(&reviewer).await.contains(&home::Next::Review { count: 1 }));
    assert!(next(&worker).await.contains(&home::Next::Tasks { count: 1 }));
}

#[tokio::test]
async fn the_first_page_shows_the_assessments_that_changed_last_and_counts_the_others() {
    let world = crate::common::World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let mut all = Vec::new();
    for _ in 0..8 {
        all.push(world.assessment(&lead).await.id);
    }
    let archived = all[7];
    world.write(&lead, move |cx| assessments::archive(cx, archived)).await.expect("it is archived");
    let page = world.read(&lead, home::home).await.expect("the first page");
    let list = world.read(&lead, assessments::list).await.expect("the list");
    let in_use = list.iter().filter(|own| own.archived.is_none()).map(|own| own.id);
    assert_eq!(page.assessments.iter().map(|(own, _)| own.id).collect::<Vec<_>>(), in_use.take(6).collect::<Vec<_>>());
    assert_eq!(page.others, 1);
}

#[tokio::test]
async fn who_may_not_read_evidence_is_told_of_none() {
    let Cases { world, known, .. } = cases().await;
    for role in Role::ALL {
        let somebody = world.somebody("誰か", role).await;
        let roles = tasuki_scheme::Roles::new([role]);
        let may = roles.see() >= Some(tasuki_scheme::Classification::Internal);
        if !roles.may(tasuki_scheme::Permission::ReadAssessments) && role != Role::Guest {
            let refused = world.read(&somebody, |cx| agenda::until(cx, SOON)).await;
            assert!(refused.is_err(), "{role:?} reads results alone, and has no agenda");
            continue;
        }
        let seen = world.read(&somebody, |cx| agenda::until(cx, SOON)).await.expect("the agenda");
        assert_eq!(seen.iter().any(|item| item.why == Why::Evidence), may, "{role:?}");
        let told = readers::calendar(&world, &somebody, &known).await;
        assert_eq!(told.contains("evidence ended"), may, "{role:?}");
    }
}

#[tokio::test]
async fn whoever_worked_on_it_is_not_asked_to_review_unless_alone() {
    let world = crate::common::World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let assessment = world.assessment(&lead).await.id;
    let new = tasks::New {
        assessment,
        criterion: "1-1-1-1".to_owned(),
        title: String::new(),
        done_when: String::new(),
        owner: Some(lead.id),
        due: Some(SOON),
        steps: Vec::new(),
    };
    let report = move |cx: &mut Context<'_, '_>| {
        let task = tasks::create(cx, new)?.id;
        tasks::advance(cx, task, None, &tasks::Move::Report { report: "した".to_owned() })
    };
    world.write(&lead, report).await.expect("reported");
    assert_eq!(readers::badge(&world, &lead).await, 1, "nobody else may review it");
    let other = world.somebody("山田", Role::Approver).await;
    assert_eq!(readers::badge(&world, &lead).await, 0);
    assert_eq!(readers::badge(&world, &other).await, 1);
}

#[tokio::test]
async fn a_daily_criterion_that_lapsed_is_shown_again_where_the_agenda_leads() {
    let world = crate::common::World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let new = New { title: String::new(), edition: "jama-2.3".to_owned(), level: None, scope: Vec::new(), due: None };
    let id = world.write(&lead, move |cx| assessments::create(cx, new)).await.expect("an assessment").id;
    let catalog = tasuki_catalog::Library::builtin().catalog("jama-2.3").expect("the edition");
    let daily = catalog.criteria().iter().find(|own| own.cadence == Some(Cadence::Daily)).expect("a daily criterion");
    let change = Change { status: Some(Status::Met), confirmed_on: Some(Some(LATE)), ..Change::default() };
    let name = daily.id.clone();
    world.write(&lead, move |cx| answers::save(cx, id, &name, None, &change)).await.expect("an answer");
    let due = || async { world.read(&lead, |cx| agenda::until(cx, SOON)).await.expect("the agenda") };
    assert!(due().await.is_empty(), "it was shown yesterday: until tonight it holds");
    world.wait(2 * 86_400_000);
    let lapsed = due().await;
    assert_eq!(
        lapsed.iter().map(|item| (item.why, item.day)).collect::<Vec<_>>(),
        [(Why::Inspection, date(2026, 11, 21))]
    );
    let name = daily.id.clone();
    let record = Record { on: date(2026, 11, 23), result: Status::Met, record: "配信の記録を見た".to_owned() };
    world.write(&lead, move |cx| inspections::record(cx, id, &name, &record)).await.expect("a record");
    assert!(due().await.is_empty());
}
