//! Technical checks over the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;
use tasuki_app::technical_checks::{self as checks, Chosen};
use tasuki_app::{Context, Error, history as log};
use tasuki_store::Subject;
use utoipa::IntoParams;

use super::forms::Act;
use super::wire::{
    DecidedFindingsBody, FindingsDecisionBody, ScanFindingBody, ScanTargetBody, ScanTargetEntryBody,
    TechnicalCheckBody, WholeScanFindingBody,
};
use super::{FindingPlace, Place, TargetPlace};
use crate::etag::versioned;
use crate::history::ChangeList;
use crate::once::Created;
use crate::paging::{PageBody, Paging};
use crate::take::{IfMatch, Json, Path, Query};
use crate::words::FindingStageWord;
use crate::{Problem, Web, Who};

/// The technical check of a road: its targets, its scans, and what they say of criteria.
#[utoipa::path(get, path = "/roads/{road}/technical-check", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, body = TechnicalCheckBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
) -> Result<Json<TechnicalCheckBody>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| Ok(TechnicalCheckBody::new(&checks::check(cx, road)?, cx.lang()));
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Which findings are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// Only those that are so far.
    #[param(value_type = Option<FindingStageWord>, inline)]
    stage: Option<String>,
    /// Only those that touch a criterion.
    #[param(max_length = 64)]
    criterion: Option<String>,
}

/// The findings of the scans of a road, in the order in which they were found.
#[utoipa::path(get, path = "/roads/{road}/technical-check/findings", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), Which, Paging),
    responses((status = 200, body = PageBody<ScanFindingBody>)))]
pub(super) async fn findings(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Query(which): Query<Which>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<ScanFindingBody>>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let (check, lang) = (checks::check(cx, road)?, cx.lang());
        let stage = which.stage.as_deref();
        let touches = |own: &checks::Judged| {
            which.criterion.is_none() || own.said.iter().any(|said| said.criterion == which.criterion)
        };
        let own = check.findings.iter().filter(|own| stage.is_none_or(|word| own.stage().word() == word));
        let own = own.filter(|own| touches(own)).map(|own| ScanFindingBody::new(own, lang));
        paging.cut(own.collect(), |own| own.id().to_owned())
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// A finding with what was decided about it.
#[utoipa::path(get, path = "/roads/{road}/technical-check/findings/{finding}", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), ("finding" = String, Path)),
    responses((status = 200, body = WholeScanFindingBody)))]
pub(super) async fn finding(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, finding)): Path<FindingPlace>,
) -> Result<Json<WholeScanFindingBody>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let (_, own, decisions) = checks::finding(cx, road, finding)?;
        Ok(WholeScanFindingBody::new(&own, &decisions, cx.lang()))
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Decides about findings: the organization says what is done, the technical verifier agrees or does not, or saw that they are gone.
#[utoipa::path(post, path = "/roads/{road}/technical-check/decisions", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    request_body = FindingsDecisionBody,
    responses((status = 201, body = DecidedFindingsBody), (status = 412)))]
pub(super) async fn decide(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Json(sent): Json<FindingsDecisionBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        let act = Act::from_word(&sent.act).ok_or_else(unknown_act)?;
        let chosen = sent.findings.iter().map(|own| Ok((own.id.parse().map_err(|_| Error::not_found())?, own.version)));
        let chosen = chosen.collect::<Result<Vec<Chosen>, Error>>()?;
        act.run(cx, road, &chosen, &sent.reason)?;
        let (check, lang) = (checks::check(cx, road)?, cx.lang());
        let own = check.findings.iter().filter(|own| chosen.iter().any(|(id, _)| *id == own.finding.id));
        Ok(DecidedFindingsBody { items: own.map(|own| ScanFindingBody::new(own, lang)).collect() })
    };
    web.create(&who, organization, make).await
}

fn unknown_act() -> Error {
    Error::invalid("technical_check.act", "その処置はありません。", "There is no such act.")
        .hint(
            "fix、accept、false、out_of_scope、agreed、refused、gone のどれかにしてください。",
            "Use fix, accept, false, out_of_scope, agreed, refused or gone.",
        )
        .field("act")
}

/// The entries of the log about the technical check of a road, newest first; at most the last hundred.
#[utoipa::path(get, path = "/roads/{road}/technical-check/history", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, body = ChangeList)))]
pub(super) async fn history(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
) -> Result<Json<ChangeList>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let lines = log::of_subject(cx, &Subject::TechnicalCheck(road))?;
        Ok(ChangeList::new(lines, cx.lang()))
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Adds a target.
#[utoipa::path(post, path = "/roads/{road}/technical-check/targets", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    request_body = ScanTargetEntryBody, responses((status = 201, body = ScanTargetBody)))]
pub(super) async fn add(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Json(sent): Json<ScanTargetEntryBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        let target = checks::add_target(cx, road, &sent.into())?;
        Ok(ScanTargetBody::from(&target))
    };
    web.create(&who, organization, make).await
}

/// Changes what is entered about a target.
#[utoipa::path(put, path = "/roads/{road}/technical-check/targets/{target}", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), ("target" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = ScanTargetEntryBody, responses((status = 200, body = ScanTargetBody)))]
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, target)): Path<TargetPlace>,
    IfMatch(version): IfMatch,
    Json(sent): Json<ScanTargetEntryBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| checks::change_target(cx, road, target, version, &sent.into());
    let target = web.write(&who, organization, work).await?;
    Ok(versioned(target.version, ScanTargetBody::from(&target)))
}

/// Takes a target off the list.
#[utoipa::path(delete, path = "/roads/{road}/technical-check/targets/{target}", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), ("target" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    responses((status = 204)))]
pub(super) async fn remove(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, target)): Path<TargetPlace>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| checks::remove_target(cx, road, target, version)).await?;
    Ok(StatusCode::NO_CONTENT)
}
