//! Roads to a ★: opening one, the check before a submission, freezing, comparing, withdrawing, and who may.

use jiff::civil::date;
use tasuki_app::answers::{self, Change};
use tasuki_app::evidence::{self, Classification, Content, Target};
use tasuki_app::roads::{self, Standing};
use tasuki_app::submissions::{self, Lack};
use tasuki_app::{Error, assessments, history, reviews};
use tasuki_assess::Status;
use tasuki_catalog::Library;
use tasuki_scheme::Role;
use tasuki_scheme::road::{Event, State, StepKind};
use tasuki_store::submissions::Submission;
use tasuki_store::{AssessmentId, Digest, RoadId, Subject, audit};
use tasuki_trust::submission::{Part, verify};

use crate::common::{Somebody, World};
use crate::road_company::code;

/// A criterion of ★3.
const FIRST: &str = "1-2-1-1";

async fn assessment(world: &World, by: &Somebody, edition: &'static str, level: u8) -> AssessmentId {
    let new = assessments::New {
        title: "自己評価".to_owned(),
        edition: edition.to_owned(),
        level: Some(level),
        scope: Vec::new(),
        due: None,
    };
    world.write(by, move |cx| assessments::create(cx, new)).await.expect("an assessment").id
}

async fn open(world: &World, by: &Somebody, assessment: AssessmentId, route: &str) -> Result<Standing, Error> {
    let new = roads::New { assessment, scheme: "scs".to_owned(), route: route.to_owned(), renews: None };
    world.write(by, move |cx| roads::open(cx, &new)).await
}

async fn answer(world: &World, by: &Somebody, id: AssessmentId, note: &'static str) {
    let change = Change { status: Some(Status::Met), note: Some(note.to_owned()), ..Change::default() };
    world.write(by, move |cx| answers::save(cx, id, FIRST, None, &change)).await.expect("saved");
}

async fn attach(world: &World, by: &Somebody, id: AssessmentId, name: &'static str, class: Classification) {
    let new = evidence::New {
        name: name.to_owned(),
        classification: Some(class),
        ends: Some(date(2027, 3, 31)),
        ..evidence::New::of(Content::Note(format!("{name}のとおり")))
    };
    let target = Target { assessment: id, criterion: FIRST.to_owned() };
    world.write(by, move |cx| evidence::add(cx, new, Some(&target))).await.expect("evidence");
}

async fn seen(world: &World, by: &Somebody, road: RoadId) -> submissions::Ready {
    world.read(by, move |cx| submissions::ready(cx, road)).await.expect("a check")
}

async fn freeze(world: &World, by: &Somebody, road: RoadId) -> Result<Submission, Error> {
    let digest = seen(world, by, road).await.digest;
    world.write(by, move |cx| submissions::freeze(cx, road, digest)).await
}

#[tokio::test]
async fn a_road_is_opened_where_the_assessment_answers_enough_and_once() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let three = assessment(&world, &lead, "scs-2026-03", 3).await;
    let other = assessment(&world, &lead, "jama-2.3", 2).await;
    assert_eq!(code(open(&world, &lead, three, "star-4").await), "road.unfit");
    assert_eq!(code(open(&world, &lead, other, "star-3").await), "road.unfit");
    assert_eq!(code(open(&world, &lead, three, "star-9").await), "road.route");
    let road = open(&world, &lead, three, "star-3").await.expect("a road").road;
    assert_eq!((road.state, road.submissions), (State::START, 0));
    assert_eq!(code(open(&world, &lead, three, "star-3").await), "road.exists");
    // Who aims higher can take the lower ★ first.
    let four = assessment(&world, &lead, "scs-2026-03", 4).await;
    for route in ["star-3", "star-4"] {
        open(&world, &lead, four, route).await.expect("a road");
    }
    let choices = world.read(&lead, roads::choices).await.expect("choices");
    let mut choices: Vec<_> = choices.into_iter().map(|own| (own.assessment.id, own.route)).collect();
    choices.sort();
    assert_eq!(choices, [(three, "star-3".into()), (four, "star-3".into()), (four, "star-4".into())]);
    // When it was withdrawn, the next one can be opened.
    let id = road.id;
    let gone = world.write(&lead, move |cx| roads::withdraw(cx, id, Some(1), "範囲を見直す")).await.expect("withdrawn");
    assert_eq!(gone.road.state, State::Withdrawn);
    assert_eq!(code(world.write(&lead, move |cx| roads::withdraw(cx, id, None, "もう一度")).await), "road.over");
    open(&world, &lead, three, "star-3").await.expect("the next road");
}

