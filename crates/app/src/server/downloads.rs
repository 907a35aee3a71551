//! Downloads (持ち出し): files of evidence, reports and exports that leave the server are recorded in the log, too.
//!
//! If a program fetches a file in parts, or a page is reloaded, one entry is written in ten minutes.

use serde_json::Value;
use tasuki_store::{Subject, audit};

use crate::{Context, Error};

/// A repeated download by the same person within this time gets no new entry, in milliseconds: ten minutes.
const AGAIN: i64 = 10 * 60 * 1_000;
/// The number of recent entries about a thing that are searched for this.
const LOOKED_AT: i64 = 10;

/// Records that the caller downloaded something. The caller of this function has checked the permission.
pub fn note(cx: &mut Context<'_, '_>, action: &str, subject: &Subject, detail: &Value) -> Result<(), Error> {
    let (organization, actor) = (cx.place()?, cx.actor_named());
    let (since, text) = (cx.now.milliseconds() - AGAIN, detail.to_string());
    let known = audit::of_subject_alone(cx.tx, organization.as_str(), &subject.to_string(), LOOKED_AT)?
        .into_iter()
        .any(|own| {
            own.at > since
                && own.at <= cx.now.milliseconds()
                && own.action == action
                && own.actor == actor
                && own.detail == text
        });
    if known { Ok(()) } else { cx.record(action, subject, None::<&()>, None, detail) }
}
