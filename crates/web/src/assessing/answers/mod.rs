//! Answers (回答).

mod events;
mod many;
pub(crate) mod save;
pub(crate) mod wire;

use utoipa_axum::routes;

use crate::operations::Operations;

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(save::endpoint)).routes(routes!(many::endpoint)).routes(routes!(events::endpoint))
}
