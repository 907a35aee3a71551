//! What the log says and what it does not hold: many things in one entry, days, people who are erased, what is taken along, and strangers.

use tasuki_app::answers::{self, Change, Item};
use tasuki_app::sign_in::{self, Origin};
use tasuki_app::{Kind, SignIn, assessments, comments, compare, downloads, erasure, history, resets, timeline, timers};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_signin::passwords::{Costs, Passwords};
use tasuki_store::audit::{self, Compared, Entry, Verified};
use tasuki_store::{EvidenceId, StoreError, Subject, ceremonies, outbox, passkeys, persons, timers as store_timers};

use crate::common::{NOW, Somebody, World};

const DAY: u64 = 24 * 60 * 60 * 1_000;

fn item(criterion: &str, status: Status) -> Item {
    let change = Change { status: Some(status), ..Change::default() };
    Item { criterion: criterion.to_owned(), version: None, change }
}

/// What differs between the rows and the log; what a test put there by itself is told by nobody and is left out.
async fn differing(world: &World) -> Vec<audit::Difference> {
    let Compared { differences, .. } = world.store.read(audit::compare).await.expect("compared");
    differences.into_iter().filter(|own| own.problem != "no entry speaks of it").collect()
}

async fn entries(world: &World, chain: String) -> i64 {
    match world.store.read(move |tx| audit::verify(tx, &chain)).await.expect("verified") {
        Verified::Whole { entries } => entries,
        broken @ Verified::Broken { .. } => panic!("{broken:?}"),
    }
}

