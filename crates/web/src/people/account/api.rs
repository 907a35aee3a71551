//! One's own account in the API. Ways to sign in (password, factors) can only be changed in the browser.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tasuki_app::{account, organizations, preferences, sessions};
use tasuki_store::SessionId;
use utoipa::ToSchema;

use crate::organizations::OwnOrganizationBody;
use crate::take::{Json, Path};
use crate::words::{LanguageWord, ThemeWord};
use crate::{Problem, Web, Who};

/// The person who asks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeBody {
    /// Identifier.
    id: String,
    /// Mail address.
    mail: String,
    /// Name.
    name: String,
    /// The language.
    #[schema(value_type = LanguageWord)]
    lang: String,
    /// The theme.
    #[schema(value_type = ThemeWord)]
    theme: String,
    /// The organizations, by name.
    organizations: Vec<OwnOrganizationBody>,
}

/// The person and their organizations.
#[utoipa::path(get, path = "/me", tag = "account",
    responses((status = 200, body = MeBody)))]
pub(super) async fn show(State(web): State<Web>, who: Who) -> Result<Json<MeBody>, Problem> {
    let shown = web.app().read(who.credentials, None, |cx| {
        let person = cx.person()?.clone();
        let own = organizations::own(cx)?;
        Ok((person, own))
    });
    let (person, own) = shown.await.map_err(|error| Problem::new(error, who.lang))?;
    let organizations = own.into_iter().map(Into::into);
    Ok(Json(MeBody {
        id: person.id.to_string(),
        mail: person.mail,
        name: person.name,
        lang: person.lang,
        theme: person.theme,
        organizations: organizations.collect(),
    }))
}

/// The changes. A field that is not given is not changed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeChangeBody {
    /// The name.
    name: Option<String>,
    /// The language, as the account tells it.
    lang: Option<String>,
    /// The theme, as the account tells it.
    theme: Option<String>,
}

/// Changes one's own account. Requires a browser session: a token has no access to the account.
#[utoipa::path(patch, path = "/me", tag = "account", request_body = MeChangeBody,
    responses((status = 204)))]
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Json(change): Json<MeChangeBody>,
) -> Result<StatusCode, Problem> {
    let done = web.change(&who, None, move |cx| {
        cx.browser()?;
        if let Some(name) = &change.name {
            account::rename(cx, name)?;
        }
        preferences::set(cx, change.lang.as_deref(), change.theme.as_deref())
    });
    done.await.map_err(|error| Problem::new(error, who.lang))?;
    Ok(StatusCode::NO_CONTENT)
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionBody {
    /// Identifier.
    id: String,
    /// What the browser says it is.
    device: String,
    /// Whether it is the caller's session.
    current: bool,
    /// Whether a passkey or a second factor was shown.
    assured: bool,
    /// When it began, in milliseconds since 1970.
    created: i64,
    /// When it was last used.
    seen: i64,
    /// When it ends.
    ends: i64,
}

/// One's own sessions, the most recently used first.
#[utoipa::path(get, path = "/me/sessions", tag = "account",
    responses((status = 200, body = Vec<SessionBody>), (status = 404)))]
pub(super) async fn sessions(State(web): State<Web>, who: Who) -> Result<Json<Vec<SessionBody>>, Problem> {
    let listed = web.app().read(who.credentials, None, sessions::list).await;
    let listed = listed.map_err(|error| Problem::new(error, who.lang))?;
    let bodies = listed.into_iter().map(|own| SessionBody {
        id: own.session.id.to_string(),
        device: own.session.device,
        current: own.current,
        assured: own.session.assured,
        created: own.session.created,
        seen: own.session.seen,
        ends: own.session.ends,
    });
    Ok(Json(bodies.collect()))
}

/// Ends all of one's own sessions except the caller's.
#[utoipa::path(delete, path = "/me/sessions", tag = "account",
    responses((status = 204)))]
pub(super) async fn end_other_sessions(State(web): State<Web>, who: Who) -> Result<StatusCode, Problem> {
    let done = web.change(&who, None, sessions::end_others).await;
    done.map_err(|error| Problem::new(error, who.lang))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/me/sessions/{session}", tag = "account", params(("session" = String, Path)),
    responses((status = 204)))]
pub(super) async fn end_session(
    State(web): State<Web>,
    who: Who,
    Path(session): Path<SessionId>,
) -> Result<StatusCode, Problem> {
    let done = web.change(&who, None, move |cx| sessions::end(cx, session)).await;
    done.map_err(|error| Problem::new(error, who.lang))?;
    Ok(StatusCode::NO_CONTENT)
}
