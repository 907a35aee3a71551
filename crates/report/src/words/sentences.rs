//! Sentences with figures in them.

use jiff::civil::Date;
use tasuki_assess::Status;
use tasuki_catalog::{ChangeKind, Lang};

/// The state in one sentence: what is satisfied, out of how many, on which day.
pub(crate) fn state(lang: Lang, satisfied: usize, asked: usize, level: &str, as_of: Date) -> String {
    let open = asked - satisfied;
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
        (Lang::En, 0) => format!(
            "As of {as_of}, all {asked} criteria{of_level} are satisfied by the word of those who answered."
        ),
        (Lang::En, _) => {
            format!("As of {as_of}, {satisfied} of {asked} criteria{of_level} are satisfied and {open} are open.")
        }
    }
}

/// `54 / 81 項目`.
pub(crate) fn figures(lang: Lang, part: usize, whole: usize) -> String {
    match lang {
        Lang::Ja => format!("{part} / {whole} 項目"),
        Lang::En => format!("{part} of {whole}"),
    }
}

/// `12 件`.
pub(crate) fn cases(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Ja => format!("{count} 件"),
        Lang::En => count.to_string(),
    }
}

/// How many more paths lead to a suggestion.
pub(crate) fn more_paths(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Ja => format!("ほか {count} 件"),
        Lang::En => format!("and {count} more"),
    }
}

/// The page of a printout.
pub(crate) fn footer(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "&L&A&R&P / &N ページ",
        Lang::En => "&L&A&RPage &P of &N",
    }
}

/// What happened to a criterion between two editions.
pub(crate) fn change(lang: Lang, kind: ChangeKind) -> &'static str {
    match (lang, kind) {
        (Lang::Ja, ChangeKind::Unchanged) => "変更なし",
        (Lang::Ja, ChangeKind::Reworded) => "表現の変更",
        (Lang::Ja, ChangeKind::Tightened) => "強化",
        (Lang::Ja, ChangeKind::Loosened) => "緩和",
        (Lang::Ja, ChangeKind::Split) => "分割",
        (Lang::Ja, ChangeKind::Merged) => "統合",
        (Lang::Ja, ChangeKind::Moved) => "番号の変更",
        (Lang::Ja, ChangeKind::Added) => "追加",
        (Lang::Ja, ChangeKind::Dropped) => "削除",
        (Lang::En, ChangeKind::Unchanged) => "unchanged",
        (Lang::En, ChangeKind::Reworded) => "reworded",
        (Lang::En, ChangeKind::Tightened) => "tightened",
        (Lang::En, ChangeKind::Loosened) => "loosened",
        (Lang::En, ChangeKind::Split) => "split",
        (Lang::En, ChangeKind::Merged) => "merged",
        (Lang::En, ChangeKind::Moved) => "moved",
        (Lang::En, ChangeKind::Added) => "added",
        (Lang::En, ChangeKind::Dropped) => "dropped",
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
        (Lang::Ja, ChangeKind::Split | ChangeKind::Merged, _) => "項目の分け方が変わりました。状態が合うか確かめてください。",
        (Lang::En, ChangeKind::Split | ChangeKind::Merged, _) => "The items were divided anew: check that the state still fits.",
        (Lang::Ja, ..) => "引き継いだ状態が合うか確かめてください。",
        (Lang::En, ..) => "Check that the state carried over still fits.",
    }
}

/// When a criterion does not apply.
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
