//! Signing in through the company's own identity provider (`OpenID` Connect, authorization code with PKCE).
//!
//! [`Provider::discover`] reads the provider's metadata. [`Provider::start`] gives the address to which to send the
//! browser, and what to keep in the meantime. [`Provider::finish`] exchanges the returned code and checks the
//! signed ID token: issuer, audience, expiry, nonce. Redirects are not followed and the size of responses is
//! limited, so that a provider cannot make us fetch anything else. Issuer and subject decide who the person is
//! here, never the mail address alone.

use std::pin::Pin;
use std::time::{Duration, SystemTime};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use openidconnect::{
    AccessTokenHash, AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenResponse,
    core::{
        CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreTokenResponse,
    },
    http,
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use tasuki_catalog::{Lang, Text};
use url::{Host, Url};

use crate::random::{self, Random};

const LONGEST_ANSWER: usize = 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);
/// How long ago the provider may have authenticated its user when we asked it to do so again.
const LOGIN_AGE: Duration = Duration::from_mins(1);
/// How many seconds its clock may be behind ours.
const CLOCKS_APART: i64 = 60;

/// The registration of this server at the provider.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The provider's address, as it appears in its tokens.
    pub issuer: String,
    /// Our client identifier there.
    pub client: String,
    /// Our client secret there; `None` for a public client.
    pub secret: Option<String>,
    /// The address to which it sends people back.
    pub redirect: Url,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Settings({} at {})", self.client, self.issuer)
    }
}

/// What the server keeps while the person is at the provider.
#[derive(Clone, Serialize, Deserialize)]
pub struct Pending {
    state: String,
    nonce: String,
    verifier: String,
    /// When we asked the provider to authenticate its user again, in seconds since 1970.
    #[serde(default)]
    anew: Option<i64>,
}

impl Pending {
    /// Whether the returned `state` is ours.
    pub fn is_answered_by(&self, state: &str) -> bool {
        self.state.as_bytes().ct_eq(state.as_bytes()).into()
    }
}

impl std::fmt::Debug for Pending {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Pending(…)")
    }
}

/// The person whom the provider identifies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The person, by an identifier that the provider never gives to anybody else.
    pub subject: String,
    /// The mail address, if the provider sends it.
    pub mail: Option<String>,
    /// Whether the provider has verified that the address belongs to the person.
    pub mail_verified: bool,
    /// The person's name, if the provider sends it.
    pub name: Option<String>,
}

/// The client that talks to providers: no redirects, a timeout of ten seconds, responses of at most a megabyte.
#[derive(Debug, Clone)]
pub struct Http(reqwest::Client);

