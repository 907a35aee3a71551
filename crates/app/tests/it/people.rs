//! Signing in, accounts, members and invitations, as people go through them.

use jiff::Timestamp;
use tasuki_app::founders::Founders;
use tasuki_app::members::Place;
use tasuki_app::organizations::Profile;
use tasuki_app::sign_in::{self, Entered, Origin};
use tasuki_app::{
    App, Credentials, Error, Kind, SignIn, access_reviews, account, digest, factors, invitations, members,
    organizations, resets, sessions, tokens,
};
use tasuki_scheme::{Role, Roles};
use tasuki_signin::codes::Secret;
use tasuki_signin::passwords::{Costs, Passwords};
use tasuki_store::persons;

use crate::common::{NOW, Somebody, World};

const PASSWORD: &str = "asagiri-no-hashi-42";
const OTHER: &str = "mikan dentaku touge";
const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;

/// A world whose passwords cost little, with its administrator, who has a password.
async fn world() -> (World, App, Somebody) {
    let world = World::new().await;
    let sign_in = SignIn { passwords: Passwords::new(Costs::FOR_TESTS), ..SignIn::default() };
    let app = world.app.clone().with_sign_in(sign_in);
    let admin = world.somebody("山 一郎", Role::Administrator).await;
    account::change_password(&app, admin.credentials, "", PASSWORD, &Origin::default())
        .await
        .expect("a first password");
    (world, app, admin)
}

fn mail(somebody: &Somebody) -> String {
    format!("{}@example.jp", somebody.id)
}

async fn enter(app: &App, mail: &str, password: &str) -> Result<Entered, Error> {
    sign_in::with_password(app, mail, password, Origin::default()).await
}

fn code(error: Option<Error>) -> &'static str {
    error.map_or("", |error| error.code)
}

fn place(role: Role) -> Place {
    Place { roles: Roles::new([role]), areas: Vec::new(), ends: None }
}

/// Sets up codes and returns their secret with the recovery codes.
async fn with_codes(app: &App, somebody: &Somebody) -> (Secret, Vec<String>) {
    let id = somebody.id;
    app.write(somebody.credentials, None, factors::enrol).await.expect("begun");
    let pending = app.store().read(move |tx| persons::secrets(tx, id)).await.expect("read");
    let secret = pending.and_then(|own| own.totp_pending).and_then(|own| Secret::from_slice(&own)).expect("a secret");
    let first = secret.code(now(app));
    let codes = app.write(somebody.credentials, None, move |cx| factors::confirm(cx, &first)).await.expect("confirmed");
    (secret, codes)
}

fn now(app: &App) -> Timestamp {
    app.options().clock.now().at
}

#[tokio::test]
async fn a_password_signs_in_and_says_nothing_about_who_exists() {
    let (_world, app, admin) = world().await;
    let entered = enter(&app, &mail(&admin).to_uppercase(), PASSWORD).await.expect("in");
    let Entered::In(secret) = entered else { panic!("no second factor was set up") };
    let shown = app.read(Credentials::Session(digest(&secret)), None, account::show).await.expect("an account");
    assert_eq!(shown.person.id, admin.id);
    let wrong = enter(&app, &mail(&admin), "another-one-17").await.err();
    let nobody = enter(&app, "nobody@example.jp", PASSWORD).await.err();
    assert_eq!((code(wrong), code(nobody)), ("sign_in.wrong", "sign_in.wrong"));
}

#[tokio::test]
async fn guessing_waits_and_then_locks_whether_the_account_exists_or_not() {
    let (world, app, admin) = world().await;
    for who in [mail(&admin), "nobody@example.jp".to_owned()] {
        let mut seen = Vec::new();
        while !seen.contains(&"sign_in.locked") {
            let error = enter(&app, &who, "guess-guess").await.expect_err("wrong");
            world.wait(if error.code == "sign_in.wait" { error.retry_after.unwrap_or(0) * SECOND } else { 0 });
            seen.push(error.code);
        }
        assert_eq!(seen.iter().filter(|code| **code == "sign_in.wrong").count(), 10, "{who}: {seen:?}");
    }
    assert_eq!(code(enter(&app, &mail(&admin), PASSWORD).await.err()), "sign_in.locked", "also for the right one");
    world.wait(15 * MINUTE + SECOND);
    assert!(enter(&app, &mail(&admin), PASSWORD).await.is_ok());
    assert!(enter(&app, &mail(&admin), PASSWORD).await.is_ok(), "a success forgives");
}

