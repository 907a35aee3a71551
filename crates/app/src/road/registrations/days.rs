//! The days that registrations bring to the agenda: their ends, and the self-checks in between.

use std::sync::Arc;

use jiff::ToSpan;
use tasuki_catalog::{Lang, Text};
use tasuki_scheme::road::{Scheme, Star};
use tasuki_store::registrations::{Held, held};
use tasuki_store::{StoreError, Subject};

use super::open_checks;
use crate::agenda::asked::Asked;
use crate::agenda::item::{Item, Title, Whose, Why};

/// How many days after its end a registration is still shown. What nobody renewed for so long was given up.
const SHOWN: i64 = 90;

pub(crate) fn days(asked: &mut Asked<'_, '_>) -> Result<Vec<Item>, StoreError> {
    let all = held(asked.tx, asked.organization, asked.part)?;
    Ok(all.iter().filter_map(|own| Some(items(own, star(asked.schemes, own)?))).flatten().collect())
}

/// The ★ that was registered; none if the scheme is not known here any more.
fn star<'a>(schemes: &'a [Arc<Scheme>], own: &Held) -> Option<&'a Star> {
    schemes.iter().find(|scheme| scheme.id == own.scheme)?.route(&own.route).map(|(star, _)| star)
}

fn items(own: &Held, star: &Star) -> Vec<Item> {
    let registration = &own.registration;
    let notice: Vec<i64> = star.reminders.days.iter().map(|days| i64::from(*days)).collect();
    let named = |what: (&str, &str)| {
        let title = |lang: Lang, what: &str| format!("{}{what} {}", star.title.get(lang), own.title);
        Title::Both(Text::new(title(Lang::Ja, what.0), title(Lang::En, what.1)))
    };
    let item = |why, what, day| Item {
        subject: Subject::Road(registration.road),
        day,
        why,
        whose: Whose::Person(registration.entered_by),
        until: Some(registration.until.saturating_add(SHOWN.days())),
        assessment: Some(own.assessment),
        criterion: None,
        title: named(what),
        notice: notice.clone().into(),
    };
    let checks = open_checks(star, registration, own.checks.iter().copied());
    let mut all: Vec<Item> =
        checks.into_iter().map(|day| item(Why::SelfCheck, ("の自己点検", ": self-check."), day)).collect();
    all.push(item(Why::Registration, ("の登録の期限", ": end of the registration."), registration.until));
    all
}