impl Http {
    /// Creates a client. The process must have installed a TLS provider.
    pub fn new() -> Result<Self, OpenIdRefusal> {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).build();
        client.map(Self).map_err(|error| OpenIdRefusal::Unreachable { detail: error.to_string() })
    }

    async fn fetch(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, HttpFailed> {
        let request = reqwest::Request::try_from(request)?;
        let mut answer = self.0.execute(request).await?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                return Err(HttpFailed::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = http::Response::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpFailed;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Vec<u8>>, HttpFailed>> + Send + 'c>>;

    fn call(&'c self, request: http::Request<Vec<u8>>) -> Self::Future {
        Box::pin(self.fetch(request))
    }
}

/// Why a provider's answer did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum HttpFailed {
    /// No connection, or no valid HTTP.
    #[error(transparent)]
    Client(#[from] reqwest::Error),
    /// More than a megabyte.
    #[error("the answer is longer than a megabyte")]
    TooLong,
}

/// A provider whose metadata has what we need.
#[derive(Debug, Clone)]
pub struct Provider {
    settings: Settings,
    metadata: CoreProviderMetadata,
    redirect: RedirectUrl,
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

impl Provider {
    /// Reads the provider's metadata at `/.well-known/openid-configuration`, and its keys.
    pub async fn discover(http: &Http, settings: Settings) -> Result<Self, OpenIdRefusal> {
        let unsuitable = || OpenIdRefusal::UnsuitableIssuer { issuer: settings.issuer.clone() };
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|_| unsuitable())?;
        if !is_safe(issuer.url()) {
            return Err(unsuitable());
        }
        let metadata = CoreProviderMetadata::discover_async(issuer, http).await.map_err(unreachable)?;
        let redirect = RedirectUrl::from_url(settings.redirect.clone());
        Ok(Self { settings, metadata, redirect })
    }

    /// Its address.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// The address to which to send the browser, and what to keep until it comes back. With `anew`, which is the
    /// current time, the provider must authenticate its user again, even if the user is signed in there.
    pub fn start(&self, anew: Option<Timestamp>, random: &mut dyn Random) -> (Url, Pending) {
        let pending = Pending {
            state: unguessable(random),
            nonce: unguessable(random),
            verifier: unguessable(random),
            anew: anew.map(Timestamp::as_second),
        };
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(pending.verifier.clone()));
        let (state, nonce) = (pending.state.clone(), pending.nonce.clone());
        let client = self.client();
        let request = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        );
        // A provider that gets `max_age` must return when it authenticated its user (OpenID Connect Core 1.0,
        // 3.1.2.1).
        let request = match anew {
            Some(_) => request.add_prompt(CoreAuthPrompt::Login).set_max_age(LOGIN_AGE),
            None => request,
        };
        let (address, _, _) = request
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        (address, pending)
    }

    /// Exchanges the code that came back with our `state`, and returns the person's identity.
    pub async fn finish(
        &self,
        http: &Http,
        pending: Pending,
        state: &str,
        code: &str,
        now: Timestamp,
    ) -> Result<Identity, OpenIdRefusal> {
        if !pending.is_answered_by(state) {
            return Err(OpenIdRefusal::OtherState);
        }
        let client = self.client();
        let answer: CoreTokenResponse = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| OpenIdRefusal::Refused { detail: error.to_string() })?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier))
            .request_async(http)
            .await
            .map_err(|error| OpenIdRefusal::Refused { detail: error.to_string() })?;
        self.identity(&client, &answer, &Nonce::new(pending.nonce), pending.anew, now)
    }

    fn identity(
        &self,
        client: &Client,
        answer: &CoreTokenResponse,
        nonce: &Nonce,
        anew: Option<i64>,
        now: Timestamp,
    ) -> Result<Identity, OpenIdRefusal> {
        let token = answer.id_token().ok_or_else(|| OpenIdRefusal::untrusted("there is no ID token"))?;
        let clock = SystemTime::from(now);
        let verifier = client.id_token_verifier().set_time_fn(move || clock.into());
        let claims = token.claims(&verifier, nonce).map_err(OpenIdRefusal::untrusted)?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(OpenIdRefusal::untrusted)?;
            let key = token.signing_key(&verifier).map_err(OpenIdRefusal::untrusted)?;
            let actual = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
            if actual.map_err(OpenIdRefusal::untrusted)? != *expected {
                return Err(OpenIdRefusal::untrusted("the access token is another one"));
            }
        }
        // Some providers return no time; then we know only that they were asked.
        let asked = claims.auth_time().map(|at| at.timestamp());
        if let (Some(since), Some(asked)) = (anew, asked)
            && asked < since - CLOCKS_APART
        {
            return Err(OpenIdRefusal::NotAnew);
        }
        Ok(named(self.issuer(), claims))
    }

    fn client(&self) -> Client {
        let secret = self.settings.secret.clone().map(ClientSecret::new);
        CoreClient::from_provider_metadata(self.metadata.clone(), ClientId::new(self.settings.client.clone()), secret)
            .set_redirect_uri(self.redirect.clone())
    }
}

fn named(issuer: &str, claims: &CoreIdTokenClaims) -> Identity {
    Identity {
        issuer: issuer.to_owned(),
        subject: claims.subject().to_string(),
        mail: claims.email().map(|mail| mail.to_string()),
        mail_verified: claims.email_verified().unwrap_or(false),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
    }
}

