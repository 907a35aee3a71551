//! What goes over the wire in every capability.

use utoipa::ToSchema;

/// A file. It is bytes, not the list of numbers that they are for Rust.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only described: a file is sent as it is")]
pub(crate) struct File(Vec<u8>);
