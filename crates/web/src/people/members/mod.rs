//! Members, their roles, and the review of who has access.

mod api;
mod change;
mod erase;
mod invite;
mod list;
mod one;
mod review;
mod wire;

pub(crate) use wire::{AreaBody, PlaceBody};

use utoipa_axum::routes;

use crate::Web;
use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/members", get(list::page))
        .route("/o/{organization}/members/leave", post(change::leave))
        .route("/o/{organization}/members/review", get(review::page).post(review::confirm))
        .route("/o/{organization}/members/{person}", get(one::page).post(change::change))
        .route("/o/{organization}/members/{person}/remove", post(change::remove))
        .route("/o/{organization}/members/{person}/erase", post(erase::form))
        .route("/o/{organization}/members/{person}/reset-link", post(change::reset_link))
        .route("/o/{organization}/members/{person}/disable", post(change::disable))
        .route("/o/{organization}/members/{person}/enable", post(change::enable))
        .route("/o/{organization}/members/{person}/remove-factors", post(change::remove_factors))
        .route("/o/{organization}/invitations", get(invite::page).post(invite::create))
        .route("/o/{organization}/invitations/{invitation}/renew", post(invite::renew))
        .route("/o/{organization}/invitations/{invitation}/revoke", post(invite::revoke))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::list))
        .routes(routes!(api::show, api::change, api::remove))
        .routes(routes!(api::reset_link))
        .routes(routes!(api::disable))
        .routes(routes!(api::enable))
        .routes(routes!(api::remove_factors))
        .routes(routes!(erase::endpoint))
        .routes(routes!(api::reviews, api::confirm))
}

/// The address of the page for choosing a new password.
fn reset_link(web: &Web, secret: &str) -> String {
    format!("{}/sign-in/reset/{secret}", web.app().options().base_url.trim_end_matches('/'))
}

/// The address of an invitation.
pub(crate) fn link(web: &Web, secret: &str) -> String {
    format!("{}/invitations/{secret}", web.app().options().base_url.trim_end_matches('/'))
}
