//! What was granted is seen, and nothing else.

use jiff::civil::{Date, date};
use tasuki_app::answers::{self, Change};
use tasuki_app::evidence::Classification;
use tasuki_app::members::Place;
use tasuki_app::{
    Error, access_reviews, answering, assessments, comments, feeds, grants, history, invitations, members,
    notifications, search, suggestions, tasks,
};
use tasuki_assess::Status;
use tasuki_scheme::{Permission, Role, Roles};
use tasuki_store::Subject;
use tasuki_store::grants::Opening;

use crate::common::{LAST, Somebody, World, opening};
use crate::evidence::{note, seen};

const CRITERION: &str = "1-1-1-2";
const DAY: u64 = 86_400_000;

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
    let grant = world.grant(&admin, &guest, opening(own, &[Permission::Comment], Some(Classification::Internal))).await;
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
    world.grant(&admin, &customer, opening(own, &[Permission::ReadResults], None)).await;
    let grant = world.grant(&admin, &expert, opening(own, &[Permission::Comment], None)).await.grant.id;
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

#[tokio::test]
async fn somebody_from_outside_is_reminded_of_what_is_open_to_them() {
    // One of those that the level asks for.
    const ASKED: &str = "1-2-1-1";
    let world = World::new().await;
    let (admin, lead) =
        (world.somebody("管理", Role::Administrator).await, world.somebody("責任", Role::SecurityLead).await);
    let guest = world.somebody("専門", Role::Guest).await;
    let (own, other) = (world.assessment(&lead).await.id, world.assessment(&lead).await.id);
    world.grant(&admin, &guest, opening(own, &[Permission::ReadAssessments], None)).await;
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
