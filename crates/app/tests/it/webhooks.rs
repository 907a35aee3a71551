//! Webhooks against a receiver that really listens.

use std::sync::{Arc, Mutex};

use tasuki_app::webhooks::{self, Change, New, sign};
use tasuki_app::{App, Error, notifications};
use tasuki_scheme::Role;
use tasuki_store::webhooks::Webhook;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::common::{NOW, Somebody, World};

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// A request as it came.
#[derive(Debug, Clone)]
struct Received {
    head: String,
    body: String,
}

impl Received {
    fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.clone().find(|(own, _)| own.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

/// Listens on this machine, keeps what comes, and answers as it is told.
struct Receiver {
    url: String,
    came: Arc<Mutex<Vec<Received>>>,
    answer: Arc<Mutex<&'static str>>,
}

impl Receiver {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let (came, answer) = (Arc::<Mutex<Vec<Received>>>::default(), Arc::new(Mutex::new("204 No Content")));
        let (kept, said) = (Arc::clone(&came), Arc::clone(&answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serve(stream, &kept, &said).await;
            }
        });
        Self { url, came, answer }
    }

    fn answers(&self, status: &'static str) {
        *self.answer.lock().expect("an answer") = status;
    }

    fn came(&self) -> Vec<Received> {
        self.came.lock().expect("what came").clone()
    }
}

