//! Doors that must not stay open: guessing beside a right password, locking others out, a stolen session, accounts that were closed.

use jiff::Timestamp;
use tasuki_app::account::{self, MailChange};
use tasuki_app::keys::{self, Chosen};
use tasuki_app::sign_in::{self, Entered, Origin};
use tasuki_app::users::{self, machine};
use tasuki_app::{
    App, Context, Credentials, Error, Kind, SignIn, api_tokens, digest, erasure, factors, feeds, invitations, members,
    organizations, proof, resets, sessions, webhooks,
};
use tasuki_scheme::{Role, Roles};
use tasuki_signin::codes::Secret;
use tasuki_signin::passwords::{Costs, Passwords};
use tasuki_store::audit::{self, Head};
use tasuki_store::{outbox, passkeys, people};

use crate::common::{Somebody, World};

const PASSWORD: &str = "asagiri-no-hashi-42";
const OTHER: &str = "mikan dentaku touge";
const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const DAY: u64 = 24 * 60 * MINUTE;

struct House {
    world: World,
    app: App,
    admin: Somebody,
}

/// A world that sends mail, with its administrator, who has a password.
async fn house() -> House {
    let world = World::new().await;
    let sign_in = SignIn { passwords: Passwords::new(Costs::FOR_TESTS), ..SignIn::default() };
    let app = world.app.clone().with_sign_in(sign_in).with_mail();
    let admin = world.somebody("山 一郎", Role::Administrator).await;
    set_password(&app, &admin).await;
    House { world, app, admin }
}

async fn set_password(app: &App, somebody: &Somebody) {
    account::change_password(app, somebody.credentials, "", PASSWORD, &from("")).await.expect("a first password");
}

fn mail(somebody: &Somebody) -> String {
    format!("{}@example.jp", somebody.id)
}

/// From a browser that shows this secret; an empty one is no browser that anybody knows.
fn from(browser: &str) -> Origin {
    Origin { browser: (!browser.is_empty()).then(|| digest(browser)), ..Origin::default() }
}

fn code(error: Option<Error>) -> &'static str {
    error.map_or("", |error| error.code)
}

fn now(app: &App) -> Timestamp {
    app.options().clock.now().at
}

/// Sets up codes and returns their secret.
async fn with_codes(app: &App, somebody: &Somebody) -> Secret {
    let id = somebody.id;
    app.write(somebody.credentials, None, factors::enrol).await.expect("begun");
    let pending = app.read(Credentials::None, None, move |cx| Ok(people::secrets(cx.tx, id)?)).await.expect("read");
    let secret = pending.and_then(|own| own.totp_pending).and_then(|own| Secret::from_slice(&own)).expect("a secret");
    let first = secret.code(now(app));
    app.write(somebody.credentials, None, move |cx| factors::confirm(cx, &first)).await.expect("confirmed");
    secret
}

async fn halfway(app: &App, mail: &str, origin: Origin) -> String {
    match sign_in::with_password(app, mail, PASSWORD, origin).await.expect("the right password") {
        Entered::SecondFactor(half) => half,
        Entered::In(_) => panic!("a second factor is asked for"),
    }
}

async fn letters(app: &App) -> Vec<(String, String, String)> {
    let mails = app.store().read(|tx| outbox::due(tx, i64::MAX, 100)).await.expect("the outbox");
    mails.into_iter().map(|mail| (mail.recipient, mail.subject, mail.body)).collect()
}

