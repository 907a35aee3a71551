//! Sessions, links and states of people that no entry of the log speaks of.

use tasuki_app::sign_in::{self, Origin};
use tasuki_app::{SignIn, resets};
use tasuki_scheme::Role;
use tasuki_signin::passwords::{Costs, Passwords};
use tasuki_store::audit::{self, Compared};
use tasuki_store::ceremonies;

use crate::common::{NOW, Somebody, World};

/// Somebody with a password, in a world in which only real sign-ins open sessions.
async fn signed_in(world: &World) -> (tasuki_app::App, Somebody, tasuki_app::Credentials) {
    let sign_in = SignIn { passwords: Passwords::new(Costs::FOR_TESTS), ..SignIn::default() };
    let app = world.app.clone().with_sign_in(sign_in);
    let lead = world.somebody("鈴木 一郎", Role::SecurityLead).await;
    tasuki_app::account::change_password(&app, lead.credentials, "", PASSWORD, &Origin::default()).await.expect("set");
    world.arrange(|tx| tx.execute("DELETE FROM sessions", &[]).map(drop)).await;
    let credentials = enter(&app, &lead).await;
    (app, lead, credentials)
}

const PASSWORD: &str = "asagiri-no-hashi-42";

async fn enter(app: &tasuki_app::App, somebody: &Somebody) -> tasuki_app::Credentials {
    let mail = format!("{}@example.jp", somebody.id);
    match sign_in::with_password(app, &mail, PASSWORD, Origin::default()).await.expect("in") {
        sign_in::Entered::In(secret) => tasuki_app::Credentials::Session(tasuki_app::digest(&secret)),
        sign_in::Entered::SecondFactor(_) => panic!("one factor"),
    }
}

/// What is strange about sessions, links and people.
async fn strange(world: &World) -> Vec<(&'static str, &'static str)> {
    let Compared { differences, .. } = world.store.read(audit::compare).await.expect("compared");
    let own = differences.into_iter().filter(|own| ["session", "link", "person", "recovery_codes"].contains(&own.kind));
    // What a test put there by itself is told by nobody.
    own.filter(|own| own.kind != "person" || own.problem != "no entry speaks of it")
        .map(|own| (own.kind, own.problem))
        .collect()
}

async fn run(world: &World, statement: &'static str) {
    world.arrange(move |tx| tx.execute(statement, &[]).map(drop)).await;
}

#[tokio::test]
async fn a_session_that_nobody_began_or_that_ended_is_found() {
    let world = World::new().await;
    let (app, lead, credentials) = signed_in(&world).await;
    assert_eq!(strange(&world).await, []);
    run(&world, "CREATE TABLE kept AS SELECT * FROM sessions").await;
    // A session beside it; another secret for it; more time; a second factor that nobody showed.
    world.session(&lead).await;
    assert_eq!(strange(&world).await, [("session", "no entry speaks of it")]);
    let back = "DELETE FROM sessions";
    for (statement, problem) in [
        ("INSERT INTO sessions SELECT * FROM kept", ""),
        ("UPDATE sessions SET created = created + 1", "no entry speaks of it"),
        ("UPDATE sessions SET id = '01m8phv68hhs1mhjcjxbnmyvy9'", "no entry speaks of it"),
        ("UPDATE sessions SET assured = 1", "no entry says that a second factor was shown in it"),
        ("UPDATE sessions SET proven = proven + 60000", "no entry says that its person proved to be there then"),
    ] {
        run(&world, back).await;
        run(&world, "INSERT INTO sessions SELECT * FROM kept").await;
        if !problem.is_empty() {
            run(&world, statement).await;
        }
        let found = strange(&world).await;
        let expected: Vec<_> = (!problem.is_empty()).then_some(("session", problem)).into_iter().collect();
        assert_eq!(found, expected, "{statement}");
    }
    run(&world, back).await;
    run(&world, "INSERT INTO sessions SELECT * FROM kept").await;
    world.wait(60_000);
    tasuki_app::proof::with_password(&app, credentials, PASSWORD, &Origin::default()).await.expect("proven");
    assert_eq!(strange(&world).await, []);
    // Put back after it ended, whichever way.
    app.write(credentials, None, tasuki_app::sessions::end_own).await.expect("signed out");
    assert_eq!(strange(&world).await, []);
    run(&world, "INSERT INTO sessions SELECT * FROM kept").await;
    assert_eq!(strange(&world).await, [("session", "it had ended")]);
    run(&world, "UPDATE sessions SET id = '01m8phv68hhs1mhjcjxbnmyvy9'").await;
    assert_eq!(strange(&world).await, [("session", "no entry speaks of it")]);
    run(&world, back).await;
    let first = enter(&app, &lead).await;
    run(&world, "DELETE FROM kept").await;
    run(&world, "INSERT INTO kept SELECT * FROM sessions").await;
    let second = enter(&app, &lead).await;
    app.write(second, None, tasuki_app::sessions::end_others).await.expect("ended");
    assert!(app.read(first, None, |cx| cx.person().map(drop)).await.is_err());
    assert_eq!(strange(&world).await, []);
    run(&world, "INSERT INTO sessions SELECT * FROM kept").await;
    assert_eq!(strange(&world).await, [("session", "it had ended")]);
    run(&world, "DROP TABLE kept").await;
}

