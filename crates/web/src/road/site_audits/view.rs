//! The audit as its templates show it.

use tasuki_app::reviews::Holding;
use tasuki_app::site_audits::{Item, Population, Sample};
use tasuki_scheme::road::ItemResult;
use tasuki_store::site_audits::Interview;
use tasuki_store::site_audits::samples::Found;

use crate::issues::ThreadView;
use crate::page::Page;

/// The plan.
pub(super) struct PlanView {
    pub(super) days: String,
    pub(super) place: String,
    pub(super) people: String,
    pub(super) areas: String,
    pub(super) by: String,
    pub(super) at: String,
}

/// A population.
pub(super) struct PopulationView {
    pub(super) id: String,
    pub(super) number: u32,
    pub(super) title: String,
    pub(super) source: String,
    pub(super) criteria: String,
    pub(super) digest: String,
    pub(super) items: u32,
    pub(super) duplicates: u32,
    pub(super) by: String,
    pub(super) at: String,
    /// Why it does not count any more; empty: it counts.
    pub(super) aside: String,
    pub(super) version: i64,
    pub(super) samples: Vec<SampleView>,
}

impl PopulationView {
    pub(super) fn new(own: &Population, page: &Page) -> Self {
        let row = &own.row;
        Self {
            id: row.id.to_string(),
            number: row.number,
            title: row.title.clone(),
            source: row.source.clone(),
            criteria: page.language().joined(row.criteria.iter().map(String::as_str)),
            digest: row.digest.to_string(),
            items: row.items,
            duplicates: row.duplicates,
            by: row.name.clone(),
            at: page.time(row.at),
            aside: row.aside.clone(),
            version: row.version,
            samples: own.samples.iter().map(|sample| SampleView::new(sample, page)).collect(),
        }
    }
}

/// A sample, in a line.
pub(super) struct SampleView {
    pub(super) id: String,
    pub(super) number: u32,
    pub(super) seed: String,
    pub(super) made_seed: bool,
    pub(super) size: u32,
    pub(super) how: String,
    pub(super) reason: String,
    pub(super) by: String,
    pub(super) at: String,
    /// Why it does not count any more; empty: it counts.
    pub(super) aside: String,
    pub(super) version: i64,
    pub(super) total: usize,
    pub(super) examined: usize,
    pub(super) not_in_order: usize,
    pub(super) not_seen: usize,
    pub(super) unreviewed: usize,
}

impl SampleView {
    pub(super) fn new(own: &Sample, page: &Page) -> Self {
        let row = &own.row;
        Self {
            id: row.id.to_string(),
            number: row.number,
            seed: row.seed.clone(),
            made_seed: row.made_seed,
            size: row.size,
            how: row.how.clone(),
            reason: row.reason.clone(),
            by: row.name.clone(),
            at: page.time(row.at),
            aside: row.aside.clone(),
            version: row.version,
            total: own.items.len(),
            examined: own.examined(),
            not_in_order: own.with(ItemResult::NotInOrder),
            not_seen: own.with(ItemResult::NotSeen),
            unreviewed: own.unreviewed(),
        }
    }
}

/// An item that is worked through.
pub(super) struct ItemView {
    pub(super) number: u32,
    pub(super) place: u32,
    pub(super) item: String,
    /// Why somebody chose it; empty: it was drawn.
    pub(super) chosen: String,
    /// What was found, the last first.
    pub(super) found: Vec<FoundView>,
    /// The word of the result that holds; empty if there is none.
    pub(super) result: &'static str,
    /// Its name.
    pub(super) result_name: &'static str,
    /// What was raised about it.
    pub(super) threads: Vec<ThreadView>,
}

/// What was found on an item.
pub(super) struct FoundView {
    pub(super) number: u32,
    pub(super) result: &'static str,
    pub(super) means: &'static str,
    pub(super) text: String,
    pub(super) day: String,
    pub(super) by: String,
    pub(super) at: String,
    pub(super) submission: u32,
    /// Whether the criteria changed since, so that it asks again.
    pub(super) asks_again: &'static str,
    /// Who else reviewed it; empty: nobody yet.
    pub(super) reviewed: String,
    /// Whether whoever looks may review it: somebody else wrote it.
    pub(super) may_review: bool,
}

impl ItemView {
    /// Whether something that was raised about it is not settled.
    pub(super) fn waits(&self) -> bool {
        self.threads.iter().any(|own| !own.is_settled)
    }

    /// `reviewer`: whoever looks, if they may review what others wrote.
    pub(super) fn new(own: &Item, reviewer: Option<tasuki_store::PersonId>, page: &Page) -> Self {
        let lang = page.language();
        let last = own.last();
        let found = |(row, holding): &(Found, Holding)| FoundView {
            number: row.number,
            result: row.result.name(lang),
            means: row.means.name(lang),
            text: row.text.clone(),
            day: page.day(row.day),
            by: row.name.clone(),
            at: page.time(row.at),
            submission: row.submission,
            asks_again: match holding {
                Holding::Holds => "",
                Holding::Changed => page.t("評価基準が変わったので、もう一度", "the criteria changed: look again"),
                Holding::Prepared => page.t(
                    "作成か助言にかかわった人の結果なので、もう一度",
                    "by somebody who prepared the work: look again",
                ),
            },
            reviewed: row.reviewed_name.clone().unwrap_or_default(),
            may_review: row.reviewed_by.is_none() && reviewer.is_some_and(|person| person != row.person),
        };
        Self {
            number: own.row.number,
            place: own.row.place,
            item: own.row.item.clone(),
            chosen: own.row.chosen.clone(),
            found: own.found.iter().rev().map(found).collect(),
            result: last.map_or("", |own| own.result.word()),
            result_name: last.map_or("", |own| own.result.name(lang)),
            threads: Vec::new(),
        }
    }
}

/// The note of an interview.
pub(super) struct InterviewView {
    pub(super) number: u32,
    pub(super) day: String,
    pub(super) who: String,
    pub(super) text: String,
    pub(super) by: String,
    pub(super) at: String,
}

impl InterviewView {
    pub(super) fn new(own: &Interview, page: &Page) -> Self {
        Self {
            number: own.number,
            day: page.day(own.day),
            who: own.who.clone(),
            text: own.text.clone(),
            by: own.name.clone(),
            at: page.time(own.at),
        }
    }
}
