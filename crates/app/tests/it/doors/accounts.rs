//! Mail addresses, resets, accounts that were closed, and the last administrator.

use tasuki_app::account::MailChange;
use tasuki_app::sign_in::Entered;
use tasuki_app::users::machine;
use tasuki_app::{
    App, Context, Credentials, SignIn, account, digest, feeds, members, resets, sessions, sign_in, tokens, users,
};
use tasuki_scheme::Role;
use tasuki_signin::passwords::{Costs, Passwords};
use tasuki_store::{StoreError, audit, passkeys, persons};

use super::{House, MINUTE, OTHER, PASSWORD, code, from, house, key, letters, mail, set_password, with_codes};

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
    let new = tokens::New { name: "連携".to_owned(), scope: "admin".to_owned(), days: 366 };
    app.write(admin.credentials, organization, move |cx| tokens::create(cx, &new)).await.expect("a token");
    app.write(admin.credentials, organization, feeds::make).await.expect("a feed");
    let own = key(admin.id, 1);
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
            let read = app.store().read(move |tx| {
                let keys = passkeys::of_person(tx, id)?.len();
                let tokens = tasuki_store::tokens::all_of_person(tx, id)?.len();
                Ok::<_, StoreError>((keys, tokens, tasuki_store::feeds::of_person(tx, id)?.len()))
            });
            read.await.expect("read")
        }
    };
    assert_eq!(doors(&app).await, (1, 0, 0), "the only second factor stays");
    world.arrange(move |tx| persons::set_totp(tx, id, Some(&[1; 20]), 0)).await;
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
    let new = tokens::New { name: "集計".to_owned(), scope: "admin".to_owned(), days: 30 };
    let (_, token) = app.write(sato.credentials, organization, move |cx| tokens::create(cx, &new)).await.expect("made");
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
        let keys = [round * 2, round * 2 + 1].map(|number| key(somebody.id, number));
        let ids = [keys[0].id, keys[1].id];
        world.arrange(move |tx| keys.iter().try_for_each(|key| passkeys::add(tx, key))).await;
        let both = ids.map(|id| {
            let (app, who) = (app.clone(), somebody.credentials);
            tokio::spawn(async move { app.write(who, None, move |cx| tasuki_app::passkeys::remove(cx, id)).await })
        });
        let mut codes = Vec::new();
        for one in both {
            codes.push(code(one.await.expect("done").err()));
        }
        codes.sort_unstable();
        assert_eq!(codes, ["", "account.last_way"]);
    }
}
