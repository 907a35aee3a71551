//! Registrations of a ★ (★登録): what the operator's ledger says, and what happens while it holds.
//!
//! The operator does not use Tasuki. Whoever looks after the road enters what the ledger says, and when and where they looked it up. Whether
//! a registration holds follows from its dates; nothing here says more than the ledger does.

pub(crate) mod days;
mod public;

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tasuki_catalog::{legible, visible};
use tasuki_scheme::road::{Event, LedgerField, Need, Star, State, StepKind};
use tasuki_scheme::{IdentityKind, Permission};
use tasuki_store::registrations::{self as store, Registration};
use tasuki_store::roads::Move;
use tasuki_store::{RoadId, organizations};

use crate::roads::advance::{self, Brought};
use crate::roads::{self, Standing};
use crate::{Context, Error, happened, submissions};

pub use public::{Public, public, publish};

/// The longest text in a field of an entry, and the longest place of a look-up, in characters.
const LONGEST_FIELD: usize = 500;
/// The most years from the first day of a registration to the last.
const MOST_YEARS: i16 = 20;
/// The fields of an entry that are days, and the one that the route says: they are not text.
const OWN_FIELDS: [&str; 3] = ["star", "from", "until"];

/// What the ledger says, as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Text by the identifier of the field.
    pub fields: BTreeMap<String, String>,
    /// The first day on which it holds.
    pub from: Option<Date>,
    /// The last day on which it holds; `None`: as long as the scheme says.
    pub until: Option<Date>,
}

/// When and where the ledger was looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The day.
    pub day: Date,
    /// Where: an address, or a document of the operator.
    pub place: String,
    /// Whether the entry was there.
    pub found: bool,
}

/// A change, an incident or a notice while a registration holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The identifier of its kind in the scheme.
    pub kind: String,
    /// The day on which it happened.
    pub day: Date,
    /// The day on which the operator was told; `None`: not yet.
    #[serde(default)]
    pub told: Option<Date>,
}

/// Something that was done about a registration, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done<T> {
    /// What.
    pub what: T,
    /// What was written about it.
    pub note: String,
    /// The name of whoever entered it.
    pub by: String,
    /// When it was entered, in milliseconds since 1970.
    pub at: i64,
}

/// A registration with everything that happened to it.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The road.
    pub standing: Standing,
    /// What the ledger says; `None` before it was entered.
    pub registration: Option<Registration>,
    /// The number of the submission that was registered; 0 before.
    pub submission: u32,
    /// The look-ups, the last first.
    pub look_ups: Vec<Done<Seen>>,
    /// The self-checks, each with its day, the last first.
    pub self_checks: Vec<Done<Date>>,
    /// The days of the self-checks that are still to be done.
    pub checks_due: Vec<Date>,
    /// Changes and incidents, the last first.
    pub notices: Vec<Done<Notice>>,
    /// The road that renews it, if one was opened.
    pub renewal: Option<RoadId>,
    /// The scheme's words of an entry that are text.
    fields: Vec<LedgerField>,
}

impl Registered {
    /// The fields of an entry that are text, in the order of the scheme.
    pub fn fields(&self) -> &[LedgerField] {
        &self.fields
    }

    /// Whether it holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        let own = self.registration.as_ref();
        self.standing.road.state == State::Registered && own.is_some_and(|own| own.from <= day && day <= own.until)
    }

    /// The last day on which it would hold if the operator counted as the scheme says, where the ledger says another one.
    pub fn usual_end(&self) -> Option<Date> {
        let own = self.registration.as_ref()?;
        Some(self.standing.star().last_day(own.from)).filter(|usual| *usual != own.until)
    }
}

