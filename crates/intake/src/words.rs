//! The tables of marks and headings: what people write into sheets, and what it means. All entries are folded
//! (NFKC, lower case).
//!
//! The words of a table are separated by blanks; a phrase is written without blanks. A text is compared with
//! hundreds of words, so the tables are split at compile time.

use tasuki_assess::Status;

/// The words of a text separated by blanks, split at compile time.
macro_rules! words {
    ($text:literal) => {{
        const WORDS: [&str; $crate::words::count($text)] = $crate::words::split($text);
        &WORDS as &[&str]
    }};
}
pub(crate) use words;

/// The number of words between the blanks of a text.
pub(crate) const fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        if bytes[at] != b' ' && (at == 0 || bytes[at - 1] == b' ') {
            count += 1;
        }
        at += 1;
    }
    count
}

/// The words between the blanks of a text; there must be `N`.
pub(crate) const fn split<const N: usize>(text: &'static str) -> [&'static str; N] {
    let mut words = [""; N];
    let (mut rest, mut word) = (text, 0);
    while !rest.is_empty() {
        let bytes = rest.as_bytes();
        let mut end = 0;
        while end < bytes.len() && bytes[end] != b' ' {
            end += 1;
        }
        if end == 0 {
            rest = rest.split_at(1).1;
        } else {
            let (first, others) = rest.split_at(end);
            words[word] = first;
            word += 1;
            rest = others;
        }
    }
    words
}

/// Words that are a mark by themselves.
pub(crate) const MARKS: [(Status, &[&str]); 5] = [
    (
        Status::Met,
        words!(
            "o ok yes y true v レ √ はい 適合 適合している 達成 達成済 達成済み 達成している 実施済 実施済み 実施している 実施しています 対応済 対応済み 対応している \
         対応しています 整備済 整備済み 整備している 導入済 導入済み 済 済み できている 出来ている できています 準拠 準拠している 遵守 遵守している 充足 充足している \
         満たしている 全て適合 完全適合 合格 met compliant fullymet implemented fullyimplemented inplace pass passed conforming achieved done completed \
         ja oui sí si erfüllt conforme cumple 是 符合 已实施 已落实 예 네 적합"
        ),
    ),
    (
        Status::Partial,
        words!(
            "一部 一部できている 一部適合 一部実施 一部実施している 一部対応 一部対応している 一部達成 一部対応済 一部実施済 一部準拠 一部未実施 一部未対応 一部不適合 一部整備 \
         部分的 部分適合 部分的に適合 部分的に実施 部分的に対応 部分実施 部分対応 部分達成 partial partially partlymet partiallymet partlyimplemented \
         partiallyimplemented teilweise teilweiseerfüllt partiellement partielle parcial parcialmente 部分符合 部分实施 부분적합"
        ),
    ),
    (
        Status::Unmet,
        words!(
            "x ng no n false いいえ 不適合 非適合 未適合 未 できていない 出来ていない できていません 適合していない 未達成 未達 達成していない 未実施 実施していない 実施していません \
         していない しておりません 未対応 対応していない 対応していません 未整備 整備していない 未導入 導入していない 未策定 未着手 未充足 充足していない 満たしていない \
         準拠していない 遵守していない 非準拠 不合格 unmet notmet noncompliant non-compliant notcompliant notimplemented fail failed notachieved notdone \
         nonconforming nein non nichterfüllt nonconforme nocumple 不符合 未实施 아니오 부적합"
        ),
    ),
    (
        Status::NotApplicable,
        words!(
            "対象外 評価対象外 適用対象外 該当なし 該当無し 該当せず 該当しない 非該当 適用外 適用除外 適用なし 対象なし n/a na n.a. n.a \
         notapplicable not_applicable not-applicable outofscope nichtanwendbar entfällt sansobjet noaplica 不适用 해당없음 - --"
        ),
    ),
    (
        Status::Unanswered,
        words!("未回答 未記入 未入力 未評価 未判定 未選択 選択してください unanswered notanswered tbd ?"),
    ),
];

