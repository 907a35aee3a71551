//! Doors as a browser meets them: cookies, proof anew, and how often somebody may knock.

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use axum::{Router, http};
use tasuki_app::sign_in::Origin;
use tasuki_app::{App, Options, account};
use tasuki_scheme::Role;
use tasuki_store::Blobs;
use tasuki_web::{Limits, Web};
use tower::ServiceExt;

use crate::common::{Somebody, World};

const PASSWORD: &str = "asagiri-no-hashi-42";
const MINUTE: u64 = 60_000;

/// The same application under another address.
fn behind(world: &World, base_url: &str) -> App {
    let options = Options {
        clock: world.app.options().clock.clone(),
        random: world.app.options().random.clone(),
        base_url: base_url.to_owned(),
        blobs: Blobs::open(&world.folder().join("blobs").to_string_lossy()).expect("a folder"),
        addresses: tasuki_web::address,
    };
    App::new(world.store.clone(), options)
}

struct Answer {
    status: StatusCode,
    headers: http::HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect()
    }
}

async fn ask(router: &Router, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
    request = request.header("content-type", "application/x-www-form-urlencoded").header("host", "tasuki.test");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    let response = router.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 1 << 24).await.expect("a body");
    Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
}

async fn with_password(world: &World, somebody: &Somebody) -> App {
    let app = behind(world, "http://tasuki.test");
    let done = account::change_password(&app, somebody.credentials, "", PASSWORD, &Origin::default()).await;
    done.expect("a password");
    app
}

