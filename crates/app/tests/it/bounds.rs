//! What one person sets in motion: who makes organizations, whom an invitation is for, and how much leaves the server on a day.

use tasuki_app::founders::Founders;
use tasuki_app::members::Place;
use tasuki_app::organizations::{self, Profile};
use tasuki_app::{App, Error, Kind, erasure, feeds, invitations, mail, members, resets, tokens, webhooks};
use tasuki_scheme::{Role, Roles};
use tasuki_store::{OrganizationId, outbox, persons};

use crate::common::{NOW, Somebody, World};

const DAY: u64 = 86_400_000;

fn told(name: &str) -> Profile {
    Profile { name: name.to_owned(), ..Profile::default() }
}

async fn found(app: &App, by: &Somebody) -> Result<(), Error> {
    app.write(by.credentials, None, |cx| organizations::create(cx, &told("別の会社"))).await.map(drop)
}

#[tokio::test]
async fn only_whom_the_server_lets_makes_organizations() {
    let world = World::new().await;
    let admin = world.somebody("山田", Role::Administrator).await;
    let guest = world.somebody("社外", Role::Guest).await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let everybody = [&admin, &lead, &guest];
    let who = async |founders| {
        let app = world.app.clone().with_founders(founders);
        let mut made = Vec::new();
        for by in everybody {
            match found(&app, by).await {
                Ok(()) => made.push(by.name.as_str()),
                Err(error) => assert_eq!(error.code, "organization.founders", "{}", by.name),
            }
        }
        made
    };
    assert_eq!(who(Founders::Machine).await, Vec::<&str>::new());
    assert_eq!(who(Founders::Administrators).await, ["山田"]);
    assert_eq!(Founders::default(), Founders::Administrators);
    // Whoever was removed administers nothing any more.
    let own = world.organization;
    world.arrange(move |tx| tasuki_store::members::remove(tx, own, lead.id).map(drop)).await;
    assert_eq!(found(&world.app, &lead).await.expect_err("no member").code, "organization.founders");
    assert_eq!(who(Founders::Everybody).await, ["山田", "佐藤", "社外"]);
    let mail = format!("{}@example.jp", guest.id);
    let closed = world.app.clone().with_founders(Founders::Machine);
    organizations::create_for(&closed, &mail, told("工場")).await.expect("the machine may");
    let nobody = organizations::create_for(&closed, "nobody@example.jp", told("工場")).await;
    assert_eq!(nobody.expect_err("no account").code, "organization.nobody");
}

fn invitation(mail: &str, anybody: bool) -> invitations::New {
    let place = Place { roles: Roles::new([Role::Viewer]), areas: Vec::new(), ends: None };
    invitations::New { mail: mail.to_owned(), name: String::new(), place, openings: Vec::new(), anybody }
}

#[tokio::test]
async fn an_invitation_is_for_its_address_unless_it_says_otherwise() {
    let world = World::new().await;
    let admin = world.somebody("山田", Role::Administrator).await;
    let elsewhere = OrganizationId::new(NOW, [9; 10]);
    world.organization(elsewhere, "取引先").await;
    let other = world.somebody_in(elsewhere, "ほかの人", Role::Viewer).await;
    let invite = async |anybody| {
        let work =
            move |cx: &mut tasuki_app::Context<'_, '_>| invitations::create(cx, invitation("x@example.jp", anybody));
        world.write(&admin, work).await.expect("invited").1
    };
    let accept =
        async |link: String| world.app.write(other.credentials, None, move |cx| invitations::accept(cx, &link)).await;
    let bound = invite(false).await;
    assert_eq!(accept(bound).await.expect_err("not meant").code, "invitation.other_address");
    accept(invite(true).await).await.expect("whoever has the link");
}

