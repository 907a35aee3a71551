//! The end of a review: everything is confirmed, or it goes back for corrections.

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Event, Party};
use tasuki_store::RoadId;

use super::{Room, room};
use crate::roads::advance::{self, Brought};
use crate::roads::{self, Standing};
use crate::{Context, Error};

/// Confirms a submission, sends it back, or tells that what was found is corrected. `version` is that of the road that the person saw.
pub fn finish(cx: &mut Context<'_, '_>, road: RoadId, version: Option<i64>, event: Event) -> Result<Standing, Error> {
    let permission = if event.is_judgement() { Permission::Review } else { Permission::ManageRoads };
    cx.require_in(permission, road)?;
    if !matches!(event, Event::Confirm | Event::Return | Event::Correct) {
        return Err(Error::not_found());
    }
    let room = room(cx, road)?;
    advance::check_version(&room.standing().road, version)?;
    let party = Party { prepared: room.prepared, ..advance::party(cx, road) };
    let detail = if event == Event::Confirm { rests_on(&room) } else { serde_json::Value::Null };
    let brought = Brought { met: room.met.clone(), reason: String::new(), detail };
    advance::advance(cx, room.standing(), event, &party, brought)?;
    roads::find(cx, road)
}

/// With which qualifications somebody confirms, for which digest, and on whose marks that rests.
fn rests_on(room: &Room) -> serde_json::Value {
    let own = room.own.as_ref();
    let marks: Vec<_> =
        room.marked_by().into_iter().map(|own| json!({ "person": own.person, "marks": own.marks })).collect();
    json!({
        "digest": room.shown.row.digest,
        "qualifications": own.map(|own| &own.reviewer.shown),
        "lacks": own.map(|own| &own.lacks),
        "accepted": own.map(|own| &own.reviewer.accepted),
        "marks": marks,
    })
}
