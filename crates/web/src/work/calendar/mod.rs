//! The calendar (カレンダー) and its feeds.

mod feed;
mod month;
mod view;
mod year;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/calendar", get(year::page))
        .route("/o/{organization}/calendar/{month}", get(month::page))
        .route("/o/{organization}/calendar/feed", get(feed::page).post(feed::make))
        .route("/o/{organization}/calendar/feed/close", post(feed::close))
        .route("/feeds/{secret}/tasuki.ics", get(feed::open))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(year::endpoint)).routes(routes!(feed::shown, feed::renew, feed::end))
}
