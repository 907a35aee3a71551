//! Who sees which piece of evidence, in which version, and what of it leaves the house.

use std::fmt::Write as _;

use jiff::civil::date;
use tasuki_app::answers::{self, Change};
use tasuki_app::evidence::{self, Classification, Content, Target};
use tasuki_app::{feeds, history, notifications, reports, search, tasks};
use tasuki_assess::Status;
use tasuki_scheme::{Permission, Role};
use tasuki_store::evidence::{Filter, Order};
use tasuki_store::{AssessmentId, EvidenceId, Subject};

use crate::common::{Somebody, World, opening};

const CRITERION: &str = "1-1-1-2";

/// A note of a class, attached to a criterion.
pub(crate) async fn note(world: &World, by: &Somebody, to: AssessmentId, class: Classification) -> EvidenceId {
    let mut new = evidence::New::of(Content::Note(format!("証跡の本文 {}", class.word())));
    new.classification = Some(class);
    let target = Target { assessment: to, criterion: CRITERION.to_owned() };
    let added = world.write(by, move |cx| evidence::add(cx, new, Some(&target))).await;
    added.expect("evidence").evidence.id
}

/// Which of some pieces somebody finds: by identifier, in the library, beside the criterion, in counts and in the search. All must agree.
pub(crate) async fn seen(world: &World, who: &Somebody, of: AssessmentId, all: &[EvidenceId]) -> Vec<bool> {
    let wanted = all.to_vec();
    let looked = world.read(who, move |cx| {
        let by_id: Vec<bool> = wanted.iter().map(|id| evidence::find(cx, *id).is_ok()).collect();
        let Ok(shelf) = evidence::list(cx, &Filter::default(), Order::Newest, None, (0, 100)) else {
            return Ok((by_id, Vec::new(), 0, None, None));
        };
        let listed: Vec<EvidenceId> = shelf.pieces.iter().map(|piece| piece.evidence.id).collect();
        let beside = evidence::of_criterion(cx, of, CRITERION).ok().map(|all| all.len());
        let counted = evidence::counts(cx, of).ok().map(|all| all.iter().map(|(_, count)| *count).sum::<u32>());
        let found = search::search(cx, "証跡の本文", 50).ok();
        let found = found.map(|own| {
            own.hits.iter().filter(|hit| hit.kind == search::Kind::Thing(tasuki_store::Noun::Evidence)).count()
        });
        assert_eq!(counted.map(|count| count as usize), beside);
        assert_eq!(shelf.total as usize, listed.len());
        Ok((by_id, listed, shelf.total as usize, beside, found))
    });
    let (by_id, listed, total, beside, found) = looked.await.expect("a look");
    let in_list: Vec<bool> = all.iter().map(|id| listed.contains(id)).collect();
    assert_eq!(by_id, in_list, "{}", who.name);
    assert_eq!(beside.unwrap_or(total), total, "{}", who.name);
    assert_eq!(found.unwrap_or(total), total, "{}", who.name);
    by_id
}

#[tokio::test]
async fn who_sees_which_class_of_evidence() {
    use Classification as C;
    let world = World::new().await;
    let lead = world.somebody("責任", Role::SecurityLead).await;
    let admin = world.somebody("管理", Role::Administrator).await;
    let own = world.assessment(&lead).await.id;
    let mut all = Vec::new();
    for class in C::ALL {
        all.push(note(&world, &lead, own, class).await);
    }
    for (role, expected) in [
        (Role::Administrator, [true, true, false]),
        (Role::SecurityLead, [true, true, true]),
        (Role::Contributor, [true, true, false]),
        (Role::Approver, [true, true, false]),
        (Role::Executive, [true, true, false]),
        (Role::Purchasing, [true, false, false]),
        (Role::Viewer, [true, true, false]),
        (Role::Guest, [false, false, false]),
    ] {
        let somebody = world.somebody(role.word(), role).await;
        assert_eq!(seen(&world, &somebody, own, &all).await, expected, "{role:?}");
    }
    // By grant, up to its class.
    for (class, expected) in [
        (None, [false, false, false]),
        (Some(C::Public), [true, false, false]),
        (Some(C::Internal), [true, true, false]),
        (Some(C::Confidential), [true, true, true]),
    ] {
        let guest = world.somebody("社外", Role::Guest).await;
        world.grant(&admin, &guest, opening(own, &[Permission::ReadAssessments], class)).await;
        assert_eq!(seen(&world, &guest, own, &all).await, expected, "{class:?}");
    }
    // A member may get more by a grant, too.
    let viewer = world.somebody("閲覧", Role::Viewer).await;
    world.grant(&admin, &viewer, opening(own, &[], Some(C::Confidential))).await;
    assert_eq!(seen(&world, &viewer, own, &all).await, [true, true, true]);
}

