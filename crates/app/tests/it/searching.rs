//! Search: what people wrote is found where it is, as long as it is there, and by nobody else.

use std::collections::BTreeMap;

use tasuki_app::answers::{self, Change};
use tasuki_app::evidence::{self, Content, New as NewEvidence};
use tasuki_app::search::{Kind as What, Results, search};
use tasuki_app::tasks::{self, New as NewTask};
use tasuki_app::{Context, assessments, comments};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_store::{AssessmentId, CommentId, Noun, OrganizationId, Subject};

use crate::common::{NOW, Somebody, World};

async fn find(world: &World, by: &Somebody, query: &'static str, limit: usize) -> Results {
    world.read(by, move |cx| search(cx, query, limit)).await.expect("a search")
}

/// How many hits there are of each kind that has any.
fn counts(results: &Results) -> BTreeMap<&'static str, usize> {
    results.counts.iter().filter(|(_, count)| *count > 0).map(|(kind, count)| (kind.word(), *count)).collect()
}

/// Writes of a red fire extinguisher wherever one can write.
async fn written(world: &World, by: &Somebody, id: AssessmentId) -> CommentId {
    let work = move |cx: &mut Context<'_, '_>| {
        let note =
            Change {
                status: Some(Status::Met), note: Some("赤い消火器が各階にある".to_owned()), ..Change::default()
            };
        answers::save(cx, id, "4-4-4-2", None, &note)?;
        for title in ["赤い消火器を買う", "古い消火器を捨てる"] {
            let new = NewTask {
                assessment: id,
                criterion: "1-1-1-1".to_owned(),
                title: title.to_owned(),
                done_when: String::new(),
                owner: None,
                due: None,
                steps: Vec::new(),
            };
            tasks::create(cx, new)?;
        }
        let content = Content::Note("赤い消火器の台帳".to_owned());
        let name = "赤い消火器".to_owned();
        let new = NewEvidence { name, classification: None, owner: None, effective: None, ends: None, content };
        evidence::add(cx, new, None)?;
        comments::add(cx, id, "4-4-4-2", "赤い消火器の写真もありますか")
    };
    world.write(by, work).await.expect("written").id
}

#[tokio::test]
async fn what_was_written_is_found_by_all_its_words_in_any_order() {
    let world = World::new().await;
    let (lead, viewer) = (world.somebody("佐藤", Role::SecurityLead).await, world.somebody("閲覧", Role::Viewer).await);
    let id = world.assessment(&lead).await.id;
    let comment = written(&world, &lead, id).await;
    for (by, query) in [(&lead, "消火器 赤い"), (&viewer, "　赤い　消火器　")] {
        let results = find(&world, by, query, 10).await;
        assert_eq!(counts(&results), [("answer", 1), ("comment", 1), ("evidence", 1), ("task", 1)].into(), "{query}");
        assert_eq!(results.query, query.trim());
    }
    let results = find(&world, &lead, "消火器", 1).await;
    let tasks: Vec<_> = results.hits.iter().filter(|hit| hit.kind == What::Thing(Noun::Task)).collect();
    assert_eq!((counts(&results)["task"], tasks.len()), (2, 1), "all are counted, and a few shown");
    let answer = results.hits.iter().find(|hit| hit.kind == What::Thing(Noun::Answer)).expect("the answer");
    assert_eq!(answer.subject, Subject::Answer(id, "4-4-4-2".to_owned()));
    assert!(answer.title.starts_with("4-4-4-2 ") && answer.text.contains("赤い消火器"), "{answer:?}");
    for nothing in ["", " \u{3000} ", "赤い消火栓"] {
        assert_eq!(counts(&find(&world, &lead, nothing, 10).await), BTreeMap::new(), "{nothing:?}");
    }

    world.write(&lead, move |cx| comments::remove(cx, comment)).await.expect("taken back");
    let note = Change { note: Some("青い".to_owned()), ..Change::default() };
    world.write(&lead, move |cx| answers::save(cx, id, "4-4-4-2", None, &note)).await.expect("changed");
    let left = find(&world, &lead, "赤い消火器", 10).await;
    assert_eq!(counts(&left), [("evidence", 1), ("task", 1)].into(), "what is gone is not found");
}

#[tokio::test]
async fn criteria_are_found_where_they_are_asked_and_in_use() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    assert_eq!(counts(&find(&world, &lead, "パスワード", 50).await), BTreeMap::new(), "no assessment asks anything");
    let id = world.assessment(&lead).await.id;
    let results = find(&world, &lead, "パスワード", 50).await;
    assert!(counts(&results)["criterion"] > 0);
    let asked = world
        .read(&lead, move |cx| {
            let sheet = assessments::sheet(cx, id)?;
            let asks = |criterion: &str| {
                let criterion = sheet.catalog.criterion(criterion).expect("one of the edition");
                sheet.catalog.asks(sheet.assessment.level, criterion)
            };
            let all = results.hits.iter().all(|hit| match &hit.subject {
                Subject::Answer(of, criterion) => *of == id && asks(criterion),
                _ => false,
            });
            Ok(all)
        })
        .await;
    assert!(asked.expect("a sheet"), "each is one that the level asks");
    world.write(&lead, move |cx| assessments::archive(cx, id)).await.expect("archived");
    assert_eq!(counts(&find(&world, &lead, "パスワード", 50).await), BTreeMap::new());
    world.write(&lead, move |cx| assessments::restore(cx, id)).await.expect("restored");
    assert!(counts(&find(&world, &lead, "パスワード", 50).await)["criterion"] > 0);
}

#[tokio::test]
async fn nothing_is_found_of_another_organization() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    written(&world, &lead, id).await;
    let elsewhere = OrganizationId::new(NOW, [9; 10]);
    world.organization(elsewhere, "別の会社").await;
    let stranger = world.somebody_in(elsewhere, "他社", Role::SecurityLead).await;
    let look = |cx: &mut Context<'_, '_>| search(cx, "消火器", 10);
    let own = world.app.read(stranger.credentials, Some(elsewhere), look).await.expect("a search");
    assert_eq!(counts(&own), BTreeMap::new());
    let theirs = world.read(&stranger, look).await.expect_err("no member");
    assert_eq!(theirs.kind, tasuki_app::Kind::NotFound);
}
