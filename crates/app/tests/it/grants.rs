//! What was granted is seen, and nothing else; confidential evidence is seen by those whose role or grant says so.

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use tasuki_app::answers::{self, Change};
use tasuki_app::evidence::{self, Classification, Content, Target};
use tasuki_app::members::Place;
use tasuki_app::{
    Error, access_reviews, answering, assessments, comments, feeds, grants, history, invitations, members,
    notifications, reports, search, suggestions, tasks,
};
use tasuki_assess::Status;
use tasuki_scheme::{Capacity, Permission, Role, Roles};
use tasuki_store::evidence::{Filter, Order};
use tasuki_store::grants::Opening;
use tasuki_store::{AssessmentId, EvidenceId, Subject};

use crate::common::{Somebody, World};

const CRITERION: &str = "1-1-1-2";
const LAST: Date = date(2026, 12, 31);
const DAY: u64 = 86_400_000;

fn opening(assessment: AssessmentId, permissions: &[Permission], evidence: Option<Classification>) -> Opening {
    let subject = Subject::Assessment(assessment);
    Opening { subject, capacity: Capacity::Expert, permissions: permissions.to_vec(), evidence }
}

/// Opens an assessment to somebody.
async fn open(world: &World, admin: &Somebody, to: &Somebody, opening: Opening) -> grants::Listed {
    let new = grants::New { person: to.id, opening, starts: None, ends: LAST };
    world.write(admin, move |cx| grants::create(cx, new)).await.expect("a grant")
}

/// A note of a class, attached to a criterion.
async fn note(world: &World, by: &Somebody, to: AssessmentId, class: Classification) -> EvidenceId {
    let mut new = evidence::New::of(Content::Note(format!("証跡の本文 {}", class.word())));
    new.classification = Some(class);
    let target = Target { assessment: to, criterion: CRITERION.to_owned() };
    let added = world.write(by, move |cx| evidence::add(cx, new, Some(&target))).await;
    added.expect("evidence").evidence.id
}

/// Which of some pieces somebody finds: by identifier, in the library, beside the criterion, in counts and in the search. All must agree.
async fn seen(world: &World, who: &Somebody, of: AssessmentId, all: &[EvidenceId]) -> Vec<bool> {
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
async fn a_guest_sees_what_was_granted_and_nothing_else() {
    let world = World::new().await;
    let (admin, lead) =
        (world.somebody("管理", Role::Administrator).await, world.somebody("責任", Role::SecurityLead).await);
    let guest = world.somebody("専門", Role::Guest).await;
    let (own, other) = (world.assessment(&lead).await.id, world.assessment(&lead).await.id);
    let mine = note(&world, &lead, own, Classification::Internal).await;
    let theirs = note(&world, &lead, other, Classification::Public).await;
    let met = Change { status: Some(Status::Met), note: Some("書いたこと".to_owned()), ..Change::default() };
    world.write(&lead, move |cx| answers::save(cx, other, CRITERION, None, &met)).await.expect("an answer");

    let listed = |who: &Somebody| {
        let (world, who) = (&world, who.clone());
        async move {
            let all = world.read(&who, assessments::list).await.expect("a list");
            all.into_iter().map(|own| own.id).collect::<Vec<_>>()
        }
    };
    assert_eq!(listed(&guest).await, []);
    assert_eq!(seen(&world, &guest, own, &[mine, theirs]).await, [false, false]);
    let grant =
        open(&world, &admin, &guest, opening(own, &[Permission::Comment], Some(Classification::Internal))).await;
    assert_eq!(
        grant.grant.opening.permissions,
        [Permission::ReadResults, Permission::ReadAssessments, Permission::Comment]
    );
    assert_eq!(listed(&guest).await, [own]);
    assert_eq!(seen(&world, &guest, own, &[mine, theirs]).await, [true, false]);
    let code = |done: Result<(), Error>| done.err().map(|error| error.code);
    for (assessment, expected) in [(own, None), (other, Some("not_found"))] {
        let looks = world.read(&guest, move |cx| answering::overview(cx, assessment).map(drop)).await;
        assert_eq!(code(looks), expected);
        let says = world.write(&guest, move |cx| comments::add(cx, assessment, CRITERION, "見ました").map(drop)).await;
        assert_eq!(code(says), expected);
        let reads = world.read(&guest, move |cx| history::of_answer(cx, assessment, CRITERION).map(drop)).await;
        assert_eq!(code(reads), expected);
        let sheet = world.read(&lead, move |cx| assessments::sheet(cx, assessment)).await.expect("a sheet");
        let offers = world.read(&guest, move |cx| Ok(suggestions::offers(cx, &sheet)?.len())).await.expect("offers");
        assert_eq!(offers, 0, "what another assessment says is not for the guest");
    }
    // Not granted: accepting 対象外, changing anything, the members, what happened to the other assessment.
    let accept = Change { accepted: Some(true), ..Change::default() };
    let accepts = world.write(&guest, move |cx| answers::save(cx, own, CRITERION, None, &accept).map(drop)).await;
    assert_eq!(code(accepts), Some("not_found"));
    assert_eq!(code(world.read(&guest, |cx| members::list(cx).map(drop)).await), Some("not_found"));
    let met = world.read(&guest, move |cx| Ok(answering::overview(cx, own)?.members)).await.expect("members");
    assert_eq!(met.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), ["専門"], "names whom the guest met");
    let lines = world.read(&guest, |cx| history::recent(cx, 50)).await.expect("what happened");
    let about = |line: &history::Recent| line.subject == Subject::Answer(other, CRITERION.to_owned());
    assert!(!lines.is_empty() && !lines.iter().any(about), "{lines:?}");
    assert_eq!(world.read(&guest, |cx| search::search(cx, "書いたこと", 9)).await.expect("a search").hits, []);
    assert!(world.read(&guest, |cx| tasks::list(cx, &tasks::Filter::default())).await.expect("tasks").is_empty());
    // The address of a calendar feed opens no more than the person.
    let address = world.write(&guest, feeds::make).await.expect("a feed");
    let secret = address.trim_end_matches("/tasuki.ics").rsplit('/').next().expect("a secret").to_owned();
    let calendar = world.app.system(move |cx| feeds::open(cx, &secret, false)).await.expect("a calendar");
    assert!(calendar.contains("BEGIN:VCALENDAR"));

    world.write(&admin, move |cx| grants::end(cx, grant.grant.id)).await.expect("ended");
    assert_eq!(listed(&guest).await, []);
    assert_eq!(seen(&world, &guest, own, &[mine, theirs]).await, [false, false]);
}

