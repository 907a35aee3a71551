//! Sentences with figures in them.

use jiff::civil::Date;
use tasuki_assess::{Status, Tally};
use tasuki_catalog::{ChangeKind, Effort, Lang};

/// The state in one sentence: what is satisfied, out of how many, on which day.
pub(crate) fn state(lang: Lang, satisfied: usize, asked: usize, level: &str, as_of: Date) -> String {
    let (open, as_of) = (asked - satisfied, day(lang, as_of));
    let of_level = match (lang, level.is_empty()) {
        (_, true) => String::new(),
        (Lang::Ja, false) => format!("{level}の"),
        (Lang::En, false) => format!(" of {level}"),
    };
    match (lang, open) {
        (Lang::Ja, 0) => {
            format!("{as_of} 現在、{of_level}評価基準 {asked} 項目のすべてが、回答者の申告では満たされています。")
        }
        (Lang::Ja, _) => format!(
            "{as_of} 現在、{of_level}評価基準 {asked} 項目のうち {satisfied} 項目が満たされ、{open} 項目が未充足です。"
        ),
        (Lang::En, 0) => {
            format!("As of {as_of}, all {asked} criteria{of_level} are satisfied by the word of those who answered.")
        }
        (Lang::En, _) => {
            format!("As of {as_of}, {satisfied} of {asked} criteria{of_level} are satisfied and {open} are open.")
        }
    }
}

/// 2026年7月1日, 1 July 2026.
pub(crate) fn day(lang: Lang, date: Date) -> String {
    match lang {
        Lang::Ja => format!("{}{}日", month(lang, date), date.day()),
        Lang::En => format!("{} {}", date.day(), month(lang, date)),
    }
}

/// 2026年7月, July 2026.
pub(crate) fn month(lang: Lang, date: Date) -> String {
    match lang {
        Lang::Ja => format!("{}年{}月", date.year(), date.month()),
        Lang::En => date.strftime("%B %-Y").to_string(),
    }
}

/// 7月, Jul.
pub(crate) fn short_month(lang: Lang, date: Date) -> String {
    match lang {
        Lang::Ja => format!("{}月", date.month()),
        Lang::En => date.strftime("%b").to_string(),
    }
}

/// How much is left, after the figures themselves.
pub(crate) fn left(lang: Lang, open: usize) -> String {
    match (lang, open) {
        (Lang::Ja, 0) => "項目を満たしています。残っている項目はありません。".to_owned(),
        (Lang::Ja, _) => format!("項目を満たしています。残り {open} 項目です。"),
        (Lang::En, 0) => "criteria are satisfied. Nothing is open.".to_owned(),
        (Lang::En, _) => format!("criteria are satisfied. {open} open."),
    }
}

/// How many requirements have nothing open, and how many criteria count as open although they were marked
/// otherwise.
pub(crate) fn requirements(lang: Lang, satisfied: usize, asked: usize, lapsed: usize, unaccepted: usize) -> String {
    let mut text = match lang {
        Lang::Ja => format!("すべての基準を満たした要求事項は、{asked} のうち {satisfied} です。"),
        Lang::En => format!("Of {asked} requirements, {satisfied} have all their criteria satisfied."),
    };
    if lapsed > 0 {
        text.push_str(&lapsed_sentence(lang, lapsed));
    }
    if unaccepted > 0 {
        text.push_str(&unaccepted_sentence(lang, unaccepted));
    }
    text
}

fn lapsed_sentence(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Ja => format!("「適合」のうち {count} 項目は確認の期間が過ぎているため、残りに数えています。"),
        Lang::En => format!(" {count} of those met have lapsed and count as open."),
    }
}

fn unaccepted_sentence(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Ja => format!("「対象外」のうち {count} 項目は理由か承認がないため、残りに数えています。"),
        Lang::En => format!(" {count} of those not applicable lack a reason or an acceptance and count as open."),
    }
}

/// `残り 3`.
pub(crate) fn open(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Ja => format!("残り {count}"),
        Lang::En => format!("{count} open"),
    }
}

/// Which characters the fonts of a document lack.
pub(crate) fn no_shape(lang: Lang, numbers: &str, more: usize) -> String {
    match (lang, more) {
        (Lang::Ja, 0) => format!("この文書の書体にない文字は、文字の番号で示しています: {numbers}"),
        (Lang::Ja, more) => format!("この文書の書体にない文字は、文字の番号で示しています: {numbers} ほか {more} 字"),
        (Lang::En, 0) => format!("Characters that the fonts of this document lack stand as their numbers: {numbers}"),
        (Lang::En, more) => {
            format!("Characters that the fonts of this document lack stand as their numbers: {numbers} and {more} more")
        }
    }
}

