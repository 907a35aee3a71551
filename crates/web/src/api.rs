//! The endpoints of the API, each with its description.

use utoipa::OpenApi;

use crate::operations::Operations;
use crate::problem::ProblemBody;
use crate::rooms;

/// What the API says of itself.
#[derive(OpenApi)]
#[openapi(
    info(title = "Tasuki", license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")),
    components(schemas(ProblemBody))
)]
struct Description;

/// The endpoints of the API, each with its description.
pub(crate) fn api() -> Operations {
    Operations::described_by(Description::openapi())
        .nest(
            "/api/v1",
            Operations::new()
                .merge(crate::account::api())
                .merge(crate::desk::api())
                .merge(crate::organizations::api())
                .merge(crate::notifications::own_api()),
        )
        .nest("/api/v1/organizations/{organization}", rooms::in_organization())
}

/// The description of the API, generated from the handlers.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    api().split().1
}
