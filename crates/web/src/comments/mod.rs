//! Comments (会話) over the API. Their pages are part of the answering page.

mod add;
mod list;
mod one;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;

pub(crate) fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list::endpoint, add::endpoint)).routes(routes!(one::edit, one::remove))
}
