//! Sentences of the record of a review.

use jiff::civil::Date;
use tasuki_catalog::Lang;

use super::day;

/// What the figures of a review say, in one sentence.
pub(crate) fn review_state(lang: Lang, marked: usize, asked: usize, open_issues: usize) -> String {
    match (lang, open_issues) {
        (Lang::Ja, 0) => {
            format!("評価基準 {asked} 項目のうち {marked} 項目に必要な印がそろい、未完了の質問・指摘はありません。")
        }
        (Lang::Ja, open) => {
            format!("評価基準 {asked} 項目のうち {marked} 項目に必要な印がそろい、質問・指摘 {open} 件が未完了です。")
        }
        (Lang::En, 0) => format!("{marked} of {asked} criteria have every mark that is needed, and no issue is open."),
        (Lang::En, 1) => format!("{marked} of {asked} criteria have every mark that is needed, and 1 issue is open."),
        (Lang::En, open) => {
            format!("{marked} of {asked} criteria have every mark that is needed, and {open} issues are open.")
        }
    }
}

/// 第2版（2026年12月1日）, number 2 of 1 December 2026.
pub(crate) fn submission(lang: Lang, number: u32, date: Date) -> String {
    match lang {
        Lang::Ja => format!("第{number}版（{}）", day(lang, date)),
        Lang::En => format!("number {number} of {}", day(lang, date)),
    }
}

/// 第2版, No. 2.
pub(crate) fn round(lang: Lang, number: u32) -> String {
    match lang {
        Lang::Ja => format!("第{number}版"),
        Lang::En => format!("No. {number}"),
    }
}

/// Who confirmed a submission, as whom, and when.
pub(crate) fn confirmed(lang: Lang, name: &str, actor: &str, date: Date) -> String {
    let date = day(lang, date);
    match lang {
        Lang::Ja => format!("{date}、{name}（{actor}）が次の提出版を確認したと記しました。"),
        Lang::En => format!("On {date}, {name} ({actor}) recorded that they confirm this submission:"),
    }
}

/// That a confirmation is about an earlier submission.
pub(crate) fn confirmed_another(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "これは別の提出版への確認で、この記録の提出版には及びません。",
        Lang::En => "This is another submission than the one of this record, which has not been confirmed.",
    }
}

/// A qualification, with its number and its last day.
pub(crate) fn qualification(lang: Lang, title: &str, number: &str, until: Option<Date>) -> String {
    let until = until.map(|until| day(lang, until));
    match (lang, until) {
        (Lang::Ja, None) => format!("{title}（番号 {number}）"),
        (Lang::Ja, Some(until)) => format!("{title}（番号 {number}、{until}まで）"),
        (Lang::En, None) => format!("{title} (number {number})"),
        (Lang::En, Some(until)) => format!("{title} (number {number}, until {until})"),
    }
}

/// That a mark was set for an earlier submission, and that the criterion has changed since.
pub(crate) fn outdated(lang: Lang, number: u32, by_preparer: bool) -> String {
    match lang {
        Lang::Ja if by_preparer => {
            format!("第{number}版への印。作成か助言にかかわった人の印のため、確かめ直しが要ります")
        }
        Lang::En if by_preparer => {
            format!("set for No. {number} by somebody who prepared the work, to be marked again")
        }
        Lang::Ja => format!("第{number}版への印。その後に変わったため、確かめ直しが要ります"),
        Lang::En => format!("set for No. {number}; changed since, to be marked again"),
    }
}

/// Which mark of how many.
pub(crate) fn of_needed(set: usize, needed: usize) -> String {
    format!("{set} / {needed}")
}
