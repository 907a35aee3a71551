//! One's own known devices: listing them, and forgetting one.

use serde_json::json;
use tasuki_store::DeviceId;
use tasuki_store::Subject;
use tasuki_store::devices::{self, Device};

use crate::sign_in::remembered::REMEMBERED;
use crate::{Context, Error, proof};

/// One's own devices, the most recently used first.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Device>, Error> {
    let person = cx.browser()?.id;
    let since = cx.now.milliseconds() - REMEMBERED;
    Ok(devices::of_person(cx.tx, person, since)?)
}

/// Forgets one of one's own devices.
pub fn forget(cx: &mut Context<'_, '_>, id: DeviceId) -> Result<(), Error> {
    let person = cx.browser()?.id;
    // For a forgotten device, failed attempts of others count as well and can lock its owner out.
    proof::require(cx)?;
    if !devices::remove(cx.tx, person, id)? {
        return Err(Error::not_found());
    }
    cx.record("device.forget", &Subject::Person(person), None::<&()>, None, &json!({ "device": id }))
}