#[tokio::test]
async fn invitations_have_a_bound_of_the_day() {
    let world = World::new().await;
    let admin = world.somebody("山田", Role::Administrator).await;
    let second = world.somebody("佐藤", Role::Administrator).await;
    let invite = async |by: &Somebody, name: String| {
        let work = move |cx: &mut tasuki_app::Context<'_, '_>| {
            invitations::create(cx, invitation(&format!("{name}@example.jp"), false))
        };
        world.write(by, work).await.map(drop)
    };
    for number in 0..50 {
        invite(&admin, format!("a{number}")).await.expect("within the bound");
    }
    let refused = invite(&admin, "more".to_owned()).await.expect_err("beyond");
    assert_eq!((refused.kind, refused.code), (Kind::TooMany, "invitation.too_many"));
    let left = world.app.options().clock.now();
    let next = left.today.tomorrow().expect("a day").to_zoned(tasuki_app::Moment::zone()).expect("a time").timestamp();
    assert_eq!(refused.retry_after, u64::try_from(next.as_second() - left.at.as_second()).ok(), "until the next day");
    invite(&second, "b".to_owned()).await.expect("each has an own bound");
    world.wait(DAY);
    invite(&admin, "tomorrow".to_owned()).await.expect("the next day");
}

#[tokio::test]
async fn organizations_have_a_bound_of_the_day_but_for_whoever_runs_the_machine() {
    let world = World::new().await;
    let admin = world.somebody("山田", Role::Administrator).await;
    for _ in 0..20 {
        found(&world.app, &admin).await.expect("within the bound");
    }
    let refused = found(&world.app, &admin).await.expect_err("beyond");
    assert_eq!((refused.kind, refused.code), (Kind::TooMany, "organization.too_many"));
    assert!(refused.retry_after.is_some());
    organizations::create_for(&world.app, &format!("{}@example.jp", admin.id), told("工場"))
        .await
        .expect("the machine");
    world.wait(DAY);
    found(&world.app, &admin).await.expect("the next day");
}

#[tokio::test]
async fn what_somebody_waits_for_goes_before_what_is_sent_to_many() {
    let world = World::new().await;
    let app = world.app.clone().with_mail();
    let admin = world.somebody("山田", Role::Administrator).await;
    let letter = |subject: &str| mail::Letter { subject: subject.to_owned(), body: String::new() };
    let many = (0..20).map(|number| letter(&format!("many {number}"))).collect::<Vec<_>>();
    let write = move |cx: &mut tasuki_app::Context<'_, '_>| {
        many.iter().try_for_each(|own| mail::write(cx, "m@example.jp", own, mail::Rank::Bulk))
    };
    app.write(admin.credentials, Some(world.organization), write).await.expect("written");
    world.wait(1);
    resets::ask(&app, &format!("{}@example.jp", admin.id)).await.expect("asked");
    resets::send_asked(&app).await.expect("written");
    let first = app.store().read(|tx| outbox::due(tx, i64::MAX, 1)).await.expect("the outbox");
    assert!(first[0].subject.contains("パスワード"), "{}", first[0].subject);
}

#[tokio::test]
async fn the_mail_of_a_day_has_a_bound() {
    let world = World::new().await;
    let app = world.app.clone().with_mail();
    let admin = world.somebody("山田", Role::Administrator).await;
    let letter = mail::Letter { subject: "many".to_owned(), body: String::new() };
    let write = move |cx: &mut tasuki_app::Context<'_, '_>| {
        (0..600).try_for_each(|_| mail::write(cx, "m@example.jp", &letter, mail::Rank::Bulk))
    };
    app.write(admin.credentials, Some(world.organization), write).await.expect("written");
    assert_eq!(app.store().read(outbox::count).await.expect("the outbox"), 500);
}