/// Since when something is overdue.
pub(crate) fn overdue(lang: Lang, date: Date, as_of: Date) -> String {
    match (lang, days_between(date, as_of)) {
        (Lang::Ja, _) => format!("{} から {}", day(lang, date), days_late(lang, date, as_of)),
        (Lang::En, 1) => format!("since {}, 1 day", day(lang, date)),
        (Lang::En, days) => format!("since {}, {days} days", day(lang, date)),
    }
}

/// How long ago something fell due, beside the day.
pub(crate) fn days_late(lang: Lang, date: Date, as_of: Date) -> String {
    match (lang, days_between(date, as_of)) {
        (Lang::Ja, days) => format!("{days} 日経過"),
        (Lang::En, 1) => "1 day ago".to_owned(),
        (Lang::En, days) => format!("{days} days ago"),
    }
}

fn days_between(date: Date, as_of: Date) -> i32 {
    date.until(as_of).map_or(0, |span| span.get_days())
}

/// What falls due next.
pub(crate) fn next_due(lang: Lang, date: Date, title: &str) -> String {
    match lang {
        Lang::Ja => format!("次の期日は {}、{title}。", day(lang, date)),
        Lang::En => format!("The next date is {}: {title}.", day(lang, date)),
    }
}

/// How many more lines there are elsewhere.
pub(crate) fn more(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Ja => format!("ほか {count} 項目"),
        Lang::En => format!("and {count} more"),
    }
}

/// How many items wait for this one.
pub(crate) fn waiting(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::Ja, _) => format!("後に {count} 項目が続きます"),
        (Lang::En, 1) => "1 item waits for it".to_owned(),
        (Lang::En, _) => format!("{count} items wait for it"),
    }
}

/// What the answers say about another edition, in figures.
pub(crate) fn outlook(lang: Lang, total: usize, met: usize, partial: usize) -> String {
    let rest = total.saturating_sub(met + partial);
    match lang {
        Lang::Ja => format!(
            "{total} 項目のうち、適合と言えるもの {met}、一部と言えるもの {partial}。残り {rest} は、この回答からは何も言えません。"
        ),
        Lang::En => format!(
            "Of {total} criteria: {met} suggested as met, {partial} as partial. Of the other {rest} these answers say nothing."
        ),
    }
}

/// The editions along the route of crosswalks.
pub(crate) fn route(lang: Lang, route: &[&str]) -> String {
    let route = route.join(" → ");
    match lang {
        Lang::Ja => format!("対応表の道筋: {route}"),
        Lang::En => format!("Crosswalks followed: {route}"),
    }
}

/// Mean maturity of a direction.
pub(crate) fn maturity(lang: Lang, value: f64) -> String {
    match lang {
        Lang::Ja => format!("成熟度の平均 {value:.1}"),
        Lang::En => format!("mean maturity {value:.1}"),
    }
}

/// The effort, in a word.
pub(crate) fn effort(lang: Lang, effort: Effort) -> &'static str {
    match (lang, effort) {
        (Lang::Ja, Effort::Small) => "小",
        (Lang::Ja, Effort::Medium) => "中",
        (Lang::Ja, Effort::Large) => "大",
        (Lang::En, Effort::Small) => "small",
        (Lang::En, Effort::Medium) => "medium",
        (Lang::En, Effort::Large) => "large",
    }
}

/// A description of a picture of areas, for people who cannot see it.
pub(crate) fn in_words<'a>(lang: Lang, areas: impl Iterator<Item = (&'a str, usize, usize)>) -> String {
    let area = |(title, satisfied, asked)| match lang {
        Lang::Ja => format!("{title} {satisfied} / {asked}"),
        Lang::En => format!("{title} {satisfied} of {asked}"),
    };
    let areas: Vec<String> = areas.map(area).collect();
    match lang {
        Lang::Ja => format!("満たした項目と求められる項目の数。{}", areas.join("、")),
        Lang::En => format!("Criteria satisfied and asked. {}", areas.join(", ")),
    }
}