#[tokio::test]
async fn what_is_frozen_stays_as_it_was_and_the_next_one_tells_what_changed() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = assessment(&world, &lead, "scs-2026-03", 4).await;
    answer(&world, &lead, id, "規程に定めた").await;
    attach(&world, &lead, id, "情報セキュリティ規程", Classification::Internal).await;
    let road = open(&world, &lead, id, "star-3").await.expect("a road").road.id;

    let ready = seen(&world, &lead, road).await;
    assert_eq!((ready.total, ready.until), (81, date(2027, 11, 20)));
    let first = ready.open.iter().find(|own| own.criterion == FIRST).expect("its evidence ends");
    assert!(matches!(&first.lacks[..], [.., Lack::EvidenceEnds { on, .. }] if *on == date(2027, 3, 31)), "{first:?}");

    let made = freeze(&world, &lead, road).await.expect("frozen");
    let standing = world.read(&lead, move |cx| roads::find(cx, road)).await.expect("a road");
    assert_eq!((standing.road.state, standing.road.submissions), (State::Doing(StepKind::Review), 1));
    // The file is what its name says, and anybody can check it.
    let digest = made.digest;
    let bytes = world.write(&lead, move |cx| submissions::file(cx, digest)).await.expect("a file");
    let checked = verify(&bytes, Some(digest), Library::builtin()).expect("nothing wrong with it");
    assert_eq!(checked.same_texts, Some(true));
    assert_eq!((checked.submission.answers.len(), checked.submission.level), (81, Some(3)));
    assert_eq!(checked.submission.answer(FIRST).expect("an answer").note, "規程に定めた");

    // What is edited later does not touch it; without an edit there is no second one.
    assert_eq!(code(freeze(&world, &lead, road).await), "submission.unchanged");
    answer(&world, &lead, id, "規程に定め、周知した").await;
    assert_eq!(world.write(&lead, move |cx| submissions::file(cx, digest)).await.expect("a file"), bytes);
    world.wait(86_400_000);
    let next = freeze(&world, &lead, road).await.expect("the second");
    assert_eq!((next.number, next.day), (2, date(2026, 11, 22)));
    let (before, after) = (made.digest, next.digest);
    let (_, _, changes) = world.read(&lead, move |cx| submissions::compare(cx, before, after)).await.expect("both");
    assert_eq!((changes.criteria.len(), changes.unchanged), (1, 80));
    assert_eq!((changes.criteria[0].criterion.as_str(), &changes.criteria[0].parts[..]), (FIRST, &[Part::Note][..]));

    let moves = world
        .read(&lead, move |cx| {
            let standing = roads::find(cx, road)?;
            roads::moves(cx, &standing)
        })
        .await
        .expect("moves");
    let told: Vec<_> = moves.iter().map(|own| (own.number, own.event, own.submission, own.name.as_str())).collect();
    assert_eq!(told, [(1, Event::Submit, 1, "佐藤"), (2, Event::Submit, 2, "佐藤")]);
    let lines = world.read(&lead, move |cx| history::of_subject(cx, &Subject::Road(road))).await.expect("a history");
    let lines: Vec<_> = lines.into_iter().map(|line| line.text.ja).collect();
    assert_eq!(lines, ["が提出版（第2版）を作りました", "が提出版（第1版）を作りました", "が★への道を始めました"]);
}

#[tokio::test]
async fn nothing_is_frozen_that_nobody_looked_at() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = assessment(&world, &lead, "scs-2026-03", 3).await;
    let road = open(&world, &lead, id, "star-3").await.expect("a road").road.id;
    let digest = seen(&world, &lead, road).await.digest;
    for change in ["answer", "evidence", "day"] {
        match change {
            "answer" => answer(&world, &lead, id, "規程に定めた").await,
            "evidence" => attach(&world, &lead, id, "規程", Classification::Internal).await,
            _ => world.wait(86_400_000),
        }
        let refused = world.write(&lead, move |cx| submissions::freeze(cx, road, digest)).await;
        assert_eq!(code(refused), "submission.changed", "{change}");
    }
    let nothing = Digest::of(&[]);
    assert_eq!(code(world.write(&lead, move |cx| submissions::freeze(cx, road, nothing)).await), "submission.changed");
    assert!(world.read(&lead, move |cx| submissions::of_road(cx, road)).await.expect("a list").is_empty());
}

