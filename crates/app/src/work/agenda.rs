//! The agenda: everything that has a day in an organization, worked out once. The calendar, the feeds, the count in the frame of each page,
//! the first page, the list of tasks, the reminders and the reports all read it, and nothing else says what is due.
//!
//! Each capability brings its own days, as its description says ([`crate::description::Days`]). What is done brings nothing, nor does anything
//! that is archived. `docs/decisions/0014-one-agenda.md` has the cases.

pub(crate) mod asked;
pub(crate) mod item;

use std::cmp::Ordering;
use std::collections::HashSet;

use jiff::ToSpan;
use jiff::civil::Date;
use tasuki_scheme::Permission;
use tasuki_store::agenda::{self as store, Part, Sheet};
use tasuki_store::{AssessmentId, EvidenceId, Noun, OrganizationId, PersonId, Subject, audit, evidence};

use crate::describe::describe;
use crate::description::Days;
use crate::members::who_may;
use crate::standings::Gathering;
use crate::{Context, Error};
use asked::{Asked, Judged};

pub use item::{Item, Title, Whose, Why};

/// How many days ahead something counts as due soon.
const SOON: i64 = 7;

/// The day until which something counts as due soon: a week from today.
pub fn soon(today: Date) -> Date {
    today.saturating_add(SOON.days())
}

/// Everything on the agenda until a day that the person who asks may see, the earliest first: what is overdue, however long, and what comes.
pub fn until(cx: &mut Context<'_, '_>, day: Date) -> Result<Vec<Item>, Error> {
    let (organization, _) = cx.reach(Permission::ReadAssessments)?;
    let all = read(cx, organization, Part::Whole, day)?;
    seen(cx, all)
}

/// The same until a day, with evidence until a later one: it takes longer to renew, and needs none of the answers.
pub fn until_with_evidence(cx: &mut Context<'_, '_>, day: Date, later: Date) -> Result<Vec<Item>, Error> {
    let (organization, _) = cx.reach(Permission::ReadAssessments)?;
    let all = read_further(cx, organization, day, Noun::Evidence, later)?;
    seen(cx, all)
}

/// The same of one assessment. Nothing of an archived one is due.
pub fn of_assessment(cx: &mut Context<'_, '_>, id: AssessmentId, day: Date) -> Result<Vec<Item>, Error> {
    let organization = cx.require_in(Permission::ReadAssessments, id)?;
    let all = read(cx, organization, Part::Assessment(id), day)?;
    seen(cx, all)
}

/// How many things of the person who asks are due within a week or overdue. Every page asks: it is read from what may be the person's alone.
pub fn due_count(cx: &mut Context<'_, '_>) -> Result<usize, Error> {
    let (organization, person) = (cx.organization()?, cx.person()?.id);
    let day = soon(cx.now.today);
    let mut all = read(cx, organization, Part::Person(person), day)?;
    all.retain(|item| item.is_due_by(day));
    let all = seen(cx, all)?;
    let is_mine = mine(cx, &all)?;
    Ok(all.iter().filter(|item| is_mine(item)).count())
}

/// How many tasks wait for a review that the person who asks may do, whether they have a day or not.
pub fn to_review(cx: &mut Context<'_, '_>) -> Result<usize, Error> {
    if !cx.may(Permission::ReviewTasks) {
        return Ok(0);
    }
    let (organization, person) = (cx.organization()?, cx.person()?.id);
    let reported = store::reported(cx.tx, organization)?;
    let reviewers = if reported.is_empty() { Vec::new() } else { reviewers(cx, organization)? };
    Ok(reported.iter().filter(|workers| item::reviews(&workers[..], person, &reviewers)).count())
}

/// Tells which of these items are for the person who asks.
pub fn mine(cx: &mut Context<'_, '_>, items: &[Item]) -> Result<impl Fn(&Item) -> bool + use<>, Error> {
    let person = cx.person()?.id;
    of(cx, Some(person), items)
}

/// Tells which of these items are for a person; without one, which are for nobody.
pub(crate) fn of(
    cx: &mut Context<'_, '_>,
    person: Option<PersonId>,
    items: &[Item],
) -> Result<impl Fn(&Item) -> bool + use<>, Error> {
    let organization = cx.organization()?;
    let is_reviewed = items.iter().any(|item| matches!(item.whose, Whose::Reviewers(_)));
    let reviewers = if is_reviewed { reviewers(cx, organization)? } else { Vec::new() };
    Ok(move |item: &Item| person.map_or(item.whose == Whose::Nobody, |person| item.whose.is_for(person, &reviewers)))
}

