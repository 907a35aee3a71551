//! Files that wait: for their person to say which sheet is meant, and for being imported.

use tasuki_app::Kind;
use tasuki_app::imports::{self, Asked, Outcome, Pending, Upload};
use tasuki_scheme::Role;
use tasuki_store::ParcelId;

use crate::common::{Somebody, World};

const HOUR: u64 = 60 * 60 * 1_000;

fn waiting(name: &str) -> Pending {
    Pending {
        name: name.to_owned(), edition: "scs-2026-03".to_owned(), sheets: vec!["北".to_owned(), "南".to_owned()]
    }
}

async fn keep(world: &World, by: &Somebody, name: &'static str) -> ParcelId {
    let work = move |cx: &mut tasuki_app::Context<'_, '_>| imports::keep_pending(cx, &waiting(name), name.into());
    world.write(by, work).await.expect("kept")
}

async fn find(world: &World, by: &Somebody, id: ParcelId) -> Option<(Pending, Vec<u8>)> {
    world.read(by, move |cx| imports::pending(cx, id)).await.expect("looked for")
}

fn upload() -> Upload {
    let asked =
        Asked { name: "a.csv", edition: Some("scs-2026-03"), sheets: &[], today: jiff::civil::date(2026, 11, 21) };
    match imports::read(tasuki_catalog::Library::builtin(), "評価基準No.,自己評価\n1-1-1-1,○\n".as_bytes(), &asked)
    {
        Ok(Outcome::Read(upload)) => *upload,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_file_waits_for_its_person_alone_until_a_sheet_is_chosen() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let other = world.somebody("鈴木", Role::SecurityLead).await;
    let viewer = world.somebody("閲覧", Role::Viewer).await;
    let first = keep(&world, &lead, "first.xlsx").await;
    assert_eq!(find(&world, &lead, first).await.expect("it waits").1, b"first.xlsx");
    assert!(find(&world, &other, first).await.is_none(), "it is not theirs");
    let refused = world.read(&viewer, move |cx| imports::pending(cx, first)).await.expect_err("no right");
    assert_eq!(refused.kind, Kind::NotFound);
    // Only the last one of a person waits, and nobody else's goes for it.
    let theirs = keep(&world, &other, "theirs.xlsx").await;
    let second = keep(&world, &lead, "second.xlsx").await;
    assert!(find(&world, &lead, first).await.is_none());
    assert_eq!(find(&world, &other, theirs).await.expect("it waits").0.name, "theirs.xlsx");
    // Chosen, it waits still: somebody may have meant another sheet.
    let read = upload();
    let kept = world.write(&lead, move |cx| imports::keep(cx, &read)).await.expect("chosen");
    assert!(find(&world, &lead, second).await.is_some());
    assert!(find(&world, &lead, kept).await.is_none(), "what was read is no file");
    let answers = world.read(&lead, move |cx| imports::load(cx, kept)).await.expect("what was read");
    assert_eq!(answers.edition, "scs-2026-03");
    let refused = world.read(&other, move |cx| imports::load(cx, kept)).await.expect_err("it is not theirs");
    assert_eq!(refused.code, "import.gone");
}

#[tokio::test]
async fn a_file_does_not_wait_for_ever() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = keep(&world, &lead, "first.xlsx").await;
    world.wait(25 * HOUR);
    let lead = world.session(&lead).await;
    assert!(find(&world, &lead, id).await.is_none());
}