fn task(assessment: AssessmentId) -> tasks::New {
    tasks::New {
        assessment,
        criterion: CRITERION.to_owned(),
        title: String::new(),
        done_when: String::new(),
        owner: None,
        due: None,
        steps: Vec::new(),
    }
}

#[tokio::test]
async fn confidential_evidence_of_ones_own_and_where_one_confirms() {
    use Classification as C;
    let world = World::new().await;
    let lead = world.somebody("責任", Role::SecurityLead).await;
    let (worker, other) =
        (world.somebody("担当", Role::Contributor).await, world.somebody("別", Role::Contributor).await);
    let approver = world.somebody("承認", Role::Approver).await;
    let own = world.assessment(&lead).await.id;
    let added = note(&world, &worker, own, C::Confidential).await;
    assert_eq!(seen(&world, &worker, own, &[added]).await, [true], "who added it");
    assert_eq!(seen(&world, &other, own, &[added]).await, [false]);
    assert_eq!(seen(&world, &approver, own, &[added]).await, [false], "there is nothing to confirm");
    let out = Change { status: Some(Status::NotApplicable), reason: Some("ない".to_owned()), ..Change::default() };
    world.write(&lead, move |cx| answers::save(cx, own, CRITERION, None, &out)).await.expect("対象外");
    assert_eq!(seen(&world, &approver, own, &[added]).await, [true], "a 対象外 is to be accepted");
    let met = Change { status: Some(Status::Met), ..Change::default() };
    world.write(&lead, move |cx| answers::save(cx, own, CRITERION, None, &met)).await.expect("met");
    assert_eq!(seen(&world, &approver, own, &[added]).await, [false]);
    let new = tasks::New { owner: Some(worker.id), ..task(own) };
    let task = world.write(&lead, move |cx| tasks::create(cx, new)).await.expect("a task");
    let step = tasks::Move::Report { report: "した".to_owned() };
    world.write(&worker, move |cx| tasks::advance(cx, task.id, None, &step)).await.expect("reported");
    assert_eq!(seen(&world, &approver, own, &[added]).await, [true], "a reported task is to be confirmed");
    // The history of the answer tells that something was attached, and not what, to those who do not see it.
    let lines = world.read(&other, move |cx| history::of_answer(cx, own, CRITERION)).await.expect("a history");
    let attached = lines.iter().find(|line| line.action == "answer.attach").expect("the attaching");
    assert!(
        attached.text.ja.contains("見られない証跡") && !attached.text.ja.contains("証跡の本文"),
        "{:?}",
        attached.text
    );
}

#[tokio::test]
async fn whoever_keeps_a_piece_up_to_date_sees_it() {
    use Classification as C;
    let world = World::new().await;
    let lead = world.somebody("責任", Role::SecurityLead).await;
    let own = world.assessment(&lead).await.id;
    let piece = note(&world, &lead, own, C::Internal).await;
    let change = async |owner: Option<&Somebody>, classification: Option<C>| {
        let change = evidence::Change { owner: owner.map(|own| Some(own.id)), classification, ..Default::default() };
        world.write(&lead, move |cx| evidence::change(cx, piece, None, &change)).await.map(drop).map_err(|own| own.code)
    };
    let (viewer, worker) =
        (world.somebody("閲覧", Role::Viewer).await, world.somebody("担当", Role::Contributor).await);
    let (buyer, guest) = (world.somebody("購買", Role::Purchasing).await, world.somebody("社外", Role::Guest).await);
    assert_eq!(change(Some(&buyer), None).await, Err("evidence.blind_owner"));
    assert_eq!(change(Some(&guest), None).await, Err("evidence.blind_owner"));
    assert_eq!(change(Some(&viewer), None).await, Ok(()));
    assert_eq!(change(None, Some(C::Confidential)).await, Err("evidence.blind_owner"), "the viewer would not see it");
    assert_eq!(change(Some(&worker), Some(C::Confidential)).await, Ok(()));
    assert_eq!(seen(&world, &worker, own, &[piece]).await, [true]);
    assert_eq!(change(Some(&viewer), None).await, Err("evidence.blind_owner"));
    assert_eq!(change(Some(&buyer), Some(C::Public)).await, Ok(()));
    assert_eq!(seen(&world, &buyer, own, &[piece]).await, [true]);
}

