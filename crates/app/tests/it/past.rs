//! An assessment as it was at the end of a day: states, texts and evidence come back from the log.

use jiff::civil::date;
use tasuki_app::answers::{self, Change};
use tasuki_app::evidence::{self, Content, Target};
use tasuki_app::past::{self, Past};
use tasuki_app::{Error, assessments};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_store::{AssessmentId, Subject, audit};

use crate::common::{Somebody, World};

const FIRST: &str = "1-2-1-1";
const SECOND: &str = "1-2-1-2";
const DAY: u64 = 86_400_000;

async fn answer(
    world: &World,
    by: &Somebody,
    id: AssessmentId,
    criterion: &'static str,
    status: Status,
    note: &'static str,
) {
    let change = Change { status: Some(status), note: Some(note.to_owned()), ..Change::default() };
    world.write(by, move |cx| answers::save(cx, id, criterion, None, &change)).await.expect("saved");
}

/// The same people, who have signed in again.
async fn next_day(world: &World) {
    world.wait(DAY);
    world.arrange(|tx| tx.execute("UPDATE sessions SET ends = ends + 864000000", &[]).map(drop)).await;
}

async fn on(world: &World, by: &Somebody, id: AssessmentId, day: jiff::civil::Date) -> Result<Past, Error> {
    world.read(by, move |cx| past::past(cx, id, day)).await
}

fn said(past: &Past, criterion: &str) -> (Status, String, usize) {
    let own = past.answers.iter().find(|own| own.criterion == criterion).expect("the criterion");
    (own.status, own.note.clone(), past.evidence.get(criterion).map_or(0, Vec::len))
}

#[tokio::test]
async fn each_day_comes_back_with_its_words_and_evidence() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let new = assessments::New {
        title: "初め".to_owned(),
        edition: "scs-2026-03".to_owned(),
        level: Some(4),
        scope: vec![],
        due: None,
    };
    let id = world.write(&lead, move |cx| assessments::create(cx, new)).await.expect("an assessment").id;
    answer(&world, &lead, id, FIRST, Status::Partial, "口頭だけ").await;
    let new = evidence::New { name: "規程".to_owned(), ..evidence::New::of(Content::Note("本文".to_owned())) };
    let target = Target { assessment: id, criterion: FIRST.to_owned() };
    let piece =
        world.write(&lead, move |cx| evidence::add(cx, new, Some(&target))).await.expect("evidence").evidence.id;

    next_day(&world).await;
    answer(&world, &lead, id, FIRST, Status::Met, "規程に定めた").await;
    let many = [FIRST, SECOND].map(|criterion| answers::Item {
        criterion: criterion.to_owned(),
        version: None,
        change: Change { note: Some("見直した".to_owned()), ..Change::default() },
    });
    world.write(&lead, move |cx| answers::save_many(cx, id, many.into())).await.expect("saved");
    let target = Target { assessment: id, criterion: FIRST.to_owned() };
    world.write(&lead, move |cx| evidence::detach(cx, piece, &target)).await.expect("detached");

    next_day(&world).await;
    let edit =
        assessments::Edit { title: Some("改めた".to_owned()), level: Some(3), ..assessments::Edit::default() };
    world.write(&lead, move |cx| assessments::update(cx, id, None, edit)).await.expect("changed");
    answer(&world, &lead, id, SECOND, Status::Unmet, "なくなった").await;

    let first = on(&world, &lead, id, date(2026, 11, 21)).await.expect("the first day");
    assert_eq!(said(&first, FIRST), (Status::Partial, "口頭だけ".to_owned(), 1));
    assert_eq!(said(&first, SECOND), (Status::Unanswered, String::new(), 0));
    assert_eq!(
        (first.assessment.title.as_str(), first.assessment.level, first.evaluation.criteria.len()),
        ("初め", Some(4), 153)
    );
    let second = on(&world, &lead, id, date(2026, 11, 22)).await.expect("the second day");
    assert_eq!(said(&second, FIRST), (Status::Met, "見直した".to_owned(), 0));
    assert_eq!((said(&second, SECOND).1.as_str(), second.assessment.title.as_str()), ("見直した", "初め"));
    let today = on(&world, &lead, id, date(2027, 1, 1)).await.expect("today");
    assert_eq!(
        (today.day, said(&today, SECOND).0, today.assessment.level),
        (date(2026, 11, 23), Status::Unmet, Some(3))
    );
    assert_eq!(on(&world, &lead, id, date(2026, 11, 20)).await.expect_err("refused").code, "past.before");
    assert!(today.unknown.is_empty() && first.unknown.is_empty());

    // What was removed from the log is not made up.
    let organization = world.organization;
    let subject = Subject::Answer(id, SECOND.to_owned()).to_string();
    world
        .arrange(move |tx| {
            let last = audit::of_subject_alone(tx, organization.as_str(), &subject, 1)?;
            audit::blank(tx, organization.as_str(), &[last[0].seq])
        })
        .await;
    let second = on(&world, &lead, id, date(2026, 11, 22)).await.expect("the second day");
    assert!(second.unknown.contains(SECOND) && !second.unknown.contains(FIRST));
}