/// Words that name a state in the heading of a tick column, and are not marks elsewhere.
pub(crate) const CHOICES: [(Status, &[&str]); 4] = [
    (Status::Met, words!("有 有り あり 適 可 合 良 是 t 完了 十分 対応 実施 導入 整備")),
    (Status::Partial, words!("部分 △ 一部あり 一部有")),
    (Status::Unmet, words!("無 無し 無い なし 否 不可 不適 不良 非 f 対応なし 実施なし 没有 沒有 没 无")),
    (Status::NotApplicable, words!("該当外 除外")),
];

/// Symbols and their statuses. Letters and strokes are not symbols: they are marks only if they are alone.
pub(crate) const SYMBOLS: [(Status, &str); 4] = [
    (Status::Met, "○〇◯◎●⚪⚫⭕⬤⭘✓✔☑✅"),
    (Status::Partial, "△▲🔺∆▵▴δ"),
    (Status::Unmet, "×✕✖✗✘╳☓❌⨯⨉⛌🗙🚫⛔"),
    (Status::Unanswered, "◌"),
];

/// Characters for a ticked box, and for an empty one.
pub(crate) const TICKED: &str = "■☑☒✅✓✔●◉⦿";
pub(crate) const EMPTY: &str = "□☐▢⬜◻";
/// Ticks that have no meaning of their own beside a word: `☑不適合`.
pub(crate) const BARE_TICKS: &str = "■☑✅✓✔レ√";

/// Words at the end of a clause that deny what precedes them.
pub(crate) const DENIES: &[&str] = words!(
    "ない ません せず できず おらず なし 無し いない 未実施 未対応 未整備 未達 未達成 未完 未完了 未着手 未了 未済 未導入 未策定 未取得 未作成 未設定 未適用 \
    無い 未承認 未定 不適合 不十分 不備 不足 不可 不可能 非適合 非準拠 非対応 漏れ 抜け 遅れ 遅延 中断 いいえ 要改善 要対応 要是正 要検討 要見直し 要整備"
);
/// Endings with ない and なし that are not negations.
pub(crate) const HARMLESS: &[&str] = words!(
    "問題ない 問題なし 問題はない 支障ない 支障なし 指摘なし 指摘事項なし 違反なし 不適合なし 事故なし 不備なし 異常なし 漏れなし 不足なし 例外なし 変更なし \
    インシデントなし 懸念なし 課題なし 問題点なし 誤りなし 間違いなし 間違いない"
);
/// Endings of a clause that say something is out of scope.
pub(crate) const OUT_OF_SCOPE: &[&str] = words!("対象外 適用外 非該当 範囲外 適用除外 対象から除外");
/// Words that postpone something.
pub(crate) const PUTS_OFF: &[&str] = words!(
    "予定 見込 計画中 検討 準備中 今後 将来 来期 来年 来月 次年度 次期 翌年 年度内 年内 までに 目標 着手 近日 tbd"
);
/// Words with 予定 that do not postpone anything.
pub(crate) const AS_PLANNED: &[&str] = words!("予定表 予定どおり 予定通り 検討会 検討済 目標管理 目標復旧");
/// Continuing states that end with 中.
pub(crate) const LASTS: &[&str] =
    words!("運用中 稼働中 利用中 使用中 監視中 継続中 実行中 社中 集中 常時 田中 山中 竹中 野中 畑中");
