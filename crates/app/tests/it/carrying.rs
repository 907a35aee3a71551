//! Carrying over: a new assessment begins with what an earlier one says, and with no more than that.

use jiff::civil::date;
use tasuki_app::answers::{self, Change, Item};
use tasuki_app::assessments::{self, New, Sheet};
use tasuki_app::carry::{self, Preview, Row, Wanted, Way};
use tasuki_app::evidence::{self, Content, New as NewEvidence, Target};
use tasuki_app::suggestions::Source;
use tasuki_app::{Context, Error, Kind};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_store::answers::Answer;
use tasuki_store::assessments::Origin;
use tasuki_store::{AssessmentId, OrganizationId};

use crate::common::{NOW, Somebody, World};

const THIS: &str = "scs-2026-03";
const EARLIER: &str = "scs-2025-12";

fn wanted(from: AssessmentId, edition: &str) -> Wanted {
    Wanted { from, edition: edition.to_owned(), level: Some(3) }
}

async fn save(world: &World, by: &Somebody, id: AssessmentId, criterion: &'static str, change: Change) {
    world.write(by, move |cx| answers::save(cx, id, criterion, None, &change)).await.expect("saved");
}

async fn preview(world: &World, by: &Somebody, wanted: Wanted) -> Result<Preview, Error> {
    world.read(by, move |cx| carry::preview(cx, &wanted)).await
}

/// Carries over and returns what was made.
async fn make(world: &World, by: &Somebody, wanted: Wanted) -> Result<Sheet, Error> {
    let work = move |cx: &mut Context<'_, '_>| {
        let made = carry::make(cx, &wanted, "次の評価", Some(date(2027, 3, 31)))?;
        assessments::sheet(cx, made.id)
    };
    world.write(by, work).await
}

async fn sheet(world: &World, by: &Somebody, id: AssessmentId) -> Sheet {
    world.read(by, move |cx| assessments::sheet(cx, id)).await.expect("a sheet")
}

fn rows(preview: Preview) -> (Vec<Row>, Vec<usize>) {
    match preview.way {
        Way::Answers { rows, dropped } => (rows, dropped),
        Way::Suggestions(_) => panic!("the same framework"),
    }
}

/// What a person sees of an answer.
fn seen(answer: &Answer) -> Answer {
    Answer { version: 0, changed: 0, changed_by: None, source: None, ..answer.clone() }
}

fn status(status: Status) -> Change {
    Change { status: Some(status), ..Change::default() }
}

/// An assessment of an edition in which everything is answered with this status.
async fn filled(world: &World, by: &Somebody, edition: &str, with: Status) -> AssessmentId {
    let new = New { title: String::new(), edition: edition.to_owned(), level: None, scope: Vec::new(), due: None };
    let fill = move |cx: &mut Context<'_, '_>| {
        let id = assessments::create(cx, new)?.id;
        let change = Change { note: Some("昨年のまま".to_owned()), ..status(with) };
        let item =
            |answer: &Answer| Item { criterion: answer.criterion.clone(), version: Some(0), change: change.clone() };
        let items = assessments::sheet(cx, id)?.answers.iter().map(item).collect();
        answers::save_many(cx, id, items)?;
        Ok(id)
    };
    world.write(by, fill).await.expect("answers")
}

#[tokio::test]
async fn within_an_edition_everything_comes_along_but_what_was_due() {
    let world = World::new().await;
    let (lead, owner) =
        (world.somebody("佐藤", Role::SecurityLead).await, world.somebody("山田", Role::Contributor).await);
    let approver = world.somebody("確認者", Role::Approver).await;
    let id = world.assessment(&lead).await.id;
    let met = Change {
        note: Some("規程第3条".to_owned()),
        substitute: Some("台帳で代える".to_owned()),
        owner: Some(Some(owner.id)),
        due: Some(Some(date(2026, 12, 24))),
        confirmed_on: Some(Some(date(2026, 11, 1))),
        ..status(Status::Met)
    };
    save(&world, &lead, id, "4-4-4-2", met).await;
    save(&world, &lead, id, "4-4-1-1", Change { note: Some("未整備".to_owned()), ..status(Status::Unmet) }).await;
    let out = Change {
        reason: Some("端末がない".to_owned()),
        note: Some("現状".to_owned()),
        ..status(Status::NotApplicable)
    };
    save(&world, &lead, id, "1-1-1-1", out).await;
    save(&world, &approver, id, "1-1-1-1", Change { accepted: Some(true), ..Change::default() }).await;
    let add = move |cx: &mut Context<'_, '_>| {
        let content = Content::Note("規程は掲示板にある。".to_owned());
        let name = "規程".to_owned();
        let new = NewEvidence { name, classification: None, owner: None, effective: None, ends: None, content };
        evidence::add(cx, new, Some(&Target { assessment: id, criterion: "4-4-4-2".to_owned() }))
    };
    let piece = world.write(&lead, add).await.expect("evidence").evidence.id;
    let before = sheet(&world, &lead, id).await;

    let (rows, dropped) = rows(preview(&world, &lead, wanted(id, THIS)).await.expect("a preview"));
    assert_eq!((rows.len(), dropped), (before.answers.len(), Vec::new()));
    let made = make(&world, &lead, wanted(id, THIS)).await.expect("made");
    assert_eq!(made.assessment.origin, Origin::Carried { from: id, edition: THIS.to_owned() });
    assert_eq!((made.assessment.title.as_str(), made.assessment.due), ("次の評価", Some(date(2027, 3, 31))));
    for ((old, new), row) in before.answers.iter().zip(&made.answers).zip(&rows) {
        assert_eq!(seen(new), Answer { due: None, ..seen(old) }, "all but the due date");
        assert_eq!(seen(new), seen(&row.answer), "as it was shown before");
        assert_eq!(new.version, i64::from(old.version > 0), "{}", old.criterion);
    }
    let known = |criterion: &str| made.answers.iter().find(|answer| answer.criterion == criterion).expect("an answer");
    assert!(known("1-1-1-1").accepted, "the reason is the one that was accepted");
    let source: Source = serde_json::from_str(known("4-4-4-2").source.as_deref().expect("a source")).expect("a source");
    assert_eq!((source.assessment, source.criteria), (id, vec!["4-4-4-2".to_owned()]));
    let new = made.assessment.id;
    let pieces = world.read(&lead, move |cx| evidence::of_criterion(cx, new, "4-4-4-2")).await.expect("evidence");
    assert_eq!(pieces.iter().map(|piece| piece.evidence.id).collect::<Vec<_>>(), [piece]);
    let after = sheet(&world, &lead, id).await;
    assert_eq!(after.revision(), before.revision());
    assert_eq!(after.answers, before.answers, "the earlier one stays as it was");
}

