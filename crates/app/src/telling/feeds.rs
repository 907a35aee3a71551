//! Calendar feeds: a secret address per person, under which a calendar program fetches the calendar.

pub(crate) mod description;

use jiff::ToSpan;
use tasuki_scheme::Permission;
use tasuki_store::{Subject, feeds as store, grants, hex, members, organizations, persons};

use crate::calendar::{ics, open_and_done};
use crate::{Actor, Context, Destination, Error, digest, proof};

/// When the person's feed of the request's organization was made, if there is one.
pub fn made(cx: &mut Context<'_, '_>) -> Result<Option<i64>, Error> {
    let (organization, _) = cx.reach(Permission::ReadAssessments)?;
    let person = cx.person()?.id;
    Ok(store::find(cx.tx, organization, person)?)
}

/// Makes the person's feed and returns its address. One that was there before ends: its address opens nothing any more. An API token makes
/// none: the address would go on when the token has ended.
pub fn make(cx: &mut Context<'_, '_>) -> Result<String, Error> {
    let (organization, _) = cx.reach(Permission::ReadAssessments)?;
    let person = cx.browser()?.id;
    // Its address opens the calendar for as long as nobody closes it, session or not.
    proof::require(cx)?;
    let secret = hex(&cx.random_bytes::<32>());
    store::put(cx.tx, organization, person, &digest(&secret), cx.now.milliseconds())?;
    cx.record("feed.make", &Subject::Feed(person), None::<&()>, None, &serde_json::json!({}))?;
    Ok(cx.link(&Destination::Feed(&secret)))
}

/// Closes the person's feed.
pub fn close(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let (organization, _) = cx.reach(Permission::ReadAssessments)?;
    let person = cx.browser()?.id;
    if store::remove(cx.tx, organization, person)? {
        cx.record("feed.close", &Subject::Feed(person), None::<&()>, None, &serde_json::json!({}))?;
    }
    Ok(())
}

/// The calendar behind a secret address, as long as its person may see it: what is overdue, a year ahead, and what was inspected in the last
/// half year. With `mine` only what the person takes care of.
pub fn open(cx: &mut Context<'_, '_>, secret: &str, mine: bool) -> Result<String, Error> {
    let (organization, person) = store::open(cx.tx, &digest(secret))?.ok_or_else(Error::not_found)?;
    let today = cx.now.today;
    let member = members::find(cx.tx, organization, person, &today.to_string())?.ok_or_else(Error::not_found)?;
    let account =
        persons::find(cx.tx, person)?.filter(|account| account.disabled.is_none()).ok_or_else(Error::not_found)?;
    let grants = grants::valid(cx.tx, organization, grants::Holder::Person(person), today)?;
    cx.enter(Actor { grants, ..Actor::system(account, Some(member)) })?;
    let mut all = open_and_done(cx, today.saturating_sub(6.months()), today.saturating_add(12.months()))?;
    all.retain(|entry| !mine || entry.is_mine);
    let name = organizations::name(cx.tx, organization)?;
    Ok(ics(&all, &format!("Tasuki {name}"), organization, &|place| cx.link(place), cx.now.at, cx.lang()))
}