#[tokio::test]
async fn a_link_that_nobody_made_is_found_and_does_not_last() {
    let world = World::new().await;
    let (app, lead, _) = signed_in(&world).await;
    let mail = format!("{}@example.jp", lead.id);
    let secret = app.system(move |cx| resets::request(cx, &mail)).await.expect("made").expect("a link").1;
    assert_eq!(strange(&world).await, []);
    run(&world, "UPDATE ceremonies SET ends = ends + 86400000").await;
    let opened = app.read(tasuki_app::Credentials::None, None, move |cx| resets::open(cx, &secret).map(drop)).await;
    assert_eq!(opened.expect_err("too long").code, "reset.ended");
    let person = lead.id;
    let put = move |tx: &mut tasuki_store::Tx<'_>| {
        let link = ceremonies::Ceremony {
            kind: ceremonies::RESET.into(),
            person: Some(person),
            state: String::new(),
            ends: NOW + 1_000,
        };
        ceremonies::put(tx, &[7; 32], &link)
    };
    world.arrange(put).await;
    assert_eq!(strange(&world).await, [("link", "no entry speaks of it"), ("link", "no entry speaks of it")]);
}

#[tokio::test]
async fn a_link_is_whose_it_was_made_for_and_ends_once() {
    let world = World::new().await;
    let (app, lead, _) = signed_in(&world).await;
    world.somebody("山 一郎", Role::Administrator).await;
    run(&world, "DELETE FROM sessions").await;
    let mail = format!("{}@example.jp", lead.id);
    let ask = |mail: String| app.system(move |cx| resets::request(cx, &mail));
    let secret = ask(mail.clone()).await.expect("made").expect("a link").1;
    run(&world, "CREATE TABLE kept AS SELECT * FROM ceremonies").await;
    let (back, again) = ("DELETE FROM ceremonies", "INSERT INTO ceremonies SELECT * FROM kept");
    for statement in [
        "UPDATE ceremonies SET person = (SELECT id FROM people WHERE name = '山 一郎')",
        "UPDATE ceremonies SET state = 'evil@example.com'",
        "UPDATE ceremonies SET kind = 'mail'",
        "UPDATE ceremonies SET ends = ends + 1",
    ] {
        run(&world, statement).await;
        assert_eq!(strange(&world).await, [("link", "no entry speaks of it")], "{statement}");
        run(&world, back).await;
        run(&world, again).await;
        assert_eq!(strange(&world).await, [], "{statement}");
    }
    // A newer link ends it, and so does its use, a change of the password, and being given up.
    let newer = ask(mail).await.expect("made").expect("a link").1;
    run(&world, again).await;
    assert_eq!(strange(&world).await, [("link", "it had ended")]);
    run(&world, "DELETE FROM ceremonies WHERE digest IN (SELECT digest FROM kept)").await;
    run(&world, "DELETE FROM kept").await;
    run(&world, "INSERT INTO kept SELECT * FROM ceremonies").await;
    assert_ne!(secret, newer);
    resets::choose(&app, &newer, "mikan-dentaku-touge", resets::Closed::default()).await.expect("chosen");
    assert_eq!(strange(&world).await, []);
    run(&world, again).await;
    assert_eq!(strange(&world).await, [("link", "it had ended")]);
    run(&world, "DROP TABLE kept").await;
}

#[tokio::test]
async fn an_earlier_state_of_a_person_is_no_state_of_today() {
    let world = World::new().await;
    let (app, lead, _) = signed_in(&world).await;
    let admin = world.somebody("山 一郎", Role::Administrator).await;
    let person = lead.id;
    world.write(&admin, move |cx| tasuki_app::users::disable(cx, person)).await.expect("disabled");
    run(&world, "DELETE FROM sessions").await;
    assert_eq!(strange(&world).await, []);
    run(&world, "UPDATE people SET disabled = NULL").await;
    assert_eq!(strange(&world).await, [("person", "it was changed, and no entry says so")]);
    let back = move |tx: &mut tasuki_store::Tx<'_>| {
        let values = [tasuki_store::Value::Int(NOW), tasuki_store::Value::Text(person.as_str())];
        tx.execute("UPDATE people SET disabled = ?1 WHERE id = ?2", &values).map(drop)
    };
    world.arrange(back).await;
    assert_eq!(strange(&world).await, []);
    drop(app);
}
