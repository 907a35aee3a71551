//! What the forms of the page send.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::technical_checks::{self as checks, Chosen, Entry};
use tasuki_app::{Context, Error};
use tasuki_assess::scan::Disposition;
use tasuki_scheme::road::Verdict;
use tasuki_store::{RoadId, ScanFindingId};

use super::finding;
use super::page::{Typed, Wanted, WhichForm, again, show};
use super::{Place, TargetPlace, path};
use crate::address::local;
use crate::reviews::{self, End};
use crate::take::{Form, Path, seen};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// What somebody does about findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// The organization says what is done.
    Dispose(Disposition),
    /// The verifier says whether it is right.
    Judge(Verdict),
    /// The verifier saw that it is gone.
    Gone,
}

/// The words for it.
pub(crate) const ACTS: [&str; 7] = ["fix", "accept", "false", "out_of_scope", "agreed", "refused", "gone"];

impl Act {
    pub(super) fn from_word(word: &str) -> Option<Self> {
        let dispose = Disposition::from_word(word).map(Self::Dispose);
        dispose.or_else(|| Verdict::from_word(word).map(Self::Judge)).or_else(|| (word == "gone").then_some(Self::Gone))
    }

    /// Does it.
    pub(super) fn run(
        self,
        cx: &mut Context<'_, '_>,
        road: RoadId,
        chosen: &[Chosen],
        reason: &str,
    ) -> Result<(), Error> {
        match self {
            Self::Dispose(disposition) => checks::dispose(cx, road, chosen, disposition, reason),
            Self::Judge(verdict) => checks::judge(cx, road, chosen, verdict, reason),
            Self::Gone => checks::see_gone(cx, road, chosen, reason),
        }
    }
}

/// What the form sends; a finding with the version that the person saw may stand several times.
#[derive(Debug, Clone, Default)]
struct Decided {
    act: String,
    chosen: Vec<Chosen>,
    reason: String,
    back: String,
    /// What was shown: the page of a finding, or a list.
    shown: String,
    stage: String,
    by: String,
}

impl Decided {
    fn new(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "act" => sent.act = value,
                "finding" => sent.chosen.extend(chosen(&value)),
                "reason" => sent.reason = value,
                "back" => sent.back = value,
                "shown" => sent.shown = value,
                "stage" => sent.stage = value,
                "by" => sent.by = value,
                _ => {}
            }
        }
        // Under each criterion that it touches, a finding can be chosen.
        sent.chosen.sort_unstable();
        sent.chosen.dedup();
        sent
    }
}

/// A finding and the version that was seen: `id:3`.
fn chosen(text: &str) -> Option<Chosen> {
    let (id, version) = text.split_once(':').unwrap_or((text, ""));
    Some((id.parse::<ScanFindingId>().ok()?, Some(seen(version)).filter(|_| !version.is_empty())))
}

/// `POST /o/{organization}/roads/{road}/technical-check/decisions`.
pub(super) async fn decide(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Decided::new(pairs);
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let act = Act::from_word(&sent.act).ok_or_else(Error::not_found)?;
        act.run(cx, road, &sent.chosen, &sent.reason)?;
        let back = if sent.back.is_empty() { path(organization, road) } else { local(&sent.back).to_owned() };
        Ok(Reply::Go(back))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| undecided(cx, who, road, typed, trouble)).await
}

/// The page from which it was sent, with what was chosen and why.
fn undecided(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    sent: Decided,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let Decided { act: _, chosen, reason, back, shown, stage, by } = sent;
    if let Ok(own) = shown.parse::<ScanFindingId>() {
        return finding::show(cx, who, road, own, finding::Typed { reason, back }, trouble);
    }
    let typed = Typed { form: WhichForm::Decision, chosen, reason, back, ..Typed::default() };
    show(cx, who, road, Wanted::list(stage, by), typed, trouble)
}

/// What the form of a target sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct TargetSent {
    name: String,
    addresses: String,
    scope: String,
    reason: String,
    kind: String,
    exposure: String,
    owner: String,
    owner_name: String,
    version: String,
}

impl From<TargetSent> for Entry {
    fn from(sent: TargetSent) -> Self {
        let TargetSent { name, addresses, scope, reason, kind, exposure, owner, owner_name, version: _ } = sent;
        let in_scope = scope == "in";
        Self { name, addresses, in_scope, reason, kind, exposure, owner, owner_name }
    }
}

/// `POST /o/{organization}/roads/{road}/technical-check/targets`.
pub(super) async fn add(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(sent): Form<TargetSent>,
) -> Response {
    let entry = Entry::from(sent);
    let typed = Typed { form: WhichForm::NewTarget, entry: entry.clone(), ..Typed::default() };
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        checks::add_target(cx, road, &entry)?;
        Ok(Reply::Go(format!("{}?told=saved#targets", path(organization, road))))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| again(cx, who, road, typed, trouble)).await
}

/// `POST /o/{organization}/roads/{road}/technical-check/targets/{target}`.
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, target)): Path<TargetPlace>,
    Form(sent): Form<TargetSent>,
) -> Response {
    let version = seen(&sent.version);
    let entry = Entry::from(sent);
    let typed = Typed { form: WhichForm::Target(target), entry: entry.clone(), version, ..Typed::default() };
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        checks::change_target(cx, road, target, Some(version), &entry)?;
        Ok(Reply::Go(format!("{}?told=saved#targets", path(organization, road))))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| again(cx, who, road, typed, trouble)).await
}

/// The version that the person saw.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Seen {
    version: String,
}

/// `POST /o/{organization}/roads/{road}/technical-check/targets/{target}/remove`.
pub(super) async fn remove(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, target)): Path<TargetPlace>,
    Form(sent): Form<Seen>,
) -> Response {
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        checks::remove_target(cx, road, target, Some(seen(&sent.version)))?;
        Ok(Reply::Go(format!("{}?told=saved#targets", path(organization, road))))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| again(cx, who, road, Typed::default(), trouble);
    web.submit(&who, Some(organization), work, again).await
}

/// `POST /o/{organization}/roads/{road}/technical-check`: confirms, sends back, or finishes corrections.
pub(super) async fn finish(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(sent): Form<End>,
) -> Response {
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| {
        again(cx, who, road, Typed::default(), trouble.without_fields())
    };
    reviews::finish(&web, &who, (organization, road), sent, again).await
}
