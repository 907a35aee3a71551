//! A stream of events ends with the access of whoever listens: no message goes to somebody who could not ask for it at that moment.

use std::time::Duration;

use axum::http::Method;
use futures_util::{Stream, StreamExt};
use serde_json::json;
use tasuki_app::tokens;
use tasuki_scheme::Role;
use tasuki_store::{members, sessions};

use crate::common::{Somebody, World};
use crate::support::Browser;

/// What a listener hears next: the text of a message, or nothing when the stream has ended.
async fn next(stream: &mut (impl Stream<Item = String> + Unpin)) -> Option<String> {
    tokio::time::timeout(Duration::from_secs(30), stream.next()).await.expect("something happens")
}

/// Begins to listen: what comes first says how everything stands.
async fn listen(
    browser: &Browser,
    place: &Place,
    headers: &[(&str, &str)],
) -> std::pin::Pin<Box<impl Stream<Item = String> + use<>>> {
    let mut heard = Box::pin(browser.stream(&place.events, headers).await);
    let first = next(&mut heard).await.expect("how it stands");
    assert!(first.contains("event: versions") && first.contains("figures"), "{first}");
    heard
}

struct Place {
    world: World,
    lead: Browser,
    listener: Somebody,
    events: String,
    answers: String,
}

async fn place() -> Place {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let listener = world.somebody("鈴木", Role::Contributor).await;
    let assessment = world.assessment(&lead).await.id;
    let events = format!("/api/v1/organizations/{}/assessments/{assessment}/events", world.organization);
    let lead = Browser::new(&world, &lead);
    Place { world, lead, listener, events, answers: format!("assessments/{assessment}/answers") }
}

impl Place {
    async fn answer(&self, criterion: &str) {
        let path = format!("{}/{criterion}", self.answers);
        let saved = self.lead.command(Method::PATCH, &path, &[], &json!({"status": "met"})).await;
        assert!(saved.status.is_success(), "{}", saved.text());
    }
}

/// How access can end.
#[derive(Debug, Clone, Copy)]
enum End {
    Removed,
    Over,
    SignedOut,
}

#[tokio::test]
async fn what_happens_after_somebody_lost_access_is_not_told() {
    for end in [End::Removed, End::Over, End::SignedOut] {
        let place = place().await;
        let browser = Browser::new(&place.world, &place.listener);
        let mut heard = listen(&browser, &place, &[]).await;
        place.answer("1-1-1-1").await;
        let first = next(&mut heard).await.expect("a message");
        assert!(first.contains("1-1-1-1"), "{first}");
        let (organization, person) = (place.world.organization, place.listener.id);
        let arrange = move |tx: &mut tasuki_store::Tx<'_>| match end {
            End::Removed => members::remove(tx, organization, person).map(drop),
            End::Over => {
                let member = members::find(tx, organization, person, "2026-11-21")?.expect("a member");
                members::put(tx, &members::Member { ends: Some(jiff::civil::date(2026, 11, 20)), ..member })
            }
            End::SignedOut => sessions::end_others(tx, person, None).map(drop),
        };
        place.world.arrange(arrange).await;
        place.answer("1-2-1-1").await;
        assert_eq!(next(&mut heard).await, None, "{end:?}");
    }
}

#[tokio::test]
async fn a_stream_of_a_token_ends_with_the_token() {
    let place = place().await;
    let new = tokens::New { name: "表".to_owned(), scope: "read".to_owned(), days: 1 };
    let make = move |cx: &mut tasuki_app::Context<'_, '_>| tokens::create(cx, &new);
    let (token, secret) = place.world.write(&place.listener, make).await.expect("a token");
    let browser = Browser::new(&place.world, &Somebody { cookie: String::new(), ..place.listener.clone() });
    let bearer = format!("Bearer {secret}");
    let mut heard = listen(&browser, &place, &[("authorization", &bearer)]).await;
    place.answer("1-1-1-1").await;
    assert!(next(&mut heard).await.is_some());
    let organization = place.world.organization;
    place.world.arrange(move |tx| tasuki_store::tokens::remove(tx, organization, token.id).map(drop)).await;
    place.answer("1-2-1-1").await;
    assert_eq!(next(&mut heard).await, None);
}

#[tokio::test]
async fn a_stream_ends_although_nothing_happens_and_keeps_no_session_alive() {
    let place = place().await;
    let browser = Browser::new(&place.world, &place.listener);
    let mut heard = listen(&browser, &place, &[]).await;
    let person = place.listener.id;
    let used = async || {
        let find = move |tx: &mut tasuki_store::Tx<'_>| sessions::of_person(tx, person, 0);
        place.world.store.read(find).await.expect("the database").first().map(|session| session.seen)
    };
    let before = used().await;
    place.world.wait(600_000);
    place.answer("1-1-1-1").await;
    assert!(next(&mut heard).await.is_some());
    assert_eq!(used().await, before, "a page that is open is nobody at work");
    place.world.arrange(move |tx| sessions::end_others(tx, person, None).map(drop)).await;
    assert_eq!(next(&mut heard).await, None);
}

#[tokio::test]
async fn a_page_older_than_what_was_saved_meanwhile_hears_of_it() {
    let place = place().await;
    place.answer("4-4-4-2").await;
    let browser = Browser::new(&place.world, &place.listener);
    let mut heard = Box::pin(browser.stream(&place.events, &[]).await);
    let first = next(&mut heard).await.expect("how it stands");
    assert!(first.contains("\"versions\":{\"4-4-4-2\":1}"), "{first}");
    assert!(first.contains("\"met\":1"), "{first}");
}
