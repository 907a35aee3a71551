//! What becomes of findings: the organization decides, the verifier agrees or does not, and sees that something is gone.

use std::collections::HashSet;

use serde_json::json;
use tasuki_assess::scan::{Disposition, FindingState};
use tasuki_catalog::legible;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Actor, FindingEvent, StepKind, Verdict};
use tasuki_store::technical_checks::{self as store, Decision, Finding};
use tasuki_store::{RoadId, ScanFindingId, Subject};

use super::{check_open, find, settling};
use crate::roads::{self, Standing, advance};
use crate::{Context, Error, Kind, reviewers};

/// The longest reason, in characters.
const LONGEST: usize = 2_000;
/// The most findings at once.
const MOST: usize = 500;

/// A finding that somebody chose. The version is that which they saw; `None` overwrites.
pub type Chosen = (ScanFindingId, Option<i64>);

/// Says what is done about findings of a road. What is not fixed needs a reason.
pub fn dispose(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    chosen: &[Chosen],
    disposition: Disposition,
    reason: &str,
) -> Result<(), Error> {
    cx.require(Permission::ManageRoads)?;
    let standing = find(cx, road)?;
    check_open(&standing)?;
    let reason = said(reason, disposition != Disposition::Fix)?;
    let change = |own: &mut Finding| {
        if own.state == FindingState::Closed {
            return Err(not_open());
        }
        // It had been decided to leave it, which ended the task: whoever is asked gets another one.
        let was_left = own.disposition.is_some_and(|own| own != Disposition::Fix);
        let is_taken_up = was_left && own.verdict != Some(Verdict::Refused) && disposition == Disposition::Fix;
        own.task = own.task.filter(|_| !is_taken_up);
        (own.disposition, own.verdict) = (Some(disposition), None);
        Ok(())
    };
    let made = Made { event: FindingEvent::Disposed, disposition: Some(disposition), text: reason };
    decide(cx, &standing, chosen, "technical_check.dispose", &made, change)
}

/// Says whether it is right what the organization decided about findings. Whoever does not agree says why.
pub fn judge(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    chosen: &[Chosen],
    verdict: Verdict,
    text: &str,
) -> Result<(), Error> {
    let standing = verifying(cx, road)?;
    let text = said(text, verdict == Verdict::Refused)?;
    let change = |own: &mut Finding| {
        let is_decided = own.disposition.is_some_and(|own| own != Disposition::Fix);
        if own.state == FindingState::Closed || !is_decided {
            return Err(not_decided());
        }
        own.verdict = Some(verdict);
        // Whoever was asked is asked anew.
        own.task = own.task.filter(|_| verdict == Verdict::Agreed);
        Ok(())
    };
    let (event, action) = match verdict {
        Verdict::Agreed => (FindingEvent::Agreed, "technical_check.agree"),
        Verdict::Refused => (FindingEvent::Refused, "technical_check.refuse"),
    };
    decide(cx, &standing, chosen, action, &Made { event, disposition: None, text }, change)
}

/// Notes that the verifier looked again, and that findings are gone. How they saw it is in words.
pub fn see_gone(cx: &mut Context<'_, '_>, road: RoadId, chosen: &[Chosen], text: &str) -> Result<(), Error> {
    let standing = verifying(cx, road)?;
    let text = said(text, true)?;
    let change = |own: &mut Finding| {
        if own.state == FindingState::Closed {
            return Err(not_open());
        }
        own.state = FindingState::Closed;
        Ok(())
    };
    let made = Made { event: FindingEvent::Gone, disposition: None, text };
    decide(cx, &standing, chosen, "technical_check.gone", &made, change)
}

