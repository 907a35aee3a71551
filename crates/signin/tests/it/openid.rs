//! A minimal provider: it publishes its metadata, and answers with the token that a test gives it.

use std::sync::{Arc, Mutex};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use tasuki_signin::openid::{Http, Identity, OpenIdRefusal, Pending, Provider, Settings};
use tasuki_signin::tokens::Digest;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use url::Url;

use crate::{moment, repeatable};

const NOW: &str = "2026-11-21T09:00:00Z";
/// The access token of the provider.
const ACCESS_TOKEN: &str = "a";
const MEGABYTE: usize = 1024 * 1024;

#[derive(Clone)]
struct Stub {
    issuer: String,
    claims: Arc<Mutex<Value>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Stub {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let stub = Self { issuer, claims: Arc::default(), heard: Arc::default() };
        let serving = stub.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serving.answer(stream).await;
            }
        });
        stub
    }

    async fn answer(&self, mut stream: TcpStream) {
        let mut request = vec![0; 16 * 1024];
        let read = stream.read(&mut request).await.expect("a request");
        let request = String::from_utf8_lossy(&request[..read]).into_owned();
        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
        self.heard.lock().expect("unlocked").push(request);
        let (status, more, body) = match path.as_str() {
            "/.well-known/openid-configuration" => ("200 OK", "", self.metadata()),
            "/keys" => ("200 OK", "", json!({ "keys": [public_key()] })),
            "/token" => ("200 OK", "", self.tokens()),
            "/elsewhere/.well-known/openid-configuration" => {
                ("302 Found", "location: /.well-known/openid-configuration\r\n", json!({}))
            }
            "/just/.well-known/openid-configuration" => ("200 OK", "", self.metadata_of(MEGABYTE, "just")),
            "/huge/.well-known/openid-configuration" => ("200 OK", "", self.metadata_of(MEGABYTE + 1, "huge")),
            _ => ("404 Not Found", "", json!({})),
        };
        let body = body.to_string();
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{more}content-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        // The other side may close the connection when an answer is too long.
        let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
    }

    fn metadata(&self) -> Value {
        let at = |path: &str| format!("{}/{path}", self.issuer);
        json!({
            "issuer": self.issuer, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"), "jwks_uri": at("keys"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        })
    }

    /// The same at another path, with as much of no meaning as makes it this long.
    fn metadata_of(&self, length: usize, path: &str) -> Value {
        let mut metadata = self.metadata();
        metadata["issuer"] = json!(format!("{}/{path}", self.issuer));
        metadata["padding"] = json!("");
        metadata["padding"] = json!("x".repeat(length - metadata.to_string().len()));
        metadata
    }

    fn tokens(&self) -> Value {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = self.claims.lock().expect("unlocked").clone();
        let signed = format!("{}.{}", encode(&json!({ "alg": "ES256", "kid": "1" })), encode(&claims));
        let signature: Signature = signing_key().sign(signed.as_bytes());
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()));
        json!({ "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 60, "id_token": token })
    }

    fn settings(&self) -> Settings {
        Settings {
            issuer: self.issuer.clone(),
            client: "tasuki".to_owned(),
            secret: Some("secret".to_owned()),
            redirect: Url::parse("http://localhost:8642/sign-in/openid/back").expect("an address"),
        }
    }

    fn good_claims(&self, nonce: &str) -> Value {
        let now = moment(NOW).as_second();
        json!({
            "iss": self.issuer, "aud": "tasuki", "sub": "u-17", "iat": now, "exp": now + 300, "nonce": nonce,
            "email": "hanako@example.jp", "email_verified": true, "name": "山田 花子",
        })
    }
}

fn signing_key() -> SigningKey {
    SigningKey::from_slice(&[9; 32]).expect("a key")
}

fn public_key() -> Value {
    let point = signing_key().verifying_key().to_sec1_point(false);
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "1",
        "x": encode(&point.as_bytes()[1..33]), "y": encode(&point.as_bytes()[33..65]),
    })
}

fn http() -> Http {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Http::new().expect("a client")
}

