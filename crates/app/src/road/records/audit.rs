//! The record of an on-site audit: the plan, the populations, the samples, what was found on each item, interviews, and findings.

use tasuki_catalog::{Catalog, Lang};
use tasuki_report::{Column, Entry, Look, Record, ReviewIssue, Section};
use tasuki_scheme::road::{IssueState, ItemResult, StepKind};
use tasuki_store::RoadId;
use tasuki_store::site_audits::samples::Found;

use super::{Work, head, issue, reviewer, say};
use crate::issues::Thread;
use crate::reviews::Holding;
use crate::site_audits::{Item, Population, Room, Sample, room};
use crate::timeline::day;
use crate::{Context, Error};

/// The record, with the title of the assessment.
pub(super) fn record(cx: &mut Context<'_, '_>, road: RoadId) -> Result<(String, Record), Error> {
    let room = room(cx, road)?;
    let lang = cx.lang();
    let head = head(cx, &room.standing, StepKind::Audit)?;
    let mut facts = head.facts;
    facts.extend(plan(&room, lang));
    let reviewers: Vec<_> = room.reviewers.iter().map(reviewer).collect();
    let record = Record {
        lang,
        created: cx.now.today,
        identifier: format!("audit:{road}"),
        organization: head.organization,
        title: Work::Audit.title(lang),
        facts,
        sentence: sentence(&room, lang),
        sections: vec![
            Section::reviewers(lang, room.standing.scheme(), &reviewers),
            populations(&room, lang),
            samples(&room, lang),
            items(&room, lang),
            interviews(&room, lang),
            issues(&room, head.catalog.as_deref(), lang),
            head.course,
        ],
    };
    Ok((room.standing.title, record))
}

fn plan(room: &Room, lang: Lang) -> Vec<(&'static str, String)> {
    let Some(plan) = &room.plan else { return Vec::new() };
    vec![
        (say(lang, "日", "Days"), format!("{} – {}", plan.starts, plan.ends)),
        (say(lang, "場所", "Place"), plan.place.clone()),
        (say(lang, "関わる人", "People"), plan.people.clone()),
        (say(lang, "見るところ", "What is looked at"), plan.areas.clone()),
    ]
}

/// How many of the items have a result, what they say, and what is open.
fn sentence(room: &Room, lang: Lang) -> String {
    let samples: Vec<&Sample> = room.samples().collect();
    let all: usize = samples.iter().map(|own| own.items.len()).sum();
    let examined: usize = samples.iter().map(|own| own.examined()).sum();
    let bad: usize = samples.iter().map(|own| own.with(ItemResult::NotInOrder)).sum();
    let open = room.threads.iter().filter(|own| own.issue.state != IssueState::Settled).count();
    if lang == Lang::Ja {
        format!(
            "抽出した {all} 件のうち {examined} 件に結果があり、問題ありは {bad} 件です。未完了の質問・指摘は {open} 件です。"
        )
    } else {
        format!("{examined} of {all} items have a result, {bad} of them not in order; issues that are open: {open}.")
    }
}

fn populations(room: &Room, lang: Lang) -> Section {
    let columns = vec![
        Column::new(say(lang, "番号", "No."), 7.0, Look::Count),
        Column::new(say(lang, "母集団", "Population"), 28.0, Look::Name),
        Column::new(say(lang, "一覧の出どころ", "Where the list comes from"), 34.0, Look::Text),
        Column::new(say(lang, "評価基準", "Criteria"), 16.0, Look::Text),
        Column::new(say(lang, "件数", "Items"), 9.0, Look::Count),
        Column::new(say(lang, "うち重複", "Duplicates"), 11.0, Look::Count),
        Column::new(say(lang, "一覧の SHA-256", "SHA-256 of the list"), 46.0, Look::Text),
        Column::new(say(lang, "固定した人", "Frozen by"), 16.0, Look::Text),
        Column::new(say(lang, "固定した日", "Frozen on"), 14.0, Look::Day),
        Column::new(say(lang, "外した理由", "Set aside because"), 24.0, Look::Text),
    ];
    let row = |own: &Population| {
        let row = &own.row;
        vec![
            Entry::Count(row.number),
            Entry::text(&row.title),
            Entry::text(&row.source),
            Entry::text(row.criteria.join(" ")),
            Entry::Count(row.items),
            Entry::Count(row.duplicates),
            Entry::text(row.digest.to_string()),
            Entry::text(&row.name),
            Entry::Day(Some(day(row.at))),
            Entry::text(&row.aside),
        ]
    };
    Section {
        name: say(lang, "母集団", "Populations"),
        columns,
        rows: room.populations.iter().map(row).collect(),
        empty: say(lang, "母集団は固定されていません。", "No population was frozen."),
    }
}

