//! What people are reminded of.

use jiff::ToSpan;
use jiff::civil::Date;
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_store::members::Member;
use tasuki_store::{Noun, OrganizationId, PersonId, persons};

use crate::agenda::item::reviews;
use crate::agenda::{self, Item, Whose, Why};
use crate::mail::lang_of;
use crate::members::here;
use crate::notifications::{About, Kind, notify_in};
use crate::{Context, Error};

/// How far ahead days are looked at: as far as people are reminded of them.
const AHEAD: i64 = 31;
/// The same for the registration of a ★, whose scheme says how early: it has few days, and takes months to renew.
const FAR_AHEAD: i64 = 400;

/// What a day has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is a week or a day away.
    Soon,
    /// It has passed.
    Past,
}

/// What a due date has come to since somebody was last told, on the day `last`: nothing, or the most urgent that it passed through.
pub fn stage(due: Date, last: Date, today: Date, days_before: &[i64]) -> Option<Stage> {
    if due < today {
        return (due >= last).then_some(Stage::Past);
    }
    let reached = |days: &i64| {
        let day = due.saturating_sub(days.days());
        last < day && day <= today
    };
    days_before.iter().any(reached).then_some(Stage::Soon)
}

/// One thing of which people are reminded.
pub(super) struct Due {
    item: Item,
    kind: Kind,
}

/// Reminds people of what was found; whoever may not read it, by role or because it was granted, is told nothing.
pub(super) fn tell(cx: &mut Context<'_, '_>, organization: OrganizationId, found: Vec<Due>) -> Result<(), Error> {
    let members = here(cx, organization)?;
    let may = |permission: Permission| members.iter().filter(move |member| member.roles.may(permission));
    let reviewers: Vec<PersonId> = may(Permission::ReviewTasks).map(|member| member.person).collect();
    for Due { item, kind } in found {
        let concerned = members.iter().filter(|member| concerns(&item, member, &reviewers));
        // Whose role has changed since may not read any more what they take care of: it is told to those who give out work.
        if !tell_all(cx, organization, concerned, kind, &item)? {
            let others = members.iter().filter(|member| member.roles.may(Permission::ManageTasks));
            tell_all(cx, organization, others, kind, &item)?;
        }
    }
    Ok(())
}

/// Reminds some members of something; returns whether any of them may read it.
fn tell_all<'m>(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    members: impl Iterator<Item = &'m Member>,
    kind: Kind,
    item: &Item,
) -> Result<bool, Error> {
    let mut told = false;
    for member in members {
        let lang = persons::find(cx.tx, member.person)?.map_or_else(Default::default, |own| lang_of(&own.lang));
        told |= notify_in(cx, organization, member.person, kind, &about(item, lang))?;
    }
    Ok(told)
}

/// Whether a member is reminded of something. What nobody takes care of concerns those who give out work.
fn concerns(item: &Item, member: &Member, reviewers: &[PersonId]) -> bool {
    let has_somebody = |workers: &[Option<PersonId>]| reviewers.iter().any(|own| reviews(workers, *own, reviewers));
    match &item.whose {
        Whose::Nobody => member.roles.may(Permission::ManageTasks),
        Whose::Reviewers(workers) if !has_somebody(workers) => member.roles.may(Permission::ManageTasks),
        Whose::Person(_) | Whose::Reviewers(_) => item.whose.is_for(member.person, reviewers),
    }
}

fn about(item: &Item, lang: Lang) -> About {
    let title = item.title.get(lang);
    About {
        title: item.criterion.as_ref().map_or_else(|| title.to_owned(), |criterion| format!("{criterion} {title}")),
        subject: Some(item.subject.clone()),
        day: Some(item.day),
        ..About::default()
    }
}

/// Everything in an organization that has come nearer since the day `last`. Of everything else nothing is kept: there may be many thousand days.
pub(super) fn find(cx: &mut Context<'_, '_>, organization: OrganizationId, last: Date) -> Result<Vec<Due>, Error> {
    let today = cx.now.today;
    let [ahead, far] = [AHEAD, FAR_AHEAD].map(|days| today.saturating_add(days.days()));
    let all = agenda::read_further(cx, organization, ahead, Noun::Road, far)?;
    let due = all.into_iter().filter_map(|item| {
        let stage = stage(item.day, last, today, &item.notice).filter(|_| item.why.is_waited_for())?;
        let kind = kind(item.why, stage);
        Some(Due { item, kind })
    });
    Ok(due.collect())
}

fn kind(why: Why, stage: Stage) -> Kind {
    match (why, stage) {
        (Why::Evidence, _) => Kind::EvidenceEnding,
        (Why::Registration | Why::SelfCheck, _) => Kind::RegistrationDue,
        (_, Stage::Soon) => Kind::DueSoon,
        (_, Stage::Past) => Kind::Overdue,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_day_is_told_once_however_long_the_server_was_off() {
        let due = date(2026, 12, 10);
        let told = |last: Date, today: Date| stage(due, last, today, &[7, 1]);
        assert_eq!(told(date(2026, 12, 1), date(2026, 12, 2)), None);
        assert_eq!(told(date(2026, 12, 2), date(2026, 12, 3)), Some(Stage::Soon));
        assert_eq!(told(date(2026, 12, 3), date(2026, 12, 4)), None);
        assert_eq!(told(date(2026, 12, 8), date(2026, 12, 9)), Some(Stage::Soon));
        assert_eq!(told(date(2026, 12, 9), date(2026, 12, 10)), None);
        assert_eq!(told(date(2026, 12, 10), date(2026, 12, 11)), Some(Stage::Past));
        assert_eq!(told(date(2026, 12, 11), date(2026, 12, 12)), None);
        // Off from the 1st to the 20th: told once, that it has passed.
        assert_eq!(told(date(2026, 12, 1), date(2026, 12, 20)), Some(Stage::Past));
        assert_eq!(told(date(2026, 12, 20), date(2026, 12, 21)), None);
        // Off from the 1st to the 10th itself: told that it is near.
        assert_eq!(told(date(2026, 12, 1), date(2026, 12, 10)), Some(Stage::Soon));
    }

    proptest::proptest! {
        #[test]
        fn whoever_looks_every_day_hears_three_times(start in 0_i64..400) {
            let first = date(2026, 1, 1);
            let due = first.saturating_add((start + 10).days());
            let count = (0..500).filter(|day: &i64| {
                let today = first.saturating_add(day.days());
                stage(due, today.saturating_sub(1.day()), today, &[7, 1]).is_some()
            });
            proptest::prop_assert_eq!(count.count(), 3);
        }
    }
}
