//! Which ★ we ask of a partner, and why (求める★): the questions of the scheme, what follows from them, and what a person decided.

use serde::Deserialize;
use tasuki_catalog::legible;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Asking, AskingQuestion, Proposal, Reply};
use tasuki_store::register::{self as store, Need, NeedReply};
use tasuki_store::{PartnerId, Subject};

use super::find;
use crate::{Context, Error};

/// The longest reason, in characters.
const LONGEST: usize = 2_000;

/// What a person decides about a partner.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Decision {
    /// The reply to each question. A question without one counts as not known.
    pub replies: Vec<NeedReply>,
    /// The identifiers of what else was looked at.
    pub factors: Vec<String>,
    /// The ★ that is asked; none: none is.
    pub star: Option<u8>,
    /// Why; needed where the decision is not what follows from the replies.
    pub reason: String,
}

/// The questions and factors of the scheme; none if no scheme has any.
pub fn asking(cx: &Context<'_, '_>) -> Option<Asking> {
    cx.schemes.iter().find_map(|scheme| scheme.asking.clone())
}

/// The decisions about a partner, the newest first.
pub fn needs(cx: &mut Context<'_, '_>, id: PartnerId) -> Result<Vec<Need>, Error> {
    let partner = find(cx, id)?;
    Ok(store::needs(cx.tx, partner.organization, id)?)
}

/// Keeps a decision. `number` is that of the decision on which the person based it (0: there was none); `None` does not ask.
pub fn decide(
    cx: &mut Context<'_, '_>,
    id: PartnerId,
    number: Option<i64>,
    decision: &Decision,
) -> Result<Need, Error> {
    cx.require(Permission::ManagePartners)?;
    let partner = find(cx, id)?;
    let asking = asking(cx).ok_or_else(Error::not_found)?;
    let last = store::needs(cx.tx, partner.organization, id)?.first().map_or(0, |need| need.number);
    if number.is_some_and(|number| number != last) {
        return Err(overtaken());
    }
    let replies = replies(&asking, &decision.replies)?;
    let factors = factors(&asking, &decision.factors)?;
    let proposed = match asking.proposal(|question| reply_of(&replies, question)) {
        Proposal::Star(star) => Some(star),
        Proposal::PersonMustDecide => None,
    };
    let reason = legible(&decision.reason);
    check(&asking, decision.star, proposed, &reason)?;
    let need = Need {
        partner: id,
        number: last + 1,
        replies,
        factors,
        proposed,
        star: decision.star,
        reason,
        at: cx.now.milliseconds(),
        by: cx.person()?.id,
    };
    if !store::add_need(cx.tx, partner.organization, &need)? {
        return Err(overtaken());
    }
    let asked = |star: Option<u8>| star.map_or_else(|| "–".to_owned(), |star| format!("★{star}"));
    let detail = serde_json::json!({ "title": partner.name, "star": asked(need.star), "reason": need.reason });
    cx.record("partner.decide", &Subject::Partner(id), None, Some(&need), &detail)?;
    Ok(need)
}

fn overtaken() -> Error {
    Error::overtaken("partner.decided")
}

/// Each question with its reply and the reason.
fn replies(asking: &Asking, given: &[NeedReply]) -> Result<Vec<NeedReply>, Error> {
    let is_known = |own: &NeedReply| asking.questions.iter().any(|question| question.id == own.question);
    if !given.iter().all(is_known) {
        return Err(unknown().field("replies"));
    }
    asking
        .questions
        .iter()
        .map(|question| {
            let own = given.iter().find(|own| own.question == question.id);
            let reason = own.map(|own| legible(&own.reason)).unwrap_or_default();
            if reason.chars().count() > LONGEST {
                return Err(long().field("replies"));
            }
            let reply = own.map(|own| own.reply).unwrap_or_default();
            Ok(NeedReply { question: question.id.clone(), reply, reason })
        })
        .collect()
}

fn reply_of(replies: &[NeedReply], question: &AskingQuestion) -> Reply {
    replies.iter().find(|own| own.question == question.id).map(|own| own.reply).unwrap_or_default()
}

fn factors(asking: &Asking, given: &[String]) -> Result<Vec<String>, Error> {
    if given.iter().all(|own| asking.factors.iter().any(|factor| factor.id == *own)) {
        // In the order of the scheme, each once.
        let all = asking.factors.iter().map(|factor| &factor.id);
        return Ok(all.filter(|id| given.contains(id)).cloned().collect());
    }
    Err(unknown().field("factors"))
}

fn unknown() -> Error {
    Error::invalid("partner.question", "知らない質問か要因です。", "An unknown question or factor.")
        .hint("ページを開き直してください。", "Open the page again: the scheme may have changed.")
}

fn long() -> Error {
    Error::invalid(
        "partner.reason_long",
        "理由は2,000文字以内にしてください。",
        "A reason has at most 2,000 characters.",
    )
    .hint("短くするか、メモに書いてください。", "Shorten it, or write it into the note.")
}

/// What is asked is a ★ of the rule, and what differs from what follows says why.
fn check(asking: &Asking, star: Option<u8>, proposed: Option<u8>, reason: &str) -> Result<(), Error> {
    if star.is_some_and(|star| star != asking.yes && star != asking.no) {
        let error = Error::invalid("partner.star", "求める★を選んでください。", "Choose the ★ to ask.");
        return Err(error.hint("★3か★4、または「求めない」です。", "★3, ★4 or none.").field("star"));
    }
    if reason.chars().count() > LONGEST {
        return Err(long().field("reason"));
    }
    if star != proposed && reason.is_empty() {
        return Err(Error::invalid(
            "partner.reason",
            "答えから決まる★と違うときは、理由を書いてください。",
            "Say why, where the decision is not what follows from the replies.",
        )
        .hint("誰が読んでも分かる一文で。", "One sentence that anybody understands.")
        .field("reason"));
    }
    Ok(())
}
