//! The way into the example.

mod enter;

use crate::pages::{Pages, get};

pub(crate) fn pages() -> Pages {
    Pages::new().route("/demo/{secret}", get(enter::enter))
}
