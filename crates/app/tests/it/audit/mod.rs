//! What the log says and what it does not hold: many things in one entry, days, what is taken along, and strangers.

mod erased;
mod strange;

use tasuki_app::answers::{self, Change, Item};
use tasuki_app::sign_in::{self, Origin};
use tasuki_app::{SignIn, assessments, compare, downloads, history, timeline, timers};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_signin::passwords::{Costs, Passwords};
use tasuki_store::audit::{self, Compared, Entry, Verified};
use tasuki_store::{EvidenceId, StoreError, Subject, outbox, passkeys, timers as store_timers};

use crate::common::{NOW, World};

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

fn timers_day(days: i64) -> jiff::civil::Date {
    let at = jiff::Timestamp::from_millisecond(NOW).expect("a time");
    tasuki_app::Moment::new(at).today.saturating_add(jiff::ToSpan::days(days))
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
