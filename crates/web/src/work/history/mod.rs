//! History (履歴): what changed, by whom.

mod answer;
mod changes;
mod view;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get};

pub(crate) use view::{ChangeList, LineView};

pub(crate) fn pages() -> Pages {
    Pages::new().route("/o/{organization}/assessments/{assessment}/criteria/{criterion}/history", get(answer::fragment))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(answer::endpoint)).routes(routes!(changes::endpoint))
}