#[tokio::test]
async fn a_new_edition_gets_no_answer_that_nobody_gave() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = filled(&world, &lead, EARLIER, Status::Met).await;
    let shown = preview(&world, &lead, wanted(id, THIS)).await.expect("a preview");
    let foreseen = shown.evaluation(date(2026, 11, 21)).counts;
    let (rows, dropped) = rows(shown);
    let made = make(&world, &lead, wanted(id, THIS)).await.expect("made");
    assert_eq!(made.evaluation.counts, foreseen, "as it was foreseen");
    assert_eq!(rows.len(), made.catalog.criteria().len());
    let (mut kept, mut added, mut again) = (0, 0, 0);
    for row in &rows {
        let answer = &made.answers[row.position];
        assert_eq!(answer.status, row.answer.status);
        assert!(row.from.iter().all(|from| !dropped.contains(from)), "what is gone leads nowhere");
        match answer.status {
            Status::Met => assert!(!row.again && !row.from.is_empty(), "{}", answer.criterion),
            _ => assert!(row.again, "{} is not what was answered", answer.criterion),
        }
        if row.from.is_empty() {
            assert_eq!((answer.status, answer.version), (Status::Unanswered, 0), "{} is new", answer.criterion);
        }
        kept += usize::from(answer.status == Status::Met);
        added += usize::from(row.from.is_empty());
        again += usize::from(row.again);
    }
    assert!(kept > 0 && added > 0 && again > added, "{kept} {added} {again}");
}

#[tokio::test]
async fn another_framework_only_suggests() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = filled(&world, &lead, "jama-2.3", Status::Met).await;
    match preview(&world, &lead, wanted(id, THIS)).await.expect("a preview").way {
        Way::Suggestions(suggestions) => assert!(!suggestions.is_empty()),
        Way::Answers { .. } => panic!("a suggestion is no answer"),
    }
    let made = make(&world, &lead, wanted(id, THIS)).await.expect("made");
    assert_eq!(made.assessment.origin, Origin::Carried { from: id, edition: "jama-2.3".to_owned() });
    assert!(made.answers.iter().all(|answer| answer.version == 0 && answer.status == Status::Unanswered));
}

#[tokio::test]
async fn only_who_makes_assessments_carries_over_and_only_from_the_own() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    for role in [Role::Contributor, Role::Approver, Role::Viewer, Role::Guest] {
        let other = world.somebody("誰か", role).await;
        for refused in [
            preview(&world, &other, wanted(id, THIS)).await.map(drop),
            make(&world, &other, wanted(id, THIS)).await.map(drop),
        ] {
            assert_eq!(refused.expect_err("no right").kind, Kind::NotFound, "{role:?}");
        }
    }
    let elsewhere = OrganizationId::new(NOW, [9; 10]);
    world.organization(elsewhere, "別の会社").await;
    let stranger = world.somebody_in(elsewhere, "他社", Role::SecurityLead).await;
    let from = wanted(id, THIS);
    let theirs = world.app.read(stranger.credentials, Some(elsewhere), move |cx| carry::preview(cx, &from)).await;
    assert_eq!(theirs.map(drop).expect_err("not theirs").kind, Kind::NotFound);
    for edition in ["scs-1999", "", "nist-csf-2.0"] {
        let refused = make(&world, &lead, wanted(id, edition)).await.map(drop).expect_err("no such edition");
        assert_eq!((refused.kind, refused.code), (Kind::Invalid, "carry.edition"), "{edition:?}");
    }
    let all = world.read(&lead, assessments::list).await.expect("a list");
    assert_eq!(all.len(), 1, "nothing half made");
}
