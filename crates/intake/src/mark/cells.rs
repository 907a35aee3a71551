//! Cells of answer sheets, each beside one that differs from it in one thing and is read differently.

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use super::{Mark, Plain, mark};

/// How a cell is read, in one word, and the note that it leaves.
fn read(cell: &str, scale: Scale) -> (&'static str, String) {
    match mark(cell, scale) {
        Mark::Blank => ("blank", String::new()),
        Mark::Contradictory => ("contradictory", String::new()),
        Mark::Unreadable => ("unreadable", String::new()),
        Mark::Status { status, rest, .. } => match status {
            Status::Met => ("met", rest),
            Status::Partial => ("partial", rest),
            Status::Unmet => ("unmet", rest),
            Status::NotApplicable => ("not applicable", rest),
            Status::Unanswered => ("unanswered", rest),
        },
    }
}

/// Asserts how these cells, separated by `|`, are read.
fn all(expected: &str, scale: Scale, cells: &str) {
    for cell in cells.split('|') {
        assert_eq!(read(cell, scale).0, expected, "{cell:?}");
    }
}

#[test]
fn the_note_is_what_stands_behind_the_mark() {
    for (cell, expected, note) in [
        ("○（規程第3条）", "met", "規程第3条"),
        ("○（規程）（第3条）", "met", "(規程)(第3条)"),
        ("○→規程第3条", "met", "規程第3条"),
        ("○ - 規程第3条", "met", "規程第3条"),
        ("○：規程第3条。", "met", "規程第3条"),
        ("（○）規程第3条", "met", "規程第3条"),
        ("対 象 外（クラウド不使用）", "not applicable", "クラウド不使用"),
        ("対象外", "not applicable", ""),
        ("□適合 ■不適合", "unmet", ""),
        ("△（50%）", "partial", "50%"),
    ] {
        assert_eq!(read(cell, Scale::Scs), (expected, note.to_owned()), "{cell:?}");
    }
}

#[test]
fn the_same_mark_again_confirms_and_another_contradicts() {
    all(
        "met",
        Scale::Scs,
        "○（適合）|適合（○）|適合（はい）|○（本社○、工場○）|適合（本社○、工場○）|はい ○|○→○|はい・適合",
    );
    all("unmet", Scale::Scs, "×（未実施）|いいえ（×）|不適合：本社×、工場×");
    all(
        "contradictory",
        Scale::Scs,
        "適合（本社○、工場×）|適合：本社○ 工場△|はい（本社は○、工場は△）|実施済み（A工場○ B工場×）|いいえ（本社×、工場○）|○（本社○、工場×）|×（本社×、工場○）|\
         ○（工場 いいえ 本社 はい）|×（本社 OK 工場 NG）|対象外（適合）|該当なし（はい）|対象外（実施している）|対象外（○）|○（未回答）|○（未評価）|✓×|✓ △|レ ×|☑未回答|☑適合（工場×）|☑適合（本社のみ）|対象外：適合|○→に近い|○ - 未満|○→弱",
    );
    // 〇 is also a digit.
    all("unmet", Scale::Scs, "×（二〇二七年に対応予定）|× 二〇二七年度に整備");
    all("partial", Scale::Scs, "△（二〇二六年度に対応）");
    all("not applicable", Scale::Scs, "対象外（二〇二五年に廃止）|該当なし（二〇二〇年に解約）");
    all("met", Scale::Scs, "○二〇〇五年に改定|〇（二〇〇五年に改定）|○（規程第一〇条）");
    all("contradictory", Scale::Scs, "×〇|〇一部|× 〇一部|×（〇は本社のみ）|対象外（〇）|△（二〇二六年に〇）");
}

#[test]
fn an_apostrophe_denies_however_it_is_typed() {
    for apostrophe in ["'", "’", "‘", "`", "＇"] {
        for cell in
            ["Yes (doesn{}t cover the factory)", "○ isn{}t done", "Met: hasn{}t been tested", "OK, but can{}t yet"]
        {
            let cell = cell.replace("{}", apostrophe);
            assert_eq!(mark(&cell, Scale::Scs), Mark::Contradictory, "{cell:?}");
        }
        all("met", Scale::Scs, &format!("Yes (the vendor{apostrophe}s policy)"));
    }
}

