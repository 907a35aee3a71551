//! The answering page (回答): list, sheet, and one question at a time, and their parts. Everything works with forms
//! alone; the script uses the JSON API for saving and fetches the parts.

mod bulk;
mod comments;
mod evidence;
mod filled;
mod filter;
mod member;
mod panel;
mod parts;
mod refused;
mod save;
mod show;
mod suggestion;
mod view;
pub(crate) mod words;

use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    let one = "/o/{organization}/assessments/{assessment}/criteria/{criterion}";
    Pages::new()
        .route("/o/{organization}/assessments/{assessment}", get(show::page))
        .route("/o/{organization}/assessments/{assessment}/bulk", post(bulk::form))
        .route(one, get(parts::panel).post(save::form))
        .route(&format!("{one}/row"), get(parts::row))
        .route(&format!("{one}/comments"), post(comments::add))
        .route(&format!("{one}/comments/edit"), post(comments::edit))
        .route(&format!("{one}/comments/remove"), post(comments::remove))
        .route(&format!("{one}/evidence"), post(evidence::form))
        .route(&format!("{one}/suggestion"), post(suggestion::form))
}
