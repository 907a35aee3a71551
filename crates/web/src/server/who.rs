//! The caller, as far as the request shows.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, OriginalUri};
use axum::http::Uri;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE, USER_AGENT};
use axum::http::request::Parts;
use tasuki_app::once::Once;
use tasuki_app::{Actor, Context, Credentials, Error, Kind, digest};
use tasuki_catalog::Lang;

use crate::rendered::Rendered;

/// The cookie of a session. Behind TLS, all our cookies have the prefix `__Host-`: a cookie without it, which a
/// neighbouring site or somebody in the network could set, is ignored there.
pub(crate) const COOKIE_NAME: &str = "tasuki";
/// The prefix of cookies that only this very server can set, and only over TLS.
const HOST: &str = "__Host-";
/// The cookie that identifies a browser in which somebody has signed in before.
pub(crate) const DEVICE: &str = "tasuki-device";

/// Whether the server is accessed over TLS: then only cookies count that nobody else can set. Added to each request
/// when it is accepted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Secure(pub(crate) bool);

/// The full name of one of our cookies.
pub(crate) fn cookie_name(name: &str, secure: bool) -> String {
    if secure { format!("{HOST}{name}") } else { name.to_owned() }
}

/// The value of one of our cookies, by its full name.
pub(crate) fn own_cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let secure = parts.extensions.get::<Secure>().is_some_and(|secure| secure.0);
    cookie(parts, &cookie_name(name, secure))
}

/// The caller, and the preferences for the response. Cloning is cheap: every handler has one, and hands it on.
#[derive(Debug, Clone)]
pub struct Who(Arc<Caller>);

/// What the request shows of the caller.
#[derive(Debug, Clone)]
pub struct Caller {
    /// What proves who it is.
    pub credentials: Credentials,
    /// The language for people who are not signed in, and for errors.
    pub lang: Lang,
    /// The theme for people who are not signed in.
    pub theme: &'static str,
    /// Path and query of the request.
    pub path: String,
    /// Whether it only reads.
    pub(crate) only_reads: bool,
    /// The route, without the values of its variable parts: this may be logged.
    pub(crate) route: String,
    /// Whether only a part of a page is requested (htmx).
    pub is_fragment: bool,
    /// What the browser says it is.
    pub device: String,
    /// The idempotency key of the request.
    pub once: Option<Once>,
    /// What the page that sends it wrote into it.
    pub(crate) rendered: Rendered,
    /// The client's network address, as far as known.
    pub address: String,
    /// The secret that identifies the browser, if somebody has signed in with it before.
    pub(crate) browser: Option<String>,
    /// The page from which the request was sent, if it is ours and the browser reports it.
    pub(crate) page: Option<String>,
}

impl Deref for Who {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl Who {
    /// The same caller with something else.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Caller)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// Reads the caller from the head of a request.
    pub(crate) fn of(parts: &Parts) -> Self {
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        Self(Arc::new(Caller {
            credentials: credentials(parts),
            lang: lang(parts),
            theme: theme(cookie(parts, "theme").unwrap_or_default()),
            path: uri(parts).path_and_query().map_or_else(String::new, ToString::to_string),
            only_reads: parts.method.is_safe(),
            route: parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default(),
            is_fragment: header("hx-request") == Some("true"),
            once: parts.extensions.get::<Once>().cloned(),
            rendered: parts.extensions.get::<Rendered>().cloned().unwrap_or_default(),
            device: parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned(),
            address: address(parts),
            browser: own_cookie(parts, DEVICE).filter(|secret| secret.len() < 100).map(str::to_owned),
            page: header("referer").and_then(|from| from.parse().ok()).and_then(|from: Uri| page(parts, &from)),
        }))
    }

    /// Whether the caller is a program, which needs responses for programs.
    pub(crate) fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
}

impl Who {
    /// A page that somebody left open is not sent by whoever has signed in since: the words on it are not theirs.
    pub(crate) fn check_page(&self, cx: &Context<'_, '_>) -> Result<(), Error> {
        let page_of = &self.rendered.page_of;
        let is_another = |own: &Actor| !page_of.is_empty() && own.person.id.to_string() != *page_of;
        if !cx.actor.as_ref().is_some_and(is_another) {
            return Ok(());
        }
        let error = Error::new(
            Kind::State,
            "session.another",
            "この画面は、別の人がサインインしていたときに開いたものです。",
            "This page was opened while somebody else was signed in.",
        );
        Err(error.hint(
            "何も変えていません。画面を開き直してください。入力していた人がサインインし直すと、続きから送れます。",
            "Nothing was changed. Open the page again; whoever typed this can sign in again and send it.",
        ))
    }

    /// What leads back to a page after a form on it was confirmed: only the page that sent it knows the rest, so that no other address makes
    /// a browser forget what was typed (`keep.js`).
    pub(crate) fn kept(&self, form: &str) -> String {
        format!("kept={form}.{}", self.rendered.nonce)
    }
}

/// One of the three themes; anything else means the system's.
pub(crate) fn theme(name: &str) -> &'static str {
    match name {
        "light" => "light",
        "dark" => "dark",
        _ => "auto",
    }
}

