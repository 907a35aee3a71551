//! The room as its template shows it.

use tasuki_app::reviews::{Before, Criterion, Holding, Room};
use tasuki_app::submissions::Shown;
use tasuki_assess::Status;
use tasuki_catalog::{Catalog, Lang};
use tasuki_scheme::Classification;
use tasuki_scheme::road::{Aspect, IssueState};
use tasuki_store::submissions::Submission as Row;
use tasuki_trust::Submission;
use tasuki_trust::submission::{Answer, Part};

use crate::page::Page;
use crate::roads::title;
use crate::submissions::file_of;

/// A criterion in the list.
pub(super) struct LineView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) status: &'static str,
    /// How many marks hold, of how many.
    pub(super) marks: (usize, usize),
    pub(super) changed: bool,
    /// How many issues are not settled.
    pub(super) issues: usize,
    pub(super) is_here: bool,
}

/// A criterion with what a submission says of it.
pub(super) struct AnswerView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) statement: String,
    pub(super) status: &'static str,
    pub(super) note: String,
    pub(super) substitute: String,
    pub(super) reason: String,
    pub(super) owner: String,
    pub(super) confirmed: String,
}

/// A submission of the road, as a tab.
pub(super) struct TabView {
    pub(super) number: u32,
    pub(super) made: String,
    pub(super) is_here: bool,
    /// Whether it is the one that is looked at now.
    pub(super) is_last: bool,
}

/// A part of an answer that changed since the submission before.
pub(super) struct DifferenceView {
    /// What changed, in words.
    pub(super) what: String,
    /// What was said before and what is said now; both empty where the words tell it all.
    pub(super) before: String,
    pub(super) after: String,
}

/// One of the three marks.
pub(super) struct MarkView {
    pub(super) word: &'static str,
    pub(super) name: &'static str,
    /// By whom, what it rests on, when; empty if it is not set.
    pub(super) by: String,
    pub(super) means: &'static str,
    pub(super) note: String,
    pub(super) at: String,
    /// Why it asks again; empty if it holds.
    pub(super) asks_again: &'static str,
    /// Whether it is ticked before anybody looks: only where the answer claims it, and, for what works, where there is evidence of it.
    pub(super) is_likely: bool,
}

/// A piece of evidence of the criterion.
#[derive(Clone)]
pub(super) struct PieceView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) what: String,
    /// Its file; empty for what is not for whoever looks.
    pub(super) href: String,
}

/// The criteria in a list.
pub(super) fn lines(room: &Room, here: &str, catalog: Option<&Catalog>, only_open: bool, lang: Lang) -> Vec<LineView> {
    let shown = room.criteria.iter().filter(|own| !only_open || own.is_open() || own.id == here);
    let view = |own: &Criterion| LineView {
        id: own.id.clone(),
        title: title(catalog, &own.id, lang),
        status: room.shown.submission.answer(&own.id).map_or("unanswered", |answer| answer.status.word()),
        marks: (own.needed.iter().filter(|aspect| own.mark(**aspect).is_some()).count(), own.needed.len()),
        changed: own.changed,
        issues: own.threads.iter().filter(|thread| thread.issue.state != IssueState::Settled).count(),
        is_here: own.id == here,
    };
    shown.map(view).collect()
}

impl AnswerView {
    pub(super) fn new(submission: &Submission, id: &str, catalog: Option<&Catalog>, page: &Page) -> Self {
        let (lang, answer) = (page.language(), submission.answer(id));
        let text = |pick: fn(&Answer) -> &String| answer.map(pick).cloned().unwrap_or_default();
        let statement = catalog.and_then(|catalog| catalog.criterion(id));
        let name = |id: &String| submission.people.iter().find(|person| person.id == *id).map(|own| own.name.clone());
        Self {
            id: id.to_owned(),
            title: title(catalog, id, lang),
            statement: statement.map_or_else(String::new, |own| own.statement.get(lang).to_owned()),
            status: answer.map_or("unanswered", |answer| answer.status.word()),
            note: text(|own| &own.note),
            substitute: text(|own| &own.substitute),
            reason: text(|own| &own.reason),
            owner: answer.and_then(|own| own.owner.as_ref()).and_then(name).unwrap_or_default(),
            confirmed: answer.and_then(|own| own.confirmed).map(|day| page.day(day)).unwrap_or_default(),
        }
    }
}

