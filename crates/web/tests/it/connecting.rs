//! Who may be connected, and how much may be sent at once.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use serde_json::json;
use tasuki_scheme::Role;
use tasuki_web::{Doors, Limits, Web};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::common::World;
use crate::support::{Browser, Part};

/// A server behind a real door, whose seconds are short.
struct Served {
    address: std::net::SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    end: JoinHandle<std::io::Result<()>>,
}

impl Served {
    async fn new(world: &World, connections: usize) -> Self {
        let doors = Doors { connections, second: Duration::from_millis(20), ..Doors::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (web, (stop, stops)) = (Web::new(world.app.clone(), None), oneshot::channel::<()>());
        let end = tokio::spawn(async move {
            let stopped = async { _ = stops.await };
            tasuki_web::serve(listener, &web, doors, stopped).await
        });
        Self { address, stop: Some(stop), end }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("a connection")
    }

    /// Asks over a new connection and tells the first line of the answer.
    async fn ask(&self) -> String {
        let mut stream = self.connect().await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        answer.lines().next().unwrap_or_default().to_owned()
    }

    async fn stop(mut self) -> std::io::Result<()> {
        drop(self.stop.take());
        tokio::time::timeout(Duration::from_secs(10), self.end).await.expect("in time").expect("a task")
    }
}

/// Whether the other end closes the connection.
async fn ends(stream: &mut TcpStream) -> bool {
    let mut rest = Vec::new();
    tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut rest)).await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_say_nothing_take_nobodys_place() {
    let world = World::new().await;
    let served = Served::new(&world, 20).await;
    let mut silent = Vec::new();
    for number in 0..60 {
        let mut stream = served.connect().await;
        if number % 2 == 0 {
            stream.write_all(b"GET /healthz HTTP/1.1\r\nHost:").await.expect("sent");
        }
        silent.push(stream);
    }
    assert_eq!(served.ask().await, "HTTP/1.1 200 OK", "whoever asks has a place");
    for stream in &mut silent {
        assert!(ends(stream).await, "a head that does not end is not waited for");
    }
    let mut kept = served.connect().await;
    kept.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("sent");
    let mut begin = [0; 15];
    kept.read_exact(&mut begin).await.expect("an answer");
    assert_eq!(&begin, b"HTTP/1.1 200 OK");
    assert!(ends(&mut kept).await, "nor is one kept for ever");
    let idle = served.connect().await;
    served.stop().await.expect("it stops");
    drop(idle);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_has_a_size() {
    let world = World::new().await;
    let served = Served::new(&world, 20).await;
    let mut stream = served.connect().await;
    let head = format!("GET / HTTP/1.1\r\nHost: a\r\nX-Long: {}", "x".repeat(200_000));
    // It may be refused before all of it was sent.
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 431 "), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(served.ask().await, "HTTP/1.1 200 OK");
    served.stop().await.expect("it stops");
}

#[tokio::test]
async fn a_form_of_any_size_is_refused_before_it_is_held() {
    let world = World::new().await;
    let browser = Browser::new(&world, &world.somebody("佐藤", Role::Contributor).await);
    let told = |answer: &crate::support::Answer| (answer.status, answer.json()["code"].as_str().map(str::to_owned));
    let note = browser.upload("evidence", &[Part::field("note", &"あ".repeat(100_000))]).await;
    assert_eq!(told(&note), (StatusCode::PAYLOAD_TOO_LARGE, Some("too_large".into())));
    let fields: Vec<_> = (0..6_000).map(|number| Part::field(&format!("f{number}"), "x")).collect();
    let many = browser.upload("evidence", &fields).await;
    assert_eq!(told(&many), (StatusCode::PAYLOAD_TOO_LARGE, Some("upload.many_parts".into())));
    let long: Vec<_> = (0..6).map(|number| Part::field(&format!("f{number}"), &"x".repeat(90_000))).collect();
    let sum = browser.upload("evidence", &long).await;
    assert_eq!(told(&sum), (StatusCode::PAYLOAD_TOO_LARGE, Some("too_large".into())));
    let kept = browser.upload("evidence", &[Part::field("note", &"あ".repeat(1_000))]).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text());
    let pairs = "c=1-1-1-1:0&".repeat(5_000);
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let path = format!("/o/{}/tasks", browser.organization());
    let form = browser.send(Method::POST, &path, &kind, pairs.into_bytes()).await;
    assert_eq!(form.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_is_changed_in_one_request_counts_by_the_piece() {
    let world = World::new().await;
    let lead = world.somebody("山", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let browser = Browser::new(&world, &lead).with_limits(Limits { requests: 10, sign_ins: 30 });
    let changes = |count: usize| {
        let change = |number: usize| json!({ "criterion": format!("{number}-0-0-0"), "change": { "status": "met" } });
        json!({ "changes": (0..count).map(change).collect::<Vec<_>>() })
    };
    let path = format!("assessments/{id}/answers");
    // Who was right once has a bucket of their own.
    assert_eq!(browser.api("assessments").await.status, StatusCode::OK);
    let first = browser.command(Method::PATCH, &path, &[], &changes(150)).await;
    assert_eq!(first.status, StatusCode::NOT_FOUND, "it was let in, and there are no such criteria: {}", first.text());
    let second = browser.command(Method::PATCH, &path, &[], &changes(1)).await;
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS, "150 of 100 that there were: {}", second.text());
    assert!(second.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds >= 5));
}
