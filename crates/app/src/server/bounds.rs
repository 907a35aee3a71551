//! Daily limits for a person and for a whole organization on what the server sends to others in their name.

use jiff::ToSpan;
use tasuki_store::daily;

use crate::{Context, Error, Moment, Via};

/// Invitations per day: of one person, and of an organization.
const INVITATIONS: (i64, i64) = (50, 200);
/// Organizations that a person may create per day.
const ORGANIZATIONS: i64 = 20;
/// Mails per day: those caused by one person, and all of an organization.
const MAILS: (i64, i64) = (500, 2_000);

/// Counts one more invitation of the caller; refused beyond the daily limit.
pub(crate) fn invitation(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    if take(cx, "invitation", INVITATIONS)? {
        return Ok(());
    }
    let (one, all) = INVITATIONS;
    let error = Error::too_many(
        until_tomorrow(cx),
        "invitation.too_many",
        format!("招待は1日に1人{one}件、組織で{all}件までです。"),
        format!("On one day a person sends at most {one} invitations, and an organization {all}."),
    );
    Err(error.hint("明日、続きを招待してください。", "Invite the others tomorrow."))
}

/// Counts one more organization that the caller creates; refused beyond the daily limit. Operators of the server have
/// no limit.
pub(crate) fn organization(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let is_machine = cx.actor()?.via == Via::System;
    if is_machine || take(cx, "organization", (ORGANIZATIONS, i64::MAX))? {
        return Ok(());
    }
    let error = Error::too_many(
        until_tomorrow(cx),
        "organization.too_many",
        format!("組織を作れるのは1日に{ORGANIZATIONS}件までです。"),
        format!("A person makes at most {ORGANIZATIONS} organizations on one day."),
    );
    Err(error.hint("明日、続きを作ってください。", "Make the others tomorrow."))
}

/// The number of seconds until the next day begins, when the daily limits start again.
fn until_tomorrow(cx: &Context<'_, '_>) -> u64 {
    let next = cx.now.today.saturating_add(1.day()).to_zoned(Moment::zone());
    let left = next.map_or(0, |next| next.timestamp().as_second() - cx.now.at.as_second());
    u64::try_from(left).unwrap_or_default()
}

/// Counts one more mail that the caller causes, and returns whether it is within the daily limit. Mails of timers are
/// limited by the number of notifications.
pub(crate) fn mail(cx: &mut Context<'_, '_>) -> Result<bool, Error> {
    let within = take(cx, "mail", MAILS)?;
    if !within {
        tracing::warn!("more mail than the bound of a day: it is told in the application alone");
    }
    Ok(within)
}

fn take(cx: &mut Context<'_, '_>, what: &str, (one, all): (i64, i64)) -> Result<bool, Error> {
    let Some(actor) = &cx.actor else { return Ok(true) };
    let (person, organization) = (actor.person.id, actor.member.as_ref().map(|member| member.organization));
    let day = cx.now.today;
    let of_person = daily::count(cx.tx, day, what, person.as_str())?;
    let of_all = match organization {
        Some(organization) => daily::count(cx.tx, day, what, organization.as_str())?,
        None => 0,
    };
    Ok(of_person <= one && of_all <= all)
}
