//! Answering together: many at once, comments, and what other assessments suggest.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tasuki_app::answering::overview;
use tasuki_app::answers::{self, Change, Item};
use tasuki_app::assessments::{self, New};
use tasuki_app::{App, Kind, Options, Random, comments, imports, suggestions};
use tasuki_assess::Status;
use tasuki_catalog::Library;
use tasuki_scheme::Role;
use tasuki_store::{Address, AssessmentId, Engine, Store};

use crate::common::{Somebody, World};

fn item(criterion: &str, version: i64, status: Status) -> Item {
    let change = Change { status: Some(status), ..Change::default() };
    Item { criterion: criterion.to_owned(), version: Some(version), change }
}

async fn assessment(world: &World, by: &Somebody, edition: &str, level: u8) -> AssessmentId {
    let new = New {
        title: edition.to_owned(),
        edition: edition.to_owned(),
        level: Some(level),
        scope: Vec::new(),
        due: None,
    };
    world.write(by, move |cx| assessments::create(cx, new)).await.expect("an assessment").id
}

#[tokio::test]
async fn many_are_changed_together_and_what_somebody_else_changed_first_is_left_out() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let first = world.write(&lead, move |cx| answers::save_many(cx, id, vec![item("4-4-4-2", 0, Status::Met)])).await;
    assert_eq!(first.expect("saved").figures.counts.met, 1);

    let items = vec![item("4-4-4-2", 0, Status::Unmet), item("4-4-1-1", 0, Status::Partial)];
    let many = world.write(&lead, move |cx| answers::save_many(cx, id, items)).await.expect("saved");
    assert_eq!(many.saved.len(), 1);
    assert!(many.saved[0].open);
    assert_eq!(many.before[0].status, Status::Unanswered);
    assert_eq!((many.conflicts[0].criterion.as_str(), many.conflicts[0].status), ("4-4-4-2", Status::Met));
    assert_eq!((many.figures.counts.met, many.figures.counts.partial), (1, 1));

    let items = vec![item("4-4-1-2", 0, Status::Met), item("9-9-9-9", 0, Status::Met)];
    let wrong = world.write(&lead, move |cx| answers::save_many(cx, id, items)).await.expect_err("no such criterion");
    assert_eq!(wrong.kind, Kind::NotFound);
    let sheet = world.read(&lead, move |cx| assessments::sheet(cx, id)).await.expect("a sheet");
    assert!(
        sheet.answers.iter().all(|answer| answer.criterion != "4-4-1-2" || answer.version == 0),
        "nothing half done"
    );
}

#[tokio::test]
async fn a_comment_names_people_and_only_its_author_takes_it_back() {
    let world = World::new().await;
    let (lead, other) =
        (world.somebody("佐藤", Role::SecurityLead).await, world.somebody("山田", Role::Contributor).await);
    let viewer = world.somebody("鈴木", Role::Viewer).await;
    let id = world.assessment(&lead).await.id;
    let said = world.write(&lead, move |cx| comments::add(cx, id, "4-4-4-2", " @山田 確認をお願いします ")).await;
    let said = said.expect("a comment");
    assert_eq!(
        (said.body.as_str(), said.mentions.as_slice()),
        (format!("@{} 確認をお願いします", other.id).as_str(), &[other.id][..])
    );

    for (by, criterion, body) in [(&lead, "4-4-4-2", "  "), (&lead, "9-9-9-9", "x"), (&viewer, "4-4-4-2", "x")] {
        let refused = world.write(by, move |cx| comments::add(cx, id, criterion, body)).await;
        assert!(refused.is_err(), "{} {criterion} {body:?}", by.name);
    }
    let comment = said.id;
    let foreign = world.write(&other, move |cx| comments::remove(cx, comment)).await.expect_err("not the author");
    assert_eq!(foreign.kind, Kind::NotFound);
    world.write(&lead, move |cx| comments::remove(cx, comment)).await.expect("taken back");
    let left = world.read(&viewer, move |cx| comments::list(cx, id, "4-4-4-2")).await.expect("a list");
    assert!(
        left.iter().all(|comment| comment.removed.is_some() && comment.body.is_empty()),
        "its place stays, its words do not"
    );
}