/// The samples, each with its population.
fn all(room: &Room) -> impl Iterator<Item = (&Population, &Sample)> {
    room.populations.iter().flat_map(|own| own.samples.iter().map(move |sample| (own, sample)))
}

/// Number of the population and number of the sample, by which the tables refer to a sample.
fn number((population, sample): (&Population, &Sample)) -> String {
    format!("{}-{}", population.row.number, sample.row.number)
}

fn samples(room: &Room, lang: Lang) -> Section {
    let columns = vec![
        Column::new(say(lang, "抽出", "Sample"), 9.0, Look::Name),
        Column::new(say(lang, "母集団", "Population"), 28.0, Look::Text),
        Column::new(say(lang, "乱数の種", "Seed"), 22.0, Look::Text),
        Column::new(say(lang, "種を作った人", "Seed made by"), 14.0, Look::Word),
        Column::new(say(lang, "引いた件数", "Drawn"), 10.0, Look::Count),
        Column::new(say(lang, "選んだ件数", "Chosen"), 10.0, Look::Count),
        Column::new(say(lang, "手続", "What is done with each"), 40.0, Look::Text),
        Column::new(say(lang, "引き直した理由", "Drawn again because"), 24.0, Look::Text),
        Column::new(say(lang, "引いた人", "Drawn by"), 16.0, Look::Text),
        Column::new(say(lang, "引いた日", "Drawn on"), 14.0, Look::Day),
        Column::new(say(lang, "外した理由", "Set aside because"), 24.0, Look::Text),
    ];
    let row = |own: (&Population, &Sample)| {
        let (row, items) = (&own.1.row, &own.1.items);
        let chosen = items.iter().filter(|item| !item.row.chosen.is_empty()).count();
        vec![
            Entry::text(number(own)),
            Entry::text(&own.0.row.title),
            Entry::text(&row.seed),
            Entry::text(if row.made_seed {
                say(lang, "サーバー", "server")
            } else {
                say(lang, "入力", "typed in")
            }),
            Entry::Count(row.size),
            Entry::Count(u32::try_from(chosen).unwrap_or(u32::MAX)),
            Entry::text(&row.how),
            Entry::text(&row.reason),
            Entry::text(&row.name),
            Entry::Day(Some(day(row.at))),
            Entry::text(&row.aside),
        ]
    };
    Section {
        name: say(lang, "抽出", "Samples"),
        columns,
        rows: all(room).map(row).collect(),
        empty: say(lang, "抽出はされていません。", "No sample was drawn."),
    }
}

/// Every item, with a row for each of its results; those after the first are retests.
fn items(room: &Room, lang: Lang) -> Section {
    let columns = vec![
        Column::new(say(lang, "抽出", "Sample"), 9.0, Look::Name),
        Column::new(say(lang, "一覧での番号", "No. in the list"), 10.0, Look::Count),
        Column::new(say(lang, "件", "Item"), 34.0, Look::Text),
        Column::new(say(lang, "選び方", "How it came in"), 20.0, Look::Text),
        Column::new(say(lang, "回", "Look"), 9.0, Look::Word),
        Column::new(say(lang, "結果", "Result"), 16.0, Look::Word),
        Column::new(say(lang, "よりどころ", "Rests on"), 12.0, Look::Word),
        Column::new(say(lang, "見たこと", "What was found"), 40.0, Look::Text),
        Column::new(say(lang, "見た日", "Looked at on"), 14.0, Look::Day),
        Column::new(say(lang, "見た人", "By"), 16.0, Look::Text),
        Column::new(say(lang, "提出版", "Submission"), 10.0, Look::Word),
        Column::new(say(lang, "見直した人", "Reviewed by"), 16.0, Look::Text),
    ];
    let rows = all(room).flat_map(|own| {
        let number = number(own);
        own.1.items.iter().flat_map(move |item| of_item(&number, item, lang).into_iter())
    });
    Section {
        name: say(lang, "件と結果", "Items and results"),
        columns,
        rows: rows.collect(),
        empty: say(lang, "抽出した件はありません。", "There are no items."),
    }
}