#[tokio::test]
async fn a_token_that_reads_makes_nothing() {
    let world = World::new().await;
    let lead = world.somebody_with("佐藤", &[Role::Administrator, Role::SecurityLead]).await;
    let token = async |scope: &str| {
        let new = tokens::New { name: "夜".to_owned(), scope: scope.to_owned(), days: 1 };
        let (_, secret) = world.write(&lead, move |cx| tokens::create(cx, &new)).await.expect("a token");
        tasuki_app::Credentials::Token(tasuki_app::digest(&secret))
    };
    let organization = Some(world.organization);
    let read = token("read").await;
    let refused = world.app.write(read, organization, |cx| cx.person().map(drop)).await;
    assert_eq!(refused.expect_err("it reads").code, "token.only_reads");
    world.app.read(read, organization, tasuki_app::members::list).await.expect("it reads");
    world
        .app
        .take_along(read, world.organization, |cx| cx.person().map(drop))
        .await
        .expect("it takes along what it reads");
    let viewer = world.somebody("閲覧", Role::Viewer).await.id;
    // What goes on when a token has ended is made in person.
    for scope in ["write", "admin"] {
        let credentials = token(scope).await;
        let feed = world.app.write(credentials, organization, feeds::make).await;
        assert_eq!(feed.expect_err("a token").kind, Kind::NotFound, "{scope}");
        let new = tokens::New { name: "夜".to_owned(), scope: "read".to_owned(), days: 366 };
        let made = world.app.write(credentials, organization, move |cx| tokens::create(cx, &new)).await;
        assert_eq!(made.expect_err("a token").kind, Kind::NotFound, "{scope}");
        let reset = world.app.write(credentials, organization, move |cx| resets::issue(cx, lead.id)).await;
        assert_eq!(reset.expect_err("a token").kind, Kind::NotFound, "{scope}");
        let erased = world.app.write(credentials, organization, move |cx| erasure::erase_member(cx, viewer)).await;
        assert_eq!(erased.expect_err("a token").kind, Kind::NotFound, "{scope}");
        let above = Place { roles: Roles::new([Role::Administrator]), areas: Vec::new(), ends: None };
        let raised = world.app.write(credentials, organization, move |cx| members::change(cx, viewer, above)).await;
        assert_eq!(raised.expect_err("a token").kind, Kind::NotFound, "{scope}");
        let new = invitation("a@example.jp", false);
        let invited = world.app.write(credentials, organization, move |cx| invitations::create(cx, new)).await;
        assert_eq!(invited.expect_err("a token").kind, Kind::NotFound, "{scope}");
        let quiet = tasuki_app::notifications::Settings::default();
        let settings =
            world.app.write(credentials, None, move |cx| tasuki_app::notifications::set_settings(cx, &quiet)).await;
        assert_eq!(settings.expect_err("a token").code, "token.in_person", "{scope}");
        let new = webhooks::New { url: "https://hooks.example/".to_owned(), events: vec!["answer".to_owned()] };
        let told = world.app.write(credentials, organization, move |cx| webhooks::create(cx, &new)).await;
        let code = if scope == "admin" { "token.in_person" } else { "not_found" };
        assert_eq!(told.expect_err("a token").code, code, "{scope}");
    }
    assert!(world.app.store().read(persons::is_empty).await.is_ok_and(|empty| !empty));
}

#[tokio::test]
async fn an_area_that_is_not_known_opens_nothing() {
    let world = World::new().await;
    let admin = world.somebody("山田", Role::Administrator).await;
    let person = world.somebody("佐藤", Role::Viewer).await.id;
    let change = async |edition: &str, area: &str| {
        let area = tasuki_store::members::Area { edition: edition.to_owned(), area: area.to_owned() };
        let place = Place { roles: Roles::new([Role::Contributor]), areas: vec![area], ends: None };
        world.write(&admin, move |cx| members::change(cx, person, place)).await
    };
    for (edition, area) in [("scs-2026", "1"), ("scs-2026-03", "zzz"), ("", "")] {
        assert_eq!(change(edition, area).await.expect_err("unknown").code, "member.areas");
    }
    assert_eq!(change("scs-2026-03", "1").await.expect("known").areas.len(), 1);
}

#[tokio::test]
async fn a_token_knows_of_its_own_organization_alone() {
    let world = World::new().await;
    let admin = world.somebody("山田", Role::Administrator).await;
    let app = world.app.clone().with_founders(Founders::Everybody);
    found(&app, &admin).await.expect("another");
    let new = tokens::New { name: "夜".to_owned(), scope: "read".to_owned(), days: 1 };
    let (_, secret) = world.write(&admin, move |cx| tokens::create(cx, &new)).await.expect("a token");
    let token = tasuki_app::Credentials::Token(tasuki_app::digest(&secret));
    assert_eq!(world.app.read(admin.credentials, None, organizations::own).await.expect("both").len(), 2);
    let own = world.app.read(token, None, organizations::own).await.expect("one");
    assert_eq!(own.iter().map(|own| own.id).collect::<Vec<_>>(), [world.organization]);
}
