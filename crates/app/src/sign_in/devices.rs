//! Known devices: browsers that a person has signed in with. They are not trusted with anything; only, who guesses elsewhere does not lock
//! them out.

use serde_json::json;
use tasuki_store::devices::{self, Device};
use tasuki_store::{DeviceId, PersonId};

use super::Origin;
use crate::{Context, Error, account, proof};

/// How long a device is remembered that nobody signs in with, in milliseconds: half a year.
pub(crate) const REMEMBERED: i64 = 180 * 24 * 60 * 60 * 1_000;
/// More than these nobody has.
const MOST: usize = 20;

/// Remembers the browser in which a person has just signed in, in the place of the one that was not used for longest.
pub(super) fn remember(cx: &mut Context<'_, '_>, person: PersonId, origin: &Origin) -> Result<(), Error> {
    let Some(digest) = origin.browser else { return Ok(()) };
    let now = cx.now.milliseconds();
    let known = devices::of_person(cx.tx, person, now - REMEMBERED)?;
    if devices::find(cx.tx, person, &digest, now - REMEMBERED)?.is_none() {
        for old in known.iter().skip(MOST - 1) {
            devices::remove(cx.tx, person, old.id)?;
        }
    }
    let device = Device {
        person,
        id: DeviceId::new(now, cx.random()),
        name: origin.device.chars().take(200).collect(),
        created: now,
        seen: now,
        counted: tasuki_store::people::Counted::default(),
    };
    Ok(devices::put(cx.tx, &device, &digest)?)
}

/// The own devices, the last used first.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Device>, Error> {
    let person = account::browser(cx)?.id;
    let since = cx.now.milliseconds() - REMEMBERED;
    Ok(devices::of_person(cx.tx, person, since)?)
}

/// Forgets one of the own devices.
pub fn forget(cx: &mut Context<'_, '_>, id: DeviceId) -> Result<(), Error> {
    let person = account::browser(cx)?.id;
    // Without it, guesses of others lock its owner out there.
    proof::require(cx)?;
    if !devices::remove(cx.tx, person, id)? {
        return Err(Error::not_found());
    }
    cx.record("device.forget", &format!("person/{person}"), None::<&()>, None, &json!({ "device": id }))
}
