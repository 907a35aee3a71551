//! Marks as people write them, and what takes them back.

use proptest::prelude::*;

use super::*;

fn status(text: &str, scale: Scale) -> Option<Status> {
    match mark(text, scale) {
        Mark::Status { status, .. } => Some(status),
        Mark::Blank => Some(Status::Unanswered),
        _ => None,
    }
}

#[test]
fn marks_as_people_write_them() {
    let table: [(&[&str], Status); 5] = [
        (
            &[
                "○",
                "〇",
                "◯",
                "◎",
                "●",
                " ○ ",
                "　○",
                "○\n",
                "(○)",
                "O",
                "o",
                "Ｏ",
                "ＯＫ",
                "はい",
                "Yes",
                "適合",
                "実施済み",
                "○○",
                "⭕️",
                "✔",
                "met",
            ],
            Status::Met,
        ),
        (&["△", "▲", " △", "Δ", "一部", "一部適合", "Partial", "partial"], Status::Partial),
        (
            &["×", "✕", "✖", "Ｘ", "x", "X", "ｘ", "✗", "❌", "いいえ", "No", "不適合", "未実施", "未対応", "unmet"],
            Status::Unmet,
        ),
        (
            &[
                "対象外",
                "該当なし",
                "N/A",
                "n/a",
                "Ｎ／Ａ",
                "NA",
                "－",
                "-",
                "—",
                "−",
                "ー",
                "―",
                "―――",
                "非該当",
                "not_applicable",
                "対 象 外",
            ],
            Status::NotApplicable,
        ),
        (&["", " ", "　", "\u{200b}", "未回答", "未記入", "unanswered", "◌"], Status::Unanswered),
    ];
    for (texts, expected) in table {
        for text in texts {
            assert_eq!(status(text, Scale::Scs), Some(expected), "{text:?}");
            assert_eq!(status(text, Scale::Jama), Some(expected), "{text:?}");
        }
    }
}

#[test]
fn numbers_belong_to_their_scales() {
    for (text, expected) in
        [("2", Status::Met), ("１", Status::Partial), ("0", Status::Unmet), ("2.0", Status::Met), ("2点", Status::Met)]
    {
        assert_eq!(status(text, Scale::Jama), Some(expected), "{text:?}");
        assert_eq!(status(text, Scale::Scs), None, "{text:?}");
        assert_eq!(status(text, Scale::Element), None, "{text:?}");
    }
    let maturity = |text| match mark(text, Scale::YesNo) {
        Mark::Status { status, maturity, .. } => Some((status, maturity)),
        _ => None,
    };
    assert_eq!(maturity("1"), Some((Status::Unmet, Some(1))));
    assert_eq!(maturity("２"), Some((Status::Partial, Some(2))));
    assert_eq!(maturity("レベル3"), Some((Status::Met, Some(3))));
    assert_eq!(maturity("4"), Some((Status::Met, Some(4))));
    assert_eq!(maturity("5"), Some((Status::Met, Some(5))));
    assert_eq!(maturity("はい"), Some((Status::Met, None)));
    for text in ["0", "6", "2.5", "-1", "12"] {
        assert_eq!(mark(text, Scale::YesNo), Mark::Unreadable, "{text:?}");
    }
}

#[test]
fn what_follows_a_mark_is_kept() {
    let rest = |text| match mark(text, Scale::Scs) {
        Mark::Status { status, rest, .. } => (status, rest),
        other => panic!("{text:?} is {other:?}"),
    };
    assert_eq!(rest("対象外（委託していない）"), (Status::NotApplicable, "委託していない".into()));
    assert_eq!(rest("○ 規程第3条"), (Status::Met, "規程第3条".into()));
    assert_eq!(rest("×:未整備"), (Status::Unmet, "未整備".into()));
    assert_eq!(rest("いいえ、来期に整備"), (Status::Unmet, "来期に整備".into()));
    assert_eq!(rest("適合(○)"), (Status::Met, "○".into()));
}

#[test]
fn contradictions_and_other_things() {
    for text in ["○×", "△ ×", "○→△", "○/×", "○・△・×", "はい・いいえ", "○ ただし一部△", "Yes / No", "適合(×)"]
    {
        assert_eq!(mark(text, Scale::Scs), Mark::Contradictory, "{text:?}");
    }
    for text in ["たぶん", "対応中", "検討", "3", "2026/3/1", "なし", "規程あり", "oh", "xyz", "適合性を確認", "#N/A"]
    {
        assert_eq!(mark(text, Scale::Scs), Mark::Unreadable, "{text:?}");
    }
}