async fn serve(mut stream: TcpStream, came: &Mutex<Vec<Received>>, answer: &Mutex<&'static str>) {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4_096]);
    loop {
        let count = stream.read(&mut buffer).await.expect("a request");
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let received = Received { head: head.to_owned(), body: body.to_owned() };
        if body.len() == received.header("content-length").parse::<usize>().expect("a length") {
            came.lock().expect("what came").push(received);
            break;
        }
    }
    let status = *answer.lock().expect("an answer");
    let answer =
        format!("HTTP/1.1 {status}\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).await.expect("an answer");
}

/// A world with a server that may call this machine, a lead, and a receiver that is registered.
async fn registered(events: &[&str]) -> (World, App, Somebody, Receiver, Webhook, String) {
    // Another test of this process may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let world = World::new().await;
    let app = world.app.clone().with_private_webhooks();
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let receiver = Receiver::new().await;
    let new = New { url: receiver.url.clone(), events: events.iter().map(|kind| (*kind).to_owned()).collect() };
    let made = app.write(lead.credentials, Some(world.organization), move |cx| webhooks::create(cx, &new)).await;
    let (webhook, secret) = made.expect("a webhook");
    (world, app, lead, receiver, webhook, secret)
}

async fn found(world: &World, app: &App, by: &Somebody, webhook: &Webhook) -> Webhook {
    let id = webhook.id;
    app.read(by.credentials, Some(world.organization), move |cx| webhooks::find(cx, id)).await.expect("the webhook")
}

async fn outcomes(world: &World, by: &Somebody, webhook: &Webhook) -> Vec<(String, bool)> {
    let id = webhook.id;
    let log = world.read(by, move |cx| webhooks::log(cx, id, None, 100)).await.expect("the log");
    log.into_iter().map(|one| (one.outcome, one.next.is_some())).collect()
}

#[tokio::test]
async fn what_happens_is_told_and_signed() {
    let (world, app, lead, receiver, webhook, secret) = registered(&["assessment"]).await;
    let assessment = world.assessment(&lead).await;
    assert_eq!(receiver.came().len(), 0, "nothing is sent from within the transaction");
    assert_eq!(webhooks::send_due(&app).await.expect("sending"), 1);
    let came = receiver.came();
    let [one] = came.as_slice() else { panic!("{came:?}") };
    assert!(one.head.starts_with("POST /hook HTTP/1.1\r\n"), "{}", one.head);
    assert_eq!(one.header("tasuki-event"), "assessment");
    assert_eq!(one.json()["assessment"], assessment.id.as_str());
    assert_eq!(one.json()["id"], one.header("tasuki-delivery"));
    assert_eq!(one.header("tasuki-signature"), sign(&[&secret], NOW / 1_000, &one.body));
    assert_ne!(one.header("tasuki-signature"), sign(&["another"], NOW / 1_000, &one.body));
    assert_eq!(outcomes(&world, &lead, &webhook).await, [("204".to_owned(), false)]);
    assert_eq!(webhooks::send_due(&app).await.expect("sending"), 0, "once");
}

#[tokio::test]
async fn nothing_is_told_of_what_nobody_wants_to_hear() {
    let (world, app, lead, receiver, _, _) = registered(&["task"]).await;
    world.assessment(&lead).await;
    assert_eq!(webhooks::send_due(&app).await.expect("sending"), 0);
    assert!(receiver.came().is_empty());
}

#[tokio::test]
async fn what_is_taken_back_is_not_told() {
    let (world, app, lead, receiver, webhook, _) = registered(&["assessment"]).await;
    let new = tasuki_app::assessments::New {
        title: String::new(),
        edition: "scs-2026-03".to_owned(),
        level: Some(3),
        scope: Vec::new(),
        due: None,
    };
    let failed = world.write(&lead, move |cx| {
        tasuki_app::assessments::create(cx, new)?;
        Err::<(), _>(Error::not_found())
    });
    assert!(failed.await.is_err());
    assert_eq!(webhooks::send_due(&app).await.expect("sending"), 0);
    assert!(receiver.came().is_empty() && outcomes(&world, &lead, &webhook).await.is_empty());
}

#[tokio::test]
async fn what_does_not_arrive_is_sent_again_the_same() {
    let (world, app, lead, receiver, webhook, _) = registered(&["assessment"]).await;
    receiver.answers("500 Internal Server Error");
    world.assessment(&lead).await;
    assert_eq!(webhooks::send_due(&app).await.expect("sending"), 0);
    assert_eq!(outcomes(&world, &lead, &webhook).await, [("500".to_owned(), true)]);
    assert_eq!(found(&world, &app, &lead, &webhook).await.failing, Some(NOW));
    webhooks::send_due(&app).await.expect("sending");
    assert_eq!(receiver.came().len(), 1, "not at once");
    world.wait(MINUTE);
    // A redirect is no arrival either, and is not followed: it could lead into the own network.
    receiver.answers("302 Found");
    webhooks::send_due(&app).await.expect("sending");
    assert_eq!(outcomes(&world, &lead, &webhook).await, [("302".to_owned(), true)]);
    world.wait(5 * MINUTE);
    receiver.answers("200 OK");
    assert_eq!(webhooks::send_due(&app).await.expect("sending"), 1);
    let came = receiver.came();
    assert_eq!(came.len(), 3);
    assert!(came.iter().all(|one| one.body == came[0].body));
    assert_ne!(
        came[0].header("tasuki-signature"),
        came[2].header("tasuki-signature"),
        "signed with the time of sending"
    );
    assert_eq!(outcomes(&world, &lead, &webhook).await, [("200".to_owned(), false)]);
    assert_eq!(found(&world, &app, &lead, &webhook).await.failing, None);
}

#[tokio::test]
async fn nobody_listens_for_days_and_it_is_switched_off() {
    let (world, app, lead, receiver, webhook, _) = registered(&["assessment"]).await;
    receiver.answers("503 Service Unavailable");
    world.assessment(&lead).await;
    for _ in 0..12 {
        webhooks::send_due(&app).await.expect("sending");
        world.wait(DAY / 2);
    }
    assert_eq!(receiver.came().len(), 10, "the first attempt and one after each wait");
    assert_eq!(outcomes(&world, &lead, &webhook).await, [("503".to_owned(), false)], "given up");
    assert!(found(&world, &app, &lead, &webhook).await.active, "an end that is down for a while stays");
    world.assessment(&lead).await;
    webhooks::send_due(&app).await.expect("sending");
    assert!(!found(&world, &app, &lead, &webhook).await.active);
    let told = world.read(&lead, |cx| notifications::list(cx, None, 10)).await.expect("notifications");
    let told: Vec<_> = told.iter().map(|told| (told.kind, told.about.title.as_str())).collect();
    assert_eq!(told, [(notifications::Kind::WebhookOff, "127.0.0.1")], "who may switch it on again knows");
    let (before, id) = (receiver.came().len(), webhook.id);
    world.assessment(&lead).await;
    world.wait(10 * MINUTE);
    webhooks::send_due(&app).await.expect("sending");
    assert_eq!(receiver.came().len(), before);
    receiver.answers("200 OK");
    let on = Change { active: Some(true), ..Change::default() };
    let on = app.write(lead.credentials, Some(world.organization), move |cx| webhooks::edit(cx, id, &on)).await;
    assert_eq!(on.expect("a webhook").failing, None);
    world.assessment(&lead).await;
    assert_eq!(webhooks::send_due(&app).await.expect("sending"), 1, "only what happened since");
}

#[tokio::test]
async fn a_new_secret_works_beside_the_old_one_for_a_day() {
    let (world, app, lead, receiver, webhook, old) = registered(&["assessment"]).await;
    let id = webhook.id;
    let (_, new) = world.write(&lead, move |cx| webhooks::rotate(cx, id)).await.expect("a secret");
    assert_ne!(new, old);
    for secrets in [vec![new.as_str(), old.as_str()], vec![new.as_str()]] {
        world.write(&lead, move |cx| webhooks::test(cx, id).map(|_| ())).await.expect("a test");
        assert_eq!(webhooks::send_due(&app).await.expect("sending"), 1);
        let one = receiver.came().pop().expect("a delivery");
        let seconds = one.header("tasuki-signature").split([',', '=']).nth(1).expect("a time").parse().expect("a time");
        assert_eq!(one.header("tasuki-signature"), sign(&secrets, seconds, &one.body));
        assert_eq!(one.header("tasuki-event"), webhooks::PING);
        world.wait(DAY);
    }
}

#[tokio::test]
async fn the_own_network_is_out_of_reach_unless_the_operator_allows_it() {
    let (world, app, lead, receiver, webhook, _) = registered(&["assessment"]).await;
    let new = New { url: receiver.url.replace("http:", "https:"), events: vec!["task".to_owned()] };
    let refused = world.write(&lead, move |cx| webhooks::create(cx, &new)).await.expect_err("a private address");
    assert_eq!(refused.code, "webhook.private");
    // One that was registered while it was allowed is not called any more either.
    world.assessment(&lead).await;
    assert_eq!(webhooks::send_due(&world.app).await.expect("sending"), 0);
    assert!(receiver.came().is_empty());
    let outcome = &outcomes(&world, &lead, &webhook).await[0];
    assert_eq!(*outcome, ("the host is in a private network".to_owned(), true));
    world.wait(MINUTE);
    assert_eq!(webhooks::send_due(&app).await.expect("sending"), 1);
}

#[tokio::test]
async fn only_who_looks_after_integrations_may_and_the_log_keeps_no_secret() {
    let (world, app, lead, _receiver, webhook, secret) = registered(&["assessment"]).await;
    let other = world.somebody("鈴木", Role::Contributor).await;
    let id = webhook.id;
    let refused = world.read(&other, webhooks::list).await.expect_err("no right");
    assert_eq!(refused.kind, tasuki_app::Kind::NotFound);
    assert!(world.write(&other, move |cx| webhooks::rotate(cx, id)).await.is_err());
    let kept = world.store.read(|tx| tx.query("SELECT detail FROM audit", &[], |row| row.get::<String>(0)));
    assert!(kept.await.expect("the log").iter().all(|text| !text.contains(&secret)));
    app.write(lead.credentials, Some(world.organization), move |cx| webhooks::remove(cx, id)).await.expect("removed");
    assert!(world.read(&lead, webhooks::list).await.expect("all").is_empty());
}