/// Path and query of a page, if it is one of ours.
fn page(parts: &Parts, from: &Uri) -> Option<String> {
    let host = parts.headers.get(axum::http::header::HOST).and_then(|host| host.to_str().ok());
    let ours = host.is_some() && from.authority().map(axum::http::uri::Authority::as_str) == host;
    ours.then(|| from.path_and_query().map(ToString::to_string)).flatten()
}

/// The origin of a request: behind a proxy on this machine, the address that the proxy reports. Empty if nothing is
/// known.
fn address(parts: &Parts) -> String {
    let is_known = parts.extensions.get::<ConnectInfo<SocketAddr>>().is_some();
    if is_known { crate::server::network::address(parts).to_string() } else { String::new() }
}

/// The requested address: a nested router sees only the rest of it.
fn uri(parts: &Parts) -> &Uri {
    parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |OriginalUri(uri)| uri)
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let all = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value)
}

/// The secret of a request, as it was sent; empty if there is none.
pub(crate) fn shown(parts: &Parts) -> String {
    let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let cookie = || own_cookie(parts, COOKIE_NAME);
    header.or_else(cookie).unwrap_or_default().to_owned()
}

/// The credentials of a request.
pub(crate) fn credentials(parts: &Parts) -> Credentials {
    let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    // If there is a token, a cookie beside it is ignored.
    if let Some(header) = header {
        return match header.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Credentials::Token(digest(token.trim())),
            _ => Credentials::None,
        };
    }
    match own_cookie(parts, COOKIE_NAME) {
        Some(secret) => Credentials::Session(digest(secret)),
        None => Credentials::None,
    }
}

/// The language that was chosen here, or else the browser's preferred one; the default is Japanese.
fn lang(parts: &Parts) -> Lang {
    match cookie(parts, "lang") {
        Some("en") => Lang::En,
        Some("ja") => Lang::Ja,
        _ => {
            let all = parts.headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
            preferred(&all.collect::<Vec<_>>().join(","))
        }
    }
}

/// `en;q=0.3, ja-JP;q=0.8`: the language with the larger weight, the first of two with equal weights. A language with
/// weight 0 is not wanted.
fn preferred(accepted: &str) -> Lang {
    let ranges: Vec<(&str, f32)> = accepted.split(',').map(weighed).collect();
    let liked = |own: &str| {
        let is_own = |range: &str| range.split('-').next().is_some_and(|main| main.eq_ignore_ascii_case(own));
        let named = ranges.iter().position(|(range, _)| is_own(range));
        // `*` stands for every language that is not listed.
        let place = named.or_else(|| ranges.iter().position(|(range, _)| *range == "*"))?;
        Some((ranges[place].1, place)).filter(|(weight, _)| *weight > 0.0)
    };
    match (liked("ja"), liked("en")) {
        (None, Some(_)) => Lang::En,
        (Some((ja, first)), Some((en, second))) if en > ja || (en - ja).abs() < f32::EPSILON && second < first => {
            Lang::En
        }
        _ => Lang::Ja,
    }
}

/// A language and its weight, 0 to 1; the default weight is 1, an invalid one counts as 0.
fn weighed(range: &str) -> (&str, f32) {
    let (name, parameters) = range.split_once(';').unwrap_or((range, ""));
    let weight = parameters.split(';').find_map(|one| {
        let (name, value) = one.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse::<f32>().unwrap_or(0.0))
    });
    let weight = weight.unwrap_or(1.0);
    (name.trim(), if (0.0..=1.0).contains(&weight) { weight } else { 0.0 })
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_is_liked_better() {
        for (accepted, lang) in [
            ("", Lang::Ja),
            ("en", Lang::En),
            ("en-US,en;q=0.9,ja;q=0.8", Lang::En),
            ("ja,en-US;q=0.9", Lang::Ja),
            ("en;q=0.1, ja;q=0.9", Lang::Ja),
            ("ja;q=0.2, EN-gb;q=0.7", Lang::En),
            ("ja;q=0, en;q=0.1", Lang::En),
            ("en;q=0, ja;q=0", Lang::Ja),
            ("en;q=0", Lang::Ja),
            ("fr, en;q=0.5", Lang::En),
            ("fr;q=0.9, *;q=0.1", Lang::Ja),
            ("ja;q=0, *", Lang::En),
            ("en;q=0.5, ja;q=0.5", Lang::En),
            ("jav, den", Lang::Ja),
            ("den, fr", Lang::Ja),
            ("en;q=x, ja;q=0.1", Lang::Ja),
            ("en;q=7, ja;q=0.1", Lang::Ja),
        ] {
            assert_eq!(preferred(accepted), lang, "{accepted}");
        }
    }
}