#[test]
fn words_behind_a_symbol_count() {
    for text in [
        "○（一部）",
        "○(一部)",
        "○（一部未対応）",
        "○だが一部未実施",
        "○（対象外）",
        "○（予定）",
        "○予定",
        "○とは言えない",
        "○ではない",
        "○ 未実施あり",
        "○？",
        "OK（要改善）",
        "はい、ただし一部",
        "適合（一部）",
        "○（本社のみ）",
        "○（委託先を除く）",
        "○（検討中の項目あり）",
        "○（拠点Bは未実施）",
        "○いいえ",
        "○未",
        "○−",
        "○ 弱",
        "○→△",
        "済（一部未）",
        "×(対応済)",
        "×ではない",
        "△？",
        "Yes (planned)",
        "yes, but only HQ",
        "No problem",
        "☑はい ☑いいえ",
        "○かも",
        "実施済（2拠点未実施）",
        "○（該当設備なしのため対象外）",
        "○（子会社は対象外）",
        "適合（海外拠点は適用外とした）",
    ] {
        assert_eq!(mark(text, Scale::Scs), Mark::Contradictory, "{text:?}");
    }
    for (text, expected) in [
        ("☑不適合", Status::Unmet),
        ("✓いいえ", Status::Unmet),
        ("✔ 未実施", Status::Unmet),
        ("●いいえ ○はい", Status::Unmet),
        ("●未実施　○実施済", Status::Unmet),
        ("□適合 □一部適合 ■不適合", Status::Unmet),
        ("☑適合 □一部適合 □不適合", Status::Met),
        ("[ ] はい [x] いいえ", Status::Unmet),
        ("はい☐ いいえ☑", Status::Unmet),
        ("○（規程第3条、一部の手順は別紙）", Status::Met),
        ("○（違反なし）", Status::Met),
        ("○（計画書で管理）", Status::Met),
        ("○ No.3 規程", Status::Met),
        ("○（運用中）", Status::Met),
        ("N/A: no cloud", Status::NotApplicable),
        ("Not applicable: no remote site", Status::NotApplicable),
        ("対象外 (Not used)", Status::NotApplicable),
        ("1:適合", Status::Met),
        ("3 不適合", Status::Unmet),
        ("C：不適合", Status::Unmet),
        ("×（2027年に対応予定）", Status::Unmet),
        ("△（未対応あり）", Status::Partial),
        ("□適合 □不適合", Status::Unanswered),
    ] {
        assert_eq!(status(text, Scale::Scs), Some(expected), "{text:?}");
    }
    assert_eq!(mark("2：一部適合", Scale::Jama), Mark::Contradictory);
    assert_eq!(status("2：適合", Scale::Jama), Some(Status::Met));
}

/// Marks that were once read as met although no person would read them so, by kind.
#[test]
fn marks_that_their_own_words_take_back() {
    for texts in [
        // Denied, or withdrawn.
        "○とまでは言えず|○ならず|○にあらず|○に及ばず|○に劣る|○は誤り|○間違い|○誤記|○取消|○撤回|○無効|○削除|○却下|○否認|○否決|○差戻し|○無|○無い|○不|○非|○外|○除外|適合(不)|適合 不|○↓|\
         ○ とまでは言えず|○訂正|×（訂正）|○破棄|適合（取り下げ）|○（誤記）|○取り消し|適合（取消）|○（ならず）|○、取消済み|×は誤り|△誤記|×（誤記）|○ではありません|○（とは言えない）|OK（却下）|○であるが|○でした",
        // A cross beside the circle.
        "○x|○X|○ｘ|○メ|○乂|○ㄨ|○\u{20e0}|○\u{338}|○ x|○（x）|○χ|○バツ|○x（規程）|○🚫|適合 x",
        // A wish or a plan.
        "○を目指す|○にしたい|○したい|○にする|○すべき|○が必要|○希望|○のつもり|○候補|○まであと一歩|○（4月以降）|○(4/1〜)|○(4/1～)|○近日|○順次|○次回|○next year|\
         ○（10月から）|○（4月開始）|○（数年後）|○（そのうち）|○（4月から実施）|○（対応が必要）|○（更新すべき）|○（目指す）|はい（希望）|○（来月から）",
        // No longer true.
        "○だった|○（以前は）|○（昔は）|○（過去）|○（去年まで）|○（2019年まで）|○（失効）|○（期限切れ）|○（廃止済み）|○契約切れ|○サポート切れ|○休止|○中止|○凍結|○延期|○保留|Met (expired)|\
         ○（以前は実施していた）|○（サービス終了）|○（契約満了）|○（期限超過）|Met until 2024|○（認証が失効）|○（訓練は中止）|○（今年は延期した）|○（保留中）",
        // Partial, or doubtful.
        "○（工場以外）|○（例外あり）|○0%|○50%|○3割|○半数|○若干|○やや|○たまに|○人による|○形骸化|○（案）|○（ドラフト）|○（未文書化）|○違反あり|○指摘あり|○是正要|○だろう|○微妙|○疑わしい|\
         yes with exceptions|Met - TBC|Met, needs review|○（約80%）|○（進捗60%）|○（三割程度）|○規程（案）|○（規程案）|○（手順は未文書化）|○（違反が多数）|○（要更新）|○（人によって異なる）|\
         ○（まれに実施）|○（指摘3件）|○（違反1件あり）|○（ある程度）|○（担当者次第）|○九割方|OK with conditions|OK (conditionally)|○でしょう|Yes (under review)",
    ]
    .iter()
    .flat_map(|texts| texts.split('|'))
    {
        for scale in [Scale::Scs, Scale::Jama] {
            assert_eq!(mark(texts, scale), Mark::Contradictory, "{texts:?}");
        }
    }
    for text in [
        "非該当（該当あり）",
        "対象外（該当する）",
        "対象外（実施あり）",
        "該当なし（一部該当）",
        "非該当（対象）",
        "対象外（該当設備あり、適用あり）",
        "N/A (TBC)",
    ] {
        assert_eq!(mark(text, Scale::Scs), Mark::Contradictory, "{text:?}");
    }
    for text in
        ["△△社", "××部", "○○社", "○○○○株式会社", "○○規程", "○年○月", "○月○日", "〇〇部", "●●課", "（○○規程）", "○○inc"]
    {
        assert_eq!(mark(text, Scale::Scs), Mark::Unreadable, "{text:?}");
    }
    assert_eq!(mark("○0", Scale::Jama), Mark::Contradictory);
}