/// Words that limit a statement to a part.
pub(crate) const LIMITS: &[&str] = words!(
    "部分的 ただし 但し 除く 除き 除いて 以外は 条件付 条件つき 概ね おおむね ほぼ 一応 暫定 改善が必要 改善の余地 改善余地 限定 限り 途中 半分 まちまち ばらつき"
);
/// Words that are only about documents, though the text contains 一部.
pub(crate) const DOCUMENTS: &[&str] = words!("別紙 別添 別表 参照 記載 省略 準用 資料 文書");
/// Words of doubt.
pub(crate) const DOUBTS: &[&str] = words!(
    "? 不明 要確認 確認中 未確認 たぶん 多分 おそらく 恐らく かも 思う 思われ 思い はず らしい 自信 だろう でしょう 微妙"
);
/// Text directly after a mark that takes it back.
pub(crate) const TAKES_BACK: &[&str] = words!(
    "ではない でない でもない とは言 とはいえ と言えない といえない とは限ら じゃない ではあり ではなく には至 に至ら に近 寄り 気味 相当 だが ですが が、 未満 弱 から ~ 〜 - → / ↓ ↘ ⇩ ⬇"
);
/// Text that may follow a mark directly in hiragana without being a sentence about it.
pub(crate) const PLAINLY: &[&str] = words!(
    "あり すべて いずれも どちらも それぞれ きちんと している しています しております してある できている できています はい よい"
);
/// What follows a share if it is a share of the company: `80%の拠点で実施`.
pub(crate) const PLACES: &[&str] = words!(
    "の拠点 の部署 の部門 の工場 の事業所 の営業所 の店舗 の子会社 のグループ会社 のシステム のサーバ の端末 の機器 のpc の設備"
);
/// Clauses that say only that the mark no longer holds, does not hold yet, not fully, or not at all.
pub(crate) const RETRACTED: &[&str] = words!(
    "取消 取消し 取り消し 撤回 無効 削除 却下 否認 否決 差戻 差戻し 差し戻し 無 不 非 外 否 未 除外 失効 廃止 凍結 停止 解約 返上 辞退 無理     過去 以前 昔 旧 旧版 去年 昨年 前年 案 候補 希望 要望 願望 理想 必要 順次 順次対応 順次実施 順次導入 順次展開 順次整備 次回 次回以降 次回から     次回対応 以下 付近 並み 抹消 消去 破棄 棄却 キャンセル いずれ そのうち 後日 追って 計画 元 当時 昨年度 前年度 満了 終了 失念 別 多少 \
    およそ 試行 試行運用 試験運用 試験導入 若干 やや 少し 半数 過半数 大半 大部分 不要 指摘 例外 例外的 仮回答 仮置き 人による 部署による 場合による 拠点による 担当者による 案件による"
);
/// Words that end such a clause.
pub(crate) const ENDS_BACK: &[&str] = words!(
    "以外 切れ まで 延期 保留 中止 休止 違反 欠如 欠落 困難 失敗 ダメ だめ 駄目 形骸化 ドラフト ドラフト版 下書き 草案 素案 原案 規程案 手順案     手順書案 方針案 計画案 改訂案 改定案 期限超過 期日超過 期限経過 サービス終了 提供終了 サポート終了 \
    契約終了 運用終了 契約満了 期間満了 不定期 不完全 形式的 属人的 あやふや 曖昧 あいまい 次第 は別 年後 月後 週間後 ナシ たい べき つもり 目指す 目指して 目指し中 だった でした ていた でいた 一歩 が失効 半数 大半 候補     延期済 延期した 保留中 休止中 中止済 中止した 切れ済 切れ中 対応が必要 是正が必要 整備が必要 見直しが必要 検討が必要 確認が必要 更新が必要     修正が必要 追加が必要 強化が必要 追記が必要 改訂が必要 策定が必要"
);
/// Words that begin such a clause.
pub(crate) const BEGINS_BACK: &[&str] = words!(
    "以前は 昔は かつて 過去は 過去には 従来は 元は もとは 去年は 昨年は たまに 時々 ときどき まれに 稀に やや 若干 半数 過半数 大半 大体 だいたい ある程度 ほとんど 人によって     部署によって 場合によって 拠点によって 担当者によって とは とまで には至 に至ら ではな でな じゃな"
);
/// Endings of a clause that say the mark was a mistake.
pub(crate) const MISTAKES: &[&str] =
    words!("誤り 間違い 間違え 誤記 誤答 誤入力 誤記入 記入ミス 入力ミス 記載ミス 取り下げ 取下げ 取下");
