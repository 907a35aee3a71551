//! Known devices: browsers in which a person has signed in. They grant no access; they only ensure that guesses from
//! elsewhere do not lock the person out there.

use tasuki_store::devices::{self, Device};
use tasuki_store::{DeviceId, PersonId};

use super::Origin;
use crate::{Context, Error};

/// How long a device is remembered after its last sign-in, in milliseconds: half a year.
pub(crate) const REMEMBERED: i64 = 180 * 24 * 60 * 60 * 1_000;
/// More than these nobody has.
const MOST: usize = 20;

/// Remembers the browser in which a person has just signed in, replacing the least recently used one.
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
        counted: tasuki_store::persons::Counted::default(),
    };
    Ok(devices::put(cx.tx, &device, &digest)?)
}
