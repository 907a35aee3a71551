//! What people are reminded of.

use jiff::ToSpan;
use jiff::civil::Date;
use tasuki_assess::{Answers, calendar, evaluate};
use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_store::{
    OrganizationId, PersonId, answers, assessments as assessment_store, inspections, people, tasks as store,
};

use crate::mail::lang_of;
use crate::members::who_may;
use crate::notifications::{About, Kind, notify_in};
use crate::{Context, Error};

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
pub(super) struct Item {
    owner: Option<PersonId>,
    due: Date,
    title: Text,
    path: String,
    kind: Kind,
}

/// Reminds people of what was found.
pub(super) fn tell(cx: &mut Context<'_, '_>, organization: OrganizationId, found: Vec<Item>) -> Result<(), Error> {
    let leads: Vec<PersonId> =
        who_may(cx, organization, Permission::ManageTasks)?.iter().map(|member| member.person).collect();
    for item in found {
        // What nobody takes care of concerns those who give out work.
        let people_told = item.owner.map_or_else(|| leads.clone(), |owner| vec![owner]);
        for person in people_told {
            let lang = people::find(cx.tx, person)?.map_or_else(Default::default, |person| lang_of(&person.lang));
            let about = About {
                title: item.title.get(lang).to_owned(),
                path: item.path.clone(),
                day: Some(item.due),
                ..About::default()
            };
            notify_in(cx, organization, person, item.kind, &about)?;
        }
    }
    Ok(())
}

/// Everything in an organization that has come nearer since the day `last`. Of everything else nothing is kept: there may be many thousand days.
pub(super) fn find(cx: &mut Context<'_, '_>, organization: OrganizationId, last: Date) -> Result<Vec<Item>, Error> {
    let today = cx.now.today;
    let nearer = |due: Date| match stage(due, last, today, &[7, 1])? {
        Stage::Soon => Some(Kind::DueSoon),
        Stage::Past => Some(Kind::Overdue),
    };
    let mut all = Vec::new();
    for assessment in assessment_store::list(cx.tx, organization)? {
        let Some(catalog) = cx.library.catalog(&assessment.edition).filter(|_| assessment.archived.is_none()) else {
            continue;
        };
        for task in store::of_assessment(cx.tx, organization, assessment.id)? {
            let waits = matches!(task.state, store::State::Open | store::State::Doing);
            let Some(due) = task.due.filter(|_| waits) else { continue };
            let Some(kind) = nearer(due) else { continue };
            let title = format!("{} {}", task.criterion, task.title);
            all.push(Item {
                owner: task.owner,
                due,
                title: Text::new(title.clone(), title),
                path: format!("/tasks/{}", task.id),
                kind,
            });
        }
        let kept = answers::list(cx.tx, organization, assessment.id)?;
        let mut given = Answers::new(catalog);
        let mut owners = vec![None; catalog.criteria().len()];
        for answer in &kept {
            if let Some(position) = catalog.position(&answer.criterion) {
                *given.at_mut(position) = answer.state();
                owners[position] = answer.owner;
            }
        }
        let evaluation = evaluate(catalog, assessment.level, &given, today);
        let named = |position: usize| {
            let criterion = &catalog.criteria()[position];
            Text::new(
                format!("{} {}", criterion.id, criterion.title.ja),
                format!("{} {}", criterion.id, criterion.title.en),
            )
        };
        for answer in kept {
            let position = catalog.position(&answer.criterion);
            let open =
                position.and_then(|position| evaluation.criterion(position)).is_some_and(|own| !own.is_satisfied());
            if let (Some(due), Some(position), true, Some(_)) = (answer.due, position, open, answer.owner)
                && let Some(kind) = nearer(due)
            {
                let path = format!("/assessments/{}?c={}", assessment.id, answer.criterion);
                all.push(Item { owner: answer.owner, due, title: named(position), path, kind });
            }
        }
        // Of what is inspected often only the next time counts.
        let mut seen = Vec::new();
        for occasion in calendar(catalog, &given, &evaluation).occasions {
            if seen.contains(&occasion.position) {
                continue;
            }
            seen.push(occasion.position);
            let Some(kind) = nearer(occasion.date) else { continue };
            let path = format!("/inspections/of/{}/{}", assessment.id, catalog.criteria()[occasion.position].id);
            let owner = owners[occasion.position];
            all.push(Item { owner, due: occasion.date, title: named(occasion.position), path, kind });
        }
    }
    let (from, to) = (last.saturating_sub(1.day()), today.saturating_add(31.days()));
    for ending in inspections::endings(cx.tx, organization, from, to)? {
        if stage(ending.ends, last, today, &[30, 7]).is_none() {
            continue;
        }
        all.push(Item {
            owner: ending.owner,
            due: ending.ends,
            title: Text::new(ending.name.clone(), ending.name),
            path: format!("/evidence/{}", ending.evidence),
            kind: Kind::EvidenceEnding,
        });
    }
    Ok(all)
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
