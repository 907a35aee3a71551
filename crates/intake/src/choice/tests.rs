//! What headings of tick columns mean.

use proptest::prelude::*;
use tasuki_assess::Status::{Met, NotApplicable, Partial, Unmet};

use super::*;

#[test]
fn what_a_tick_means_under_a_heading() {
    let table: [(Status, &str); 4] = [
        (
            Met,
            "○|適合|はい|実施している|実施済（○）|対応済(2点)|有|あり|適|OK|Pass|合格|可|A：適合|①適合|1.適合|(1) 適合|○ 適合|○：適合|適合【○】|Implemented|Fully implemented|In place|\
             Compliant|自己評価（適合）|適合に○|実施チェック|規程を整備している|Yes（実施）|Ja|符合|예|整備済み|対策済|できている|導入済（全社）|★適合",
        ),
        (
            Partial,
            "△|一部|一部実施している|一部実施（△）|一部対応(1点)|B：一部適合|Partially implemented|部分的に実施|ある程度実施している|一部していない|Partly met|Teilweise",
        ),
        (
            Unmet,
            "×|いいえ|実施していない|未実施（×）|未対応(0点)|無|なし|否|不適|NG|Fail|不合格|不可|C：不適合|③不適合|Not implemented|Not compliant|Non-compliant|していない|未実施チェック|\
             自己評価（不適合）|規程を整備していない|対策未実施|実施せず|実施予定|計画中|Planned|Nein|不符合|아니오|No|N|できていない|Does not comply|未実施に○|実施しておりません|適合しない",
        ),
        (
            NotApplicable,
            "対象外|該当なし|N/A|Not applicable|非該当|D：対象外|対象外（－）|該当しない|適用除外|評価対象外",
        ),
    ];
    for (status, headings) in table {
        for heading in headings.split('|') {
            assert_eq!(sense(heading), Some(Sense::State(status)), "{heading:?}");
        }
    }
    for (heading, points) in
        [("0点", 0), ("2点", 2), ("レベル3", 3), ("Lv.1", 1), ("Level 5", 5), ("評価（1点）", 1), ("成熟度4", 4)]
    {
        assert_eq!(sense(heading), Some(Sense::Points(points)), "{heading:?}");
    }
    for heading in
        ["○△×", "○・△・×", "はい・いいえ", "評価（○×）", "OK/NG", "適合／不適合", "Yes / No", "○：適合 ×：不適合"]
    {
        assert_eq!(sense(heading), Some(Sense::Options), "{heading:?}");
    }
    for heading in [
        "未実施ではない",
        "実施済（×）",
        "対応中",
        "概ね実施",
        "不十分",
        "課題あり",
        "指摘なし",
        "不備あり",
        "リスクあり",
        "十分ではない",
        "In progress",
        "Not incomplete",
        "適合（一部）",
        "実施済（予定）",
        "適合（要確認）",
        "ないわけではない",
        "わからない",
        "分かりません",
        "判断できない",
        "どちらでもない",
        "未回答",
        "未確認",
        "不明",
        "Don't know",
        "Not sure",
        "Unknown",
        "Not assessed",
        "着手済み",
    ] {
        assert_eq!(sense(heading), Some(Sense::Unclear), "{heading:?}");
    }
    for heading in [
        "自己評価",
        "評価結果",
        "自社回答",
        "備考",
        "対応状況",
        "実施状況",
        "適合性",
        "対応内容",
        "達成度",
        "評価基準No.",
        "★3対象",
        "確認日",
        "対応有無",
        "理由",
        "対応期限",
        "Status",
        "担当部署",
        "不正アクセス対策",
        "",
        "A",
        "点検日",
        "2026年度",
        "第1回",
        "未実施の理由",
        "実施計画書",
        "自己評価（該当するもの）",
    ] {
        assert_eq!(sense(heading), None, "{heading:?}");
    }
}