fn reviewers(cx: &mut Context<'_, '_>, organization: OrganizationId) -> Result<Vec<PersonId>, Error> {
    Ok(who_may(cx, organization, Permission::ReviewTasks)?.iter().map(|member| member.person).collect())
}

/// What of it the person who asks sees, by role and by what was granted. Every reader asks here, and nowhere else.
fn seen(cx: &mut Context<'_, '_>, mut all: Vec<Item>) -> Result<Vec<Item>, Error> {
    // Which evidence is seen is asked once for all of it, and not at all where none ends.
    let ends = all.iter().any(|item| matches!(item.subject, Subject::Evidence(_)));
    let evidence = if ends { ending(cx)? } else { HashSet::new() };
    all.retain(|item| match (&item.subject, item.assessment) {
        (Subject::Evidence(id), _) => evidence.contains(id),
        (subject, Some(assessment)) => cx.may_in(describe(subject.noun()).read, assessment),
        (subject, None) => cx.may(describe(subject.noun()).read),
    });
    Ok(all)
}

/// The evidence with a last day that the person who asks sees.
fn ending(cx: &mut Context<'_, '_>) -> Result<HashSet<EvidenceId>, Error> {
    let Ok((organization, sight)) = cx.sight() else { return Ok(HashSet::new()) };
    Ok(evidence::seen_ending(cx.tx, organization, &sight)?.into_iter().collect())
}

/// Everything on the agenda of a part of an organization until a day, the earliest first, whoever may see it.
pub(crate) fn read(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    part: Part,
    until: Date,
) -> Result<Vec<Item>, Error> {
    let today = cx.now.today;
    let judged = judged(cx, organization, part, until)?;
    let asked = Asked { tx: cx.tx, organization, part, today, until, judged, schemes: cx.schemes };
    let mut all = gathered(asked, Noun::ALL)?;
    all.sort_by(in_order);
    Ok(all)
}

/// The same of a whole organization, and what one kind of thing brings until a later day. The kind needs none of the answers.
pub(crate) fn read_further(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    day: Date,
    kind: Noun,
    later: Date,
) -> Result<Vec<Item>, Error> {
    let (part, today, schemes) = (Part::Whole, cx.now.today, cx.schemes);
    let judged = judged(cx, organization, part, day)?;
    let (further, others): (Vec<_>, Vec<_>) = Noun::ALL.iter().partition(|noun| **noun == kind);
    let mut all = gathered(Asked { tx: cx.tx, organization, part, today, until: day, judged, schemes }, others)?;
    let judged = Vec::new();
    all.extend(gathered(Asked { tx: cx.tx, organization, part, today, until: later, judged, schemes }, further)?);
    all.sort_by(in_order);
    Ok(all)
}

/// What some kinds of things bring.
fn gathered<'n>(mut asked: Asked<'_, '_>, nouns: impl IntoIterator<Item = &'n Noun>) -> Result<Vec<Item>, Error> {
    let mut all = Vec::new();
    for noun in nouns {
        match describe(*noun).days {
            Days::None => {}
            Days::Of(days) => all.extend(days(&mut asked)?),
        }
    }
    all.retain(|item| item.day <= asked.until && item.until.is_none_or(|last| asked.today <= last));
    Ok(all)
}

fn in_order(one: &Item, two: &Item) -> Ordering {
    (one.day, one.why.rank(), &one.criterion).cmp(&(two.day, two.why.rank(), &two.criterion))
}

/// The assessments in use that bring something. The sheets of a whole organization are kept in memory until something is done there, unless they are
/// too many. Of an edition that is unknown here nobody can say what is open: its answers have no days.
fn judged(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    part: Part,
    until: Date,
) -> Result<Vec<Judged>, Error> {
    let (library, days) = (cx.library_of(organization)?, (cx.now.today, until));
    let judge = |sheet: &Sheet| {
        let judged = Judged::new(&library.shared(&sheet.edition)?, sheet, days);
        Some(judged).filter(|own| own.due.is_some() || !own.days.is_empty())
    };
    let mut all = Vec::new();
    if part != Part::Whole {
        store::sheets(cx.tx, organization, part, days, |few| all.extend(few.iter().filter_map(judge)))?;
        return Ok(all);
    }
    let digest = audit::head(cx.tx, organization.as_str())?.digest;
    if let Some(known) = cx.standings.find_sheets(organization, &(digest, days)) {
        return Ok(known.iter().filter_map(judge).collect());
    }
    let mut kept = Gathering::default();
    store::sheets(cx.tx, organization, part, days, |few| {
        all.extend(few.iter().filter_map(judge));
        kept.add(few);
    })?;
    cx.standings.keep_sheets(organization, (digest, days), kept);
    Ok(all)
}
