//! Answers (回答).

mod events;
mod many;
pub(crate) mod save;
pub(crate) mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;

pub(crate) fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(save::endpoint))
        .routes(routes!(many::endpoint))
        .routes(routes!(events::endpoint))
}