#[test]
fn evidence_behind_a_mark_is_no_doubt() {
    for text in "○（規程第3条、一部の手順は別紙）|○（違反なし）|○（計画書で管理）|○ No.3 規程|○（運用中）|○ 例外管理規程に従う|○（無効化手順あり）|○（不正対策済み）|\
                 ○（外部委託先管理台帳）|○規程第3条|○（2026年3月に実施）|○（2019年から実施）|○(4/1実施)|○（削除手順書で管理）|○（100%）|○ 全社|○です|○である。|○だ|○している|\
                 ○（2019年4月以降）|○（2019年〜）|○（受講率98%）|○（役割を規程で定める）|○（毎年4月から実施）|○（要件定義書）|○（概要は別紙）|○（重要事項を周知）|○（必ず実施）|\
                 ○（不要アカウントは削除済み）|○（退職者のIDは失効）|○（疑わしいメールの報告手順あり）|○（未然防止の教育を実施）|○（取消手順あり）|○（旧システムは廃止済み）|\
                 ○（例外申請の手順あり）|○（取引先以外の持込みを禁止）|○あり|○ すべて実施|○（案内済み）|○（提案書に記載）|○ メール|○メールで周知|○ XML|○（外部監査で確認）|\
                 ○（指摘0件）|○（改訂計画は別紙）|○（訓練終了後に記録）|○（4月と10月に実施）|○（3件の規程で管理）|○（担当：田中）|Yes (reviewed as needed)|Met: exception policy 3.2|適合（保留期間を規程に記載）|○（未使用ポートは閉鎖）|○（誤りなし）|○（二〇二五年に改定）|\
                 ○（規程\n○○部で管理）|○ 希望者全員に実施|○（次回は10月）|○○|○（人事部による点検）|○（インシデント対応手順あり）"
        .split('|')
    {
        assert_eq!(status(text, Scale::Scs), Some(Status::Met), "{text:?} is {:?}", mark(text, Scale::Scs));
    }
    for (text, expected) in [
        ("×（未文書化）", Status::Unmet),
        ("×（要更新）", Status::Unmet),
        ("△（50%）", Status::Partial),
        ("△（工場以外）", Status::Partial),
        ("対象外（該当設備なし）", Status::NotApplicable),
        ("対象外（廃止済み）", Status::NotApplicable),
    ] {
        assert_eq!(status(text, Scale::Scs), Some(expected), "{text:?}");
    }
}