#[tokio::test]
async fn another_assessment_suggests_and_only_a_person_makes_an_answer_of_it() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let known = assessment(&world, &lead, "jama-2.3", 2).await;
    let own = assessment(&world, &lead, "scs-2026-03", 3).await;
    world
        .write(&lead, move |cx| {
            let sheet = assessments::sheet(cx, known)?;
            let change = |status| Change { status: Some(status), note: Some("済み".to_owned()), ..Change::default() };
            let items = sheet.answers.iter().map(|answer| Item {
                criterion: answer.criterion.clone(),
                version: Some(0),
                change: change(Status::Met),
            });
            answers::save_many(cx, known, items.collect())
        })
        .await
        .expect("answers");

    let before = world.read(&lead, move |cx| overview(cx, own)).await.expect("an overview");
    assert!(!before.offers.is_empty());
    assert_eq!(before.figures.counts.unanswered, before.figures.total, "a suggestion is no answer");
    let mut positions: Vec<usize> = before.offers.keys().copied().collect();
    positions.sort_unstable();
    let place = |position: usize| (before.sheet.answers[position].criterion.clone(), before.offers[&position].clone());
    let ((taken, offer), (declined, other)) = (place(positions[0]), place(positions[1]));

    let (criterion, digest) = (taken.clone(), offer.digest.clone());
    let saved = world.write(&lead, move |cx| suggestions::accept(cx, own, &criterion, Some(0), &digest)).await;
    let saved = saved.expect("accepted").answer;
    assert_eq!((saved.status, saved.note.as_str()), (offer.suggestion.status, "済み"));
    let source: suggestions::Source = serde_json::from_str(&saved.source.expect("a source")).expect("a source");
    assert_eq!(source.assessment, known);

    let (criterion, digest) = (declined.clone(), other.digest.clone());
    world.write(&lead, move |cx| suggestions::dismiss(cx, own, &criterion, &digest)).await.expect("declined");
    let after = world.read(&lead, move |cx| overview(cx, own)).await.expect("an overview");
    assert!(!after.offers.contains_key(&positions[0]) && !after.offers.contains_key(&positions[1]));

    let stale = world.write(&lead, move |cx| suggestions::accept(cx, own, &declined, Some(0), "0000")).await;
    assert_eq!(stale.expect_err("nothing of that name").kind, Kind::State);
}

#[tokio::test]
async fn a_file_is_imported_unless_something_changed_while_somebody_looked() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let file = "criterion,status,note\n4-4-4-2,met,\n4-4-1-1,partial,途中\n";
    let read = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let asked =
            imports::Asked { name: "回答.csv", edition: Some("scs-2026-03"), sheets: &[], today: cx.now.today };
        let imports::Outcome::Read(upload) = imports::read(&cx.library, file.as_bytes(), &asked)? else {
            unreachable!("one sheet")
        };
        let parcel = imports::keep(cx, &upload)?;
        Ok((parcel, imports::effect(cx, &upload, id)?.sheet.revision()))
    };
    let (parcel, seen) = world.write(&lead, read).await.expect("read");
    // Within the same second, and before the answer that the file changes.
    world
        .write(&lead, move |cx| answers::save_many(cx, id, vec![item("4-4-1-2", 0, Status::Met)]))
        .await
        .expect("saved");
    let refused = world.write(&lead, move |cx| imports::into_existing(cx, parcel, id, Some(seen))).await;
    assert_eq!(refused.expect_err("it changed").code, "import.changed");
    world.write(&lead, move |cx| imports::into_existing(cx, parcel, id, Some(seen + 1))).await.expect("looked again");
    let sheet = world.read(&lead, move |cx| assessments::sheet(cx, id)).await.expect("a sheet");
    assert_eq!((sheet.evaluation.counts.met, sheet.evaluation.counts.partial), (2, 1));
}