/// `120 / 248 点（48.4％）`.
pub(crate) fn points(lang: Lang, tally: Tally) -> String {
    let Tally { points, possible, percent } = tally;
    let percent = percent.map(|percent| format!("{percent:.1}"));
    match (lang, percent) {
        (Lang::Ja, Some(percent)) => format!("{points} / {possible} 点（{percent}％）"),
        (Lang::Ja, None) => format!("{points} / {possible} 点"),
        (Lang::En, Some(percent)) => format!("{points} of {possible} points ({percent}%)"),
        (Lang::En, None) => format!("{points} of {possible} points"),
    }
}

/// How many answers have no date although their criteria have a cadence.
pub(crate) fn undated(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Ja => format!("{count} 項目は確認日がないため、評価日に確認したものとして数えています。"),
        Lang::En => {
            format!("{count} criteria carry no confirmation date and count as confirmed on the day of the assessment.")
        }
    }
}

/// How many more paths lead to a suggestion.
pub(crate) fn more_paths(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Ja => format!("ほか {count} 件"),
        Lang::En => format!("+{count}"),
    }
}

/// The page number of a printout.
pub(crate) fn footer(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "&L&A&R&P / &N ページ",
        Lang::En => "&L&A&RPage &P of &N",
    }
}

/// What a person has to do with a criterion that was carried over.
pub(crate) fn again(lang: Lang, kind: ChangeKind, carried: Status) -> &'static str {
    match (lang, kind, carried) {
        (Lang::Ja, ChangeKind::Added, _) => "新しい項目です。回答してください。",
        (Lang::En, ChangeKind::Added, _) => "A new item: please answer it.",
        (Lang::Ja, _, Status::Unanswered) => "旧版で未回答でした。回答してください。",
        (Lang::En, _, Status::Unanswered) => "It was not answered in the old edition: please answer it.",
        (Lang::Ja, ChangeKind::Tightened, _) => "求めることが増えました。増えた分を満たすか確かめてください。",
        (Lang::En, ChangeKind::Tightened, _) => "More is asked now: check whether what was added is met too.",
        (Lang::Ja, ChangeKind::Loosened, _) => "求めることが減りました。満たしていれば状態を改めてください。",
        (Lang::En, ChangeKind::Loosened, _) => "Less is asked now: change the state if it is met by now.",
        (Lang::Ja, ChangeKind::Split | ChangeKind::Merged, _) => {
            "項目の分け方が変わりました。状態が合うか確かめてください。"
        }
        (Lang::En, ChangeKind::Split | ChangeKind::Merged, _) => {
            "The items were divided anew: check that the state still fits."
        }
        (Lang::Ja, ..) => "引き継いだ状態が合うか確かめてください。",
        (Lang::En, ..) => "Check that the state carried over still fits.",
    }
}

/// The condition under which a criterion does not apply.
pub(crate) fn condition(lang: Lang, condition: &str) -> String {
    match lang {
        Lang::Ja => format!("※対象外となる場合: {condition}"),
        Lang::En => format!("Not applicable: {condition}"),
    }
}

/// An element of a measure.
pub(crate) fn element(lang: Lang, element: &str) -> &'static str {
    match (lang, element) {
        (Lang::Ja, "organization") => "組織",
        (Lang::Ja, "people") => "ヒト",
        (Lang::Ja, "components") => "モノ",
        (Lang::Ja, "data") => "データ",
        (Lang::Ja, "procedure") => "プロシージャ",
        (Lang::Ja, "system") => "システム",
        (Lang::En, "organization") => "organization",
        (Lang::En, "people") => "people",
        (Lang::En, "components") => "components",
        (Lang::En, "data") => "data",
        (Lang::En, "procedure") => "procedure",
        (Lang::En, "system") => "system",
        _ => "",
    }
}

/// Which mark to choose.
pub(crate) fn choose(lang: Lang, mark: &str) -> String {
    match lang {
        Lang::Ja => format!("{mark} を選ぶ"),
        Lang::En => format!("choose {mark}"),
    }
}

/// An item of the old edition.
pub(crate) fn old_item(lang: Lang, id: &str) -> String {
    match lang {
        Lang::Ja => format!("旧版 {id}"),
        Lang::En => format!("old {id}"),
    }
}

/// What happens to an answer to a criterion that the new edition does not have.
pub(crate) fn dropped(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "新版にはありません。回答は引き継いでいません。",
        Lang::En => "Not in the new edition; the answer was not carried over.",
    }
}