/// Things that should not exist, if they are found.
pub(crate) const FOUND: &[&str] = words!(
    "例外 違反 指摘 指摘事項 不適合 懸念 逸脱 問題 問題点 漏れ 欠陥 脆弱性 弱点 事故 不具合 未対応 未実施 課題 不備 不足 改善点 \
    要改善点"
);
/// Words that contradict 対象外.
pub(crate) const APPLIES: &[&str] = words!(
    "該当あり 該当有り 該当有 該当する 該当します 対象あり 対象有り 適用あり 適用有り 適用する 実施あり 一部該当 一部対象 一部適用 一部利用"
);
/// Letters that look like a cross.
pub(crate) const CROSSES: &[&str] = words!("x xx xxx х χ メ 乂 ㄨ ペケ バツ ばつ");
/// English words of doubt.
pub(crate) const ENGLISH_DOUBTS: &[&str] = words!("tbc maybe perhaps probably unsure unclear doubtful questionable");
/// English clauses that take back what precedes them.
pub(crate) const ENGLISH_WHOLE: &[&str] = words!(
    "expired lapsed revoked withdrawn rejected cancelled canceled suspended removed deleted wrong incorrect false obsolete denied refused invalid void error     mistake former past old exceptions half"
);
pub(crate) const ENGLISH_PHRASES: [&str; 10] = [
    "with condition",
    "subject to",
    "next year",
    "next month",
    "next quarter",
    "next fiscal",
    "next week",
    "with exception",
    "under review",
    "in part",
];
/// English words that deny, postpone, limit or doubt.
pub(crate) const ENGLISH: &[&str] = words!(
    "not no never none without lacks lacking missing cannot planned plan planning will pending ongoing progress upcoming draft wip scheduled \
    partial partially partly except only but mostly almost limited some however maybe perhaps probably likely unsure unclear soon later yet todo improve \
    needs nearly should aim aiming hope intend outdated formerly previously conditional conditionally"
);

/// Columns of the guidelines themselves. Here the words are also without brackets and `No.`.
pub(crate) const OFFICIAL: &[&str] = words!(
    "大分類 中分類 小分類 分類 領域 要求事項 要求事項の見出し 見出し 目的 ラベル レベル 水準 lv level ★ 対象 カテゴリ カテゴリー \
    原則 指示 指示項目 層 リスク要因 影響 参照 参考 参照規格 関連規格 requirement title csf group 種別 区分"
);
/// Columns of explanations that guidelines print beside their criteria.
pub(crate) const OFFICIAL_HELP: &[&str] = words!("方法 観点 ポイント 記入例 証跡例 回答例 記載例");
/// Columns with the text of a criterion.
pub(crate) const TEXTS: &[&str] = words!(
    "評価基準 達成条件 達成基準 チェック項目 確認項目 評価項目 点検項目 設問 質問 質問事項 対策 対策例 対策要件 項目 \
    criterion statement question control"
);
/// Columns with numbers.
pub(crate) const IDENTIFIERS: &[&str] = words!(
    "no 番号 項番 項目番号 id 識別子 # 通番 連番 管理番号 基準番号 評価基準番号 評価基準id 要求事項番号 対策要件id \
    identifier ref"
);
pub(crate) const ACCEPTED: &[&str] = words!("承認 accepted approved");
/// Text about an acceptance that is not the acceptance itself.
pub(crate) const ABOUT_ACCEPTANCE: &[&str] = words!("承認者名 承認日 氏名 名前 コメント 理由");
pub(crate) const CONFIRMED: &[&str] = words!(
    "確認日 最終確認日 実施日 最終実施日 点検日 最終点検日 評価日 自己評価日 回答日 記入日 日付 年月日 確認年月日 実施年月日 \
    confirmed date confirmedon lastconfirmed verified verifiedon lastverified dateverified verificationdate confirmationdate dateconfirmed \
    dateofconfirmation lastchecked checkedon datechecked assessedon lastassessed dateassessed assessmentdate"
);
pub(crate) const OTHER_PARTIES: &[&str] = words!(
    "確認者 専門家 発注 審査 評価機関 第三者 監査 レビュー 評価者 親会社 取引先評価 取引先確認 取引先記入 前回 バイヤ 客先 得意先 自動車 メーカ 使用欄 確認欄 \
    昨年 前年 過去 旧評価 旧回答 旧判定 旧結果 修正前 更新前 是正前 改善前 他社 先方 委託元 reviewer evaluator auditor customer"
);
/// Columns of notes that stay notes even if they contain marks.
pub(crate) const NOTES: &[&str] = words!(
    "理由 根拠 備考 補足 コメント 説明 メモ 証跡 エビデンス 証拠 記述 特記 摘要 資料 文書 規程 期限 期日 note comment reason remark evidence memo \
    due"
);
/// Words for notes that may also be in the heading of a column of marks: `現状の自己評価`.
pub(crate) const SOFT_NOTES: &[&str] =
    words!("現状 現在 現時点 内容 詳細 具体 担当 実施する事 実施すること 予定 計画 課題 detail current present");