#[tokio::test]
async fn a_grant_ends_by_itself_and_begins_on_its_day() {
    let world = World::new().await;
    let (admin, lead) =
        (world.somebody("管理", Role::Administrator).await, world.somebody("責任", Role::SecurityLead).await);
    let guest = world.somebody("専門", Role::Guest).await;
    let own = world.assessment(&lead).await.id;
    let today = world.read(&lead, |cx| Ok(cx.now.today)).await.expect("today");
    let (first, last) = (today.tomorrow().expect("a day"), today.saturating_add(jiff::ToSpan::days(2)));
    let new = |starts, ends| grants::New { person: guest.id, opening: opening(own, &[], None), starts, ends };
    let refused = [
        (Some(last), first, "grant.days"),
        (None, today.yesterday().expect("a day"), "grant.days"),
        (None, today.saturating_add(jiff::ToSpan::years(4)), "grant.too_long"),
    ];
    for (starts, ends, code) in refused {
        let new = new(starts, ends);
        let error = world.write(&admin, move |cx| grants::create(cx, new).map(drop)).await.expect_err("refused");
        assert_eq!(error.code, code);
    }
    let new = new(Some(first), last);
    world.write(&admin, move |cx| grants::create(cx, new)).await.expect("a grant");
    let mut counts = Vec::new();
    for _ in 0..4 {
        let again = world.session(&guest).await;
        counts.push(world.read(&again, assessments::list).await.expect("a list").len());
        world.wait(DAY);
    }
    assert_eq!(counts, [0, 1, 1, 0]);
    let again = world.session(&admin).await;
    let all = world.read(&again, grants::list).await.expect("grants");
    assert_eq!(all.iter().map(|own| (own.valid, own.over)).collect::<Vec<_>>(), [(false, true)]);
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
        open(&world, &admin, &guest, opening(own, &[Permission::ReadAssessments], class)).await;
        assert_eq!(seen(&world, &guest, own, &all).await, expected, "{class:?}");
    }
    // A member may get more by a grant, too.
    let viewer = world.somebody("閲覧", Role::Viewer).await;
    open(&world, &admin, &viewer, opening(own, &[], Some(C::Confidential))).await;
    assert_eq!(seen(&world, &viewer, own, &all).await, [true, true, true]);
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
    open(&world, &admin, &guest, opening(own, &[Permission::ReadAssessments], Some(Classification::Internal))).await;
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
            open(&world, &admin, &somebody, granted).await;
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
async fn purchasing_reads_results_alone() {
    let world = World::new().await;
    let lead = world.somebody("責任", Role::SecurityLead).await;
    let buyer = world.somebody("購買", Role::Purchasing).await;
    let own = world.assessment(&lead).await.id;
    assert_eq!(world.read(&buyer, assessments::list).await.expect("a list").len(), 1);
    let overview = world.read(&buyer, move |cx| tasuki_app::overview::overview(cx, own)).await.expect("the results");
    assert!(overview.owners.is_empty() && overview.late.is_empty());
    let code = |done: Result<(), Error>| done.err().map(|error| error.code);
    assert_eq!(code(world.read(&buyer, move |cx| assessments::sheet(cx, own).map(drop)).await), Some("not_found"));
    assert_eq!(code(world.read(&buyer, move |cx| answering::overview(cx, own).map(drop)).await), Some("not_found"));
    assert_eq!(
        code(world.read(&buyer, |cx| tasks::list(cx, &tasks::Filter::default()).map(drop)).await),
        Some("not_found")
    );
}

