//! Tasks (対応).

mod change;
mod create;
mod form;
mod gaps;
mod list;
mod moves;
mod new;
mod show;
pub(crate) mod view;
pub(crate) mod wire;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/tasks", get(list::page).post(create::form))
        .route("/o/{organization}/tasks/new", get(new::page))
        .route("/o/{organization}/tasks/move", post(moves::drag))
        .route("/o/{organization}/tasks/{task}", get(show::page).post(change::form))
        .route("/o/{organization}/tasks/{task}/edit", get(show::edit))
        .route("/o/{organization}/tasks/{task}/steps", post(change::steps))
        .route("/o/{organization}/tasks/{task}/move", post(moves::form))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(list::endpoint, create::endpoint))
        .routes(routes!(create::many))
        .routes(routes!(show::endpoint, change::endpoint))
        .routes(routes!(moves::endpoint))
        .routes(routes!(gaps::endpoint))
}
