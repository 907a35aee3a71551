//! Catalogues of one's own over the API. Their pages are those of assessments: an edition is chosen when one begins.

mod api;
mod wire;

use utoipa_axum::routes;

use crate::operations::Operations;

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::list, api::add))
        .routes(routes!(api::show))
        .routes(routes!(api::archive))
        .routes(routes!(api::restore))
}
