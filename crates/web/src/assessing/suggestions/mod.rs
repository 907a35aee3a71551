//! Suggestions (提案) in the API. On pages they are part of the answering page.

mod decide;
mod list;
mod wire;

use utoipa_axum::routes;

use crate::operations::Operations;

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(list::endpoint)).routes(routes!(decide::accept)).routes(routes!(decide::dismiss))
}