/// The road, for its technical verifier, who judges what somebody else prepared while it is looked at.
fn verifying(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Standing, Error> {
    cx.require_in(Permission::Review, road)?;
    let standing = find(cx, road)?;
    if !advance::party(cx, road).acts_as.contains(&Actor::TechnicalVerifier) {
        return Err(Error::not_found());
    }
    check_open(&standing)?;
    if !standing.road.state.step().is_some_and(StepKind::is_looked_at) {
        return Err(Error::new(
            Kind::State,
            "technical_check.not_now",
            "いまは確認の段階ではありません。",
            "Nobody reviews the road at this step.",
        )
        .hint("提出版が確認に出されてから、判断してください。", "Judge findings once a submission is under review."));
    }
    if reviewers::has_prepared(cx, &standing)? { Err(roads::own_work()) } else { Ok(standing) }
}

/// What is written into the history of each finding.
struct Made {
    event: FindingEvent,
    disposition: Option<Disposition>,
    text: String,
}

fn decide(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    chosen: &[Chosen],
    action: &str,
    made: &Made,
    change: impl Fn(&mut Finding) -> Result<(), Error>,
) -> Result<(), Error> {
    if chosen.is_empty() || chosen.len() > MOST {
        return Err(nothing_chosen());
    }
    let organization = cx.organization()?;
    let (road, mut changed, mut decisions) = (standing.road.id, Vec::new(), Vec::new());
    let mut once = HashSet::new();
    for (id, version) in chosen.iter().filter(|(id, _)| once.insert(*id)) {
        let before = store::finding(cx.tx, organization, *id)?.filter(|own| own.road == road);
        let before = before.ok_or_else(Error::not_found)?;
        if version.is_some_and(|version| version != before.version) {
            return Err(Error::overtaken("technical_check.changed"));
        }
        let mut after = Finding { version: before.version + 1, ..before };
        change(&mut after)?;
        decisions.push(Decision {
            finding: *id,
            number: 0,
            event: made.event,
            disposition: made.disposition,
            text: made.text.clone(),
            scan: None,
            person: cx.person()?.id,
            name: String::new(),
            at: cx.now.milliseconds(),
        });
        changed.push(after);
    }
    for after in &changed {
        if !store::put_finding(cx.tx, organization, after)? {
            return Err(Error::overtaken("technical_check.changed_since"));
        }
    }
    store::add_decisions(cx.tx, organization, road, &decisions)?;
    settling::settle(cx, standing)?;
    let first = changed.first().map(|own| own.content.title.clone()).unwrap_or_default();
    let mut detail = json!({ "title": standing.title, "finding": first, "count": changed.len().to_string() });
    if let Some(disposition) = made.disposition {
        detail["disposition"] = json!([null, disposition.word()]);
    }
    if !made.text.is_empty() {
        detail["reason"] = json!([null, made.text]);
    }
    cx.record(action, &Subject::TechnicalCheck(road), None, Some(&decisions), &detail)
}

fn said(text: &str, needed: bool) -> Result<String, Error> {
    let text = legible(text);
    if (needed && text.is_empty()) || text.chars().count() > LONGEST {
        return Err(Error::invalid("technical_check.reason", "理由を書いてください。", "Say why.")
            .hint(
                "2,000文字以内で、あとから読んで分かるように書いてください。",
                "At most 2,000 characters, so that others understand it later.",
            )
            .field("reason"));
    }
    Ok(text)
}

fn nothing_chosen() -> Error {
    Error::invalid("technical_check.nothing_chosen", "検出事項を選んでください。", "Choose findings.")
        .hint("一度に選べるのは、1件から500件までです。", "From one to 500 at once.")
        .field("finding")
}

fn not_open() -> Error {
    Error::new(
        Kind::State,
        "technical_check.closed",
        "この検出事項は、もう解消しています。",
        "This finding is closed already.",
    )
    .hint("ページを開き直して、いまの状態を確かめてください。", "Open the page again to see its state.")
}

fn not_decided() -> Error {
    Error::new(
        Kind::State,
        "technical_check.not_decided",
        "同意するかを決める処置がありません。",
        "There is nothing to agree to.",
    )
    .hint(
        "受け入れる、誤検出、対象外のどれかにした検出事項を選んでください。",
        "Choose findings that are accepted, false alarms or out of scope.",
    )
}
