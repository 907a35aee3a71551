//! Mail and timers: what is told when, that nothing is lost or doubled, and that mail reaches a server.

use jiff::civil::date;
use tasuki_app::mail::{Sender, Smtp, send_waiting};
use tasuki_app::notifications::{self, Kind, Mail, Setting, Settings};
use tasuki_app::tasks::{self, New};
use tasuki_app::{App, timers};
use tasuki_scheme::Role;
use tasuki_store::{notifications as store, outbox};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::common::{Somebody, World};

const DAY: u64 = 86_400_000;

struct Place {
    world: World,
    app: App,
    lead: Somebody,
    worker: Somebody,
}

/// A world that sends mail, with a task of 鈴木 that is due on a day.
async fn place(due: jiff::civil::Date) -> Place {
    let world = World::new().await;
    let app = world.app.clone().with_mail();
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let worker = world.somebody("鈴木", Role::Contributor).await;
    let assessment = world.assessment(&lead).await.id;
    let new = New {
        assessment,
        criterion: "1-1-1-1".to_owned(),
        title: "方針を決める".to_owned(),
        done_when: String::new(),
        owner: Some(worker.id),
        due: Some(due),
        steps: Vec::new(),
    };
    app.write(lead.credentials, Some(world.organization), move |cx| tasks::create(cx, new)).await.expect("a task");
    Place { world, app, lead, worker }
}

async fn waiting(app: &App) -> Vec<outbox::Mail> {
    app.store().read(|tx| outbox::due(tx, i64::MAX, 100)).await.expect("the outbox")
}

/// What the worker was told, the newest first. Read past the sign-in, which ends while the tests wait for days.
async fn kinds(place: &Place) -> Vec<Kind> {
    let (person, organization) = (place.worker.id, place.world.organization);
    let all =
        place.app.store().read(move |tx| store::list(tx, person, organization, None, 50)).await.expect("notifications");
    let kind = |kept: store::Notification| serde_json::from_value(kept.kind.into()).expect("a kind");
    all.into_iter().map(kind).collect()
}

#[tokio::test]
async fn what_concerns_somebody_is_written_down_with_it() {
    let place = place(date(2026, 12, 31)).await;
    let mails = waiting(&place.app).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "[例示工業] 佐藤さんがあなたに対応を任せました");
    assert!(mails[0].body.contains("1-1-1-1 方針を決める"), "{}", mails[0].body);
    assert!(mails[0].body.contains("http://tasuki.test/o/"), "{}", mails[0].body);
    assert!(mails[0].body.contains("/me/notifications"));
    assert_eq!(kinds(&place).await, [Kind::TaskAssigned]);
    assert_eq!(place.world.read(&place.lead, notifications::unread).await.expect("a count"), 0, "one's own doing");
}

#[tokio::test]
async fn reminders_come_once_a_day_and_again_after_a_rest() {
    let place = place(date(2026, 11, 28)).await;
    timers::tick(&place.app).await.expect("a tick");
    assert_eq!(kinds(&place).await, [Kind::DueSoon, Kind::TaskAssigned]);
    timers::tick(&place.app).await.expect("a second tick of that day");
    assert_eq!(kinds(&place).await.len(), 2, "doubled");
    let digest = waiting(&place.app).await;
    assert!(digest.iter().any(|mail| mail.subject == "[例示工業] 今日のお知らせ 1件"), "{digest:?}");
    // The server rests for ten days: what fell due meanwhile is told when it is back, once.
    place.world.wait(10 * DAY);
    timers::tick(&place.app).await.expect("a tick");
    assert_eq!(kinds(&place).await[0], Kind::Overdue);
    place.world.wait(DAY);
    timers::tick(&place.app).await.expect("a tick");
    assert_eq!(kinds(&place).await.len(), 3, "told again");
}

#[tokio::test]
async fn each_kind_is_told_as_the_person_likes() {
    let place = place(date(2026, 12, 31)).await;
    let quiet = Settings::default().with(Kind::DueSoon, Setting { app: false, mail: Mail::AtOnce });
    let quiet = quiet.with(Kind::Overdue, Setting { app: false, mail: Mail::Off });
    place.world.write(&place.worker, move |cx| notifications::set_settings(cx, &quiet)).await.expect("settings");
    let before = waiting(&place.app).await.len();
    place.world.wait(33 * DAY);
    timers::tick(&place.app).await.expect("a tick");
    let mails = waiting(&place.app).await;
    assert_eq!(mails.len(), before + 1);
    assert_eq!(kinds(&place).await, [Kind::TaskAssigned]);
    place.world.wait(20 * DAY);
    timers::tick(&place.app).await.expect("a tick");
    assert_eq!(waiting(&place.app).await.len(), before + 1);
    assert_eq!(kinds(&place).await, [Kind::TaskAssigned]);
}

/// A mail server that takes what comes, or refuses it with an answer to the recipient.
async fn server(refusal: Option<&'static str>) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    let heard = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a client");
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let (mut heard, mut in_data) = (String::new(), false);
        write.write_all(b"220 test\r\n").await.expect("to write");
        while let Ok(Some(line)) = lines.next_line().await {
            heard.extend([line.as_str(), "\n"]);
            let reply = match line.as_str() {
                "." if in_data => {
                    in_data = false;
                    "250 kept"
                }
                _ if in_data => continue,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => "221 bye",
                line if line.starts_with("RCPT") => refusal.unwrap_or("250 ok"),
                _ => "250 ok",
            };
            if write.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() {
                break;
            }
        }
        heard
    });
    (url, heard)
}

#[tokio::test]
async fn mail_reaches_the_server_and_leaves_the_outbox() {
    let place = place(date(2026, 12, 31)).await;
    let (url, heard) = server(None).await;
    let sender = Sender::new(Smtp::parse(&url, "http://tasuki.test").expect("an address"));
    assert_eq!(send_waiting(&place.app, &sender).await.expect("sent"), 1);
    drop(sender);
    let heard = heard.await.expect("what was heard");
    assert!(heard.contains("RCPT TO:<"), "{heard}");
    assert!(heard.contains("Subject: =?utf-8?"), "{heard}");
    assert!(heard.contains("text/plain; charset=utf-8"), "{heard}");
    assert!(waiting(&place.app).await.is_empty());
}

#[tokio::test]
async fn what_is_refused_for_now_waits_and_what_is_refused_for_good_does_not() {
    let place = place(date(2026, 12, 31)).await;
    let (url, _) = server(Some("451 later")).await;
    let sender = Sender::new(Smtp::parse(&url, "http://tasuki.test").expect("an address"));
    assert_eq!(send_waiting(&place.app, &sender).await.expect("tried"), 0);
    let mails = waiting(&place.app).await;
    assert_eq!((mails.len(), mails[0].attempts), (1, 1));
    assert_eq!(mails[0].next - mails[0].created, 60_000);
    assert_eq!(send_waiting(&place.app, &sender).await.expect("not yet"), 0);
    place.world.wait(61_000);
    let (url, _) = server(Some("550 unknown")).await;
    let sender = Sender::new(Smtp::parse(&url, "http://tasuki.test").expect("an address"));
    assert_eq!(send_waiting(&place.app, &sender).await.expect("tried"), 0);
    assert!(waiting(&place.app).await.is_empty());
}
