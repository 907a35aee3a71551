//! What somebody sees who has a link and no account.
//!
//! The code stands behind the sharp of the address, which browsers send to nobody: the first page takes it from there (without script it asks to
//! paste it) and sends it in a form. In its place comes a cookie for the pages of this link alone. The session of somebody who is signed in on
//! the same browser is never looked at.

mod cookie;
mod enter;
mod file;
mod look;
mod opened;

use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/l/{link}", get(enter::page).post(enter::enter))
        .route("/l/{link}/open", get(opened::page))
        .route("/l/{link}/leave", post(enter::leave))
        .route("/l/{link}/assessments/{assessment}", get(look::page))
        .route("/l/{link}/evidence/{evidence}", get(file::download))
}
