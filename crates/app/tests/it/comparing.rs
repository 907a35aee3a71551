//! Comparison: one assessment on two days, and two assessments.

use jiff::civil::{Date, date};
use tasuki_app::answers::{self, Change, Item};
use tasuki_app::assessments::{self, New};
use tasuki_app::compare::{self, Comparison, Difference};
use tasuki_app::{Context, Error, Kind};
use tasuki_assess::Status::{self, Met, Partial, Unanswered, Unmet};
use tasuki_scheme::Role;
use tasuki_store::{AssessmentId, OrganizationId};

use crate::common::{NOW, Somebody, World};

const HOUR: u64 = 60 * 60 * 1_000;

async fn save(world: &World, by: &Somebody, id: AssessmentId, all: &[(&str, Status)]) {
    let item = |(criterion, status): &(&str, Status)| {
        let change = Change { status: Some(*status), ..Change::default() };
        Item { criterion: (*criterion).to_owned(), version: None, change }
    };
    let items: Vec<Item> = all.iter().map(item).collect();
    let saved = world.write(by, move |cx| answers::save_many(cx, id, items)).await.expect("saved");
    assert!(saved.conflicts.is_empty());
}

async fn compared(
    world: &World,
    by: &Somebody,
    left: (AssessmentId, Option<Date>),
    right: (AssessmentId, Option<Date>),
) -> Result<Comparison, Error> {
    let work = move |cx: &mut Context<'_, '_>| {
        let (left, right) = (compare::side(cx, left.0, left.1)?, compare::side(cx, right.0, right.1)?);
        compare::compare(cx, left, right)
    };
    world.read(by, work).await
}

async fn assessment(world: &World, by: &Somebody, edition: &str, level: u8) -> AssessmentId {
    let (title, edition) = (edition.to_owned(), edition.to_owned());
    let new = New { title, edition, level: Some(level), scope: Vec::new(), due: None };
    world.write(by, move |cx| assessments::create(cx, new)).await.expect("an assessment").id
}

/// The criteria that differ, each with its direction.
fn told(compared: &Comparison) -> Vec<(&str, i8)> {
    let catalog = &compared.right.catalog;
    let name = move |one: &Difference| (catalog.criteria()[one.to.expect("on the right")].id.as_str(), one.direction());
    compared.differences.iter().map(name).collect()
}

#[tokio::test]
async fn one_assessment_on_two_days_shows_what_went_forward_and_what_went_back() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let first = [("3-1-4-1", Unmet), ("4-4-1-1", Met), ("4-4-1-2", Partial), ("4-4-4-2", Unmet)];
    save(&world, &lead, id, &first).await;
    // After midnight in Japan, which is still the same day in London.
    world.wait(10 * HOUR);
    let second = [("3-1-4-1", Met), ("4-4-1-1", Partial), ("4-4-1-2", Partial), ("4-4-4-2", Unanswered)];
    save(&world, &lead, id, &second).await;

    let yesterday = date(2026, 11, 21);
    let both = compared(&world, &lead, (id, Some(yesterday)), (id, None)).await.expect("compared");
    assert_eq!((both.left.day, both.right.day), (yesterday, date(2026, 11, 22)));
    assert_eq!(told(&both), [("3-1-4-1", 1), ("4-4-1-1", -1), ("4-4-4-2", -1)]);
    assert_eq!(both.same + both.differences.len(), both.right.figures.total);
    let counts =
        |side: &compare::Side| (side.figures.counts.met, side.figures.counts.partial, side.figures.counts.unmet);
    assert_eq!((counts(&both.left), counts(&both.right)), ((1, 1, 2), (1, 2, 0)));
    assert!(both.areas.iter().all(|area| area.left.map(|left| left.1) == area.right.map(|right| right.1)));

    let reversed = compared(&world, &lead, (id, None), (id, Some(yesterday))).await.expect("compared");
    assert_eq!(told(&reversed), [("3-1-4-1", -1), ("4-4-1-1", 1), ("4-4-4-2", 1)]);
    let same = compared(&world, &lead, (id, Some(yesterday)), (id, Some(yesterday))).await.expect("compared");
    assert_eq!((same.differences.len(), same.same), (0, same.left.figures.total));
    // Before it began nothing was answered, and tomorrow is not known.
    let ends = (Some(date(2020, 1, 1)), Some(date(2030, 1, 1)));
    let ends = compared(&world, &lead, (id, ends.0), (id, ends.1)).await.expect("compared");
    assert_eq!((ends.left.figures.counts.unanswered, ends.right.day), (ends.left.figures.total, date(2026, 11, 22)));
}

#[tokio::test]
async fn what_only_one_side_asks_is_neither_forward_nor_back() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let (three, four) =
        (assessment(&world, &lead, "scs-2026-03", 3).await, assessment(&world, &lead, "scs-2026-03", 4).await);
    save(&world, &lead, four, &[("4-4-4-2", Status::Met)]).await;
    let both = compared(&world, &lead, (three, None), (four, None)).await.expect("compared");
    let (more, rest): (Vec<_>, Vec<_>) = both.differences.iter().partition(|one| one.left.is_none());
    assert!(!more.is_empty() && more.iter().all(|one| one.direction() == 0 && one.right.is_some()));
    assert_eq!(rest.iter().map(|one| one.direction()).collect::<Vec<_>>(), [1]);
    assert_eq!(both.same + rest.len(), both.left.figures.total);
    assert_eq!(both.same + both.differences.len(), both.right.figures.total);
}

#[tokio::test]
async fn editions_are_compared_along_their_changes_and_frameworks_are_not() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let new = assessment(&world, &lead, "scs-2026-03", 4).await;
    let old = assessment(&world, &lead, "scs-2025-12", 4).await;
    let both = compared(&world, &lead, (old, None), (new, None)).await.expect("compared");
    let on = |side: fn(&Difference) -> Option<usize>| both.differences.iter().filter_map(side).count();
    assert!(both.same > 0);
    assert!(on(|one| one.from) < both.differences.len(), "something is new");
    for one in &both.differences {
        assert_eq!(one.direction(), 0, "nobody answered anything: {one:?}");
    }
    let jama = assessment(&world, &lead, "jama-2.3", 2).await;
    let refused = compared(&world, &lead, (jama, None), (new, None)).await.expect_err("two frameworks");
    assert_eq!((refused.kind, refused.code), (Kind::Invalid, "compare.other_framework"));
}

#[tokio::test]
async fn nobody_compares_with_what_is_not_theirs() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let elsewhere = OrganizationId::new(NOW, [9; 10]);
    world.organization(elsewhere, "別の会社").await;
    let stranger = world.somebody_in(elsewhere, "他社", Role::SecurityLead).await;
    let look = move |cx: &mut Context<'_, '_>| compare::side(cx, id, None).map(drop);
    let refused = world.app.read(stranger.credentials, Some(elsewhere), look).await.expect_err("not theirs");
    assert_eq!(refused.kind, Kind::NotFound);
    let viewer = world.somebody("閲覧", Role::Viewer).await;
    compared(&world, &viewer, (id, None), (id, None)).await.expect("whoever reads compares");
}