/// Headings of real sheets that differ from an ordinary one in one thing.
#[test]
fn what_else_a_tick_means_under_a_heading() {
    let table: [(Option<Sense>, &str); 9] = [
        (
            Some(Sense::State(Met)),
            "状態：必要な規程を定め、全従業員に周知している|実施・対応|はい/対応済|○：実施済は○を記入|★○|*○|Implemented by us and our partners",
        ),
        (Some(Sense::State(Partial)), "部分的に対応・一部実施|Partially in place|Somewhat implemented"),
        (
            Some(Sense::State(Unmet)),
            "未実施／未対応|×※|未実施（本社のみ）|未策定段階|To be implemented|Will be implemented|Doesn't comply|Doesn’t comply|Isn`t implemented|Not implemented by our company",
        ),
        (
            Some(Sense::State(NotApplicable)),
            "D. N/A|4.N/A|エ．N/A|N.A.|n.a|当社に該当なし|委託していないため対象外|Not applicable to us|Out of scope|Does not apply",
        ),
        (Some(Sense::Points(2)), "(2)|(a) 2点|（ア）2点|Self-assessment (2 points)|評価＝2点"),
        (Some(Sense::Options), "○または×|適合・不適合|はい/いいえ"),
        // Two things at once, or something that restricts.
        (
            Some(Sense::Unclear),
            "（×）実施済|○ 未実施|× 実施済|適合 不適合|（一部）実施|適合（本社のみ）|実施済（子会社を除く）|実施しない予定|未利用のため該当なし|無許可の持込みを検知して対応|着手|途中|計画的に実施|予定なし|おおむね対応|\
             リスク|Partially not implemented|Not planned|Mostly implemented|Implementation started|Not implemented by our company today|Known issue",
        ),
        // Something else.
        (
            None,
            "-|--|/|1/2|3.2|要求事項（2点）|2026 (2点)|未承認端末一覧|Implemented by us and our many partners|Date implemented|Level met|Comment|Evidence",
        ),
        // A second number is not one of points.
        (Some(Sense::State(Met)), "(1) 適合|1. 適合|(1)適合"),
    ];
    for (expected, headings) in table {
        for heading in headings.split('|') {
            assert_eq!(sense(heading), expected, "{heading:?}");
        }
    }
}

#[test]
fn a_sentence_is_no_heading_of_ticks() {
    for (length, expected) in [(72, Some(Sense::State(Met))), (73, None), (100, None)] {
        assert_eq!(sense(&format!("{}：適合", "問".repeat(length - 3))), expected, "{length} characters");
    }
    for (length, expected) in [(24, Some(Sense::State(Met))), (25, None)] {
        assert_eq!(sense(&format!("{}している", "規".repeat(length - 4))), expected, "{length} characters");
    }
}

#[test]
fn headings_under_which_nothing_is_met() {
    for heading in [
        "不適合の有無",
        "課題",
        "改善要否",
        "問題の有無",
        "未達成率",
        "リスク評価",
        "Not assessed yet",
        "不足状況",
        "対応の必要",
        "該当有無",
        "適用の有無",
        "対応の要否",
    ] {
        assert!(denies(heading), "{heading:?}");
    }
    for heading in [
        "自己評価",
        "対策の有無",
        "不正アクセス対策の評価",
        "可否",
        "評価（未実施は×）",
        "適否",
        "Status",
        "対応状況",
        "必要な対策の実施状況",
    ] {
        assert!(!denies(heading), "{heading:?}");
    }
}

/// How good a tick below a heading is; 0 if it is not read.
fn worth(heading: &str) -> u8 {
    match sense(heading) {
        Some(Sense::State(Met)) => 2,
        Some(Sense::State(Partial)) => 1,
        _ => 0,
    }
}

const POSITIVE: [&str; 20] = [
    "適合",
    "実施",
    "対応",
    "達成",
    "整備",
    "導入",
    "充足",
    "準拠",
    "遵守",
    "対応済",
    "実施済み",
    "実施している",
    "できている",
    "はい",
    "合格",
    "一部実施",
    "一部対応",
    "implemented",
    "compliant",
    "met",
];

proptest! {
    #[test]
    fn negating_a_heading_never_raises_a_status(
        heading in proptest::sample::select(POSITIVE.to_vec()),
        negation in proptest::sample::select(vec![
            "未{}", "不{}", "非{}", "{}していない", "{}していません", "{}せず", "{}しない", "{}ではない", "{}でない", "{}とは言えない", "{}（×）", "{}なし", "{}できず", "not {}", "non-{}", "No {}",
            "{}（予定）", "{}予定", "{}見込み", "{}（一部）", "{}（未）", "{}×", "× {}", "×：{}", "{}（不適合）", "{}できていない", "{}していないもの", "{}に至らず", "{}（要改善）",
        ]),
        list in proptest::sample::select(vec!["{}", "1.{}", "A：{}", "★{}", "{}（○を記入）", "自己評価（{}）"]),
    ) {
        let negated = list.replace("{}", &negation.replace("{}", heading));
        prop_assert!(worth(&negated) < 2, "{:?} is {:?}", negated, sense(&negated));
        prop_assert!(worth(&negated) <= worth(heading), "{:?} is {:?}", negated, sense(&negated));
    }

    #[test]
    fn never_panics(heading in any::<String>()) {
        let _ = sense(&heading);
        let _ = denies(&heading);
    }
}