fn parameter(address: &Url, name: &str) -> String {
    address.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// Signs in with these changes to the claims of a valid provider.
async fn sign_in(change: impl FnOnce(&mut Value)) -> Result<Identity, OpenIdRefusal> {
    sign_in_asked(None, change).await
}

/// The same, but the provider was asked to authenticate its user again.
async fn sign_in_asked(
    anew: Option<jiff::Timestamp>,
    change: impl FnOnce(&mut Value),
) -> Result<Identity, OpenIdRefusal> {
    let stub = Stub::start().await;
    let provider = Provider::discover(&http(), stub.settings()).await.expect("discovered");
    let (address, pending) = provider.start(anew, &mut repeatable());
    let asked = if anew.is_some() { ("login", "60") } else { ("", "") };
    assert_eq!((parameter(&address, "prompt").as_str(), parameter(&address, "max_age").as_str()), asked);
    let mut claims = stub.good_claims(&parameter(&address, "nonce"));
    change(&mut claims);
    *stub.claims.lock().expect("unlocked") = claims;
    let state = parameter(&address, "state");
    let identity = provider.finish(&http(), pending, &state, "the-code", moment(NOW)).await?;
    assert_eq!((identity.issuer.as_str(), provider.issuer()), (stub.issuer.as_str(), stub.issuer.as_str()));
    Ok(identity)
}

#[tokio::test]
async fn the_person_is_named() {
    let identity = sign_in(|_| ()).await.expect("signed in");
    assert_eq!((identity.subject.as_str(), identity.mail_verified), ("u-17", true));
    assert_eq!(identity.mail.as_deref(), Some("hanako@example.jp"));
    assert_eq!(identity.name.as_deref(), Some("山田 花子"));
}

#[tokio::test]
async fn a_mail_address_counts_as_seen_only_if_the_provider_says_so() {
    for says in [json!(false), Value::Null] {
        let identity = sign_in(|claims| claims["email_verified"] = says).await.expect("signed in");
        assert!(!identity.mail_verified);
    }
}

/// The hash of an access token that its ID token contains: the left half of its SHA-256 (`OpenID` Connect Core 1.0,
/// 3.1.3.6).
fn token_hash(token: &str) -> Value {
    json!(URL_SAFE_NO_PAD.encode(&Digest::of(token.as_bytes()).as_bytes()[..16]))
}

#[tokio::test]
async fn an_access_token_that_was_swapped_is_not_trusted() {
    sign_in(|claims| claims["at_hash"] = token_hash(ACCESS_TOKEN)).await.expect("the token that the provider signed");
    let refused = sign_in(|claims| claims["at_hash"] = token_hash("another")).await;
    assert_eq!(refused.err().as_ref().map(OpenIdRefusal::code), Some("openid-untrusted"));
}

#[tokio::test]
async fn what_is_not_for_us_or_not_for_now_is_not_trusted() {
    let changes: [(&str, Value); 5] = [
        ("aud", json!("somebody-else")),
        ("iss", json!("https://elsewhere.example")),
        ("nonce", json!("another")),
        ("exp", json!(moment(NOW).as_second() - 1)),
        ("nonce", Value::Null),
    ];
    for (claim, value) in changes {
        let refused = sign_in(|claims| claims[claim] = value).await.err();
        assert_eq!(refused.as_ref().map(OpenIdRefusal::code), Some("openid-untrusted"), "{claim}: {refused:?}");
    }
}

#[tokio::test]
async fn who_was_to_be_asked_again_was_asked() {
    let begun = moment(NOW).as_second();
    let refused = |at: i64| sign_in_asked(Some(moment(NOW)), move |claims| claims["auth_time"] = json!(at));
    assert_eq!(refused(begun - 3_600).await, Err(OpenIdRefusal::NotAnew));
    assert_eq!(refused(begun - 61).await, Err(OpenIdRefusal::NotAnew));
    refused(begun - 60).await.expect("clocks are not quite the same");
    refused(begun + 20).await.expect("asked");
    sign_in_asked(Some(moment(NOW)), |_| ()).await.expect("not every provider tells");
    sign_in(|claims| claims["auth_time"] = json!(begun - 3_600)).await.expect("a sign-in may be older");
}

#[tokio::test]
async fn the_code_is_exchanged_with_the_proof_that_we_asked() {
    let stub = Stub::start().await;
    let provider = Provider::discover(&http(), stub.settings()).await.expect("discovered");
    let (address, pending) = provider.start(None, &mut repeatable());
    assert_eq!(parameter(&address, "code_challenge_method"), "S256");
    assert_eq!(parameter(&address, "scope"), "openid email profile");
    *stub.claims.lock().expect("unlocked") = stub.good_claims(&parameter(&address, "nonce"));
    let kept = serde_json::to_string(&pending).expect("written");
    let pending: Pending = serde_json::from_str(&kept).expect("read");
    let state = parameter(&address, "state");
    provider.finish(&http(), pending, &state, "the-code", moment(NOW)).await.expect("signed in");
    let heard = stub.heard.lock().expect("unlocked").concat();
    assert!(heard.contains("code_verifier=") && heard.contains("code=the-code"), "{heard}");
}

#[tokio::test]
async fn the_answer_to_another_attempt_is_refused() {
    let stub = Stub::start().await;
    let provider = Provider::discover(&http(), stub.settings()).await.expect("discovered");
    let (_, pending) = provider.start(None, &mut repeatable());
    let refused = provider.finish(&http(), pending, "forged", "the-code", moment(NOW)).await;
    assert_eq!(refused, Err(OpenIdRefusal::OtherState));
}

#[tokio::test]
async fn providers_that_lead_elsewhere_or_talk_too_long_are_not_followed() {
    let stub = Stub::start().await;
    let settings = |path: &str| Settings { issuer: format!("{}/{path}", stub.issuer), ..stub.settings() };
    for path in ["elsewhere", "huge", "missing"] {
        let refused = Provider::discover(&http(), settings(path)).await.err();
        assert_eq!(refused.as_ref().map(OpenIdRefusal::code), Some("openid-unreachable"), "{path}: {refused:?}");
    }
    let heard = stub.heard.lock().expect("unlocked");
    let asked: Vec<&str> = heard.iter().filter_map(|request| request.split(' ').nth(1)).collect();
    let paths = ["elsewhere", "huge", "missing"].map(|path| format!("/{path}/.well-known/openid-configuration"));
    assert_eq!(asked, paths, "nothing else was asked for");
}

#[tokio::test]
async fn a_megabyte_is_the_most_that_is_read_however_it_arrives() {
    let stub = Stub::start().await;
    let settings = |path: &str| Settings { issuer: format!("{}/{path}", stub.issuer), ..stub.settings() };
    Provider::discover(&http(), settings("just")).await.expect("a megabyte");
    let refused = Provider::discover(&http(), settings("huge")).await.expect_err("one byte more");
    let why = refused.detail().unwrap_or_default();
    assert!(why.contains("the answer is longer than a megabyte"), "the log says why: {why}");
}

#[tokio::test]
async fn only_https_or_this_machine() {
    let stub = Stub::start().await;
    let unsuitable = [
        "http://id.example.jp",
        "http://192.0.2.1",
        "http://[2001:db8::1]",
        "http://localhost.example.jp",
        "ftp://localhost",
        "not an address",
        "",
    ];
    // Nobody listens there, but we would have asked.
    let asked =
        ["http://localhost:1", "http://127.0.0.1:1", "http://127.9.9.9:1", "http://[::1]:1", "https://127.0.0.1:1"];
    let all = unsuitable.map(|issuer| (issuer, "openid-unsuitable-issuer"));
    for (issuer, code) in all.into_iter().chain(asked.map(|issuer| (issuer, "openid-unreachable"))) {
        let settings = Settings { issuer: issuer.to_owned(), ..stub.settings() };
        let refused = Provider::discover(&http(), settings).await.err();
        assert_eq!(refused.as_ref().map(OpenIdRefusal::code), Some(code), "{issuer}");
    }
}

#[tokio::test]
async fn neither_the_secret_nor_the_state_of_an_attempt_gets_into_a_log() {
    let stub = Stub::start().await;
    let provider = Provider::discover(&http(), stub.settings()).await.expect("discovered");
    let (_, pending) = provider.start(None, &mut repeatable());
    assert_eq!(format!("{:?}", stub.settings()), format!("Settings(tasuki at {})", stub.issuer));
    assert_eq!(format!("{pending:?}"), "Pending(…)");
}