#[tokio::test]
async fn many_answers_are_one_entry_and_each_has_its_history() {
    let world = World::new().await;
    let lead = world.somebody("鈴木 一郎", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let before = entries(&world, world.organization.to_string()).await;
    let items = vec![item("4-4-4-2", Status::Met), item("4-4-4-1", Status::Unmet), item("1-1-1-1", Status::Met)];
    let many = world.write(&lead, move |cx| answers::save_many(cx, id, items)).await.expect("saved");
    assert_eq!(many.saved.len(), 3);
    assert_eq!(entries(&world, world.organization.to_string()).await, before + 1);
    let (told, lines) = world
        .read(&lead, move |cx| Ok((history::of_answer(cx, id, "4-4-4-2")?, history::recent(cx, 5)?)))
        .await
        .expect("a history");
    assert_eq!((told.len(), told[0].action.as_str()), (1, "answer.save"));
    assert_eq!(told[0].fields.len(), 1);
    assert_eq!((lines[0].count, lines[0].text.en.as_str()), (3, "changed 3 answers"));
    // The same once more, one after the other: what was told together and what was told alone is one history.
    world
        .write(&lead, move |cx| answers::save(cx, id, "4-4-4-2", None, &item("", Status::Partial).change))
        .await
        .expect("saved");
    let told = world.read(&lead, move |cx| history::of_answer(cx, id, "4-4-4-2")).await.expect("a history");
    assert_eq!(told.len(), 2);
    assert_eq!(differing(&world).await, []);
}

#[tokio::test]
async fn how_it_stood_on_each_day_is_known_without_the_log() {
    let world = World::new().await;
    let mut lead = world.somebody("鈴木 一郎", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    for (criterion, status) in [("4-4-4-1", Status::Met), ("4-4-1-1", Status::Unmet), ("4-4-4-1", Status::Unmet)] {
        world
            .write(&lead, move |cx| answers::save(cx, id, criterion, None, &item("", status).change))
            .await
            .expect("saved");
        world.wait(2 * DAY);
        // A session does not outlast such a rest.
        lead = world.somebody("鈴木 一郎", Role::SecurityLead).await;
    }
    world.arrange(|tx| tx.execute("DELETE FROM audit WHERE organization <> ''", &[]).map(drop)).await;
    let first = timers_day(0);
    let (points, early, late, before) = world
        .read(&lead, move |cx| {
            let points = timeline::timeline(cx, id)?;
            let early = compare::side(cx, id, Some(first.saturating_add(jiff::ToSpan::days(3))))?;
            let late = compare::side(cx, id, None)?;
            let before = compare::side(cx, id, Some(first.saturating_sub(jiff::ToSpan::days(1))))?;
            Ok((points, early, late, before))
        })
        .await
        .expect("points");
    let stood: Vec<_> = points.iter().map(|point| (point.counts.met, point.counts.unmet)).collect();
    assert_eq!(stood, [(1, 0), (1, 1), (0, 2), (0, 2)], "{points:?}");
    let counts = |side: &compare::Side| (side.figures.counts.met, side.figures.counts.unmet);
    assert_eq!((counts(&before), counts(&early), counts(&late)), ((0, 0), (1, 1), (0, 2)));
}

/// Of what follows from the log, what does not: the kinds, with their problems. Sessions that a test opened by itself are told by nobody.
async fn underived(world: &World) -> Vec<(&'static str, &'static str)> {
    let Compared { differences, .. } = world.store.read(audit::compare).await.expect("compared");
    let kinds = ["audit_items", "answer_day", "answer_step", "passkey"];
    differences.iter().filter(|own| kinds.contains(&own.kind)).map(|own| (own.kind, own.problem)).collect()
}

#[tokio::test]
async fn what_follows_from_the_log_is_compared_with_it() {
    let world = World::new().await;
    let mut lead = world.somebody("鈴木 一郎", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let out =
        Change { status: Some(Status::NotApplicable), reason: Some("使わない".to_owned()), ..Change::default() };
    let several = vec![item("4-4-4-2", Status::Met), item("4-4-4-1", Status::Unmet), item("1-1-1-1", Status::Met)];
    world.write(&lead, move |cx| answers::save_many(cx, id, several)).await.expect("saved");
    world.write(&lead, move |cx| answers::save(cx, id, "1-1-1-2", None, &out)).await.expect("saved");
    for day in 0..3 {
        world.wait(DAY);
        lead = world.somebody("鈴木 一郎", Role::SecurityLead).await;
        if day == 1 {
            // A day on which only the assessment itself changes is kept as well.
            let edit = assessments::Edit { title: Some("名前".to_owned()), ..assessments::Edit::default() };
            world.write(&lead, move |cx| assessments::update(cx, id, None, edit)).await.expect("changed");
        } else {
            let state = if day == 0 { Status::Partial } else { Status::Unmet };
            let change = Change { confirmed_on: Some(None), ..item("", state).change };
            world.write(&lead, move |cx| answers::save(cx, id, "4-4-4-2", None, &change)).await.expect("saved");
        }
    }
    // A change that took more back than it names is kept with what it took.
    let accept = Change { accepted: Some(true), ..Change::default() };
    let approver = world.somebody("承認", Role::Approver).await;
    world.write(&approver, move |cx| answers::save(cx, id, "1-1-1-2", None, &accept)).await.expect("accepted");
    let other = Change { reason: Some("ほかの理由".to_owned()), ..Change::default() };
    world.write(&lead, move |cx| answers::save(cx, id, "1-1-1-2", None, &other)).await.expect("saved");
    let person = lead.id;
    world
        .arrange(move |tx| {
            let state = "{\"cred\":{\"cred\":{\"key\":\"AQ\"},\"counter\":1}}".to_owned();
            let id = tasuki_store::PasskeyId::new(0, [7; 10]);
            let key = passkeys::Passkey {
                person,
                id,
                credential: "c".into(),
                name: "鍵".into(),
                state,
                created: 0,
                used: None,
            };
            passkeys::add(tx, &key)?;
            let subject = Subject::Person(person).to_string();
            let entry = Entry {
                organization: "",
                at: 0,
                actor: "system",
                action: "passkey.add",
                subject: &subject,
                before: "",
                after: "",
                detail: "{}",
                seals: None,
            };
            audit::append(tx, &entry)
        })
        .await;
    assert_eq!(underived(&world).await, []);
    let days =
        world.store.read(|tx| tx.query("SELECT day FROM answer_days ORDER BY day", &[], |row| row.get::<String>(0)));
    assert_eq!(days.await.expect("days").len(), 3);
    // What changes with each use is nobody's decision.
    world
        .arrange(|tx| {
            tx.execute("UPDATE passkeys SET state = REPLACE(state, '\"counter\":1', '\"counter\":2')", &[]).map(drop)
        })
        .await;
    assert_eq!(underived(&world).await, []);
    let changed = "it was changed, and no entry says so";
    for (statement, repair, expected) in [
        (
            "UPDATE passkeys SET state = REPLACE(state, 'AQ', 'BQ')",
            "UPDATE passkeys SET state = REPLACE(state, 'BQ', 'AQ')",
            ("passkey", changed),
        ),
        ("UPDATE answer_days SET states = REPLACE(states, 'unmet', 'met')", "", ("answer_day", changed)),
        (
            "UPDATE answer_steps SET before = REPLACE(before, '使わない', 'なし')",
            "UPDATE answer_steps SET before = REPLACE(before, 'なし', '使わない')",
            ("answer_step", "no entry speaks of it"),
        ),
        (
            "INSERT INTO audit_items (organization, subject, seq) SELECT organization, 'answer/x', 1 FROM audit_items LIMIT 1",
            "DELETE FROM audit_items WHERE subject = 'answer/x'",
            ("audit_items", "it does not say where the items of bulk entries are"),
        ),
        ("DELETE FROM audit_items", "", ("audit_items", "it does not say where the items of bulk entries are")),
        ("DELETE FROM answer_days", "", ("answer_day", "a day is gone")),
    ] {
        world.arrange(move |tx| tx.execute(statement, &[]).map(drop)).await;
        let found = underived(&world).await;
        assert!(found.contains(&expected), "{statement}: {found:?}");
        if !repair.is_empty() {
            world.arrange(move |tx| tx.execute(repair, &[]).map(drop)).await;
            assert!(!underived(&world).await.contains(&expected), "{repair}");
        }
    }
}

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

fn timers_day(days: i64) -> jiff::civil::Date {
    let at = jiff::Timestamp::from_millisecond(NOW).expect("a time");
    tasuki_app::Moment::new(at).today.saturating_add(jiff::ToSpan::days(days))
}

#[tokio::test]
async fn a_person_is_erased_and_what_they_did_stays() {
    let world = World::new().await;
    let admin = world.somebody("山 一郎", Role::Administrator).await;
    let lead = world.somebody("海野 花子", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let said = world.write(&lead, move |cx| {
        let owner = Change {
            owner: Some(Some(cx.person()?.id)),
            note: Some("海野 花子に聞く".to_owned()),
            ..Change::default()
        };
        answers::save(cx, id, "1-1-1-1", None, &owner)?;
        comments::add(cx, id, "1-1-1-1", "見てください @山 一郎")
    });
    said.await.expect("said");
    let called = world.write(&admin, move |cx| comments::add(cx, id, "1-1-1-1", "お願いします @海野 花子"));
    called.await.expect("called");
    let person = lead.id;
    let own = world
        .write(&admin, {
            let admin = admin.id;
            move |cx| erasure::erase_member(cx, admin)
        })
        .await;
    assert_eq!(own.expect_err("oneself").code, "person.own");
    let erased = world.write(&admin, move |cx| erasure::erase_member(cx, person)).await.expect("erased");
    assert_eq!((erased.remains.answers, erased.remains.comments, erased.remains.texts), (1, 1, 1), "{erased:?}");
    assert!(world.read(&lead, |cx| cx.person().map(drop)).await.is_err(), "signed out");
    let (found, text) = world
        .store
        .read(move |tx| {
            let found = persons::find(tx, person)?;
            let mut text = String::new();
            for sql in [
                "SELECT detail FROM audit",
                "SELECT subject FROM notifications",
                "SELECT body FROM deliveries",
                "SELECT subject || body FROM outbox",
                "SELECT name || mail FROM people",
                "SELECT text FROM search WHERE kind = 'comment'",
                "SELECT members FROM access_reviews",
                "SELECT mail || name FROM invitations",
            ] {
                text += &tx.query(sql, &[], |row| row.get::<String>(0))?.join("\n");
            }
            Ok::<_, tasuki_store::StoreError>((found, text))
        })
        .await
        .expect("read");
    let found = found.expect("the row stays");
    assert!(found.disabled.is_some() && found.name.contains("erased") && found.name == erased.name);
    let notes = text.matches("海野").count();
    assert_eq!(notes, 1, "only the note that somebody wrote, in the log: {text}");
    assert!(!text.contains(&format!("{person}@example.jp")));
    assert_eq!(differing(&world).await, []);
    entries(&world, String::new()).await;
    entries(&world, world.organization.to_string()).await;
    let again = world.write(&admin, move |cx| erasure::erase_member(cx, person)).await;
    assert_eq!(again.expect_err("not there").kind, Kind::NotFound);
    let again = world.app.system(move |cx| erasure::erase(cx, person)).await;
    assert_eq!(again.expect_err("erased").code, "person.erased");
}

#[tokio::test]
async fn who_belongs_elsewhere_too_is_not_erased_from_here() {
    let world = World::new().await;
    let admin = world.somebody("山 一郎", Role::Administrator).await;
    let guest = world.somebody("海野 花子", Role::Viewer).await;
    let (person, other) = (guest.id, tasuki_store::OrganizationId::new(NOW, [9; 10]));
    world.organization(other, "別の会社").await;
    world
        .arrange(move |tx| {
            let insert =
                "INSERT INTO members (organization, person, roles, areas, joined) VALUES (?1, ?2, 'viewer', '[]', 0)";
            tx.execute(insert, tasuki_store::params![&other, &person]).map(drop)
        })
        .await;
    let refused = world.write(&admin, move |cx| erasure::erase_member(cx, person)).await;
    assert_eq!(refused.expect_err("refused").code, "person.elsewhere");
    let refused = world
        .app
        .system({
            let admin = admin.id;
            move |cx| erasure::erase(cx, admin)
        })
        .await;
    assert_eq!(refused.expect_err("refused").code, "member.last_administrator");
    world.app.system(move |cx| erasure::erase(cx, person)).await.expect("from the machine");
    assert_eq!(differing(&world).await, []);
}

#[tokio::test]
async fn what_is_taken_along_is_told_once() {
    let world = World::new().await;
    let viewer = world.somebody("海野 花子", Role::Viewer).await;
    let before = entries(&world, world.organization.to_string()).await;
    let take = |cx: &mut tasuki_app::Context<'_, '_>| {
        let evidence = Subject::Evidence(EvidenceId::new(0, [0; 10]));
        downloads::note(cx, "evidence.download", &evidence, &serde_json::json!({ "version": 1 }))
    };
    for _ in 0..3 {
        world.write(&viewer, take).await.expect("noted");
    }
    assert_eq!(entries(&world, world.organization.to_string()).await, before + 1);
    world.wait(11 * 60 * 1_000);
    world.write(&viewer, take).await.expect("noted");
    assert_eq!(entries(&world, world.organization.to_string()).await, before + 2);
}

#[tokio::test]
async fn strangers_do_not_fill_the_log() {
    let world = World::new().await;
    let sign_in = SignIn { passwords: Passwords::new(Costs::FOR_TESTS), ..SignIn::default() };
    let app = world.app.clone().with_sign_in(sign_in);
    let before = entries(&world, String::new()).await;
    for number in 0..12 {
        let (device, address) = ("x".repeat(200), format!("192.0.2.{}", number % 2));
        let origin = Origin { device, address, ..Origin::default() };
        let tried = sign_in::with_password(&app, &format!("nobody{number}@example.jp"), "mikan dentaku", origin).await;
        assert_eq!(tried.expect_err("nobody").code, "sign_in.wrong");
    }
    assert_eq!(entries(&world, String::new()).await, before);
    world.wait(DAY);
    timers::tick(&app).await.expect("a day");
    let newest = world.store.read(|tx| audit::newest(tx, "", 1)).await.expect("read");
    assert_eq!(newest[0].action, "sign_in.strangers");
    let detail: serde_json::Value = serde_json::from_str(&newest[0].detail).expect("JSON");
    assert_eq!((&detail["count"], &detail["addresses"]["192.0.2.1"]), (&12.into(), &6.into()));
    timers::tick(&app).await.expect("once");
    assert_eq!(entries(&world, String::new()).await, before + 1);
}

#[tokio::test]
async fn a_clock_that_was_ahead_once_silences_nothing() {
    let world = World::new().await;
    world
        .arrange(|tx| {
            let ahead = "2031-01-01".parse().expect("a day");
            assert!(store_timers::take(tx, "digest", ahead)?);
            assert!(store_timers::take(tx, "heads", ahead)?);
            assert!(!store_timers::take(tx, "digest", ahead)?, "taken");
            Ok(())
        })
        .await;
    let today = timers_day(0);
    let taken = world.store.write(move |tx| {
        let known = store_timers::last(tx, "digest", today)?;
        Ok::<_, StoreError>((known, store_timers::take(tx, "digest", today)?, store_timers::take(tx, "digest", today)?))
    });
    assert_eq!(taken.await.expect("taken"), (None, true, false));
    // A day ahead may be another server's.
    let tomorrow = timers_day(1);
    let taken = world.store.write(move |tx| {
        let ahead = store_timers::take(tx, "digest", tomorrow)?;
        Ok::<_, StoreError>((ahead, store_timers::take(tx, "digest", today)?))
    });
    assert_eq!(taken.await.expect("taken"), (true, false));
}

#[tokio::test]
async fn the_ends_of_the_chains_go_out() {
    let world = World::new().await;
    let admin = world.somebody("山 一郎", Role::Administrator).await;
    world.assessment(&world.somebody("海野 花子", Role::SecurityLead).await).await;
    let file = world.folder().join("heads.jsonl");
    let app = world.app.clone().with_mail().with_heads(&file);
    let heads = world.store.read(audit::heads).await.expect("heads");
    timers::tick(&app).await.expect("a day");
    timers::tick(&app).await.expect("once");
    let text = std::fs::read_to_string(&file).expect("a file");
    assert_eq!(text.lines().count(), 1);
    assert!(heads.iter().all(|own| text.contains(&own.digest)), "{text}");
    let mails = world.store.read(|tx| outbox::due(tx, NOW + 1, 10)).await.expect("mail");
    let to_admin: Vec<_> = mails.iter().filter(|mail| mail.recipient == format!("{}@example.jp", admin.id)).collect();
    assert_eq!((mails.len(), to_admin.len()), (1, 1), "only the administrator");
    assert!(
        heads.iter().all(|own| to_admin[0].body.contains(&format!("{} {} {}", own.organization, own.seq, own.digest)))
    );
}