fn of_item(number: &str, item: &Item, lang: Lang) -> Vec<Vec<Entry>> {
    let came_in = if item.row.chosen.is_empty() {
        say(lang, "抽出", "drawn").to_owned()
    } else {
        format!("{}: {}", say(lang, "選んだ", "chosen"), item.row.chosen)
    };
    let of_item =
        [Entry::text(number), Entry::Count(item.row.number), Entry::text(&item.row.item), Entry::text(came_in)];
    let row = |(own, holding): &(Found, Holding)| {
        let look = if own.number == 1 { say(lang, "最初", "first").to_owned() } else { again(lang, own.number) };
        let result = own.result.name(lang);
        let voided = match holding {
            Holding::Holds => "",
            Holding::Changed => say(lang, "（提出版が変わり、無効）", " (void: the submission changed)"),
            Holding::Prepared => {
                say(lang, "（作成か助言にかかわった人のため、無効）", " (void: by somebody who prepared the work)")
            }
        };
        let result = format!("{result}{voided}");
        let said = [
            Entry::text(look),
            Entry::text(result),
            Entry::text(own.means.name(lang)),
            Entry::text(&own.text),
            Entry::Day(Some(own.day)),
            Entry::text(&own.name),
            Entry::text(own.submission.to_string()),
            Entry::text(own.reviewed_name.clone().unwrap_or_default()),
        ];
        of_item.iter().cloned().chain(said).collect()
    };
    if item.found.is_empty() {
        let none = [Entry::text(""), Entry::text(say(lang, "まだ見ていない", "not looked at yet"))];
        let blank = std::iter::repeat_n(Entry::text(""), 6);
        return vec![of_item.iter().cloned().chain(none).chain(blank).collect()];
    }
    item.found.iter().map(row).collect()
}

fn again(lang: Lang, number: u32) -> String {
    let again = number - 1;
    if lang == Lang::Ja { format!("再確認 {again}") } else { format!("retest {again}") }
}

fn interviews(room: &Room, lang: Lang) -> Section {
    let columns = vec![
        Column::new(say(lang, "番号", "No."), 7.0, Look::Count),
        Column::new(say(lang, "日", "Day"), 14.0, Look::Day),
        Column::new(say(lang, "相手", "With"), 28.0, Look::Name),
        Column::new(say(lang, "聞いたこと", "What was said"), 90.0, Look::Text),
        Column::new(say(lang, "書いた人", "Written by"), 18.0, Look::Text),
    ];
    let rows = room.interviews.iter().map(|own| {
        vec![
            Entry::Count(own.number),
            Entry::Day(Some(own.day)),
            Entry::text(&own.who),
            Entry::text(&own.text),
            Entry::text(&own.name),
        ]
    });
    Section {
        name: say(lang, "面談", "Interviews"),
        columns,
        rows: rows.collect(),
        empty: say(lang, "面談の記録はありません。", "There are no notes of interviews."),
    }
}

fn issues(room: &Room, catalog: Option<&Catalog>, lang: Lang) -> Section {
    let all: Vec<(&str, String, ReviewIssue)> = room
        .threads
        .iter()
        .map(|own| (own.issue.criterion.as_str(), about(room, own, catalog, lang), issue(own)))
        .collect();
    Section::issues(lang, all.iter().map(|(id, title, own)| (*id, title.as_str(), own)))
}

/// What an issue is about: the criterion, and the item on which it was found.
fn about(room: &Room, thread: &Thread, catalog: Option<&Catalog>, lang: Lang) -> String {
    let criterion = catalog.and_then(|own| own.criterion(&thread.issue.criterion));
    let title = criterion.map_or("", |own| own.title.get(lang));
    let item = thread.issue.item.and_then(|(id, item)| room.sample(id).map(|own| (number(own), item)));
    let item = item.map(|(sample, item)| {
        if lang == Lang::Ja {
            format!("抽出 {sample} の {item} 番")
        } else {
            format!("item {item} of sample {sample}")
        }
    });
    [title.to_owned(), item.unwrap_or_default()]
        .into_iter()
        .filter(|own| !own.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}
