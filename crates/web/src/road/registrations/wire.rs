//! Registrations as they go over the wire.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_app::registrations::{Done, Entry, Notice, Registered, Seen};
use utoipa::ToSchema;

/// What the operator's ledger says, and what happened while it holds.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegistrationBody {
    /// The road.
    road: String,
    /// The ★.
    star: u8,
    /// Whether it holds today.
    holds: bool,
    /// What the ledger says; nothing before it was entered.
    entry: Option<LedgerEntryBody>,
    /// The number of the submission that was registered; 0 before.
    submission: u32,
    /// The look-ups of the ledger, the last first.
    look_ups: Vec<LookUpBody>,
    /// The self-checks, the last first.
    self_checks: Vec<SelfCheckBody>,
    /// The days of the self-checks that are still to be done.
    checks_due: Vec<String>,
    /// Changes and incidents, the last first.
    notices: Vec<NoticeBody>,
    /// The road that renews it, if there is one.
    renewal: Option<String>,
    /// The version of the road; for `If-Match`.
    version: i64,
}

/// What the ledger says.
#[derive(Debug, Serialize, ToSchema)]
struct LedgerEntryBody {
    /// Text by the identifier of the field, as the scheme has them.
    fields: BTreeMap<String, String>,
    /// The first day on which it holds.
    from: String,
    /// The last day on which it holds.
    until: String,
    /// The fields that the public page shows; empty: there is no such page.
    shown: Vec<String>,
}

/// The ledger was looked up.
#[derive(Debug, Serialize, ToSchema)]
struct LookUpBody {
    /// The day.
    day: String,
    /// Where.
    place: String,
    /// Whether the entry was there.
    found: bool,
    /// What was written about it.
    note: String,
    /// Who entered it.
    by: String,
    /// When it was entered, in milliseconds since 1970.
    at: i64,
}

/// The organization checked itself.
#[derive(Debug, Serialize, ToSchema)]
struct SelfCheckBody {
    /// The day.
    day: String,
    /// What was written about it.
    note: String,
    /// Who entered it.
    by: String,
    /// When it was entered, in milliseconds since 1970.
    at: i64,
}

/// A change or an incident.
#[derive(Debug, Serialize, ToSchema)]
struct NoticeBody {
    /// Its kind in the scheme.
    kind: String,
    /// The day on which it happened.
    day: String,
    /// The day on which the operator was told.
    told: Option<String>,
    /// What happened.
    note: String,
    /// Who entered it.
    by: String,
    /// When it was entered, in milliseconds since 1970.
    at: i64,
}

impl RegistrationBody {
    pub(super) fn new(own: &Registered, today: Date) -> Self {
        Self {
            road: own.standing.road.id.to_string(),
            star: own.standing.star().star,
            holds: own.holds(today),
            entry: own.registration.as_ref().map(|own| LedgerEntryBody {
                fields: own.fields.clone(),
                from: own.from.to_string(),
                until: own.until.to_string(),
                shown: own.shown.clone(),
            }),
            submission: own.submission,
            look_ups: own.look_ups.iter().map(LookUpBody::from).collect(),
            self_checks: own.self_checks.iter().map(SelfCheckBody::from).collect(),
            checks_due: own.checks_due.iter().map(ToString::to_string).collect(),
            notices: own.notices.iter().map(NoticeBody::from).collect(),
            renewal: own.renewal.map(|own| own.to_string()),
            version: own.standing.road.version,
        }
    }
}

impl From<&Done<Seen>> for LookUpBody {
    fn from(own: &Done<Seen>) -> Self {
        Self {
            day: own.what.day.to_string(),
            place: own.what.place.clone(),
            found: own.what.found,
            note: own.note.clone(),
            by: own.by.clone(),
            at: own.at,
        }
    }
}

impl From<&Done<Date>> for SelfCheckBody {
    fn from(own: &Done<Date>) -> Self {
        Self { day: own.what.to_string(), note: own.note.clone(), by: own.by.clone(), at: own.at }
    }
}

impl From<&Done<Notice>> for NoticeBody {
    fn from(own: &Done<Notice>) -> Self {
        Self {
            kind: own.what.kind.clone(),
            day: own.what.day.to_string(),
            told: own.what.told.map(|day| day.to_string()),
            note: own.note.clone(),
            by: own.by.clone(),
            at: own.at,
        }
    }
}

/// What the ledger says, and when and where it was looked up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LedgerBody {
    /// Text by the identifier of the field, as the scheme has them: `number`, `organization`, `scope`, `reviewer`.
    #[serde(default)]
    fields: BTreeMap<String, String>,
    /// The first day on which it holds.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// The last day on which it holds. Not given: as long as the scheme says.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// The day on which it was looked up.
    #[schema(value_type = String, format = Date)]
    looked_up: Date,
    /// Where: an address, or a document of the operator.
    place: String,
    /// Whether the entry was there. Not given: it was.
    #[serde(default = "yes")]
    found: bool,
    /// A remark.
    #[serde(default)]
    pub(super) note: String,
}

fn yes() -> bool {
    true
}

impl LedgerBody {
    pub(super) fn read(&self) -> (Entry, Seen) {
        let entry = Entry { fields: self.fields.clone(), from: self.from, until: self.until };
        (entry, Seen { day: self.looked_up, place: self.place.clone(), found: self.found })
    }
}

/// Something that happened on a day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OnDayBody {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub(super) day: Date,
    /// What is to be said about it; a reason where one is needed.
    #[serde(default)]
    pub(super) note: String,
}

/// A change or an incident.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNoticeBody {
    /// Its kind in the scheme: `requirements`, `general`, `incident`.
    kind: String,
    /// The day on which it happened.
    #[schema(value_type = String, format = Date)]
    day: Date,
    /// The day on which the operator was told.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    told: Option<Date>,
    /// What happened.
    pub(super) note: String,
}

impl NewNoticeBody {
    pub(super) fn read(&self) -> Notice {
        Notice { kind: self.kind.clone(), day: self.day, told: self.told }
    }
}

/// What everybody is to see of a registration.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShownFieldsBody {
    /// The identifiers of the fields; empty closes the page.
    pub(super) shown: Vec<String>,
}