#[tokio::test]
async fn the_figures_are_those_of_what_is_kept() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let (one, other) = (world.assessment(&lead).await.id, assessment(&world, &lead, "scs-2026-03", 4).await);
    let mut asked = Library::builtin().catalog("scs-2026-03").expect("the edition").criteria().iter();
    let conditional = asked.find(|criterion| criterion.condition.is_some()).expect("one with a condition").id.as_str();
    let figures = async |id| {
        let read = move |cx: &mut tasuki_app::Context<'_, '_>| {
            let own = assessments::find(cx, id)?;
            let (quick, sheet) = (assessments::figures(cx, &own)?, assessments::sheet(cx, id)?);
            assert_eq!(quick, assessments::Figures::of(&sheet.catalog, &sheet.evaluation), "as read anew");
            Ok((quick.counts.met, quick.counts.not_applicable, quick.satisfied))
        };
        world.read(&lead, read).await.expect("figures")
    };
    assert_eq!(figures(one).await, (0, 0, 0));
    let saved = world.write(&lead, move |cx| answers::save_many(cx, one, vec![item("4-4-4-2", 0, Status::Met)])).await;
    assert_eq!((saved.expect("saved").figures.counts.met, figures(one).await), (1, (1, 0, 1)));

    // What is taken back was never there, though its figures were told within.
    let back = world.write(&lead, move |cx| {
        let many = answers::save_many(cx, one, vec![item("4-4-1-1", 0, Status::Met)])?;
        assert_eq!(many.figures.counts.met, 2);
        Err::<(), _>(tasuki_app::Error::not_found())
    });
    back.await.expect_err("taken back");
    assert_eq!(figures(one).await, (1, 0, 1));

    // Another assessment moves the log on; the reason of a 対象外 counts, its absence too.
    for (reason, satisfied) in [("", 1), ("機器がない", 2)] {
        let change =
            Change { status: Some(Status::NotApplicable), reason: Some(reason.to_owned()), ..Change::default() };
        let saved = world.write(&lead, move |cx| answers::save(cx, other, conditional, None, &change)).await;
        assert_eq!(saved.expect("saved").figures.counts.not_applicable, 1);
        assert_eq!(figures(other).await, (0, 1, satisfied - 1), "{reason:?}");
        assert_eq!(figures(one).await, (1, 0, 1));
    }
}

/// Numbers of another process: none of them is one of the server's.
struct Other(AtomicU64);

impl Random for Other {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = (1_u64 << 40) + self.0.fetch_add(1, Ordering::SeqCst);
            chunk.copy_from_slice(&number.to_be_bytes()[..chunk.len()]);
        }
    }
}

#[tokio::test]
async fn what_another_process_saves_beside_the_server_is_seen() {
    let world = World::new().await;
    if world.store.engine() != Engine::Sqlite {
        return;
    }
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let save = |criterion: &'static str| {
        move |cx: &mut tasuki_app::Context<'_, '_>| answers::save_many(cx, id, vec![item(criterion, 0, Status::Met)])
    };
    // The states are kept in memory from here on.
    let own = world.write(&lead, save("4-4-4-2")).await.expect("saved");
    assert_eq!(own.figures.counts.met, 1);
    let options = Options {
        clock: Arc::clone(&world.app.options().clock),
        random: Arc::new(Other(AtomicU64::new(0))),
        base_url: world.app.options().base_url.clone(),
        blobs: world.app.blobs().clone(),
        addresses: crate::address,
    };
    let store = Store::open(&Address::Folder(world.folder().to_owned()), 0).expect("the same database");
    let beside = App::new(store, options);
    let other = beside.write(lead.credentials, Some(world.organization), save("4-4-1-1")).await.expect("saved");
    assert_eq!(other.figures.counts.met, 2, "it sees what the server saved");
    let seen = world.read(&lead, move |cx| {
        let own = assessments::find(cx, id)?;
        Ok((assessments::figures(cx, &own)?.counts.met, assessments::sheet(cx, id)?.evaluation.counts.met))
    });
    assert_eq!(seen.await.expect("figures"), (2, 2));
    assert_eq!(world.write(&lead, save("4-4-1-2")).await.expect("saved").figures.counts.met, 3);
}
