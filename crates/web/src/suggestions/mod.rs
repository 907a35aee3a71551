//! Suggestions (提案) over the API. Their pages are part of the answering page.

mod decide;
mod list;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;

pub(crate) fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list::endpoint))
        .routes(routes!(decide::accept))
        .routes(routes!(decide::dismiss))
}