#[test]
fn of_a_long_text_only_the_beginning_is_asked() {
    for beyond in ["ﷺ", "規程", "規程、", "x ", "未", "○", "あ い う "] {
        let text = format!("○ 規程 {}", beyond.repeat(32_766));
        let plain = Plain::of(&text);
        assert!(plain.text.chars().count() <= clean::LOOKED_AT, "{beyond:?}");
        assert!(!plain.is_all() && !plain.is_tick() && !plain.is_unticked() && !plain.is_dash());
    }
    // A mark stays the same whatever text follows, and none of that text is lost.
    let text = format!("○ 規程第3条。{}", "規程に従い点検する。".repeat(1_000));
    let Mark::Status { status, rest, .. } = mark(&text, Scale::Scs) else { panic!("unreadable") };
    assert_eq!((status, rest.chars().count()), (Status::Met, text.chars().count() - 2));
    assert!(text.ends_with(&rest));
    // A second mark far behind the first, or a long run of marks, is not an answer.
    assert_eq!(mark(&format!("○ {}×", "規程".repeat(5_000)), Scale::Scs), Mark::Contradictory);
    assert_eq!(mark(&"○".repeat(5_000), Scale::Scs), Mark::Unreadable);
    assert_eq!(mark(&"□".repeat(5_000), Scale::Scs), Mark::Unreadable);
    assert_eq!(mark(&"-".repeat(5_000), Scale::Scs), Mark::Unreadable);
    assert_eq!(mark(&format!("○{}ただし未実施", "\u{3000}".repeat(5_000)), Scale::Scs), Mark::Contradictory);
}

#[test]
fn no_mark_is_longer_than_what_is_asked() {
    let words = MARKS.iter().flat_map(|(_, words)| words.iter());
    assert!(words.map(|word| word.len()).all(|length| length * 2 < LONGEST_MARK));
}

#[test]
fn boxes_that_are_written_out_empty() {
    for text in ["FALSE", "false", "□", "☐", "0", "0.0", "[ ]", "□□"] {
        let plain = Plain::of(text);
        assert!(plain.is_unticked() && !plain.is_tick(), "{text:?}");
    }
    for text in ["TRUE", "■", "☑", "1", "レ", "×", ""] {
        assert!(!Plain::of(text).is_unticked(), "{text:?}");
    }
}

#[test]
fn no_symbol_is_a_letter() {
    let symbols = SYMBOLS.iter().flat_map(|(_, symbols)| symbols.chars());
    for c in symbols.chain(EMPTY.chars()).chain(TICKED.chars()).chain("○〇◯⚪⭕⚫⬤".chars()) {
        assert!(!is_letter(c), "{c}");
    }
}

#[test]
fn ticks() {
    for text in ["レ", "✓", "○", "1", "■", "ｖ", "TRUE"] {
        assert!(Plain::of(text).is_tick(), "{text:?}");
    }
    for text in ["", "メモ", "0", "△"] {
        assert!(!Plain::of(text).is_tick(), "{text:?}");
    }
}

proptest! {
    #[test]
    fn never_panics(text in any::<String>()) {
        for scale in [Scale::Scs, Scale::Jama, Scale::YesNo, Scale::Element] {
            let _ = mark(&text, scale);
        }
    }

    #[test]
    fn blanks_around_change_nothing(
        text in proptest::sample::select(vec!["○", "△", "×", "対象外", "N/A", "はい", "いいえ", "2", "?", "たぶん"]),
        before in "[ 　\t\n]{0,3}",
        after in "[ 　\t\n]{0,3}",
    ) {
        prop_assert_eq!(mark(&format!("{before}{text}{after}"), Scale::Jama), mark(text, Scale::Jama));
    }

    #[test]
    fn different_symbols_never_make_an_answer(marks in proptest::collection::vec(proptest::sample::select(vec!['○', '△', '×']), 2..5)) {
        let text: String = marks.iter().collect();
        let same = marks.iter().all(|mark| *mark == marks[0]);
        prop_assert_eq!(mark(&text, Scale::Scs) == Mark::Contradictory, !same);
    }
}

#[test]
fn what_stands_after_a_mark_is_noted_as_it_was_written() {
    for (cell, noted) in [
        ("○ ISMS規程 第3条", "ISMS規程 第3条"),
        ("○（ＩＳＭＳ規程）", "ＩＳＭＳ規程"),
        ("〇：AWS Config を毎日見る。", "AWS Config を毎日見る"),
        ("適合（SOC2 Type2）", "SOC2 Type2"),
        ("　○　㈱例示のEDR", "㈱例示のEDR"),
        ("○ 規程にある", "規程にある"),
    ] {
        let Mark::Status { rest, .. } = mark(cell, Scale::Scs) else { panic!("{cell} is a mark") };
        assert_eq!(Plain::of(cell).as_written(rest), noted, "{cell}");
    }
}
