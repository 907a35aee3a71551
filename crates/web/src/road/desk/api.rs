//! The desk over the API.

use axum::extract::State;
use serde::Serialize;
use tasuki_app::desk::{self, Desk, Entry};
use utoipa::ToSchema;

use crate::take::Json;
use crate::{Problem, Web, Who};

/// What was opened to somebody for review.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskBody {
    /// The roads under review, what waits first.
    items: Vec<DeskEntryBody>,
    /// The organizations that ask for a second factor first.
    closed: Vec<String>,
}

/// A road on the desk.
#[derive(Debug, Serialize, ToSchema)]
struct DeskEntryBody {
    /// The organization.
    organization: String,
    /// Its name.
    name: String,
    /// The road.
    road: String,
    /// The title of its assessment.
    title: String,
    /// The ★.
    star: u8,
    /// Where it stands.
    state: String,
    /// What waits for you.
    waiting: Vec<WaitingBody>,
    /// Whether you prepared or advised on it, and so do not confirm it.
    prepared: bool,
    /// When something last happened on it, in milliseconds since 1970.
    changed: i64,
    /// The last day on which it is open to you.
    ends: String,
}

/// Something that waits for a reviewer.
#[derive(Debug, Serialize, ToSchema)]
struct WaitingBody {
    /// What: `answers`, `marks`, `plan`, `populations`, `items`, `results`, `scans`, `verdicts`.
    what: &'static str,
    /// How many.
    count: usize,
}

impl From<Entry> for DeskEntryBody {
    fn from(own: Entry) -> Self {
        Self {
            organization: own.organization.to_string(),
            road: own.road().to_string(),
            name: own.name,
            star: own.standing.star().star,
            state: own.standing.road.state.word(),
            changed: own.standing.road.changed,
            title: own.standing.title,
            waiting: own.waiting.iter().map(|(what, count)| WaitingBody { what: what.word(), count: *count }).collect(),
            prepared: own.prepared,
            ends: own.ends.to_string(),
        }
    }
}

impl From<Desk> for DeskBody {
    fn from(own: Desk) -> Self {
        Self { items: own.entries.into_iter().map(Into::into).collect(), closed: own.closed }
    }
}

/// What was opened to you for review, from any organization: what waits, until when. A token sees its own organization.
#[utoipa::path(get, path = "/me/desk", tag = "roads", responses((status = 200, body = DeskBody)))]
pub(super) async fn show(State(web): State<Web>, who: Who) -> Result<Json<DeskBody>, Problem> {
    let shown = web.app().read(who.credentials, None, desk::show).await;
    Ok(Json(shown.map_err(|error| Problem::new(error, who.lang))?.into()))
}