#[test]
fn numbers_and_letters_are_marks_only_alone_and_where_the_scale_has_them() {
    all("met", Scale::Jama, "○ 2|2：適合|○2.0");
    all("contradictory", Scale::Jama, "○ 1|○ 0|○：1|△ 2|×（2）|2：一部適合|1 ○");
    all("partial", Scale::Jama, "△（第 2.0 版）|△ 1");
    all("met", Scale::YesNo, "○ 3|はい 4");
    all("contradictory", Scale::YesNo, "○ 1|いいえ 5");
    all(
        "met",
        Scale::Scs,
        "○ 3|○（端末 x 3台）|○（規程 - 第3条）|○（規程 -- 第3条）|Yes (fail over tested)|○ No.3|○（No. 3）|Yes (no 3)",
    );
    all("contradictory", Scale::Scs, "○ x|○ no|Yes (no)|○（x）|△ o");
    all("unreadable", Scale::Scs, "A適合|1:○|1 ○|f：適合|2.|2.5|A");
    all("unreadable", Scale::Jama, "2.|2.5|3|02");
    all("met", Scale::Scs, "ア：適合|a)適合|1．適合|①適合");
    all("not applicable", Scale::Scs, "エ：対象外|D-対象外|/|／|-|ー");
}

#[test]
fn out_of_scope_unless_it_applies() {
    all(
        "not applicable",
        Scale::Scs,
        "対象外（利用していないため）|対象外（一部門のみの会社）|N/A (no cloud)|該当なし（50%は委託）",
    );
    all(
        "contradictory",
        Scale::Scs,
        "対象外（要確認）|対象外（実施予定）|対象外（導入の見込み）|対象外（該当）|対象外（一部該当）|対象外（？）|対象外（誤記）",
    );
}

#[test]
fn a_month_without_a_year_may_be_to_come() {
    all(
        "contradictory",
        Scale::Scs,
        "○（4月から）|○（4月以降）|○（夏以降）|○（4月開始）|○（4/1〜）|○（10月より運用）|○（4月以降、端末120台に適用）|○（4月施行）",
    );
    all(
        "met",
        Scale::Scs,
        "○（2019年4月から）|○（2019/4〜）|○（'25/4から）|○（昨年4月から）|○（先月から実施）|○（3社から）|○（4月に実施）|○（4月と10月に点検）|○（3/31付）",
    );
    all("partial", Scale::Scs, "△（4月から）|△（4/1〜）");
}

#[test]
fn a_share_is_a_part() {
    all(
        "contradictory",
        Scale::Scs,
        "○（62.5%）|○（99.5%）|○（9割）|○（九割）|○（全体の80%程度）|○（80パーセント）|○（達成率は90%）|○（80%完了）|○（8割以上）|○（80%の拠点）|○（8割の部署で実施）|○（九割のシステム）",
    );
    all(
        "met",
        Scale::Scs,
        "○（100%）|○（120%）|○（10割）|○（受講率98%）|○（稼働率99.9%）|○（80%の稼働率を維持）|○（容量の80%で警告）",
    );
}

#[test]
fn what_is_missing_denies_and_what_is_not_missing_does_not() {
    all(
        "contradictory",
        Scale::Scs,
        "○（行わず）|○（人員が不足である）|○（手順が不十分です）|○（手順が未承認）|○（未）|○（否）|○（NG）|○（不可）|○（要対応）|○（要見直）|○（改善要）|○（見直し要）|○（漏れ）|○（課題）|○（課題が残る）|○（指摘2件）|○（不備が3箇所）|\
         ○（不明）|○（疑問）|○（疑義あり）|○（対応中）|○（導入準備中）|○（仮）|○（しかし未承認）|○（だが不十分）|○（本社だけ）|○（改善）|○（対象外とする）|○（工場は対象外と判断）|○（概ね）|\
         ○（工場は適用外です）|○（以前は実施）|○（たまに）|○（は誤り）|○（規程案）|○（違反）|○（失効）|○（失効した）|○（延期のため）|○（保留状態）|○（期限切れのため）",
    );
    all(
        "met",
        Scale::Scs,
        "○（必ず）|○（まず）|○（未使用）|○（未然に防止）|○（未成年者の取扱い）|○（要員計画）|○（要領）|○（漏れなし）|○（課題なし）|○（指摘0件）|○（不備なし）|○（問題ない）|○（違反なし）|\
         ○（田中）|○（運用中）|○（中）|○（予定どおり実施）|○（検討済み）|○（一部は別紙参照）|○（改善済み）|○（仕様書）|○（3件）|○（有効）|○（規程あり）",
    );
}

