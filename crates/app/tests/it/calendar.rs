//! Inspections, the calendar that follows from them, feeds and the report.

use jiff::civil::date;
use tasuki_app::answers::{self, Change};
use tasuki_app::assessments::{self, New};
use tasuki_app::calendar::{self, What};
use tasuki_app::inspections::{self, Record, Standing};
use tasuki_app::{Credentials, Kind, feeds};
use tasuki_assess::{Status, rollups};
use tasuki_scheme::Role;
use tasuki_store::AssessmentId;

use crate::common::{Somebody, World};

async fn whole(world: &World, lead: &Somebody) -> AssessmentId {
    let new =
        New { title: String::new(), edition: "scs-2026-03".to_owned(), level: None, scope: Vec::new(), due: None };
    world.write(lead, move |cx| assessments::create(cx, new)).await.expect("an assessment").id
}

async fn met(world: &World, lead: &Somebody, id: AssessmentId, criterion: &str, day: Option<jiff::civil::Date>) {
    let (criterion, change) =
        (criterion.to_owned(), Change { status: Some(Status::Met), confirmed_on: Some(day), ..Change::default() });
    world.write(lead, move |cx| answers::save(cx, id, &criterion, None, &change)).await.expect("an answer");
}

fn record(on: jiff::civil::Date, result: Status) -> Record {
    Record { on, result, record: "台帳と実機を照合した".to_owned() }
}

/// The inspections that the report gathers; which these are is in the catalogue.
fn gathered() -> (String, Vec<String>) {
    let catalog = tasuki_catalog::Library::builtin().catalog("scs-2026-03").expect("the edition");
    let found = rollups(catalog);
    assert_eq!(found.len(), 1);
    let criterion = &catalog.criteria()[found[0]];
    (criterion.id.clone(), criterion.refers_to.clone())
}

#[tokio::test]
async fn an_inspection_moves_the_confirmation_date_and_never_the_state() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = whole(&world, &lead).await;
    let (_, names) = gathered();
    let criterion = names[0].clone();
    met(&world, &lead, id, &criterion, Some(date(2025, 11, 30))).await;
    let entries =
        world.read(&lead, |cx| calendar::entries(cx, date(2026, 11, 1), date(2027, 10, 31))).await.expect("entries");
    assert!(entries.iter().any(|entry| entry.what == What::Inspection && entry.day == date(2026, 11, 30)));

    let own = criterion.clone();
    world
        .write(&lead, move |cx| inspections::record(cx, id, &own, &record(date(2026, 11, 20), Status::Met)))
        .await
        .expect("a record");
    let own = criterion.clone();
    let seen = world.read(&lead, move |cx| inspections::find(cx, id, &own)).await.expect("the inspection");
    assert_eq!(seen.answer.confirmed, Some(date(2026, 11, 20)));
    assert_eq!(seen.next, Some(date(2027, 11, 20)));
    let entries =
        world.read(&lead, |cx| calendar::entries(cx, date(2026, 11, 1), date(2027, 10, 31))).await.expect("entries");
    assert_eq!(entries.iter().map(|entry| entry.what).collect::<Vec<_>>(), [What::Inspected]);

    let own = criterion.clone();
    world
        .write(&lead, move |cx| inspections::record(cx, id, &own, &record(date(2026, 11, 21), Status::Unmet)))
        .await
        .expect("a record");
    let own = criterion.clone();
    let seen = world.read(&lead, move |cx| inspections::find(cx, id, &own)).await.expect("the inspection");
    assert_eq!((seen.answer.status, seen.answer.confirmed), (Status::Met, Some(date(2026, 11, 20))));
    assert_eq!(seen.records.len(), 2);
    let own = criterion.clone();
    let twice =
        world.write(&lead, move |cx| inspections::record(cx, id, &own, &record(date(2026, 11, 21), Status::Met))).await;
    assert_eq!(twice.expect_err("twice").code, "inspection.twice");
    let own = criterion.clone();
    let future =
        world.write(&lead, move |cx| inspections::record(cx, id, &own, &record(date(2026, 11, 22), Status::Met))).await;
    assert_eq!(future.expect_err("the future").fields[0].name, "on");
    let viewer = world.somebody("閲", Role::Viewer).await;
    let refused = world
        .write(&viewer, move |cx| inspections::record(cx, id, &criterion, &record(date(2026, 11, 1), Status::Met)))
        .await;
    assert_eq!(refused.expect_err("a viewer").kind, Kind::NotFound);
}

#[tokio::test]
async fn the_report_gathers_what_the_catalogue_names() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = whole(&world, &lead).await;
    let (criterion, names) = gathered();
    assert_eq!(names.len(), 18);
    met(&world, &lead, id, &names[0], Some(date(2026, 10, 1))).await;
    met(&world, &lead, id, &names[1], Some(date(2025, 10, 1))).await;
    met(&world, &lead, id, &names[2], None).await;
    let available = world.read(&lead, inspections::reports).await.expect("reports");
    assert_eq!(available.iter().map(|(_, own)| own.id.as_str()).collect::<Vec<_>>(), [criterion.as_str()]);
    let report = world.read(&lead, move |cx| inspections::report(cx, id, &criterion)).await.expect("a report");
    let standings: Vec<Standing> = report.lines.iter().take(4).map(|line| line.standing).collect();
    assert_eq!(standings, [Standing::Shown, Standing::Lapsed, Standing::Undated, Standing::Open]);
    let draft = report.draft("例示工業", date(2026, 11, 21), tasuki_catalog::Lang::Ja);
    assert!(draft.contains("定められた18の点検のうち1件"), "{draft}");
    assert!(draft.contains("次の15件は、まだ基準を満たしていません"), "{draft}");
    let plain = names[0].clone();
    let none = world.read(&lead, move |cx| inspections::report(cx, id, &plain)).await;
    assert_eq!(none.expect_err("gathers nothing").kind, Kind::NotFound);
}

#[tokio::test]
async fn a_feed_opens_until_it_is_renewed_or_closed_or_its_person_leaves() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = whole(&world, &lead).await;
    met(&world, &lead, id, &gathered().1[0], Some(date(2026, 10, 1))).await;
    let make = || async { world.write(&lead, feeds::make).await.expect("an address") };
    let secret = |address: &str| address.split('/').nth(4).expect("a secret").to_owned();
    let fetch = |secret: String| {
        let app = world.app.clone();
        async move { app.read(Credentials::None, None, move |cx| feeds::open(cx, &secret, false)).await }
    };
    let first = secret(&make().await);
    let text = fetch(first.clone()).await.expect("a calendar");
    assert!(text.contains("DTSTART;VALUE=DATE:20271001"), "{text}");
    let second = secret(&make().await);
    assert_eq!(fetch(first).await.expect_err("renewed").kind, Kind::NotFound);
    assert!(fetch(second.clone()).await.is_ok());
    let (organization, person) = (world.organization, lead.id);
    world.arrange(move |tx| tasuki_store::members::remove(tx, organization, person).map(|_| ())).await;
    assert_eq!(fetch(second).await.expect_err("left").kind, Kind::NotFound);
}