#[tokio::test]
async fn somebody_from_outside_sees_what_is_in_use_in_its_latest_version() {
    let world = World::new().await;
    let (admin, lead) =
        (world.somebody("管理", Role::Administrator).await, world.somebody("責任", Role::SecurityLead).await);
    let guest = world.somebody("専門", Role::Guest).await;
    let own = world.assessment(&lead).await.id;
    let piece = note(&world, &lead, own, Classification::Internal).await;
    let next = Content::Note("証跡の本文 二版".to_owned());
    world.write(&lead, move |cx| evidence::add_version(cx, piece, None, next)).await.expect("a version");
    world.grant(&admin, &guest, opening(own, &[Permission::ReadAssessments], Some(Classification::Internal))).await;
    let versions = async |who: &Somebody| {
        let looked = world.read(who, move |cx| {
            let listed = evidence::versions(cx, piece)?.iter().map(|(own, _)| own.number).collect::<Vec<_>>();
            let opened = [0, 1, 2].map(|number| evidence::version(cx, piece, number).ok().map(|(_, own)| own.number));
            Ok((listed, opened))
        });
        looked.await.map_err(|error| error.code)
    };
    assert_eq!(versions(&lead).await, Ok((vec![2, 1], [Some(2), Some(1), Some(2)])));
    assert_eq!(versions(&guest).await, Ok((vec![2], [Some(2), None, Some(2)])));
    // Nor is it told how it came about, where else it is attached, or how often.
    let other = world.assessment(&lead).await.id;
    let elsewhere = Target { assessment: other, criterion: CRITERION.to_owned() };
    world.write(&lead, move |cx| evidence::attach(cx, piece, &elsewhere)).await.expect("attached");
    let told = async |who: &Somebody| {
        let looked = world.read(who, move |cx| {
            let lines = history::of_evidence(cx, piece)?.len();
            let recent = history::recent(cx, 50)?.iter().filter(|own| own.subject == Subject::Evidence(piece)).count();
            Ok((lines > 0, recent > 0, evidence::find(cx, piece)?.uses))
        });
        looked.await.expect("a look")
    };
    assert_eq!(told(&lead).await, (true, true, 2));
    assert_eq!(told(&guest).await, (false, false, 1));
    let archive = evidence::Change { archived: Some(true), ..Default::default() };
    world.write(&lead, move |cx| evidence::change(cx, piece, None, &archive)).await.expect("archived");
    assert_eq!(versions(&guest).await, Err("not_found"));
    assert_eq!(seen(&world, &guest, own, &[piece]).await, [false]);
    assert_eq!(versions(&lead).await.expect("kept").0, [2, 1]);
}

/// What leaves the house, or tells of it from afar, for somebody: documents, the calendar that other programs read, notifications.
async fn taken_along(world: &World, who: &Somebody, of: AssessmentId) -> String {
    let mut all = String::new();
    if let Ok(material) = world.read(who, move |cx| reports::material(cx, of)).await {
        let _ = write!(all, "{material:?}");
        for format in [reports::Format::Html, reports::Format::Json] {
            all.push_str(&String::from_utf8_lossy(&reports::make(&material, format).expect("a document")));
        }
    }
    // Who reads results alone has no calendar.
    if let Ok(address) = world.write(who, feeds::make).await {
        let secret = address.trim_end_matches("/tasuki.ics").rsplit('/').next().expect("a secret").to_owned();
        let feed = world.app.system(move |cx| feeds::open(cx, &secret, false)).await.expect("a calendar");
        all.push_str(&feed.replace("\r\n ", ""));
    }
    let told = world.read(who, |cx| notifications::list(cx, None, 100)).await.expect("what they were told");
    let _ = write!(all, "{told:?}");
    all
}