/// HTTPS, or a provider on the same machine.
fn is_safe(address: &Url) -> bool {
    let local = match address.host() {
        Some(Host::Domain(domain)) => domain == "localhost",
        Some(Host::Ipv4(number)) => number.is_loopback(),
        Some(Host::Ipv6(number)) => number.is_loopback(),
        None => false,
    };
    address.scheme() == "https" || (address.scheme() == "http" && local)
}

fn unguessable(random: &mut dyn Random) -> String {
    URL_SAFE_NO_PAD.encode(random::bytes::<32>(random))
}

/// Why signing in at the provider failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().get(Lang::En))]
pub enum OpenIdRefusal {
    /// The provider's address is not valid.
    UnsuitableIssuer {
        /// That address.
        issuer: String,
    },
    /// The provider does not answer, or its answer is not that of a provider.
    Unreachable {
        /// What went wrong.
        detail: String,
    },
    /// The browser comes back from a different attempt than the one that it began.
    OtherState,
    /// The provider should have authenticated its user again, and did not.
    NotAnew,
    /// The provider does not accept the code.
    Refused {
        /// What it said.
        detail: String,
    },
    /// Its ID token cannot be trusted.
    Untrusted {
        /// Why.
        detail: String,
    },
}

impl OpenIdRefusal {
    #[expect(clippy::needless_pass_by_value, reason = "it stands where `map_err` hands over an error")]
    fn untrusted(detail: impl ToString) -> Self {
        Self::Untrusted { detail: detail.to_string() }
    }

    /// A stable name for this refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnsuitableIssuer { .. } => "openid-unsuitable-issuer",
            Self::Unreachable { .. } => "openid-unreachable",
            Self::OtherState => "openid-other-state",
            Self::NotAnew => "openid-not-anew",
            Self::Refused { .. } => "openid-refused",
            Self::Untrusted { .. } => "openid-untrusted",
        }
    }

    /// What is wrong. What the provider said goes only into the log ([`Self::detail`]).
    pub fn message(&self) -> Text {
        match self {
            Self::UnsuitableIssuer { issuer } => Text::new(
                format!("{issuer} は認証基盤のアドレスとして使えません。"),
                format!("{issuer} cannot be an identity provider's address."),
            ),
            Self::Unreachable { .. } => {
                Text::new("会社の認証基盤から応答がありません。", "The company's identity provider does not answer.")
            }
            Self::OtherState => {
                Text::new("サインインの途中で別の操作が始まりました。", "Another sign-in began in the meantime.")
            }
            Self::NotAnew => Text::new(
                "会社の認証基盤が、本人の確認をし直しませんでした。",
                "The identity provider did not ask who you are again.",
            ),
            Self::Refused { .. } | Self::Untrusted { .. } => Text::new(
                "会社の認証基盤の返答を確認できませんでした。",
                "The identity provider's answer could not be checked.",
            ),
        }
    }

    /// What to do.
    pub fn hint(&self) -> Text {
        match self {
            Self::UnsuitableIssuer { .. } => {
                Text::new("https のアドレスを設定してください。", "Configure one with https.")
            }
            Self::Unreachable { .. } => {
                Text::new("しばらくしてから、もう一度お試しください。", "Try again in a while.")
            }
            Self::OtherState => Text::new("最初からやり直してください。", "Start again."),
            Self::NotAnew => Text::new(
                "別の方法で確認するか、サインインし直してください。",
                "Confirm another way, or sign in again.",
            ),
            Self::Refused { .. } | Self::Untrusted { .. } => Text::new(
                "最初からやり直し、続くときは管理者に知らせてください。",
                "Start again, and tell an administrator if it keeps failing.",
            ),
        }
    }

    /// What the log should contain beyond the code.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Unreachable { detail } | Self::Refused { detail } | Self::Untrusted { detail } => Some(detail),
            Self::UnsuitableIssuer { .. } | Self::OtherState | Self::NotAnew => None,
        }
    }
}

fn unreachable(error: impl std::error::Error) -> OpenIdRefusal {
    let mut detail = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        detail = format!("{detail}: {inner}");
        cause = inner.source();
    }
    OpenIdRefusal::Unreachable { detail }
}
