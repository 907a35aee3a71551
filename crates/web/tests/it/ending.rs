//! What was ended has ended: sessions, tokens, memberships and invitations, over pages and over the API.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use tasuki_scheme::Role;
use tasuki_web::Web;
use tower::ServiceExt;

use crate::common::{Somebody, World};
use crate::support::{Answer, Browser};

async fn post(browser: &Browser, path: &str) -> Answer {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    browser.send(Method::POST, path, &headers, Vec::new()).await
}

async fn delete(browser: &Browser, path: &str) -> StatusCode {
    browser.send(Method::DELETE, path, &[], Vec::new()).await.status
}

/// Whether a browser is let in with its cookie.
async fn is_in(browser: &Browser) -> bool {
    match browser.get("/api/v1/me/sessions").await.status {
        StatusCode::OK => true,
        StatusCode::UNAUTHORIZED => false,
        other => panic!("{other}"),
    }
}

/// What a program with a token gets.
async fn with_token(world: &World, secret: &str, path: &str) -> StatusCode {
    let path = format!("/api/v1/organizations/{}/{path}", world.organization);
    let request = Request::get(path).header("authorization", format!("Bearer {secret}"));
    let router = tasuki_web::router(Web::new(world.app.clone(), None));
    router.oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer").status()
}

async fn made(browser: &Browser, what: &str, body: &Value) -> Value {
    let answer = browser.command(Method::POST, what, &[], body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.json()
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}"))
}

/// The same person in three browsers.
async fn thrice(world: &World) -> [Browser; 3] {
    let sato = world.somebody("佐藤", Role::Viewer).await;
    let (second, third) = (world.session(&sato).await, world.session(&sato).await);
    [&sato, &second, &third].map(|somebody: &Somebody| Browser::new(world, somebody))
}

async fn all_in(browsers: &[Browser; 3]) -> [bool; 3] {
    [is_in(&browsers[0]).await, is_in(&browsers[1]).await, is_in(&browsers[2]).await]
}