#[tokio::test]
async fn what_is_taken_along_names_no_confidential_evidence() {
    let world = World::new().await;
    let admin = world.somebody("管理", Role::Administrator).await;
    let lead = world.somebody("責任", Role::SecurityLead).await;
    let own = world.assessment(&lead).await.id;
    for (name, class) in [("社内網の図面", Classification::Internal), ("鍵の保管場所", Classification::Confidential)]
    {
        let mut new = evidence::New::of(Content::Note("本文".to_owned()));
        new.classification = Some(class);
        new.name = name.to_owned();
        new.ends = Some(date(2026, 11, 24));
        let target = Target { assessment: own, criterion: CRITERION.to_owned() };
        world.write(&lead, move |cx| evidence::add(cx, new, Some(&target))).await.expect("evidence");
    }
    tasuki_app::timers::tick(&world.app).await.expect("a tick");
    let all = taken_along(&world, &lead, own).await;
    assert!(all.contains("社内網の図面") && all.contains("鍵の保管場所"), "the lead is told of both");
    for role in Role::ALL.into_iter().filter(|role| *role != Role::SecurityLead) {
        let somebody = world.somebody(role.word(), role).await;
        if role == Role::Guest {
            let granted = opening(own, &[Permission::ReadAssessments], Some(Classification::Internal));
            world.grant(&admin, &somebody, granted).await;
        }
        let all = taken_along(&world, &somebody, own).await;
        assert!(!all.contains("鍵の保管場所"), "{role:?}");
        assert_eq!(all.contains("社内網の図面"), role != Role::Purchasing, "{role:?}");
    }
}

#[tokio::test]
async fn a_file_that_somebody_may_not_see_does_not_show_itself() {
    let world = World::new().await;
    let lead = world.somebody("責任", Role::SecurityLead).await;
    let worker = world.somebody("担当", Role::Contributor).await;
    let file = || {
        Content::File(evidence::File {
            name: "a.txt".to_owned(),
            digest: "0".repeat(64),
            size: 1,
            media_type: "text/plain".to_owned(),
        })
    };
    let mut secret = evidence::New::of(file());
    secret.classification = Some(Classification::Confidential);
    let secret = world.write(&lead, move |cx| evidence::add(cx, secret, None)).await.expect("evidence");
    let again = evidence::New::of(file());
    let again = world.write(&worker, move |cx| evidence::add(cx, again, None)).await.expect("evidence");
    assert_ne!(
        again.evidence.id, secret.evidence.id,
        "the same file is added a second time, as if the first were not there"
    );
}

#[tokio::test]
async fn what_was_confidential_once_keeps_the_name_it_had_then() {
    let world = World::new().await;
    let lead = world.somebody("責任", Role::SecurityLead).await;
    let viewer = world.somebody("閲覧", Role::Viewer).await;
    let buyer = world.somebody("購買", Role::Purchasing).await;
    let own = world.assessment(&lead).await.id;
    let piece = note(&world, &lead, own, Classification::Confidential).await;
    let change = evidence::Change {
        name: Some("公開してよい名前".to_owned()),
        classification: Some(Classification::Public),
        ..Default::default()
    };
    world.write(&lead, move |cx| evidence::change(cx, piece, None, &change)).await.expect("changed");
    let told = async |who: &Somebody| {
        let looked = world.read(who, move |cx| {
            let answer = history::of_answer(cx, own, CRITERION).unwrap_or_default();
            let whole = (answer, history::of_evidence(cx, piece)?, history::recent(cx, 50).unwrap_or_default());
            Ok(format!("{whole:?}"))
        });
        looked.await.expect("a look")
    };
    assert!(told(&lead).await.contains("証跡の本文"));
    let seen = told(&viewer).await;
    assert!(seen.contains("公開してよい名前") && !seen.contains("証跡の本文"), "{seen}");
    // Where it is attached is for those who read answers, and who took it along for those who read the log.
    world
        .write(&lead, move |cx| {
            tasuki_app::downloads::note(cx, "evidence.download", &Subject::Evidence(piece), &serde_json::json!({}))
        })
        .await
        .expect("noted");
    let attached = Target { assessment: own, criterion: "1-1-1-1".to_owned() };
    world.write(&lead, move |cx| evidence::attach(cx, piece, &attached)).await.expect("attached");
    let (seen, bought) = (told(&viewer).await, told(&buyer).await);
    assert!(seen.contains("1-1-1-1") && !bought.contains("1-1-1-1"), "{bought}");
    assert!(told(&lead).await.contains("evidence.download") && !seen.contains("evidence.download"), "{seen}");
}
