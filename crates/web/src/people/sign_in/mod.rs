//! Signing in and out.

mod factor;
mod openid;
mod out;
mod page;
pub(crate) mod passkeys;
mod password;
mod resets;

pub(crate) use page::Back;

use axum::http::HeaderName;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use tasuki_app::sign_in::Origin;
use tasuki_app::{Token, TokenKind};

use crate::address::local;
use crate::pages::{Pages, get, post};
use crate::{Web, Who};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/sign-in", get(page::page))
        .route("/sign-in/password", get(password::page).post(password::enter))
        .route("/sign-in/second-factor", get(factor::page).post(factor::code))
        .route("/sign-in/second-factor/recovery-code", post(factor::recovery_code))
        .route("/sign-in/second-factor/passkey/begin", post(factor::passkey_begin))
        .route("/sign-in/second-factor/passkey/finish", post(factor::passkey_finish))
        .route("/sign-in/passkey/begin", post(passkeys::begin))
        .route("/sign-in/passkey/finish", post(passkeys::finish))
        .route("/sign-in/openid/start", get(openid::start))
        .route("/sign-in/openid/back", get(openid::back))
        .route("/sign-in/forgot", get(resets::ask).post(resets::request))
        .route("/sign-in/reset/{secret}", get(resets::form).post(resets::choose))
        .route("/sign-out", post(out::leave))
}

/// Where an attempt comes from.
pub(crate) fn origin(who: &Who) -> Origin {
    let browser = who.browser.as_deref().map(tasuki_app::digest);
    Origin { device: device(&who.device), address: who.address.clone(), browser }
}

/// A visitor who signs in: the origin, and the secret that will identify the browser afterwards.
pub(crate) struct Visit {
    pub(crate) origin: Origin,
    browser: String,
}

impl Visit {
    /// A browser keeps the secret that it has; one without gets a new one.
    pub(crate) fn of(web: &Web, who: &Who) -> Self {
        let browser = who.browser.clone().unwrap_or_else(|| {
            let random = &web.app().options().random;
            Token::new(TokenKind::Device, &mut |bytes: &mut [u8]| random.fill(bytes)).reveal().to_owned()
        });
        Self { origin: Origin { browser: Some(tasuki_app::digest(&browser)), ..origin(who) }, browser }
    }

    /// The cookies of somebody who has just signed in.
    pub(crate) fn cookies(&self, web: &Web, session: &str) -> AppendHeaders<[(HeaderName, String); 3]> {
        AppendHeaders([
            (SET_COOKIE, session_cookie(session, web.is_secure())),
            (SET_COOKIE, device_cookie(&self.browser, web.is_secure())),
            (SET_COOKIE, halfway_cookie(factor::COOKIE, "", web.is_secure())),
        ])
    }
}

/// The cookie that identifies a browser, for half a year from the last sign-in.
fn device_cookie(secret: &str, secure: bool) -> String {
    let (name, flag) = (crate::who::cookie_name(crate::who::DEVICE, secure), if secure { "; Secure" } else { "" });
    format!("{name}={secret}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax{flag}")
}

/// A short description of a browser that a person recognises: `Firefox · Windows`.
fn device(agent: &str) -> String {
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    let known: Vec<&str> = [browser, system].into_iter().flatten().collect();
    known.join(" · ")
}

/// The cookie of a session: not accessible to scripts or other sites, and restricted to TLS if the server uses TLS.
pub(crate) fn session_cookie(secret: &str, secure: bool) -> String {
    let (name, flag) = (crate::who::cookie_name(crate::who::COOKIE_NAME, secure), if secure { "; Secure" } else { "" });
    format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{flag}")
}

/// A cookie that carries an unfinished operation to its next step, for ten minutes; an empty secret deletes it.
fn halfway_cookie(name: &str, secret: &str, secure: bool) -> String {
    // The `__Host-` prefix, which prevents others from setting the cookie, requires the path of the whole server.
    let (path, flag) = if secure { ("/", "; Secure") } else { ("/sign-in", "") };
    let (name, age) = (crate::who::cookie_name(name, secure), if secret.is_empty() { 0 } else { 600 });
    format!("{name}={secret}; Path={path}; Max-Age={age}; HttpOnly; SameSite=Lax{flag}")
}

/// Redirects to the page that the person wanted to open, signed in.
pub(crate) fn enter(web: &Web, visit: &Visit, session: &str, back: &str) -> Response {
    (visit.cookies(web, session), Redirect::to(local(back))).into_response()
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn devices_are_recognised() {
        for (agent, named) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari · iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
            ("curl/8.5.0", "curl"),
            ("", ""),
        ] {
            assert_eq!(device(agent), named);
        }
    }
}