/// Notes that only the respondent writes.
pub(crate) const OWN_NOTES: &[&str] = words!("備考 コメント メモ 理由 note comment remark memo");
/// How a customer's form addresses the respondent, and how it refers to the customer.
pub(crate) const ADDRESSED: &[&str] = words!("貴社 御社");
pub(crate) const ADDRESSING: &[&str] = words!("弊社 当社");
/// Words that say which of several rounds a column or sheet belongs to.
pub(crate) const LATER: &[&str] =
    words!("修正後 最終 下期 通期 総合 今回 後期 再評価 改訂 修正版 最新 更新後 是正後 改善後 latest final current");
pub(crate) const EARLIER: &[&str] = words!(
    "修正前 上期 前回 前期 初回 当初 初版 更新前 是正前 改善前 昨年 前年 過去 旧 previous former initial last old"
);
pub(crate) const OWN: &[&str] = words!("自己 自社 当社 self");
pub(crate) const ANSWERS: &[&str] = words!(
    "評価 判定 結果 適合 状態 状況 遵守 準拠 充足 チェック 該否 可否 対応 有無 診断 得点 点数 達成度 確認 適否 ○△× ○× \
    status result rating score check compliance conformity assessment"
);
pub(crate) const RESPONSES: &[&str] = words!("回答 answer response");
/// Words for a column or sheet about a future state.
pub(crate) const TARGETS: &[&str] = words!(
    "目標 目指す 予定 見込 計画 将来 次年度 来年度 次期 来期 翌年度 今後 あるべき 期待 要求水準 あるべき姿 tobe to-be target goal planned future expected nextyear"
);
/// Words for a column or sheet about the present state.
pub(crate) const PRESENT: &[&str] =
    words!("現状 現在 現時点 今年度 当年度 本年度 実績 今期 asis as-is current present actual today");
/// Things that should not exist: a tick for them is not a good sign.
pub(crate) const TROUBLES: &[&str] = words!(
    "課題 問題 不備 指摘 違反 逸脱 リスク 懸念 欠陥 事故 脆弱 弱点 例外 改善 是正 不足 要否 要対応 要検討 issue problem gap risk finding exception violation \
    incident weakness"
);
/// Endings of headings under which a tick means that something applies or is needed, not that it exists.
pub(crate) const NEEDS: &[&str] = words!(
    "の必要 必要性 必要有無 必要の有無 要否 要不要 該当有無 該当の有無 適用有無 適用の有無 対象有無 対象の有無 該当可否 対応必要 改善必要 是正必要"
);
/// Headings of parties that do not answer; without blanks. They contain negations, but not of a state of the
/// criterion.
pub(crate) const NO_ANSWERS: &[&str] = words!(
    "わから 分から 判らな 分かりま 知らない 不明 判断でき 判断つか 判断不 判定でき 回答でき 回答不 言えない いえない どちら いずれでもな 未回答 未評価 未判定 \
    未確認 未記入 未選択 保留 要確認 確認中 don'tknow dontknow donotknow unknown notsure unsure unclear undecided undetermined notassessed notevaluated notanswered notrated noanswer \
    noopinion nocomment tbd"
);
/// Parts of headings that are not negations, though one of their characters is elsewhere.
pub(crate) const NO_DENIALS: &[&str] =
    words!("不正 不可欠 不審 不測 非常 無線 無停電 無償 未然 未来 未知 有無 可否 適否 該否 否認 不特定 不要");
