//! The on-site audit of a road: its plan, its populations, its samples with what was found on their items, its interviews and findings.

mod api;
mod forms;
mod page;
mod population;
mod receive;
mod sample;
mod samples_api;
mod sent;
mod view;
mod wire;

use tasuki_store::{OrganizationId, PopulationId, RoadId, SampleId};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) use page::{Typed, show};

/// The audit of a road.
type Place = (OrganizationId, RoadId);
/// A population.
type PopulationPlace = (OrganizationId, PopulationId);
/// A sample.
type SamplePlace = (OrganizationId, SampleId);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/roads/{road}/audit", get(page::page).post(page::finish))
        .route("/o/{organization}/roads/{road}/audit/plan", post(forms::plan))
        .route("/o/{organization}/roads/{road}/audit/populations", post(forms::freeze))
        .route("/o/{organization}/roads/{road}/audit/interviews", post(forms::interview))
        .route("/o/{organization}/roads/{road}/audit/findings", post(forms::find))
        .route("/o/{organization}/populations/{population}", get(population::page).post(population::draw))
        .route("/o/{organization}/populations/{population}/set-aside", post(population::set_aside))
        .route("/o/{organization}/populations/{population}/list.txt", get(population::list))
        .route("/o/{organization}/samples/{sample}", get(sample::page).post(sample::examine))
        .route("/o/{organization}/samples/{sample}/items", post(sample::choose))
        .route("/o/{organization}/samples/{sample}/reviews", post(sample::review))
        .route("/o/{organization}/samples/{sample}/findings", post(sample::find))
        .route("/o/{organization}/samples/{sample}/set-aside", post(sample::set_aside))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::room))
        .routes(routes!(api::plan))
        .routes(routes!(api::freeze))
        .routes(routes!(api::interview))
        .routes(routes!(api::population))
        .routes(routes!(api::set_population_aside))
        .routes(routes!(api::list))
        .routes(routes!(samples_api::draw))
        .routes(routes!(samples_api::sample))
        .routes(routes!(samples_api::choose))
        .routes(routes!(samples_api::set_sample_aside))
        .routes(routes!(samples_api::examine))
        .routes(routes!(samples_api::review))
}