/// The rounds as tabs.
pub(super) fn tabs(rounds: &[Row], here: u32, page: &Page) -> Vec<TabView> {
    let last = rounds.last().map(|own| own.number);
    let view = |own: &Row| TabView {
        number: own.number,
        made: page.time(own.made),
        is_here: own.number == here,
        is_last: Some(own.number) == last,
    };
    rounds.iter().map(view).collect()
}

/// What changed about a criterion since the submission before.
pub(super) fn differences(before: Option<&Before>, after: &Submission, id: &str, page: &Page) -> Vec<DifferenceView> {
    let Some(before) = before else { return Vec::new() };
    let view = |part: &Part| {
        let said = |answer: Option<&Answer>| answer.map(|own| said(part, own, page)).unwrap_or_default();
        DifferenceView {
            what: part.text().get(page.language()).to_owned(),
            before: said(before.submission.answer(id)),
            after: said(after.answer(id)),
        }
    };
    before.parts(id).iter().map(view).collect()
}

/// What an answer says in a part of it; empty where the words of the part tell it already.
fn said(part: &Part, answer: &Answer, page: &Page) -> String {
    match part {
        Part::Note => answer.note.clone(),
        Part::Substitute => answer.substitute.clone(),
        Part::Reason => answer.reason.clone(),
        Part::Accepted if answer.accepted => page.t("承認あり", "accepted").to_owned(),
        Part::Accepted => page.t("承認なし", "not accepted").to_owned(),
        Part::Maturity => answer.maturity.map(|own| own.to_string()).unwrap_or_default(),
        Part::Confirmed => answer.confirmed.map(|day| page.day(day)).unwrap_or_default(),
        Part::Added
        | Part::Dropped
        | Part::Status { .. }
        | Part::EvidenceAdded { .. }
        | Part::EvidenceRemoved { .. }
        | Part::EvidenceChanged { .. } => String::new(),
    }
}

impl MarkView {
    pub(super) fn new(criterion: &Criterion, answer: Option<&Answer>, aspect: Aspect, page: &Page) -> Self {
        let lang = page.language();
        let set = criterion.marks.iter().find(|(mark, _)| mark.aspect == aspect);
        Self {
            word: aspect.word(),
            name: aspect.name(lang),
            by: set.map(|(mark, _)| mark.name.clone()).unwrap_or_default(),
            means: set.map_or("", |(mark, _)| mark.means.name(lang)),
            note: set.map(|(mark, _)| mark.note.clone()).unwrap_or_default(),
            at: set.map(|(mark, _)| page.time(mark.at)).unwrap_or_default(),
            asks_again: set.map_or("", |(_, holding)| match holding {
                Holding::Holds => "",
                Holding::Changed => page.t("変わったので、もう一度", "changed: ask again"),
                Holding::Prepared => page
                    .t("作成か助言にかかわった人の印なので、もう一度", "by somebody who prepared the work: ask again"),
            }),
            is_likely: answer.is_some_and(|answer| is_likely(answer, aspect)),
        }
    }
}

/// Whether a reviewer will probably say this of an answer.
fn is_likely(answer: &Answer, aspect: Aspect) -> bool {
    let claims = matches!(answer.status, Status::Met | Status::NotApplicable);
    match aspect {
        Aspect::Explained => answer.status != Status::Unanswered,
        Aspect::Fits => claims,
        Aspect::Works => claims && !answer.evidence.is_empty(),
    }
}

/// The evidence of a criterion.
pub(super) fn pieces(shown: &Shown, criterion: &str, page: &Page) -> Vec<PieceView> {
    let (lang, submission) = (page.language(), &shown.submission);
    let ids = submission.answer(criterion).map(|answer| answer.evidence.as_slice()).unwrap_or_default();
    let view = |piece: &tasuki_trust::submission::Evidence| {
        let class = Classification::from_word(&piece.classification).map_or("", |own| own.name(lang));
        let hidden = shown.hidden.contains(&piece.id);
        let file = file_of(page, shown.row.digest, &piece.id);
        PieceView {
            id: piece.id.clone(),
            name: piece.name.clone(),
            what: format!("{class} · {}", version(piece.version, lang)),
            href: if hidden { String::new() } else { file },
        }
    };
    ids.iter().filter_map(|id| submission.piece(id)).map(view).collect()
}

fn version(number: u32, lang: Lang) -> String {
    if lang == Lang::Ja { format!("第{number}版") } else { format!("version {number}") }
}
