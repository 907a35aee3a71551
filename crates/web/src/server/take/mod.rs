//! The extractors of handlers. They have the same names as axum's, with one difference: an invalid request is refused
//! with a [`Problem`] under `/api/` and with a page elsewhere, in the language of the request and never as plain
//! text. `clippy.toml` forbids axum's own.

mod body;
mod day;
mod file_name;
mod fit;
mod form;
mod if_match;
mod json;
mod known;
mod multipart;
mod path;
mod put_down;
mod query;
mod rejection;
mod text;

pub(crate) use body::whole;
pub(crate) use day::{day, day_or_none};
pub(crate) use form::Form;
pub(crate) use if_match::{IfMatch, seen};
pub(crate) use json::{Json, JsonList};
pub(crate) use known::{Known, only_known};
pub(crate) use multipart::{Broken, Multipart, NotStored, Part};
pub(crate) use path::Path;
pub(crate) use put_down::{pick_up, put_down};
pub(crate) use query::Query;
pub(crate) use rejection::Rejection;

#[cfg(test)]
mod tests;