/// The registration to which a road led or leads.
pub fn of_road(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Registered, Error> {
    let standing = roads::find(cx, road)?;
    let moves = roads::moves(cx, &standing)?;
    let registration = store::find(cx.tx, standing.road.organization, road)?;
    let all = tasuki_store::roads::list(cx.tx, standing.road.organization)?;
    let renewal = all.into_iter().find(|own| own.renews == Some(road) && own.state != State::Withdrawn);
    let of = |event: Event| moves.iter().rev().filter(move |own| own.event == event);
    let looked = moves.iter().rev().filter(|own| matches!(own.event, Event::Register | Event::LookUp));
    let self_checks: Vec<_> = of(Event::SelfCheck).filter_map(|own| done(own, "day")).collect();
    Ok(Registered {
        submission: of(Event::Register).map(|own| own.submission).next().unwrap_or_default(),
        look_ups: looked.filter_map(|own| done(own, "seen")).collect(),
        checks_due: registration
            .as_ref()
            .map(|own| open_checks(standing.star(), own, self_checks.iter().map(|own| own.what)))
            .unwrap_or_default(),
        self_checks,
        notices: notices(of(Event::Notify).filter_map(|own| done(own, "notice"))),
        renewal: renewal.map(|own| own.id),
        fields: text_fields(&standing),
        registration,
        standing,
    })
}

/// The notices, the last first. What was entered again with the day on which the operator was told is one notice.
fn notices(all: impl Iterator<Item = Done<Notice>>) -> Vec<Done<Notice>> {
    let mut kept: Vec<Done<Notice>> = Vec::new();
    for own in all {
        let is_same = |other: &&mut Done<Notice>| {
            (&other.what.kind, other.what.day, &other.note) == (&own.what.kind, own.what.day, &own.note)
        };
        match kept.iter_mut().find(is_same) {
            // Who entered it first has it; the day is the latest that was given.
            Some(later) => *later = Done { what: later.what.clone(), ..own },
            None => kept.push(own),
        }
    }
    kept
}

/// The days of the self-checks that are still to be done, when some were done on these days. Each counts for one period: a late one for the
/// period that it closes, and two in one period as one.
pub(crate) fn open_checks(star: &Star, own: &Registration, done: impl IntoIterator<Item = Date>) -> Vec<Date> {
    let mut done: Vec<Date> = done.into_iter().filter(|day| *day >= own.from).collect();
    done.sort_unstable();
    let (mut done, mut begins) = (done.into_iter().peekable(), own.from);
    let mut open = Vec::new();
    for due in star.self_checks(own.from, own.until) {
        while done.next_if(|day| *day < begins).is_some() {}
        if done.next().is_none() {
            open.push(due);
        }
        begins = due.saturating_add(1.day());
    }
    open
}

fn text_fields(standing: &Standing) -> Vec<LedgerField> {
    standing.scheme().ledger.iter().filter(|own| !OWN_FIELDS.contains(&own.field.as_str())).cloned().collect()
}

/// What a move says of something, which stands in its detail under a name.
fn done<T: serde::de::DeserializeOwned>(own: &Move, name: &str) -> Option<Done<T>> {
    let what = serde_json::from_value(own.detail.get(name)?.clone()).ok()?;
    Some(Done { what, note: own.reason.clone(), by: own.name.clone(), at: own.at })
}

/// An entry as it will probably be: what the submission says, from today.
pub fn proposed(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<Entry, Error> {
    let organization = organizations::find(cx.tx, standing.road.organization)?.ok_or_else(Error::not_found)?;
    let (_, submission) = submissions::last(cx, standing)?.ok_or_else(Error::not_found)?;
    let lang = cx.lang();
    let scope = submission.scope.iter().filter(|own| own.included).map(|own| own.name.clone());
    let holder = match submission.organization.identity {
        // The name of our own is no number.
        Some(own) if !own.text.is_empty() && own.kind != IdentityKind::Own.word() => {
            format!("{} {}", submission.organization.name, own.text)
        }
        _ => organization.name,
    };
    let moves = roads::moves(cx, standing)?;
    let reviewer =
        roads::at_step(&moves, StepKind::Review).rfind(|own| own.event == Event::Confirm).map(|own| own.name.clone());
    let fields = [("organization", holder), ("scope", lang.joined(scope)), ("reviewer", reviewer.unwrap_or_default())];
    let known = text_fields(standing);
    let fields = fields.into_iter().filter(|(field, _)| known.iter().any(|own| own.field == *field));
    Ok(Entry {
        fields: fields.map(|(field, text)| (field.to_owned(), text)).collect(),
        from: Some(cx.now.today),
        until: Some(standing.star().last_day(cx.now.today)),
    })
}

/// Enters what the operator entered in its ledger. `version` is that of the road that the person saw.
pub fn register(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    version: Option<i64>,
    (entry, seen): (&Entry, &Seen),
) -> Result<Standing, Error> {
    let standing = begun(cx, road, version)?;
    let registration = checked(cx, &standing, entry, Vec::new())?;
    let met = [Need::LedgerEntry, Need::LookedUp].into();
    let detail = json!({ "seen": looked(cx, seen)?, "entry": registration.fields });
    go_on(cx, &standing, Event::Register, Brought { met, reason: String::new(), detail }, Some(&registration))
}

/// Enters that the ledger was looked up again, and what it says now.
pub fn look_up(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    version: Option<i64>,
    (entry, seen): (&Entry, &Seen),
    note: &str,
) -> Result<Standing, Error> {
    let standing = begun(cx, road, version)?;
    let before = store::find(cx.tx, standing.road.organization, road)?;
    let (reason, seen) = (remark(note)?, looked(cx, seen)?);
    // What is not in the ledger stays here as it was last seen.
    let registration = match (before, seen.found) {
        (Some(before), false) => before,
        (before, _) => checked(cx, &standing, entry, before.map(|own| own.shown).unwrap_or_default())?,
    };
    let detail = json!({ "seen": seen, "entry": registration.fields });
    let brought = Brought { met: [Need::LookedUp].into(), reason, detail };
    go_on(cx, &standing, Event::LookUp, brought, Some(&registration))
}

/// Enters that the organization checked itself on a day.
pub fn self_check(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    version: Option<i64>,
    day: Date,
    note: &str,
) -> Result<Standing, Error> {
    let standing = begun(cx, road, version)?;
    let brought = Brought { reason: remark(note)?, detail: json!({ "day": past(cx, day)? }), ..Brought::default() };
    go_on(cx, &standing, Event::SelfCheck, brought, None)
}

/// Enters a change or an incident while a registration holds.
pub fn notify(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    version: Option<i64>,
    notice: &Notice,
    note: &str,
) -> Result<Standing, Error> {
    let standing = begun(cx, road, version)?;
    if standing.scheme().change(&notice.kind).is_none() {
        return Err(Error::invalid("registration.kind", "変更の種類を選んでください。", "Choose the kind of change.")
            .hint("制度にある種類から一つ選びます。", "Choose one of the kinds of the scheme.")
            .field("kind"));
    }
    past(cx, notice.day)?;
    notice.told.map_or(Ok(notice.day), |told| past(cx, told))?;
    let brought =
        Brought { met: [Need::Reason].into(), reason: advance::reason(note)?, detail: json!({ "notice": notice }) };
    go_on(cx, &standing, Event::Notify, brought, None)
}

/// Enters that the operator took the ★ away.
pub fn revoke(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    version: Option<i64>,
    day: Date,
    reason: &str,
) -> Result<Standing, Error> {
    let standing = begun(cx, road, version)?;
    let detail = json!({ "day": past(cx, day)? });
    let brought = Brought { met: [Need::Reason].into(), reason: advance::reason(reason)?, detail };
    go_on(cx, &standing, Event::Revoke, brought, None)
}

/// Enters that the operator wants something changed before it registers.
pub fn send_back(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    version: Option<i64>,
    reason: &str,
) -> Result<Standing, Error> {
    let standing = begun(cx, road, version)?;
    // Reviewers send back in their room: this is the operator's act, who is not here.
    if standing.road.state != State::Doing(tasuki_scheme::road::StepKind::Registration) {
        return Err(Error::not_found());
    }
    let brought = Brought { met: [Need::Reason].into(), reason: advance::reason(reason)?, detail: Value::Null };
    go_on(cx, &standing, Event::Return, brought, None)
}

fn begun(cx: &mut Context<'_, '_>, road: RoadId, version: Option<i64>) -> Result<Standing, Error> {
    cx.require(Permission::ManageRoads)?;
    let standing = roads::find(cx, road)?;
    advance::check_version(&standing.road, version)?;
    Ok(standing)
}

fn go_on(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    event: Event,
    brought: Brought,
    registration: Option<&Registration>,
) -> Result<Standing, Error> {
    let organization = standing.road.organization;
    // Before the move, so that its entry covers this row, too.
    if let Some(registration) = registration {
        store::put(cx.tx, organization, registration)?;
    }
    let party = advance::party(cx, standing.road.id);
    let road = advance::advance(cx, standing, event, &party, brought)?;
    Ok(standing.clone().after(road))
}

/// An entry whose fields are those of the scheme, with everything that every entry has.
fn checked(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    entry: &Entry,
    shown: Vec<String>,
) -> Result<Registration, Error> {
    let known = text_fields(standing);
    let mut fields = BTreeMap::new();
    for own in &known {
        let text = entry.fields.get(&own.field).map(|text| visible(text)).unwrap_or_default();
        if text.chars().count() > LONGEST_FIELD || own.required && text.is_empty() {
            return Err(incomplete(&own.field));
        }
        if !text.is_empty() {
            fields.insert(own.field.clone(), text);
        }
    }
    let from = entry.from.ok_or_else(|| incomplete("from"))?;
    let until = entry.until.unwrap_or_else(|| standing.star().last_day(from));
    happened::possible(from, "from")?;
    // A ★ holds for some years: a century is a slip of the keyboard.
    if until < from || until.year() > from.year() + MOST_YEARS {
        return Err(Error::invalid(
            "registration.dates",
            "有効期限が登録日より前か、遠すぎます。",
            "It ends before it begins, or too far away.",
        )
        .hint("運営者の台帳にある日付を入れてください。", "Enter the dates of the operator's ledger.")
        .field("until"));
    }
    let (entered, entered_by) = (cx.now.milliseconds(), cx.person()?.id);
    Ok(Registration { road: standing.road.id, fields, from, until, shown, entered, entered_by })
}

fn incomplete(field: &str) -> Error {
    Error::invalid("registration.entry", "台帳の登録の内容を入れてください。", "Enter what the ledger says.")
        .hint(
            "番号や範囲など、運営者の台帳にあるとおりに、一つ500文字までで入れます。",
            "Number, scope and the rest as they stand in the operator's ledger, at most 500 characters each.",
        )
        .field(field)
}

fn looked(cx: &Context<'_, '_>, seen: &Seen) -> Result<Seen, Error> {
    let place = visible(&seen.place);
    if place.is_empty() || place.chars().count() > LONGEST_FIELD {
        return Err(Error::invalid(
            "registration.place",
            "どこで照会したかを入れてください。",
            "Say where you looked it up.",
        )
        .hint(
            "台帳のアドレスか、運営者の書面の名前を、500文字までで入れます。",
            "The address of the ledger, or the name of the operator's document, at most 500 characters.",
        )
        .field("place"));
    }
    Ok(Seen { day: past(cx, seen.day)?, place, found: seen.found })
}

/// A day that is not to come.
fn past(cx: &Context<'_, '_>, day: Date) -> Result<Date, Error> {
    happened::possible(day, "day")?;
    if day > cx.now.today {
        return Err(Error::invalid("registration.day", "まだ来ていない日です。", "That day is still to come.")
            .hint("今日までの日付を入れてください。", "Enter a day until today.")
            .field("day"));
    }
    Ok(day)
}

fn remark(note: &str) -> Result<String, Error> {
    if legible(note).is_empty() { Ok(String::new()) } else { advance::reason(note) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tasuki_scheme::road::Scheme;

    use super::*;

    #[test]
    fn a_self_check_counts_for_the_period_in_which_it_was_done() {
        let star = Scheme::builtin().iter().flat_map(|own| &own.stars).find(|own| own.star == 4).expect("a ★4");
        let own = Registration {
            road: RoadId::new(0, [0; 10]),
            fields: BTreeMap::new(),
            from: date(2026, 11, 20),
            until: date(2029, 11, 19),
            shown: Vec::new(),
            entered: 0,
            entered_by: tasuki_store::PersonId::new(0, [0; 10]),
        };
        let all = star.self_checks(own.from, own.until);
        assert_eq!(all, [date(2027, 11, 20), date(2028, 11, 20)]);
        let open = |done: &[Date]| open_checks(star, &own, done.iter().copied());
        assert_eq!(open(&[date(2020, 1, 1)]), all, "before the registration");
        assert_eq!(open(&[date(2027, 6, 1), date(2027, 6, 1)]), all[1..], "twice in one period");
        assert_eq!(open(&[date(2028, 1, 10)]), all[1..], "late, for the period that it closes");
        assert_eq!(open(&[date(2027, 6, 1), date(2028, 6, 1)]), []);
    }
}