#[test]
fn english_words_that_take_a_mark_back() {
    all(
        "contradictory",
        Scale::Scs,
        "Yes (certificate expired)|Yes (if needed)|Yes (until 2027)|Yes (was done)|Yes (were done)|Yes (maybe)|Yes (TBC)|Yes (partly)|Yes (no policy)|Yes (never)|Yes (subject to approval)|Yes (wrong)|\
         Yes (next year)|△ (unclear)|○（Partial）",
    );
    all(
        "met",
        Scale::Scs,
        "Yes (reviewed annually)|Yes (until-date recorded)|Yes (policy 3.2)|○ problem management|Yes: washed data|○（ISMS）|Yes (notes)|○（2026）",
    );
    all("partial", Scale::Scs, "△ (not in the factory)|Partial (no policy)");
}

#[test]
fn boxes_say_which_word_is_meant() {
    all(
        "met",
        Scale::Scs,
        "✓ 規程第3条|● 規程第3条 ● 台帳|✓規程 ✓台帳|☑適合 □不適合|■はい □いいえ|はい☑ いいえ☐|●はい ○いいえ|[x] はい [ ] いいえ|(●)はい ( )いいえ|☑適合、□不適合|☑ はい / ☐ いいえ",
    );
    all("unmet", Scale::Scs, "□適合 ☑不適合|◉いいえ ○はい|○はい ●いいえ|(x)いいえ ()はい|はい□ いいえ■");
    all("contradictory", Scale::Scs, "☑適合 ☑不適合|☑適合 ☑不適合 □対象外");
    all("blank", Scale::Scs, "□適合 □不適合|☐はい ☐いいえ|□適合 □不適合 □未回答|□|☐☐|[ ]はい [ ]いいえ");
    all(
        "unreadable",
        Scale::Scs,
        "□適合|☐ はい|□本社 □工場|はい☑ いいえ☐ 備考|規程 ☑適合 □不適合|適合☑ 不適合□ 規程|☑本社 □工場|■ □適合|□適合 □|□適合 ■不適合（工場）",
    );
}

#[test]
fn circles_in_place_of_a_name_are_no_marks() {
    all("unreadable", Scale::Scs, "○○社|△△課|〇〇部|○年○月|〇月〇日|○社○部|××工場");
    all("met", Scale::Scs, "○規程|○○|〇〇|○○（規程）|○二〇〇五年改定|○ 一〇部");
    all("partial", Scale::Scs, "△手順書");
}

#[test]
fn what_a_cell_of_ticks_holds() {
    let seen = |cell: &str| {
        let plain = Plain::of(cell);
        (plain.is_tick(), plain.is_unticked(), plain.is_dash())
    };
    for cell in ["レ", "✓", "☑", "■", "○", "●", "1", "1.0", "TRUE", "ｘ", "×", "[x]", "該当", "はい", "済"]
    {
        assert_eq!(seen(cell), (true, false, false), "{cell:?}");
    }
    for cell in ["□", "☐", "□ □", "FALSE", "0", "0.0", "[ ]", "( )", "()", "null", "none"] {
        assert_eq!(seen(cell), (false, cell != "□ □", false), "{cell:?}");
    }
    for cell in ["-", "－", "ー", "―――", "/", "／"] {
        assert_eq!(seen(cell), (false, false, true), "{cell:?}");
    }
    for cell in ["", " ", "△", "いいえ", "2", "メモ", "-○", "○（一部）", "対象外"] {
        assert_eq!(seen(cell), (false, false, false), "{cell:?}");
    }
}

#[test]
fn a_cell_that_is_the_mark_of_its_heading_and_nothing_else() {
    for (cell, status, expected) in [
        ("×", Status::Unmet, true),
        ("不適合", Status::Unmet, true),
        ("○", Status::Unmet, false),
        ("×（未整備）", Status::Unmet, false),
        ("FALSE", Status::Unmet, false),
        ("○", Status::Met, true),
        ("○ 規程", Status::Met, false),
        ("たぶん", Status::Met, false),
        ("", Status::Unanswered, false),
    ] {
        assert_eq!(Plain::of(cell).is_status(status), expected, "{cell:?}");
    }
}

#[test]
fn length_is_counted_in_characters() {
    for (cell, than, expected) in [
        ("規程第3条", 4, true),
        ("規程第3条", 5, false),
        ("規程第3条", 14, false),
        ("abcde", 4, true),
        ("abcde", 5, false),
        ("", 0, false),
    ] {
        assert_eq!(Plain::of(cell).is_longer(than), expected, "{cell:?} {than}");
    }
}
