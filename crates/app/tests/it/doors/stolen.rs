//! A stolen session: what it cannot do, and the proof that it lacks.

use tasuki_app::keys::Chosen;
use tasuki_app::sign_in::Entered;
use tasuki_app::{
    Context, Credentials, Error, Kind, account, digest, erasure, factors, feeds, invitations, keys, members,
    organizations, proof, resets, sign_in, tokens, users, webhooks,
};
use tasuki_scheme::{Role, Roles};
use tasuki_store::passkeys;

use super::{House, MINUTE, OTHER, PASSWORD, SECOND, code, from, halfway, heads, house, key, mail, now, with_codes};

/// Something that would let a thief stay.
type Act = fn(&mut Context<'_, '_>) -> Result<(), Error>;

const ACTS: &[(&str, Act)] = &[
    ("set up an app", |cx| factors::enrol(cx).map(drop)),
    ("confirm an app", |cx| factors::confirm(cx, "000000").map(drop)),
    ("remove a passkey", |cx| {
        let key = tasuki_app::account::show(cx)?.passkeys.first().map(|own| own.id).ok_or_else(Error::not_found)?;
        tasuki_app::passkeys::remove(cx, key)
    }),
    ("untie the provider", |cx| account::unlink(cx, "https://id.example")),
    ("make a token", |cx| {
        let new = tokens::New { name: "盗み".to_owned(), scope: "admin".to_owned(), days: 366 };
        tokens::create(cx, &new).map(drop)
    }),
    ("make a feed", |cx| feeds::make(cx).map(drop)),
    ("remove keys", |cx| keys::remove(cx, &Chosen::default())),
    ("invite somebody", |cx| {
        let place = members::Place { roles: Roles::new([Role::Viewer]), areas: Vec::new(), ends: None };
        let new = invitations::New {
            mail: "thief@example.com".to_owned(),
            name: String::new(),
            place,
            openings: Vec::new(),
            anybody: true,
        };
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
        let told =
            organizations::Profile { name: own.name, second_factor: Some(false), ..organizations::Profile::default() };
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
        organizations::create(
            cx,
            &organizations::Profile { name: "別".to_owned(), ..organizations::Profile::default() },
        )
        .map(drop)
    }),
    ("join another organization", |cx| invitations::accept(cx, "tsi_unknown").map(drop)),
    ("forget a device", |cx| tasuki_app::devices::forget(cx, tasuki_store::DeviceId::new(0, [1; 10]))),
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
    let key = key(id, 7);
    world.arrange(move |tx| passkeys::add(tx, &key)).await;
    let prepare = |cx: &mut Context<'_, '_>| {
        webhooks::create(cx, &hook("https://hooks.example/"))?;
        let place = members::Place { roles: Roles::new([Role::Viewer]), areas: Vec::new(), ends: None };
        let new = invitations::New {
            mail: "new@example.jp".to_owned(),
            name: String::new(),
            place,
            openings: Vec::new(),
            anybody: false,
        };
        invitations::create(cx, new)?;
        let own = organizations::show(cx)?;
        let told =
            organizations::Profile { name: own.name, second_factor: Some(true), ..organizations::Profile::default() };
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
        code(tasuki_app::passkeys::start_registration(&app, who).await.err()),
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
