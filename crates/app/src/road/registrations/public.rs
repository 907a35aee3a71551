//! The public page of a registration (公開の登録ページ): what the organization chose to show to everybody.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;
use tasuki_scheme::road::{Event, State};
use tasuki_store::registrations::{self as store, Registration};
use tasuki_store::{OrganizationId, RoadId, Subject, organizations};

use super::{Done, Registered, Seen, begun, done};
use crate::roads::{self, Standing};
use crate::{Context, Error};

/// What everybody sees of a registration.
#[derive(Debug, Clone)]
pub struct Public {
    /// The road, for the names of its scheme. Nothing else of it is for everybody.
    pub standing: Standing,
    /// The name of the organization.
    pub organization: String,
    /// The identifiers of the fields that it chose to show.
    pub shown: Vec<String>,
    /// What those of them say that are text.
    pub fields: BTreeMap<String, String>,
    /// The first day on which it holds.
    pub from: Date,
    /// The last day on which it holds.
    pub until: Date,
    /// When and where the ledger was last looked up; without the person.
    pub looked: Option<Seen>,
}

impl Public {
    /// Whether it holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        self.standing.road.state == State::Registered && self.from <= day && day <= self.until
    }
}

/// Chooses what everybody sees of a registration: the identifiers of fields. An empty list closes the page.
pub fn publish(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    version: Option<i64>,
    shown: &[String],
) -> Result<Registered, Error> {
    let standing = begun(cx, road, version)?;
    let organization = standing.road.organization;
    let Some(before) = store::find(cx.tx, organization, road)? else { return Err(Error::not_found()) };
    let known = standing.scheme().ledger.iter().map(|own| &own.field);
    let shown: Vec<String> = known.filter(|field| shown.contains(field)).cloned().collect();
    if shown != before.shown {
        let detail = json!({ "title": standing.title, "shown": [before.shown, shown] });
        store::put(cx.tx, organization, &Registration { shown, ..before })?;
        cx.record("road.publish", &Subject::Road(road), None::<&()>, None, &detail)?;
    }
    super::of_road(cx, road)
}

/// What everybody sees of a registration, without an account. What is not published is not there.
pub fn public(cx: &mut Context<'_, '_>, organization: OrganizationId, road: RoadId) -> Result<Public, Error> {
    let own =
        store::find(cx.tx, organization, road)?.filter(|own| !own.shown.is_empty()).ok_or_else(Error::not_found)?;
    let standing = roads::of_registration(cx, organization, road)?;
    let moves = tasuki_store::roads::moves(cx.tx, organization, road)?;
    let last = moves.iter().rfind(|own| matches!(own.event, Event::Register | Event::LookUp));
    let looked: Option<Done<Seen>> = last.and_then(|own| done(own, "seen"));
    let name = organizations::name(cx.tx, organization)?;
    let (shown, mut fields) = (own.shown, own.fields);
    fields.retain(|field, _| shown.contains(field));
    let looked = looked.map(|own| own.what);
    Ok(Public { standing, organization: name, from: own.from, until: own.until, shown, fields, looked })
}