#[tokio::test]
async fn many_guesses_at_once_are_no_way_around_the_count() {
    let (_world, app, admin) = world().await;
    let mail = mail(&admin);
    let tries: Vec<_> = (0..30)
        .map(|_| {
            let (app, mail) = (app.clone(), mail.clone());
            tokio::spawn(async move { enter(&app, &mail, "guess-guess").await.err().map(|error| error.code) })
        })
        .collect();
    let mut judged = 0;
    for attempt in tries {
        judged += usize::from(attempt.await.expect("done") == Some("sign_in.wrong"));
    }
    assert!(judged <= 3, "{judged} guesses were judged without a wait");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_a_code_works_once() {
    let (world, app, admin) = world().await;
    let (secret, recovery) = with_codes(&app, &admin).await;
    assert_eq!(recovery.len(), 10);
    world.wait(MINUTE);
    let Entered::SecondFactor(half) = enter(&app, &mail(&admin), PASSWORD).await.expect("halfway") else {
        panic!("a second factor is asked for")
    };
    let wrong = sign_in::with_code(&app, &half, "000000", Origin::default()).await.err();
    assert_eq!(code(wrong), "code-wrong");
    let fits = secret.code(now(&app));
    let session = sign_in::with_code(&app, &half, &fits, Origin::default()).await.expect("in");
    assert!(session.starts_with("tss_"));
    let again = sign_in::with_code(&app, &half, &fits, Origin::default()).await.err();
    assert_eq!(code(again), "sign_in.stale", "the half-done sign-in is over");
    let Entered::SecondFactor(half) = enter(&app, &mail(&admin), PASSWORD).await.expect("halfway") else { panic!() };
    let replayed = sign_in::with_code(&app, &half, &fits, Origin::default()).await.err();
    assert_eq!(code(replayed), "code-replayed");
}

#[tokio::test]
async fn a_recovery_code_works_once() {
    let (_world, app, admin) = world().await;
    let (_, recovery) = with_codes(&app, &admin).await;
    let mut halves = Vec::new();
    for _ in 0..2 {
        let Entered::SecondFactor(half) = enter(&app, &mail(&admin), PASSWORD).await.expect("halfway") else {
            panic!()
        };
        halves.push(half);
    }
    let lower = recovery[3].to_lowercase();
    assert!(sign_in::with_recovery_code(&app, &halves[0], &lower, Origin::default()).await.is_ok());
    let again = sign_in::with_recovery_code(&app, &halves[1], &lower, Origin::default()).await.err();
    assert_eq!(code(again), "sign_in.recovery_code");
    let left = app.read(admin.credentials, None, account::show).await.expect("an account").recovery_codes;
    assert_eq!(left, 9);
}

#[tokio::test]
async fn changing_the_password_asks_for_the_old_one_and_ends_other_sessions() {
    let (_world, app, admin) = world().await;
    let Entered::In(elsewhere) = enter(&app, &mail(&admin), PASSWORD).await.expect("in") else { panic!() };
    let wrong = account::change_password(&app, admin.credentials, "guess", OTHER, &Origin::default()).await.err();
    assert_eq!(code(wrong), "account.password");
    let weak =
        account::change_password(&app, admin.credentials, PASSWORD, "例示工業2026", &Origin::default()).await.err();
    assert_eq!(code(weak), "password-too-short");
    let guessable =
        account::change_password(&app, admin.credentials, PASSWORD, "password123", &Origin::default()).await.err();
    assert_eq!(code(guessable), "password-guessable");
    account::change_password(&app, admin.credentials, PASSWORD, OTHER, &Origin::default()).await.expect("changed");
    let gone = app.read(Credentials::Session(digest(&elsewhere)), None, account::show).await.err();
    assert_eq!(gone.map(|error| error.kind), Some(Kind::SignIn));
    assert!(app.read(admin.credentials, None, account::show).await.is_ok(), "this one stays");
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_once() {
    let (world, app, admin) = world().await;
    let ask = mail(&admin);
    let (_, link) = app
        .write(Credentials::None, None, move |cx| resets::request(cx, &ask))
        .await
        .expect("asked")
        .expect("there is such a person");
    assert_eq!(code(resets::choose(&app, &link, "short", resets::Closed::default()).await.err()), "password-too-short");
    resets::choose(&app, &link, OTHER, resets::Closed::default()).await.expect("chosen");
    assert_eq!(code(resets::choose(&app, &link, PASSWORD, resets::Closed::default()).await.err()), "reset.ended");
    assert!(enter(&app, &mail(&admin), OTHER).await.is_ok());
    let nobody = app.write(Credentials::None, None, |cx| resets::request(cx, "nobody@example.jp")).await;
    assert_eq!(nobody.expect("asked"), None);
    let ask = mail(&admin);
    let late = app.write(Credentials::None, None, move |cx| resets::request(cx, &ask)).await.expect("asked");
    world.wait(61 * MINUTE);
    assert_eq!(
        code(resets::choose(&app, &late.expect("a link").1, PASSWORD, resets::Closed::default()).await.err()),
        "reset.ended"
    );
}

#[tokio::test]
async fn an_invitation_makes_a_member_once() {
    let (world, app, admin) = world().await;
    let organization = Some(world.organization);
    let new = invitations::New {
        mail: "Sato@Example.jp ".to_owned(),
        name: "佐藤".to_owned(),
        place: place(Role::Contributor),
        openings: Vec::new(),
        anybody: false,
    };
    let (_, link) =
        app.write(admin.credentials, organization, move |cx| invitations::create(cx, new)).await.expect("invited");
    let weak = invitations::accept_as_new(&app, &link, "佐藤 花", "satosato12", Origin::default()).await.err();
    assert_eq!(code(weak), "password-guessable");
    let (_, session) =
        invitations::accept_as_new(&app, &link, "佐藤 花", OTHER, Origin::default()).await.expect("joined");
    let sato = Credentials::Session(digest(&session));
    let all = app.read(sato, organization, members::list).await.expect("members");
    assert_eq!(all.len(), 2);
    assert!(all.iter().all(|listed| listed.factors.is_none()), "how others sign in is for administrators");
    let again = invitations::accept_as_new(&app, &link, "鈴木", OTHER, Origin::default()).await.err();
    assert_eq!(code(again), "invitation.ended");
    let new = invitations::New {
        mail: "x@example.jp".to_owned(),
        name: String::new(),
        place: place(Role::Viewer),
        openings: Vec::new(),
        anybody: false,
    };
    let refused = app.write(sato, organization, move |cx| invitations::create(cx, new)).await.err();
    assert_eq!(refused.map(|error| error.kind), Some(Kind::NotFound));
}

#[tokio::test]
async fn somebody_who_has_an_account_joins_with_it() {
    let (world, app, admin) = world().await;
    let other = tasuki_store::OrganizationId::new(NOW, [9; 10]);
    world.organization(other, "取引先").await;
    let guest = world.somebody_in(other, "社外 専門家", Role::Administrator).await;
    let ends = Some(now(&app).to_zoned(jiff::tz::TimeZone::UTC).date() + jiff::ToSpan::days(30));
    let place = Place { ends, ..place(Role::Guest) };
    let new = invitations::New { mail: mail(&guest), name: String::new(), place, openings: Vec::new(), anybody: false };
    let organization = Some(world.organization);
    let (_, link) =
        app.write(admin.credentials, organization, move |cx| invitations::create(cx, new)).await.expect("invited");
    let known = invitations::accept_as_new(&app, &link, "x", OTHER, Origin::default()).await.err();
    assert_eq!(code(known), "invitation.known");
    let joined = app.write(guest.credentials, None, move |cx| invitations::accept(cx, &link)).await.expect("joined");
    assert_eq!(joined.id, world.organization);
    let own = app.read(guest.credentials, None, organizations::own).await.expect("organizations");
    assert_eq!(own.len(), 2);
    assert!(app.read(guest.credentials, organization, organizations::name).await.is_ok());
    world.wait(32 * 24 * 60 * MINUTE);
    let over = app.read(guest.credentials, organization, organizations::name).await.err();
    assert!(over.is_some(), "a guest's time ends");
}

#[tokio::test]
async fn guests_need_a_last_day_and_have_no_other_role() {
    let (world, app, admin) = world().await;
    let sato = world.somebody("佐藤", Role::Viewer).await;
    let organization = Some(world.organization);
    let both = Place { roles: Roles::new([Role::Guest, Role::Viewer]), ..place(Role::Guest) };
    let none = Place { roles: Roles::new([]), ..place(Role::Guest) };
    for (place, expected) in
        [(place(Role::Guest), "member.guest_ends"), (both, "member.guest_alone"), (none, "member.roles")]
    {
        let refused = app.write(admin.credentials, organization, move |cx| members::change(cx, sato.id, place)).await;
        assert_eq!(code(refused.err()), expected);
    }
}

#[tokio::test]
async fn the_last_administrator_cannot_go() {
    let (world, app, admin) = world().await;
    let organization = Some(world.organization);
    let id = admin.id;
    let gone = app.write(admin.credentials, organization, members::leave).await.err();
    assert_eq!(code(gone), "member.last_administrator");
    let down = app.write(admin.credentials, organization, move |cx| members::change(cx, id, place(Role::Viewer))).await;
    assert_eq!(code(down.err()), "member.last_administrator");
    let second = world.somebody("佐藤", Role::Viewer).await;
    let up = move |cx: &mut tasuki_app::Context<'_, '_>| members::change(cx, second.id, place(Role::Administrator));
    app.write(admin.credentials, organization, up).await.expect("another administrator");
    app.write(admin.credentials, organization, members::leave).await.expect("left");
    let stranger = app.read(admin.credentials, organization, members::list).await.err();
    assert_eq!(stranger.map(|error| error.kind), Some(Kind::NotFound));
}

#[tokio::test]
async fn a_token_ends_with_its_owner_and_makes_no_tokens() {
    let (world, app, admin) = world().await;
    let sato = world.somebody("佐藤", Role::Viewer).await;
    let organization = Some(world.organization);
    let new = tokens::New { name: "集計".to_owned(), scope: "admin".to_owned(), days: 30 };
    let copy = new.clone();
    let (_, secret) =
        app.write(sato.credentials, organization, move |cx| tokens::create(cx, &copy)).await.expect("made");
    let token = Credentials::Token(digest(&secret));
    assert!(app.read(token, organization, members::list).await.is_ok());
    let more = app.write(token, organization, move |cx| tokens::create(cx, &new)).await.err();
    assert_eq!(more.map(|error| error.kind), Some(Kind::NotFound));
    let own = app.read(token, None, account::show).await.err();
    assert_eq!(own.map(|error| error.kind), Some(Kind::NotFound), "a token does not reach the account");
    app.write(admin.credentials, organization, move |cx| members::remove(cx, sato.id)).await.expect("removed");
    let after = app.read(token, organization, members::list).await.err();
    assert_eq!(after.map(|error| error.kind), Some(Kind::SignIn));
}

#[tokio::test]
async fn a_review_of_access_notes_what_is_worth_a_look() {
    let (world, app, admin) = world().await;
    world.somebody("佐藤", Role::Viewer).await;
    let organization = Some(world.organization);
    with_codes(&app, &admin).await;
    let (reviewed, earlier) = app.read(admin.credentials, organization, access_reviews::show).await.expect("a list");
    assert!(earlier.is_empty());
    let remarked: Vec<_> =
        reviewed.members.iter().map(|own| (own.listed.member.name.as_str(), own.remarks.clone())).collect();
    assert!(remarked.contains(&("佐藤", vec![access_reviews::Remark::OneFactor])), "{remarked:?}");
    assert!(remarked.contains(&("山 一郎", vec![])), "{remarked:?}");
    let changed = app.write(admin.credentials, organization, |cx| access_reviews::confirm(cx, 7)).await.err();
    assert_eq!(code(changed), "access_review.changed");
    app.write(admin.credentials, organization, |cx| access_reviews::confirm(cx, 2)).await.expect("noted");
    let (_, earlier) = app.read(admin.credentials, organization, access_reviews::show).await.expect("a list");
    assert_eq!((earlier.len(), earlier[0].members.len(), earlier[0].by.as_str()), (1, 2, "山 一郎"));
}

#[tokio::test]
async fn an_administrator_resets_only_those_whom_they_look_after_everywhere() {
    let (world, app, admin) = world().await;
    let sato = world.somebody("佐藤", Role::Viewer).await;
    let organization = Some(world.organization);
    let issued = app.write(admin.credentials, organization, move |cx| resets::issue(cx, sato.id)).await;
    assert!(issued.is_ok());
    let other = Profile { name: "別の会社".to_owned(), ..Profile::default() };
    let open = app.clone().with_founders(Founders::Everybody);
    open.write(sato.credentials, None, move |cx| organizations::create(cx, &other))
        .await
        .expect("another organization");
    let refused = app.write(admin.credentials, organization, move |cx| resets::issue(cx, sato.id)).await.err();
    assert_eq!(code(refused), "reset.elsewhere");
    let unknown = app.write(sato.credentials, organization, move |cx| resets::issue(cx, admin.id)).await.err();
    assert_eq!(unknown.map(|error| error.kind), Some(Kind::NotFound));
}

#[tokio::test]
async fn an_organization_has_a_checked_identity() {
    let (world, app, admin) = world().await;
    let organization = Some(world.organization);
    let told = |identity: &str| Profile {
        name: "例示工業株式会社".to_owned(),
        identity_kind: "corporate_number".to_owned(),
        identity: identity.to_owned(),
        industry: "E".to_owned(),
        size_class: "51-100".to_owned(),
        second_factor: None,
    };
    let wrong = told("7000012050020");
    let refused = app.write(admin.credentials, organization, move |cx| organizations::change(cx, &wrong)).await.err();
    assert_eq!(refused.map(|error| (error.code, error.fields.len())), Some(("identity.corporate_number_check", 1)));
    let right = told("７０００－０１２０－５０００－２");
    let changed = app.write(admin.credentials, organization, move |cx| organizations::change(cx, &right)).await;
    assert_eq!(changed.expect("changed").identity, "7000012050002");
    let viewer = world.somebody("佐藤", Role::Viewer).await;
    let mine = told("7000012050002");
    let refused = app.write(viewer.credentials, organization, move |cx| organizations::change(cx, &mine)).await.err();
    assert_eq!(refused.map(|error| error.kind), Some(Kind::NotFound));
}

#[tokio::test]
async fn sessions_end_when_idle_and_one_by_one() {
    let (world, app, admin) = world().await;
    let Entered::In(first) = enter(&app, &mail(&admin), PASSWORD).await.expect("in") else { panic!() };
    let Entered::In(second) = enter(&app, &mail(&admin), PASSWORD).await.expect("in") else { panic!() };
    let (first, second) = (Credentials::Session(digest(&first)), Credentials::Session(digest(&second)));
    let listed = app.read(first, None, sessions::list).await.expect("a list");
    assert_eq!(listed.iter().filter(|own| own.current).count(), 1);
    assert_eq!(app.write(first, None, sessions::end_others).await.expect("ended"), listed.len() - 1);
    assert_eq!(app.read(second, None, sessions::list).await.err().map(|error| error.kind), Some(Kind::SignIn));
    world.wait(11 * 60 * MINUTE);
    app.write(first, None, sessions::list).await.expect("used");
    world.wait(11 * 60 * MINUTE);
    app.write(first, None, sessions::list).await.expect("used again");
    world.wait(12 * 60 * MINUTE);
    assert!(app.read(first, None, sessions::list).await.is_err(), "idle for twelve hours");
}

#[tokio::test]
async fn an_organization_that_asks_for_a_second_factor_lets_nobody_in_without() {
    let (world, app, admin) = world().await;
    let organization = Some(world.organization);
    let asks = || Profile { name: "例示工業".to_owned(), second_factor: Some(true), ..Profile::default() };
    // Whoever came in by a password alone would lock themselves out.
    let Entered::In(alone) = enter(&app, &mail(&admin), PASSWORD).await.expect("in") else { panic!("no factor yet") };
    let alone = Credentials::Session(tasuki_app::digest(&alone));
    let refused = app.write(alone, organization, move |cx| organizations::change(cx, &asks())).await.err();
    assert_eq!(code(refused), "organization.second_factor");
    // The administrator of this world showed a second factor.
    app.write(admin.credentials, organization, move |cx| organizations::change(cx, &asks())).await.expect("changed");
    assert!(app.read(admin.credentials, organization, organizations::show).await.expect("in").second_factor);
    let refused = app.read(alone, organization, organizations::show).await.err();
    assert_eq!(refused.map(|error| (error.kind, error.code)), Some((Kind::Factor, "factor.required")));
    let refused = app.write(alone, organization, |cx| organizations::put_site(cx, None, "工場", "")).await.err();
    assert_eq!(code(refused), "factor.required");
    // A setting that is left out stays.
    let silent = Profile { name: "例示工業".to_owned(), ..Profile::default() };
    let kept = app.write(admin.credentials, organization, move |cx| organizations::change(cx, &silent)).await;
    assert!(kept.expect("changed").second_factor);
}
