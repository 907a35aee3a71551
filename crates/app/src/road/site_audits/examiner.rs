//! Who prepares and examines: a reviewer in a capacity that the step of the audit names, who prepared nothing of what is submitted.

use tasuki_catalog::legible;
use tasuki_scheme::Permission;
use tasuki_scheme::road::StepKind;
use tasuki_store::{Noun, OrganizationId, RoadId, Subject};

use crate::roads::advance;
use crate::roads::{self, Standing};
use crate::{Context, Error, Event, Kind, reviewers};

/// What somebody is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// To plan, to freeze a population, to draw a sample, to note an interview: also while the documents are reviewed.
    Preparing,
    /// To say what was found.
    Examining,
}

/// Whether whoever asks reviews in a capacity that the step names.
pub(super) fn is_one(cx: &Context<'_, '_>, standing: &Standing) -> bool {
    let acts_as = advance::party(cx, standing.road.id).acts_as;
    let step = standing.route().step(StepKind::Audit);
    cx.may_in(Permission::Review, standing.road.id)
        && step.is_some_and(|step| step.by.iter().any(|actor| acts_as.contains(actor)))
}

/// The road for somebody who may do this on it now.
pub(super) fn permitted(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    about: About,
) -> Result<(OrganizationId, Standing), Error> {
    let organization = cx.require_in(Permission::Review, road)?;
    let standing = roads::find(cx, road)?;
    standing.route().step(StepKind::Audit).ok_or_else(Error::not_found)?;
    if !is_one(cx, &standing) {
        return Err(not_yours());
    }
    let step = standing.road.state.step();
    let is_time = match about {
        About::Preparing => matches!(step, Some(StepKind::Review | StepKind::Audit)),
        About::Examining => step == Some(StepKind::Audit),
    };
    if !is_time {
        return Err(not_now());
    }
    if reviewers::has_prepared(cx, &standing)? {
        return Err(roads::own_work());
    }
    Ok((organization, standing))
}

/// Tells everybody who listens that something of the audit changed.
pub(super) fn tell(cx: &mut Context<'_, '_>, standing: &Standing, action: &str) -> Result<(), Error> {
    let by = cx.person()?.id;
    let data = serde_json::json!({ "action": action, "road": Subject::Road(standing.road.id).to_string() });
    let (organization, assessment) = (standing.road.organization, Some(standing.road.assessment));
    cx.emit(Event { organization, assessment, kind: Noun::SiteAudit, by, data });
    Ok(())
}

/// A text that is asked for, or may be empty.
pub(super) fn text(text: &str, longest: usize, is_needed: bool, field: &str) -> Result<String, Error> {
    let text = legible(text);
    if (is_needed && text.is_empty()) || text.chars().count() > longest {
        let needed = u8::from(is_needed);
        return Err(Error::invalid(
            "site_audit.text",
            format!("{needed}文字以上、{longest}文字以内で書いてください。"),
            format!("Write {needed} to {longest} characters."),
        )
        .hint(
            "あとから読む人が、何を見たか分かるように書いてください。",
            "Write it so that whoever reads it later knows what was looked at.",
        )
        .field(field));
    }
    Ok(text)
}

fn not_yours() -> Error {
    Error::new(
        Kind::State,
        "site_audit.not_yours",
        "実地審査の記録は、評価機関の確認者が付けます。",
        "The audit is recorded by a reviewer of the evaluation body.",
    )
    .hint("評価機関として選ばれた人に頼んでください。", "Ask somebody who was appointed for the evaluation body.")
}

fn not_now() -> Error {
    Error::new(
        Kind::State,
        "site_audit.not_now",
        "いまは実地審査の段階ではありません。",
        "The road is not at the step of the audit now.",
    )
    .hint(
        "計画・母集団・抽出は文書確認と実地審査の間に、結果は実地審査の間に記録します。",
        "Plan, populations and samples are recorded during review and audit, results during the audit.",
    )
}