#[tokio::test]
async fn a_session_ends_where_it_is_ended_and_nowhere_else() {
    let world = World::new().await;
    for over_api in [true, false] {
        let own = thrice(&world).await;
        let stranger = Browser::new(&world, &world.somebody("他人", Role::Administrator).await);
        let listed = own[0].get("/api/v1/me/sessions").await.json();
        let listed = listed.as_array().expect("a list");
        assert_eq!((listed.len(), listed.iter().filter(|one| one["current"] == true).count()), (3, 1));
        let third = own[2].get("/api/v1/me/sessions").await.json();
        let third = third.as_array().expect("a list").iter().find(|one| one["current"] == true).expect("its own");
        let (api, page) =
            (format!("/api/v1/me/sessions/{}", text(third, "id")), format!("/me/sessions/{}/end", text(third, "id")));

        // Of somebody else it is not there.
        assert_eq!(delete(&stranger, &api).await, StatusCode::NOT_FOUND);
        assert_eq!(post(&stranger, &page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(all_in(&own).await, [true; 3]);

        if over_api {
            assert_eq!(delete(&own[0], &api).await, StatusCode::NO_CONTENT);
        } else {
            assert_eq!(post(&own[0], &page).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(all_in(&own).await, [true, true, false]);
        if over_api {
            assert_eq!(delete(&own[1], "/api/v1/me/sessions").await, StatusCode::NO_CONTENT);
        } else {
            assert_eq!(post(&own[1], "/me/sessions/end-others").await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(all_in(&own).await, [false, true, false]);
        let left = post(&own[1], "/sign-out").await;
        assert_eq!((left.status, left.header("location")), (StatusCode::SEE_OTHER, "/sign-in"));
        assert!(left.headers.get_all("set-cookie").iter().all(|cookie| {
            cookie.to_str().is_ok_and(|cookie| cookie.contains("tasuki=;") && cookie.contains("Max-Age=0"))
        }));
        assert_eq!(all_in(&own).await, [false; 3], "not only the cookie is gone");
        assert!(is_in(&stranger).await);
    }
}

#[tokio::test]
async fn a_token_that_was_revoked_opens_nothing() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let viewer = Browser::new(&world, &world.somebody("閲覧", Role::Viewer).await);
    let new = json!({"name": "夜間の処理", "scope": "read", "days": 30});
    let (first, second) = (made(&lead, "tokens", &new).await, made(&lead, "tokens", &new).await);
    let open = async |token: &Value| with_token(&world, text(token, "secret"), "assessments").await;
    assert_eq!((open(&first).await, open(&second).await), (StatusCode::OK, StatusCode::OK));
    let api = format!("/api/v1/organizations/{}/tokens/{}", world.organization, text(&first, "id"));
    assert_eq!(delete(&viewer, &api).await, StatusCode::NOT_FOUND);
    assert_eq!(open(&first).await, StatusCode::OK);

    assert_eq!(delete(&lead, &api).await, StatusCode::NO_CONTENT);
    assert_eq!((open(&first).await, open(&second).await), (StatusCode::UNAUTHORIZED, StatusCode::OK));
    let page = lead.form(&format!("tokens/{}/revoke", text(&second, "id")), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(open(&second).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn whoever_was_removed_or_left_sees_nothing_and_neither_do_their_tokens() {
    let world = World::new().await;
    let admin = Browser::new(&world, &world.somebody("山田", Role::Administrator).await);
    for way in ["api", "page", "leave"] {
        let sato = world.somebody("佐藤", Role::SecurityLead).await;
        let own = Browser::new(&world, &sato);
        let token = made(&own, "tokens", &json!({"name": "夜", "scope": "admin", "days": 30})).await;
        let assessments = async || {
            (own.api("assessments").await.status, with_token(&world, text(&token, "secret"), "assessments").await)
        };
        assert_eq!(assessments().await, (StatusCode::OK, StatusCode::OK));
        let status = match way {
            "api" => {
                let path = format!("/api/v1/organizations/{}/members/{}", world.organization, sato.id);
                delete(&admin, &path).await
            }
            "page" => admin.form(&format!("members/{}/remove", sato.id), &[]).await.status,
            _ => own.form("members/leave", &[]).await.status,
        };
        assert!(status == StatusCode::NO_CONTENT || status == StatusCode::SEE_OTHER, "{way}: {status}");
        let (browser, program) = assessments().await;
        assert_eq!(browser, StatusCode::NOT_FOUND, "{way}");
        assert!(program == StatusCode::NOT_FOUND || program == StatusCode::UNAUTHORIZED, "{way}: {program}");
        let page = own.get(&format!("/o/{}/assessments", world.organization)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{way}");
        assert!(is_in(&own).await, "the account stays: {way}");
    }
}

#[tokio::test]
async fn an_invitation_ends_when_it_is_renewed_or_taken_back() {
    let world = World::new().await;
    let admin = Browser::new(&world, &world.somebody("山田", Role::Administrator).await);
    let body = json!({"mail": "new@example.jp", "roles": ["viewer"]});
    let invitation = made(&admin, "invitations", &body).await;
    let id = text(&invitation, "id").to_owned();
    let path = |link: &str| link.strip_prefix("http://tasuki.test").expect("an own address").to_owned();
    let first = path(text(&invitation, "link"));
    let shown = async |path: &str| admin.get(path).await.status;
    assert_eq!(shown(&first).await, StatusCode::OK);

    let renewed = admin.command(Method::POST, &format!("invitations/{id}/link"), &[], &json!({})).await;
    assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.text());
    let second = path(text(&renewed.json(), "link"));
    assert_ne!(first, second);
    assert_eq!((shown(&first).await, shown(&second).await), (StatusCode::NOT_FOUND, StatusCode::OK));

    assert_eq!(admin.form(&format!("invitations/{id}/revoke"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(shown(&second).await, StatusCode::NOT_FOUND);
    let join = [("content-type", "application/x-www-form-urlencoded")];
    let form = "name=新しい人&password=asagiri-no-hashi-42".as_bytes().to_vec();
    let late = admin.send(Method::POST, &second, &join, form).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    let members = admin.api("members").await.json();
    assert_eq!(members.as_array().map(Vec::len), Some(1), "nobody came in");
    let left = admin.api("invitations").await.json();
    assert_eq!(left, json!([]));
}