#[tokio::test]
async fn who_is_named_is_told_only_what_they_may_read_and_only_while_they_may() {
    let world = World::new().await;
    let admin = world.somebody("管理", Role::Administrator).await;
    let lead = world.somebody("責任", Role::SecurityLead).await;
    let buyer = world.somebody("購買", Role::Purchasing).await;
    let customer = world.somebody("顧客", Role::Guest).await;
    let expert = world.somebody("専門家", Role::Guest).await;
    let own = world.assessment(&lead).await.id;
    open(&world, &admin, &customer, opening(own, &[Permission::ReadResults], None)).await;
    let grant = open(&world, &admin, &expert, opening(own, &[Permission::Comment], None)).await.grant.id;
    let say = async |body: &'static str| {
        world.write(&lead, move |cx| comments::add(cx, own, CRITERION, body)).await.expect("a comment").id
    };
    let told = async |who: &Somebody| {
        let all = world.read(who, |cx| notifications::list(cx, None, 100)).await.expect("what they were told");
        let named = all.into_iter().filter(|own| own.kind == notifications::Kind::Mention);
        named.map(|own| (own.about.title, own.about.excerpt)).collect::<Vec<_>>()
    };
    let first = say("見てください @顧客 @購買 @専門家").await;
    assert_eq!((told(&customer).await, told(&buyer).await), (Vec::new(), Vec::new()));
    let seen = told(&expert).await;
    assert!(seen.len() == 1 && seen[0].0.starts_with(CRITERION) && seen[0].1.starts_with("見てください"), "{seen:?}");

    // What was taken back is not read in the notification either.
    world.write(&lead, move |cx| comments::remove(cx, first)).await.expect("removed");
    assert_eq!(told(&expert).await[0].1, "");

    // When the grant has ended, nobody is told anything new, and what was told says nothing any more.
    let second = say("もう一つ @専門家").await;
    assert_eq!(told(&expert).await.len(), 2);
    world.write(&admin, move |cx| grants::end(cx, grant)).await.expect("ended");
    say("終わった後 @専門家").await;
    let left = told(&expert).await;
    assert_eq!(left, vec![("見られなくなったもの".to_owned(), String::new()); 2]);
    assert!(world.read(&expert, move |cx| comments::place(cx, second)).await.is_err());
}

#[tokio::test]
async fn with_results_alone_no_evidence_is_opened() {
    let world = World::new().await;
    let admin = world.somebody("管理", Role::Administrator).await;
    let guest = world.somebody("顧客", Role::Guest).await;
    let own = world.assessment(&world.somebody("責任", Role::SecurityLead).await).await.id;
    let both = opening(own, &[Permission::ReadResults], Some(Classification::Internal));
    let new = grants::New { person: guest.id, opening: both, starts: None, ends: LAST };
    let refused = world.write(&admin, move |cx| grants::create(cx, new)).await;
    assert_eq!(refused.err().map(|error| error.code), Some("grant.results_alone"));
}