#[tokio::test]
async fn who_reads_sees_no_evidence_that_is_not_for_them_and_changes_nothing() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let viewer = world.somebody("見", Role::Viewer).await;
    let buyer = world.somebody("買", Role::Purchasing).await;
    let id = assessment(&world, &lead, "scs-2026-03", 3).await;
    answer(&world, &lead, id, "規程に定めた").await;
    attach(&world, &lead, id, "構成図", Classification::Confidential).await;
    attach(&world, &lead, id, "規程", Classification::Internal).await;
    let road = open(&world, &lead, id, "star-3").await.expect("a road").road.id;
    let digest = freeze(&world, &lead, road).await.expect("frozen").digest;

    let whole = world.read(&lead, move |cx| submissions::find(cx, digest)).await.expect("a submission");
    let part = world.read(&viewer, move |cx| submissions::find(cx, digest)).await.expect("a submission");
    let names = |own: &submissions::Shown| {
        let mut names: Vec<_> = own.submission.evidence.iter().map(|piece| piece.name.clone()).collect();
        names.sort();
        names
    };
    assert_eq!((names(&whole), whole.is_whole()), (vec!["構成図".to_owned(), "規程".to_owned()], true));
    assert_eq!((names(&part), part.is_whole()), (vec!["見られない証跡".to_owned(), "規程".to_owned()], false));
    // Nothing of it leads to what it is: with its digest, anybody could tell whether a file that they have is the one.
    let named = |own: &submissions::Shown, name: &str| {
        own.submission.evidence.iter().find(|own| own.name == name).expect("a piece").clone()
    };
    let (secret, said) = (named(&whole, "構成図"), format!("{:?}", part.submission));
    assert!(!said.contains(&secret.id) && !said.contains(&secret.sha256.to_string()) && !said.contains("構成図"));
    let withheld = named(&part, "見られない証跡");
    assert_eq!(part.hidden, [withheld.id.clone()].into());
    assert!(part.submission.answers.iter().any(|own| own.evidence.contains(&withheld.id)));
    assert_eq!(code(world.write(&viewer, move |cx| submissions::file(cx, digest)).await), "not_found");
    // That it changed is told, and what it is called is not.
    let piece = secret.id.parse().expect("an identifier");
    let content = Content::Note("別の図".to_owned());
    world.write(&lead, move |cx| evidence::add_version(cx, piece, None, content)).await.expect("another version");
    world.wait(1_000);
    let next = freeze(&world, &lead, road).await.expect("frozen").digest;
    let (.., changes) = world.read(&viewer, move |cx| submissions::compare(cx, digest, next)).await.expect("compared");
    let parts: Vec<_> = changes.criteria.iter().flat_map(|own| &own.parts).map(|own| own.text().ja).collect();
    assert_eq!(parts, ["証跡の変更: 見られない証跡（第1版 → 第2版）"]);
    let round = world.read(&viewer, move |cx| reviews::round(cx, road, 2)).await.expect("a round");
    assert_eq!(round.before.expect("the round before").changes, changes, "a round tells what the comparison tells");
    assert_eq!(code(world.write(&viewer, move |cx| submissions::freeze(cx, road, digest)).await), "not_found");
    assert_eq!(code(open(&world, &viewer, id, "star-3").await), "not_found");
    assert_eq!(code(world.write(&viewer, move |cx| roads::withdraw(cx, road, None, "x")).await), "not_found");
    let next = world
        .read(&viewer, move |cx| {
            let standing = roads::find(cx, road)?;
            Ok(roads::next(cx, &standing))
        })
        .await
        .expect("next");
    assert!(!next.is_empty() && next.iter().all(|own| !own.is_mine));
    assert_eq!(code(world.read(&buyer, move |cx| submissions::find(cx, digest)).await), "not_found");
    assert_eq!(code(world.read(&buyer, move |cx| roads::find(cx, road)).await), "not_found");
    assert_eq!(code(world.read(&buyer, roads::list).await), "not_found");
}

#[tokio::test]
async fn a_submission_that_was_changed_behind_the_log_is_noticed() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = assessment(&world, &lead, "scs-2026-03", 3).await;
    let road = open(&world, &lead, id, "star-3").await.expect("a road").road.id;
    let digest = freeze(&world, &lead, road).await.expect("frozen").digest;
    let differing = async || {
        let compared = world.store.read(audit::compare).await.expect("a comparison");
        let ours = compared.differences.into_iter().map(|own| own.subject);
        ours.filter(|own| own.starts_with("road/") || own.starts_with("submission/")).collect::<Vec<_>>()
    };
    assert_eq!(differing().await, Vec::<String>::new());
    let (content, own) = (b"{}".to_vec(), digest.to_string());
    world
        .arrange(move |tx| {
            let sql = "UPDATE submissions SET content = ?2 WHERE digest = ?1";
            tx.execute(sql, tasuki_store::params![&own, &content]).map(drop)
        })
        .await;
    assert_eq!(differing().await, [format!("submission/{digest}")]);
    assert_eq!(code(world.read(&lead, move |cx| submissions::find(cx, digest)).await), "internal");
}