#[tokio::test]
async fn behind_tls_only_cookies_that_nobody_else_can_set_count() {
    let world = World::new().await;
    let admin = world.somebody("山", Role::Administrator).await;
    with_password(&world, &admin).await;
    let router = tasuki_web::router(Web::new(behind(&world, "https://tasuki.test"), None));
    let planted = ask(&router, Method::GET, "/me", &[("cookie", &format!("tasuki={}", admin.cookie))], "").await;
    assert!(planted.header("location").starts_with("/sign-in"), "{}", planted.status);
    let own = ask(&router, Method::GET, "/me", &[("cookie", &format!("__Host-tasuki={}", admin.cookie))], "").await;
    assert_eq!(own.status, StatusCode::OK);
    let body = format!("mail={}@example.jp&password={PASSWORD}", admin.id);
    let entered = ask(&router, Method::POST, "/sign-in/password", &[], &body).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    assert_eq!(entered.cookies().len(), 3);
    for cookie in entered.cookies() {
        assert!(cookie.starts_with("__Host-tasuki"), "{cookie}");
        for flag in ["; Path=/;", "; HttpOnly", "; Secure", "; SameSite=Lax"] {
            assert!(cookie.contains(flag), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn a_browser_is_known_by_a_cookie_of_its_own() {
    let world = World::new().await;
    let admin = world.somebody("山", Role::Administrator).await;
    let app = with_password(&world, &admin).await;
    let router = tasuki_web::router(Web::new(app.clone(), None));
    let enter = async |cookie: &str, password: &str| {
        let body = format!("mail={}@example.jp&password={password}", admin.id);
        ask(&router, Method::POST, "/sign-in/password", &[("cookie", cookie)], &body).await
    };
    let first = enter("", PASSWORD).await;
    let device = first.cookies().into_iter().find(|cookie| cookie.starts_with("tasuki-device=")).expect("a cookie");
    let device = device.split(';').next().expect("a pair").to_owned();
    let again = enter(&device, PASSWORD).await;
    assert!(again.cookies().iter().any(|cookie| cookie.starts_with(&device)), "it keeps the secret it has");
    for _ in 0..100 {
        let answer = enter("", "guess").await;
        if answer.text.contains("受け付けません") {
            break;
        }
        world.wait(answer.header("retry-after").parse::<u64>().map_or(1, |wait| wait.min(600)) * 1_000);
        world.wait(300_000);
    }
    assert_eq!(enter("", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(enter("tasuki-device=tsd_made-up", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(enter(&device, PASSWORD).await.status, StatusCode::SEE_OTHER, "the known one passes");
}

#[tokio::test]
async fn what_would_let_a_thief_stay_leads_to_the_proof() {
    let world = World::new().await;
    let admin = world.somebody("山", Role::Administrator).await;
    let sato = world.somebody("佐藤", Role::Viewer).await;
    let app = with_password(&world, &admin).await;
    world.wait(11 * MINUTE);
    let router = tasuki_web::router(Web::new(app.clone(), None));
    let (cookie, organization) = (format!("tasuki={}", admin.cookie), world.organization);
    let headers = [("cookie", cookie.as_str()), ("referer", "http://tasuki.test/me?x=1")];
    let pages = [
        (Method::GET, "/me/codes".to_owned(), ""),
        (Method::POST, "/me/codes".to_owned(), "code=000000"),
        (Method::POST, "/me/codes/remove".to_owned(), ""),
        (Method::POST, "/me/recovery-codes".to_owned(), ""),
        (Method::POST, "/me/mail".to_owned(), "mail=thief@example.com"),
        (Method::POST, "/me/password".to_owned(), "password=mikan-dentaku-touge"),
        (Method::POST, "/me/keys".to_owned(), "device=x"),
        (Method::POST, "/me/provider/remove".to_owned(), "issuer=https://id.example"),
        (Method::POST, format!("/o/{organization}/members/{}/reset-link", sato.id), ""),
        (Method::POST, format!("/o/{organization}/members/{}/disable", sato.id), ""),
        (Method::POST, format!("/o/{organization}/members/{}/enable", sato.id), ""),
        (Method::POST, format!("/o/{organization}/members/{}/remove-factors", sato.id), ""),
    ];
    for (method, path, body) in &pages {
        let answer = ask(&router, method.clone(), path, &headers, body).await;
        let to = answer.header("location");
        assert!(to.starts_with("/me/proof?back="), "{method} {path}: {} {to}", answer.status);
        // A page is opened afterwards; what was sent has to be sent again from where it came.
        let back = if *method == Method::GET { path.as_str() } else { "/me%3Fx%3D1&again=true" };
        assert_eq!(to, format!("/me/proof?back={back}"), "{path}");
    }
    // A form that somebody filled in comes back as it was, with the way to the proof beside it.
    let forms = [
        (format!("/o/{organization}/tokens"), "name=nightly&scope=admin&days=30", "value=\"nightly\""),
        (format!("/o/{organization}/members/{}", sato.id), "role=contributor", "value=\"contributor\" checked"),
        (format!("/o/{organization}/invitations"), "mail=new@example.com&role=viewer", "value=\"new@example.com\""),
        (
            format!("/o/{organization}/webhooks"),
            "url=https://new.example/&event=task",
            "value=\"https://new.example/\"",
        ),
    ];
    for (path, body, typed) in &forms {
        let answer = ask(&router, Method::POST, path, &headers, body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        let link = "<a href=\"/me/proof\" target=\"_blank\">";
        assert!(answer.text.contains(link) && answer.text.contains(typed), "{path}: {}", answer.text);
    }
    for path in
        ["/me/passkeys/begin".to_owned(), format!("/api/v1/organizations/{organization}/members/{}/disable", sato.id)]
    {
        let json = [headers[0], ("content-type", "application/json")];
        let answer = ask(&router, Method::POST, &path, &json, "{}").await;
        assert!(answer.status == StatusCode::FORBIDDEN || answer.status == StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        if answer.status == StatusCode::FORBIDDEN {
            assert!(answer.text.contains("proof.needed"), "{path}: {}", answer.text);
        }
    }
    // Where it comes from is believed of our own pages only.
    let foreign = [headers[0], ("referer", "http://evil.example/me?x=1")];
    let answer = ask(&router, Method::POST, "/me/keys", &foreign, "device=x").await;
    assert_eq!(answer.header("location"), "/me/proof?back=/me&again=true");
    let shown = ask(&router, Method::GET, "/me/proof?back=/me/codes", &headers, "").await;
    assert!(shown.text.contains("name=\"password\"") && shown.text.contains("value=\"/me/codes\""), "{}", shown.text);
    let wrong = ask(&router, Method::POST, "/me/proof", &headers, "password=wrong&back=/me/codes").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = format!("password={PASSWORD}&back=/me/codes");
    let right = ask(&router, Method::POST, "/me/proof", &headers, &right).await;
    assert_eq!((right.status, right.header("location")), (StatusCode::SEE_OTHER, "/me/codes"));
    assert_eq!(ask(&router, Method::GET, "/me/codes", &headers, "").await.status, StatusCode::OK);
    let again = format!("password={PASSWORD}&back=/o/x/members%3Fq%3D1&again=true");
    let again = ask(&router, Method::POST, "/me/proof", &headers, &again).await;
    assert_eq!(again.header("location"), "/o/x/members?q=1&told=proved");
    let elsewhere = format!("password={PASSWORD}&back=//evil.example");
    let elsewhere = ask(&router, Method::POST, "/me/proof", &headers, &elsewhere).await;
    assert_eq!(elsewhere.header("location"), "/me?done=proof");
}

#[tokio::test]
async fn made_up_secrets_share_what_their_network_has() {
    let world = World::new().await;
    let admin = world.somebody("山", Role::Administrator).await;
    let web = Web::new(world.app.clone(), None).with_limits(Limits { requests: 2, sign_ins: 3 });
    let router = tasuki_web::router(web);
    let get = async |cookie: String| ask(&router, Method::GET, "/me", &[("cookie", &cookie)], "").await.status;
    // A session that was right once has a bucket of its own.
    assert_eq!(get(format!("tasuki={}", admin.cookie)).await, StatusCode::OK);
    let mut refused = 0;
    for number in 0..40 {
        refused += usize::from(get(format!("tasuki=made-up-{number}")).await == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(refused, 40 - 19, "they share twenty, of which one is gone");
    let token = format!("Bearer made-up-{}", 1);
    let answer = ask(&router, Method::GET, "/api/v1/me", &[("authorization", &token)], "").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(get(format!("tasuki={}", admin.cookie)).await, StatusCode::OK, "who is somebody goes on");
    // Whatever hashes is bounded like a sign-in, session or not.
    let headers = [("cookie", format!("tasuki={}", admin.cookie))];
    let headers = [("cookie", headers[0].1.as_str())];
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.push(ask(&router, Method::POST, "/me/mail", &headers, "mail=x&current=x").await.status);
    }
    assert_eq!(seen.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count(), 2, "{seen:?}");
}

#[tokio::test]
async fn forgetting_a_password_has_a_bound_of_its_own() {
    let world = World::new().await;
    let app = world.app.clone().with_mail();
    let router = tasuki_web::router(Web::new(app, None).with_limits(Limits::default()));
    let mut texts = Vec::new();
    for number in 0..12 {
        let body = format!("mail=nobody{number}@example.jp");
        let answer = ask(&router, Method::POST, "/sign-in/forgot", &[], &body).await;
        texts.push((answer.status, answer.text));
    }
    assert!(texts[..10].iter().all(|told| *told == texts[0] && told.0 == StatusCode::OK), "all are told the same");
    assert_eq!(texts[10].0, StatusCode::TOO_MANY_REQUESTS);
    let sign_in = ask(&router, Method::POST, "/sign-in/password", &[], "mail=a@example.jp&password=x").await;
    assert_eq!(sign_in.status, StatusCode::UNPROCESSABLE_ENTITY, "signing in goes on");
}

#[tokio::test]
async fn a_form_that_is_refused_for_now_says_when_to_come_again() {
    let world = World::new().await;
    let admin = world.somebody("山", Role::Administrator).await;
    let app = with_password(&world, &admin).await;
    let router = tasuki_web::router(Web::new(app, None));
    let guess = format!("mail={}%40example.jp&password=guess-guess", admin.id);
    for _ in 0..3 {
        let wrong = ask(&router, Method::POST, "/sign-in/password", &[], &guess).await;
        assert_eq!((wrong.status, wrong.header("retry-after")), (StatusCode::UNPROCESSABLE_ENTITY, ""));
    }
    let waits = ask(&router, Method::POST, "/sign-in/password", &[], &guess).await;
    assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(waits.text.contains("name=\"password\""), "the form is shown again");
    assert!(waits.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds >= 1), "{:?}", waits.headers);
}