/// What an answer's heading may contain besides its state.
pub(crate) const FILLERS: &[&str] = words!(
    "自己評価 自社評価 自己 自社 貴社 御社 評価 判定 回答 チェック 確認 記入 入力 選択 結果 欄 列 印 該当 してください して下さい ください 下さい つける 付ける つけ 付け \
    いずれか 一つ 場合 とき もの 項目 ○ レ ✓ に を は の で check tick mark please answer self assessment"
);
/// Endings of an affirmed state.
pub(crate) const AFFIRMS: &[&str] = words!(
    "済 済み ずみ 完了 ている ています ております できた した しました あり 有り 有 適合 準拠 遵守 達成 充足 実施 対応 導入 整備 運用 満たす 満足 合格 十分 良好 完備 \
    確立 定着"
);
/// English words that affirm and deny, as parts of a heading.
pub(crate) const YES: &[&str] = words!(
    "yes implemented compliant complies comply conforms conforming conformant met fulfilled satisfied achieved done complete completed established effective adequate \
    pass passed ok true place meets meet"
);
pub(crate) const NOT: &[&str] = words!(
    "not no non never without none cannot unmet unimplemented unsatisfied incomplete inadequate insufficient noncompliant nonconforming fail failed lacking missing \
    absent nicht kein keine nein pas aucun"
);
/// Endings of headings that ask for more than a state and therefore do not name one.
pub(crate) const NO_STATES: &[&str] = words!(
    "状況 状態 有無 可否 適否 該否 要否 度 率 性 内容 方法 時期 理由 日 者 部署 表 書 結果 点数 得点 根拠 備考 コメント 名 か"
);
/// Sheets that are not answers: examples, instructions, copies of the form.
pub(crate) const NO_SHEETS: &[&str] = words!(
    "例 見本 サンプル 要領 説明 手引 手順 ガイド はじめに 凡例 テンプレート 雛形 ひな形 ひな型 雛型 原本 様式 原紙 バックアップ 退避 記入方法 記載方法 使い方 sample example template \
    instruction guide readme howto backup legend blank"
);

/// Names of sheets that are read only if there is no other, with a warning.
pub(crate) const DOUBTFUL: &[&str] = words!(
    "記入例 記載例 回答例 作成例 見本 サンプル 例示 バックアップ 退避 前回 昨年 前年 過去 sample example backup previous former"
);
/// The beginning of a line above a table that marks it as an example.
pub(crate) const EXAMPLES: &[&str] = words!("記入例 記載例 回答例 作成例 見本 サンプル sample example");
/// Text of a line above a table that says the table does not hold current answers.
pub(crate) const DISOWNS: &[&str] = words!(
    "実際の回答では 回答ではありません 回答ではない 回答でない 架空の回答 ダミーデータ notactualanswer notrealanswer 前回の回答 前回回答 昨年の回答 昨年度の回答 \
    前年度の回答 過去の回答 来年度の目標 次年度の目標 来期の目標 次期の目標"
);

/// Whether `text` contains one of the words. The text is scanned once for all of them: few of its characters begin
/// a word.
pub(crate) fn says(text: &str, words: &[&str]) -> bool {
    let bit = |c: char| (u32::from(c) % 256 / 64, 1_u64 << (u32::from(c) % 64));
    let mut begins = [0_u64; 4];
    for (at, bit) in words.iter().filter_map(|word| word.chars().next()).map(bit) {
        begins[at as usize] |= bit;
    }
    text.char_indices().any(|(start, c)| {
        let (at, bit) = bit(c);
        begins[at as usize] & bit != 0 && words.iter().any(|word| text[start..].starts_with(word))
    })
}

/// Whether `text` is one of the words.
pub(crate) fn is(text: &str, words: &[&str]) -> bool {
    words.contains(&text)
}

/// Whether `text` begins with one of the words.
pub(crate) fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// Whether `text` ends with one of the words.
pub(crate) fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

/// The words in Latin letters of a text.
pub(crate) fn latin(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_latin(c)).filter(|word| !word.is_empty())
}

/// Latin letters including accented ones, recognised by range without a table lookup.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '\'' || matches!(c, '\u{c0}'..='\u{10ff}' if c != '×' && c != '÷')
}