async fn heads(app: &App, world: &World) -> (Head, Head) {
    let organization = world.organization;
    let read = move |tx: &mut tasuki_store::Tx<'_>| Ok((audit::head(tx, "")?, audit::head(tx, organization.as_str())?));
    app.store().read(read).await.map_err(|error: tasuki_store::StoreError| error).expect("heads")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_password_gives_no_guess_at_the_code_back() {
    let House { world, app, admin } = house().await;
    with_codes(&app, &admin).await;
    world.wait(MINUTE);
    let half = halfway(&app, &mail(&admin), from("")).await;
    let mut judged = 0;
    for turn in 0..60_u64 {
        // A right password is under way all the time, beginning before a guess and ending after it.
        let right = tokio::spawn({
            let (app, mail) = (app.clone(), mail(&admin));
            async move { sign_in::with_password(&app, &mail, PASSWORD, from("")).await.is_ok() }
        });
        let guess = format!("{:06}", 100_000 + turn);
        let error = sign_in::with_code(&app, &half, &guess, from("")).await.err();
        assert!(right.await.expect("done"), "the right password is let in, whatever happens to the code");
        judged += usize::from(code(error) == "code-wrong");
        world.wait(SECOND);
    }
    assert_eq!(judged, 7, "what the waiting allows within a minute, and no more");
}

#[tokio::test]
async fn the_code_locks_after_ten_and_for_longer_each_time() {
    let House { world, app, admin } = house().await;
    let secret = with_codes(&app, &admin).await;
    let mut judged = 0;
    let mut waited = 0;
    while waited < DAY {
        let half = halfway(&app, &mail(&admin), from("")).await;
        match sign_in::with_code(&app, &half, "000000", from("")).await.expect_err("wrong") {
            error if error.code == "code-wrong" => judged += 1,
            error => {
                // An hour at most: a half-done sign-in ends by then.
                let wait = error.retry_after.unwrap_or(1).min(3_600) * SECOND;
                world.wait(wait);
                waited += wait;
            }
        }
    }
    assert!((10..=17).contains(&judged), "{judged} guesses in a day");
    let told = letters(&app).await;
    let told: Vec<_> = told.iter().filter(|(_, subject, _)| subject.contains("パスワードを知っている")).collect();
    assert_eq!(told.len(), 1, "once a day: {told:?}");
    let half = halfway(&app, &mail(&admin), from("")).await;
    let right = secret.code(now(&app));
    assert_eq!(code(sign_in::with_code(&app, &half, &right, from("")).await.err()), "sign_in.locked");
}

#[tokio::test]
async fn a_known_device_passes_when_strangers_have_locked_the_account() {
    let House { world, app, admin } = house().await;
    let Entered::In(_) = sign_in::with_password(&app, &mail(&admin), PASSWORD, from("own")).await.expect("in") else {
        panic!("one factor")
    };
    let mut locked = false;
    while !locked {
        let error = sign_in::with_password(&app, &mail(&admin), "guess", from("stranger")).await.expect_err("wrong");
        locked = error.code == "sign_in.locked";
        world.wait(if error.code == "sign_in.wait" { error.retry_after.unwrap_or(0) * SECOND } else { 0 });
    }
    assert_eq!(code(sign_in::with_password(&app, &mail(&admin), PASSWORD, from("")).await.err()), "sign_in.locked");
    assert!(sign_in::with_password(&app, &mail(&admin), PASSWORD, from("own")).await.is_ok(), "the own device passes");
    // What the owner does gives the stranger nothing back.
    assert_eq!(code(sign_in::with_password(&app, &mail(&admin), "x", from("")).await.err()), "sign_in.locked");
    let told = letters(&app).await;
    assert_eq!(told.iter().filter(|(_, subject, _)| subject.contains("失敗が続いています")).count(), 1);
    // A device that was stolen is no way to guess either.
    let mut seen = Vec::new();
    for _ in 0..60 {
        let error = sign_in::with_password(&app, &mail(&admin), "guess", from("own")).await.expect_err("wrong");
        world.wait(if error.code == "sign_in.wait" { error.retry_after.unwrap_or(0) * SECOND } else { 0 });
        seen.push(error.code);
    }
    assert_eq!(seen.iter().filter(|code| **code == "sign_in.wrong").count(), 10);
    // The device of one account is unknown to another.
    let sato = world.somebody("佐藤", Role::Viewer).await;
    let devices = app.read(sato.credentials, None, sign_in::devices::list).await.expect("devices");
    assert!(devices.is_empty());
}

#[tokio::test]
async fn a_device_is_forgotten_when_asked_and_with_the_password() {
    let House { app, admin, world: _world } = house().await;
    for browser in ["one", "two", "three"] {
        sign_in::with_password(&app, &mail(&admin), PASSWORD, from(browser)).await.expect("in");
    }
    let list = |app: &App| {
        let (app, who) = (app.clone(), admin.credentials);
        async move { app.read(who, None, sign_in::devices::list).await.expect("devices") }
    };
    let known = list(&app).await;
    assert_eq!(known.len(), 3);
    let id = known[0].id;
    app.write(admin.credentials, None, move |cx| sign_in::devices::forget(cx, id)).await.expect("forgotten");
    assert_eq!(list(&app).await.len(), 2);
    account::change_password(&app, admin.credentials, PASSWORD, OTHER, &from("one")).await.expect("changed");
    assert!(list(&app).await.len() <= 1, "only the browser that changed it is known");
    for browser in 0..30 {
        sign_in::with_password(&app, &mail(&admin), OTHER, from(&browser.to_string())).await.expect("in");
    }
    assert_eq!(list(&app).await.len(), 20);
}

/// Something that would let a thief stay.
type Act = fn(&mut Context<'_, '_>) -> Result<(), Error>;

const ACTS: &[(&str, Act)] = &[
    ("set up an app", |cx| factors::enrol(cx).map(drop)),
    ("confirm an app", |cx| factors::confirm(cx, "000000").map(drop)),
    ("remove a passkey", |cx| {
        let person = cx.person()?.id;
        let key = passkeys::of_person(cx.tx, person)?.first().map(|own| own.id).ok_or_else(Error::not_found)?;
        sign_in::passkeys::remove(cx, key)
    }),
    ("untie the provider", |cx| account::unlink(cx, "https://id.example")),
    ("make a token", |cx| {
        let new = api_tokens::New { name: "盗み".to_owned(), scope: "admin".to_owned(), days: 366 };
        api_tokens::create(cx, &new).map(drop)
    }),
    ("make a feed", |cx| feeds::make(cx).map(drop)),
    ("remove keys", |cx| keys::remove(cx, &Chosen::default())),
    ("invite somebody", |cx| {
        let place = members::Place { roles: Roles::new([Role::Viewer]), areas: Vec::new(), ends: None };
        let new = invitations::New { mail: "thief@example.com".to_owned(), name: String::new(), place, anybody: true };
        invitations::create(cx, new).map(drop)
    }),
    ("take over an invitation", |cx| {
        let open = invitations::list(cx)?.first().map(|own| own.id).ok_or_else(Error::not_found)?;
        invitations::renew(cx, open).map(drop)
    }),
    ("raise somebody", |cx| {
        let other = another(cx)?;
        let roles = Roles::new([Role::Contributor]);
        members::change(cx, other, members::Place { roles, areas: Vec::new(), ends: None }).map(drop)
    }),
    ("ask no second factor any more", |cx| {
        let own = organizations::show(cx)?;
        let told = organizations::Told { name: own.name, second_factor: Some(false), ..organizations::Told::default() };
        organizations::change(cx, &told).map(drop)
    }),
    ("tell elsewhere", |cx| webhooks::create(cx, &hook("https://thief.example/")).map(drop)),
    ("tell somebody else", |cx| {
        let url = Some("https://thief.example/".to_owned());
        let own = webhook(cx)?;
        webhooks::edit(cx, own, &webhooks::Change { url, ..webhooks::Change::default() }).map(drop)
    }),
    ("tell more", |cx| {
        let events = Some(vec!["answer".to_owned(), "task".to_owned()]);
        let own = webhook(cx)?;
        webhooks::edit(cx, own, &webhooks::Change { events, ..webhooks::Change::default() }).map(drop)
    }),
    ("sign in its name", |cx| webhook(cx).and_then(|own| webhooks::rotate(cx, own)).map(drop)),
    ("found another organization", |cx| {
        organizations::create(cx, &organizations::Told { name: "別".to_owned(), ..organizations::Told::default() })
            .map(drop)
    }),
    ("join another organization", |cx| invitations::accept(cx, "tsi_unknown").map(drop)),
    ("forget a device", |cx| sign_in::devices::forget(cx, tasuki_store::DeviceId::new(0, [1; 10]))),
    ("say that the members were looked at", |cx| tasuki_app::access_reviews::confirm(cx, 2)),
    ("reset somebody", |cx| another(cx).and_then(|other| resets::issue(cx, other)).map(drop)),
    ("disable somebody", |cx| another(cx).and_then(|other| users::disable(cx, other))),
    ("enable somebody", |cx| another(cx).and_then(|other| users::enable(cx, other))),
    ("remove somebody's factors", |cx| another(cx).and_then(|other| users::remove_factors(cx, other))),
    ("erase somebody", |cx| another(cx).and_then(|other| erasure::erase_member(cx, other)).map(drop)),
];

fn hook(url: &str) -> webhooks::New {
    webhooks::New { url: url.to_owned(), events: vec!["answer".to_owned()] }
}

fn webhook(cx: &mut Context<'_, '_>) -> Result<tasuki_store::WebhookId, Error> {
    webhooks::list(cx)?.first().map(|own| own.id).ok_or_else(Error::not_found)
}

/// What opens nothing more needs no proof.
const HARMLESS: &[(&str, Act)] = &[
    ("tell less", |cx| {
        let off = webhooks::Change { active: Some(false), ..webhooks::Change::default() };
        let own = webhook(cx)?;
        webhooks::edit(cx, own, &off).map(drop)
    }),
    ("the same roles", |cx| {
        let other = another(cx)?;
        let before = members::find(cx, other)?.member;
        members::change(cx, other, members::Place { roles: before.roles, areas: before.areas, ends: before.ends })
            .map(drop)
    }),
    ("take an invitation back", |cx| {
        let open = invitations::list(cx)?.first().map(|own| own.id).ok_or_else(Error::not_found)?;
        invitations::revoke(cx, open)
    }),
];

fn another(cx: &mut Context<'_, '_>) -> Result<tasuki_store::PersonId, Error> {
    let own = cx.person()?.id;
    let all = members::list(cx)?;
    all.iter().map(|own| own.member.person).find(|person| *person != own).ok_or_else(Error::not_found)
}

#[tokio::test]
async fn a_stolen_session_cannot_stay() {
    let House { world, app, admin } = house().await;
    world.somebody("佐藤", Role::Viewer).await;
    let (id, organization) = (admin.id, Some(world.organization));
    let key = passkeys::Passkey {
        person: id,
        id: tasuki_store::PasskeyId::new(0, [7; 10]),
        credential: "credential".to_owned(),
        name: "鍵".to_owned(),
        state: "{}".to_owned(),
        created: 0,
        used: None,
    };
    world.arrange(move |tx| passkeys::add(tx, &key)).await;
    let prepare = |cx: &mut Context<'_, '_>| {
        webhooks::create(cx, &hook("https://hooks.example/"))?;
        let place = members::Place { roles: Roles::new([Role::Viewer]), areas: Vec::new(), ends: None };
        let new = invitations::New { mail: "new@example.jp".to_owned(), name: String::new(), place, anybody: false };
        invitations::create(cx, new)?;
        let own = organizations::show(cx)?;
        let told = organizations::Told { name: own.name, second_factor: Some(true), ..organizations::Told::default() };
        organizations::change(cx, &told).map(drop)
    };
    app.write(admin.credentials, organization, prepare).await.expect("what a thief would change");
    world.wait(11 * MINUTE);
    let before = heads(&app, &world).await;
    for (name, act) in ACTS {
        let refused = app.write(admin.credentials, organization, act).await.err();
        assert_eq!(refused.map(|error| (error.kind, error.code)), Some((Kind::Proof, "proof.needed")), "{name}");
    }
    let who = admin.credentials;
    let refused = [
        code(account::change_password(&app, who, "", OTHER, &from("")).await.err()),
        code(account::change_mail(&app, who, "thief@example.com", "", &from("")).await.err()),
        code(factors::remove(&app, who, "", &from("")).await.err()),
        code(factors::renew_recovery_codes(&app, who, "", &from("")).await.err()),
        code(sign_in::passkeys::start_registration(&app, who).await.err()),
    ];
    assert_eq!(refused, ["proof.needed"; 5]);
    assert_eq!(heads(&app, &world).await, before, "nothing was changed");
    for (name, act) in HARMLESS {
        app.write(who, organization, act).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    assert_eq!(code(proof::with_password(&app, who, "guess", &from("")).await.err()), "account.password");
    assert_eq!(code(app.write(who, organization, ACTS[0].1).await.err()), "proof.needed");
    proof::with_password(&app, who, PASSWORD, &from("")).await.expect("proven");
    app.write(who, organization, ACTS[4].1).await.expect("a token");
    world.wait(11 * MINUTE);
    assert_eq!(code(app.write(who, organization, ACTS[4].1).await.err()), "proof.needed", "it holds for ten minutes");
}

#[tokio::test]
async fn proof_is_for_one_session_and_counts_like_a_sign_in() {
    let House { world, app, admin } = house().await;
    let Entered::In(other) = sign_in::with_password(&app, &mail(&admin), PASSWORD, from("")).await.expect("in") else {
        panic!("one factor")
    };
    let other = Credentials::Session(digest(&other));
    world.wait(11 * MINUTE);
    proof::with_password(&app, other, PASSWORD, &from("")).await.expect("proven");
    assert!(app.read(other, None, proof::holds).await.expect("read"));
    assert!(!app.read(admin.credentials, None, proof::holds).await.expect("read"), "the stolen one is not");
    let mut wrong = 0;
    for _ in 0..40 {
        let error = proof::with_password(&app, admin.credentials, "guess", &from("")).await.expect_err("wrong");
        wrong += usize::from(error.code == "account.password");
        world.wait(error.retry_after.filter(|_| error.code == "sign_in.wait").unwrap_or(0) * SECOND);
    }
    assert_eq!(wrong, 10, "and then it is locked");
    let locked = proof::with_password(&app, admin.credentials, PASSWORD, &from("")).await.err();
    assert_eq!(code(locked), "sign_in.locked", "also for the right one");
    let mailed = account::change_mail(&app, admin.credentials, "x@example.com", PASSWORD, &from("")).await.err();
    assert_eq!(code(mailed), "sign_in.locked", "also beside a form");
}

#[tokio::test]
async fn a_code_proves_once_wherever_it_is_shown() {
    let House { world, app, admin } = house().await;
    let secret = with_codes(&app, &admin).await;
    world.wait(11 * MINUTE);
    let fits = secret.code(now(&app));
    let half = halfway(&app, &mail(&admin), from("")).await;
    proof::with_code(&app, admin.credentials, &fits, from("")).await.expect("proven");
    assert_eq!(code(sign_in::with_code(&app, &half, &fits, from("")).await.err()), "code-replayed");
    assert_eq!(code(proof::with_code(&app, admin.credentials, &fits, from("")).await.err()), "code-replayed");
    assert_eq!(code(proof::with_code(&app, admin.credentials, "12", from("")).await.err()), "code-malformed");
    let replays: Vec<_> = (0..8)
        .map(|_| {
            let (app, who, next) =
                (app.clone(), admin.credentials, secret.code(now(&app) + jiff::SignedDuration::from_secs(30)));
            tokio::spawn(async move { proof::with_code(&app, who, &next, from("")).await.is_ok() })
        })
        .collect();
    let mut accepted = 0;
    for replay in replays {
        accepted += usize::from(replay.await.expect("done"));
    }
    assert_eq!(accepted, 1, "one of those that come at once");
}

#[tokio::test]
async fn a_new_mail_address_is_confirmed_before_it_counts() {
    let House { world, app, admin } = house().await;
    let who = admin.credentials;
    let asked = account::change_mail(&app, who, "new@example.com", "", &from("")).await.expect("asked");
    assert_eq!(asked, MailChange::Asked);
    let shown = app.read(who, None, account::show).await.expect("an account");
    assert_eq!(shown.person.mail, mail(&admin), "not yet");
    let told = letters(&app).await;
    let link = |told: &[(String, String, String)], to: &str| {
        let own = told.iter().rev().find(|(recipient, ..)| recipient == to).expect("a letter");
        own.2.split_whitespace().find_map(|word| Some(word.split_once("/me/mail/")?.1.to_owned()))
    };
    let secret = link(&told, "new@example.com").expect("a link");
    assert!(
        told.iter().any(|(to, _, body)| *to == mail(&admin) && body.contains("new@example.com")),
        "the old is told"
    );
    let wait = app.read(who, None, account::asked_mail).await.expect("read");
    assert_eq!(wait.as_deref(), Some("new@example.com"));
    let copy = secret.clone();
    let confirm = move |cx: &mut Context<'_, '_>| account::confirm_mail(cx, &copy);
    assert_eq!(app.write(Credentials::None, None, confirm.clone()).await.expect("confirmed"), "new@example.com");
    assert_eq!(code(app.write(Credentials::None, None, confirm).await.err()), "account.mail_ended", "once");
    assert!(sign_in::with_password(&app, "new@example.com", PASSWORD, from("")).await.is_ok());
    // An address that somebody has: the page says the same, the letter says it to its owner.
    let sato = world.somebody("佐藤", Role::Viewer).await;
    let taken = account::change_mail(&app, who, &mail(&sato), "", &from("")).await.expect("asked");
    assert_eq!(taken, MailChange::Asked);
    assert_eq!(link(&letters(&app).await, &mail(&sato)), None);
    for turn in 0..3 {
        account::change_mail(&app, who, &format!("{turn}@example.com"), "", &from("")).await.expect("asked");
    }
    let many = account::change_mail(&app, who, "many@example.com", "", &from("")).await.err();
    assert_eq!(code(many), "account.mail_letters");
    // What is asked for last counts alone, and a changed password ends it.
    let old = link(&letters(&app).await, "1@example.com").expect("a link");
    let last = link(&letters(&app).await, "2@example.com").expect("a link");
    account::change_password(&app, who, PASSWORD, OTHER, &from("")).await.expect("changed");
    for secret in [old, last] {
        let done = app.write(Credentials::None, None, move |cx| account::confirm_mail(cx, &secret)).await.err();
        assert_eq!(code(done), "account.mail_ended");
    }
}

#[tokio::test]
async fn where_no_mail_is_sent_the_proof_is_enough() {
    let House { world, app, admin } = house().await;
    let silent =
        world.app.clone().with_sign_in(SignIn { passwords: Passwords::new(Costs::FOR_TESTS), ..SignIn::default() });
    let done = account::change_mail(&silent, admin.credentials, "new@example.com", PASSWORD, &from("")).await;
    assert_eq!(done.expect("changed"), MailChange::Done);
    assert!(sign_in::with_password(&app, "new@example.com", PASSWORD, from("")).await.is_ok());
}

#[tokio::test]
async fn whoever_asks_for_a_link_leaves_the_same_behind() {
    let House { world, app, admin } = house().await;
    let open = |app: &App| {
        let app = app.clone();
        async move { app.store().read(|tx| tasuki_store::reset_requests::open(tx, 10)).await.expect("requests") }
    };
    resets::ask(&app, &mail(&admin)).await.expect("asked");
    resets::ask(&app, "Nobody@Example.jp ").await.expect("asked");
    for _ in 0..5 {
        resets::ask(&app, &mail(&admin)).await.expect("asked");
    }
    assert_eq!(open(&app).await.len(), 2, "one row each, whoever it is");
    let before = letters(&app).await.len();
    assert_eq!(resets::send_asked(&app).await.expect("sent"), 1);
    let told = letters(&app).await;
    assert_eq!(told.len(), before + 1);
    assert!(told.iter().any(|(to, _, body)| *to == mail(&admin) && body.contains("/sign-in/reset/")));
    resets::ask(&app, &mail(&admin)).await.expect("asked");
    assert_eq!(resets::send_asked(&app).await.expect("sent"), 0, "another one not for ten minutes");
    world.wait(11 * MINUTE);
    resets::ask(&app, &mail(&admin)).await.expect("asked");
    assert_eq!(resets::send_asked(&app).await.expect("sent"), 1);
}

#[tokio::test]
async fn a_reset_closes_other_doors_but_takes_no_second_factor_away() {
    let House { app, admin, world } = house().await;
    let organization = Some(world.organization);
    app.write(admin.credentials, organization, ACTS[4].1).await.expect("a token");
    app.write(admin.credentials, organization, ACTS[5].1).await.expect("a feed");
    let key = |number: u8| passkeys::Passkey {
        person: admin.id,
        id: tasuki_store::PasskeyId::new(0, [number; 10]),
        credential: format!("credential {number}"),
        name: "鍵".to_owned(),
        state: "{}".to_owned(),
        created: 0,
        used: None,
    };
    let own = key(1);
    world.arrange(move |tx| passkeys::add(tx, &own)).await;
    let ask = |app: &App| {
        let (app, to) = (app.clone(), mail(&admin));
        async move {
            let asked = app.write(Credentials::None, None, move |cx| resets::request(cx, &to)).await;
            asked.expect("asked").expect("a link").1
        }
    };
    let all = resets::Closed { passkeys: true, tokens: true };
    let link = ask(&app).await;
    assert!(resets::choose(&app, &link, OTHER, all).await.expect("chosen"), "something is left: the passkey");
    let id = admin.id;
    let doors = |app: &App| {
        let app = app.clone();
        async move {
            let read = move |cx: &mut Context<'_, '_>| {
                let keys = passkeys::of_person(cx.tx, id)?.len();
                let tokens = tasuki_store::tokens::all_of_person(cx.tx, id)?.len();
                Ok((keys, tokens, tasuki_store::feeds::of_person(cx.tx, id)?.len()))
            };
            app.read(Credentials::None, None, read).await.expect("read")
        }
    };
    assert_eq!(doors(&app).await, (1, 0, 0), "the only second factor stays");
    world.arrange(move |tx| people::set_totp(tx, id, Some(&[1; 20]), 0)).await;
    let link = ask(&app).await;
    assert!(!resets::choose(&app, &link, PASSWORD, all).await.expect("chosen"));
    assert_eq!(doors(&app).await, (0, 0, 0), "the codes are left, so the passkeys may go");
}

#[tokio::test]
async fn whoever_is_disabled_is_out_at_once() {
    let House { world, app, admin } = house().await;
    let organization = Some(world.organization);
    let sato = world.somebody("佐藤", Role::SecurityLead).await;
    set_password(&app, &sato).await;
    let new = api_tokens::New { name: "集計".to_owned(), scope: "admin".to_owned(), days: 30 };
    let (_, token) =
        app.write(sato.credentials, organization, move |cx| api_tokens::create(cx, &new)).await.expect("made");
    let token = Credentials::Token(digest(&token));
    let feed = app.write(sato.credentials, organization, feeds::make).await.expect("a feed");
    let feed = feed.split('/').nth(4).expect("a secret").to_owned();
    let half = sign_in::with_password(&app, &mail(&sato), PASSWORD, from("own")).await;
    assert!(half.is_ok());
    let id = sato.id;
    app.write(admin.credentials, organization, move |cx| users::disable(cx, id)).await.expect("disabled");
    assert!(app.read(sato.credentials, organization, members::list).await.is_err(), "the session");
    assert!(app.read(token, organization, members::list).await.is_err(), "the token");
    let (again, copy) = (feed.clone(), feed);
    assert!(app.read(Credentials::None, None, move |cx| feeds::open(cx, &copy, false)).await.is_err(), "the feed");
    let wrong = sign_in::with_password(&app, &mail(&sato), PASSWORD, from("own")).await.err();
    assert_eq!(code(wrong), "sign_in.wrong", "and nobody is told that it is disabled");
    let reset = mail(&sato);
    let none = app.write(Credentials::None, None, move |cx| resets::request(cx, &reset)).await.expect("asked");
    assert_eq!(none, None);
    let listed = app.read(admin.credentials, organization, members::list).await.expect("members");
    assert!(listed.iter().any(|own| own.member.person == id && own.disabled));
    app.write(admin.credentials, organization, move |cx| users::enable(cx, id)).await.expect("enabled");
    assert!(app.read(token, organization, members::list).await.is_err(), "what was open stays closed");
    assert!(app.read(Credentials::None, None, move |cx| feeds::open(cx, &again, false)).await.is_err());
    assert!(
        sign_in::with_password(&app, &mail(&sato), PASSWORD, from("")).await.is_ok(),
        "and the password works again"
    );
    let own = admin.id;
    let refused = app.write(admin.credentials, organization, move |cx| users::disable(cx, own)).await.err();
    assert_eq!(code(refused), "user.own");
}

#[tokio::test]
async fn a_disabled_administrator_is_none() {
    let House { world, app, admin } = house().await;
    let organization = Some(world.organization);
    let second = world.somebody("控え", Role::Administrator).await;
    let id = second.id;
    app.write(admin.credentials, organization, move |cx| users::disable(cx, id)).await.expect("disabled");
    assert_eq!(
        code(app.write(admin.credentials, organization, members::leave).await.err()),
        "member.last_administrator"
    );
}

#[tokio::test]
async fn the_machine_lets_a_sole_administrator_back_in() {
    let House { app, admin, world: _world } = house().await;
    with_codes(&app, &admin).await;
    let own = mail(&admin);
    let (first, second, third) = (own.clone(), own.clone(), own.clone());
    app.system(move |cx| machine::remove_factors(cx, &first, users::Factors::All)).await.expect("removed");
    assert!(app.read(admin.credentials, None, account::show).await.is_err(), "sessions end");
    let link = app.system(move |cx| machine::reset(cx, &second)).await.expect("a link");
    let (_, secret) = link.rsplit_once('/').expect("an address");
    resets::choose(&app, secret, OTHER, resets::Closed::default()).await.expect("chosen");
    let Entered::In(session) = sign_in::with_password(&app, &own, OTHER, from("")).await.expect("in") else {
        panic!("no second factor is left")
    };
    let listed = app.system(machine::list).await.expect("a list");
    assert_eq!(listed.iter().map(|own| (own.factors.password, own.factors.codes)).collect::<Vec<_>>(), [(true, false)]);
    app.system(move |cx| machine::disable(cx, &third)).await.expect("disabled");
    let session = Credentials::Session(digest(&session));
    assert!(app.read(session, None, sessions::list).await.is_err());
    let fourth = own.clone();
    assert_eq!(code(app.system(move |cx| machine::reset(cx, &fourth)).await.err()), "user.disabled");
    assert_eq!(code(app.system(|cx| machine::enable(cx, "x@example.jp")).await.err()), "user.unknown");
    let actions = app.store().read(|tx| audit::newest(tx, "", 20)).await.expect("the log");
    let actions: Vec<_> = actions.iter().map(|entry| entry.action.as_str()).collect();
    for wanted in ["people.remove_factors", "password.reset_issued", "person.disable", "password.reset"] {
        assert!(actions.contains(&wanted), "{wanted}: {actions:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_give_up_one_way_each_leave_one() {
    let House { world, app, admin: _ } = house().await;
    for round in 0..8_u8 {
        let somebody = world.somebody("鍵だけ", Role::Viewer).await;
        let keys = [round * 2, round * 2 + 1].map(|number| passkeys::Passkey {
            person: somebody.id,
            id: tasuki_store::PasskeyId::new(0, [number; 10]),
            credential: format!("credential {number}"),
            name: "鍵".to_owned(),
            state: "{}".to_owned(),
            created: 0,
            used: None,
        });
        let ids = [keys[0].id, keys[1].id];
        world.arrange(move |tx| keys.iter().try_for_each(|key| passkeys::add(tx, key))).await;
        let both = ids.map(|id| {
            let (app, who) = (app.clone(), somebody.credentials);
            tokio::spawn(async move { app.write(who, None, move |cx| sign_in::passkeys::remove(cx, id)).await })
        });
        let mut codes = Vec::new();
        for one in both {
            codes.push(code(one.await.expect("done").err()));
        }
        codes.sort_unstable();
        assert_eq!(codes, ["", "account.last_way"]);
    }
}
