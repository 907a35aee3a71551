//! What leaves the server (持ち出し): files of evidence, reports and exports are entries in the log, too.
//!
//! A program that fetches a file piece by piece, or a page that is loaded again, is told once in ten minutes.

use serde_json::Value;
use tasuki_store::audit;

use crate::{Context, Error};

/// What the same person fetches again within this time is no news, in milliseconds: ten minutes.
const AGAIN: i64 = 10 * 60 * 1_000;
/// How many entries about a thing are looked at for that.
const LOOKED_AT: i64 = 10;

/// Writes down that the person who asks took something along. The caller has asked for permission.
pub fn note(cx: &mut Context<'_, '_>, action: &str, subject: &str, detail: &Value) -> Result<(), Error> {
    let (organization, actor) = (cx.organization()?, cx.actor_named());
    let (since, text) = (cx.now.milliseconds() - AGAIN, detail.to_string());
    let known = audit::of_subject_alone(cx.tx, organization.as_str(), subject, LOOKED_AT)?.into_iter().any(|own| {
        own.at > since
            && own.at <= cx.now.milliseconds()
            && own.action == action
            && own.actor == actor
            && own.detail == text
    });
    if known { Ok(()) } else { cx.record(action, subject, None::<&()>, None, detail) }
}