#[tokio::test]
async fn an_invitation_opens_what_it_says_once_it_is_accepted() {
    let world = World::new().await;
    let admin = world.somebody("管理", Role::Administrator).await;
    let lead = world.somebody("責任", Role::SecurityLead).await;
    let own = world.assessment(&lead).await.id;
    let invite = |mail: &str, openings: Vec<Opening>, ends: Option<Date>| {
        let place = Place { roles: Roles::new([Role::Guest]), areas: Vec::new(), ends };
        invitations::New { mail: mail.to_owned(), name: String::new(), place, openings, anybody: true }
    };
    let new = invite("a@example.jp", vec![opening(own, &[], None)], Some(LAST));
    let (first, _) = world.write(&admin, move |cx| invitations::create(cx, new)).await.expect("an invitation");
    let held = world.read(&admin, grants::list).await.expect("grants");
    assert_eq!((held.len(), held[0].holder_name.as_str(), held[0].valid), (1, "a@example.jp", true));
    // Invited again: what the first invitation opened has ended with it.
    let new = invite("a@example.jp", vec![opening(own, &[Permission::Comment], None)], Some(LAST));
    let (second, secret) = world.write(&admin, move |cx| invitations::create(cx, new)).await.expect("an invitation");
    assert_ne!(first.id, second.id);
    let held = world.read(&admin, grants::list).await.expect("grants");
    assert_eq!(held.iter().map(|own| own.over).collect::<Vec<_>>(), [false, true]);
    let reviewable = world.read(&admin, access_reviews::show).await.expect("a review").0;
    assert_eq!((reviewable.grants.len(), reviewable.count()), (1, reviewable.members.len() + 1));

    let elsewhere = tasuki_store::OrganizationId::new(1, [9; 10]);
    world.organization(elsewhere, "よその会社").await;
    let guest = world.somebody_in(elsewhere, "専門", Role::Viewer).await;
    world.app.write(guest.credentials, None, move |cx| invitations::accept(cx, &secret)).await.expect("accepted");
    assert_eq!(world.read(&guest, assessments::list).await.expect("a list").len(), 1);
    world.write(&guest, move |cx| comments::add(cx, own, CRITERION, "見ました")).await.expect("a comment");
    // Who leaves leaves what was granted.
    let person = guest.id;
    world.write(&admin, move |cx| members::remove(cx, person)).await.expect("removed");
    assert!(world.read(&admin, grants::list).await.expect("grants").iter().all(|own| own.over));
    assert_eq!(
        world
            .store
            .read(tasuki_store::audit::compare)
            .await
            .expect("compared")
            .differences
            .iter()
            .filter(|own| own.subject.starts_with("grant/"))
            .count(),
        0
    );
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
async fn somebody_from_outside_is_reminded_of_what_is_open_to_them() {
    // One of those that the level asks for.
    const ASKED: &str = "1-2-1-1";
    let world = World::new().await;
    let (admin, lead) =
        (world.somebody("管理", Role::Administrator).await, world.somebody("責任", Role::SecurityLead).await);
    let guest = world.somebody("専門", Role::Guest).await;
    let (own, other) = (world.assessment(&lead).await.id, world.assessment(&lead).await.id);
    open(&world, &admin, &guest, opening(own, &[Permission::ReadAssessments], None)).await;
    for assessment in [own, other] {
        let status = Some(Status::Unmet);
        let (owner, due) = (Some(Some(guest.id)), Some(Some(date(2026, 11, 23))));
        let change = Change { status, owner, due, ..Change::default() };
        world.write(&lead, move |cx| answers::save(cx, assessment, ASKED, None, &change)).await.expect("an answer");
    }
    for _ in 0..2 {
        tasuki_app::timers::tick(&world.app).await.expect("a tick");
        world.wait(3 * DAY);
    }
    let told = world.read(&guest, |cx| notifications::list(cx, None, 100)).await.expect("what they were told");
    let overdue = told.into_iter().filter(|own| own.kind == notifications::Kind::Overdue);
    let about: Vec<_> = overdue.filter_map(|told| told.about.subject).collect();
    assert_eq!(about, [Subject::Answer(own, ASKED.to_owned())]);
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
