//! Every word and sentence of the documents, in both languages side by side: if one is missing, the code does not
//! compile. Workbooks, HTML page and PDF take them from here; the Typst templates get them as `data.words`.

use serde::Serialize;
use tasuki_catalog::Lang;

use crate::options::OverdueKind;

mod reviews;
mod sentences;

pub(crate) use reviews::*;
pub(crate) use sentences::*;

/// `name: "日本語" / "English"`, one per word.
macro_rules! words {
    ($($name:ident: $ja:literal / $en:literal,)+) => {
        /// The words of one language.
        #[derive(Debug, Serialize)]
        pub(crate) struct Words {
            $(pub(crate) $name: &'static str,)+
        }

        static JA: Words = Words { $($name: $ja,)+ };
        static EN: Words = Words { $($name: $en,)+ };
    };
}

impl Words {
    /// The words of `lang`.
    pub(crate) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Ja => &JA,
            Lang::En => &EN,
        }
    }

    /// The name for a late item that is not a criterion.
    pub(crate) fn of_overdue(&self, kind: OverdueKind) -> &'static str {
        match kind {
            OverdueKind::Task => self.task,
            OverdueKind::Assessment => self.whole_assessment,
        }
    }

    /// How verdicts are made, rule by rule.
    pub(crate) fn rules(&self) -> [&'static str; 7] {
        [
            self.rule_criterion,
            self.rule_requirement,
            self.rule_not_applicable,
            self.rule_level,
            self.rule_due,
            self.rule_suggestion,
            self.rule_share,
        ]
    }
}

words! {
    // Sheet names: at most 31 characters, none of []:*?/\
    sheet_guide: "記入のしかた" / "How to fill in",
    sheet_summary: "概要" / "Summary",
    sheet_gaps: "課題" / "Gaps",
    sheet_plan: "計画" / "Plan",
    sheet_outlook: "対応の提案" / "Suggestions",
    sheet_calendar: "カレンダー" / "Calendar",
    sheet_again: "確認が必要な項目" / "To answer again",

    sheet_marks: "評価基準と印" / "Criteria and marks",
    sheet_issues: "質問・指摘" / "Issues",

    // Facts of a document.
    report_title: "セキュリティ対策 自己評価報告書" / "Security self-assessment report",
    organization: "組織" / "Organization",
    organization_blank: "（記入してください）" / "(to be filled in)",
    framework: "枠組み" / "Framework",
    publisher: "公表元" / "Publisher",
    document: "文書" / "Source document",
    level: "水準" / "Level",
    as_of: "評価日" / "As of",
    created: "作成日" / "Made on",
    source_file: "回答のファイル" / "File of the answers",
    no_grant: "Tasukiは★を付与しません。★の登録は制度の運営者が行います。"
        / "Tasuki does not grant a ★. A ★ is registered by the scheme's operator.",
    own_word: "この結果は回答者の申告に基づきます。" / "The result rests on the word of those who answered.",

    // Columns.
    order: "順" / "No.",
    id: "項目" / "Item",
    requirement: "要求事項" / "Requirement",
    title: "見出し" / "Title",
    statement: "内容" / "What must be true",
    state: "状態" / "State",
    why_open: "未充足の理由" / "Why it is open",
    note: "記入された理由・現状" / "Note as written",
    evidence: "証跡の例" / "Example of evidence",
    evidence_to_record: "残す証跡" / "Evidence to record",
    kind: "種類" / "Kind",
    effort: "手間" / "Effort",
    after: "前提" / "After",
    unblocks: "これを待つ項目数" / "Items waiting",
    first_step: "はじめの一歩" / "First step",
    level_assessed: "評価した水準" / "Level assessed",
    owner: "担当" / "Owner",
    due: "期限" / "Due",
    closes: "要求事項の最後の1件" / "Last of its requirement",
    yes_sign: "○" / "○",
    area: "領域" / "Area",
    label: "ラベル" / "Label",
    direction: "指示" / "Direction",
    count: "件数" / "Count",
    asked: "対象" / "Asked",
    satisfied: "充足" / "Satisfied",
    share: "割合" / "Share",
    total: "合計" / "Total",
    points: "得点" / "Points",
    possible: "満点" / "Possible",
    points_share: "得点／満点" / "points / possible",
    maturity: "成熟度の平均（1〜5）" / "Mean maturity (1–5)",
    when: "区分" / "When",
    date: "期日" / "Due date",
    cadence: "頻度" / "Cadence",
    last_shown: "前回の確認日" / "Last confirmed",
    done_on: "実施日" / "Done on",
    target_edition: "提案先" / "For",
    suggested: "提案する状態" / "Suggestion",
    path: "対応関係" / "Relation",
    reason: "理由" / "Reason",
    against: "満たしていない関連項目" / "Open items that are part of it",
    decision: "判断（採用・不採用）" / "Decision",
    change: "変更" / "Change",
    old_id: "旧版の項目" / "Old item",
    new_id: "新版の項目" / "New item",
    carried_state: "引き継いだ状態" / "State carried over",
    what_changed: "変更の内容" / "What changed",
    next_action: "必要なこと" / "What to do",

    // Dates in the calendar.
    when_overdue: "期限超過" / "Overdue",
    when_dated: "予定" / "Scheduled",
    when_ongoing: "常時・毎日・毎週" / "All the time, daily or weekly",
    when_event: "出来事があったとき" / "When something happens",

    // Charts.
    radar_title: "充足の割合（％、分母は対象の評価基準の数）" / "Share satisfied (%, of the criteria asked)",
    bars_title: "状態の内訳（件数）" / "Criteria by state (count)",

    // Headings.
    state_of_criteria: "評価基準の状態" / "Criteria by state",
    per_area: "領域ごとの充足" / "By area",
    per_label: "ラベルごとの状態" / "By label",
    per_direction: "指示ごとの充足" / "By direction",
    points_heading: "得点" / "Points",

    // Messages when there is nothing to show.
    no_gaps: "課題はありません。" / "Nothing is open.",
    no_outlook: "対応表でつながる枠組みへの提案はありません。" / "The crosswalks suggest nothing for other frameworks.",
    no_calendar: "期日のある項目はありません。" / "No item carries a date.",
    no_again: "改めて確認する項目はありません。" / "Nothing needs to be answered again.",

    // The answer sheet: its pop-up help, and the guide.
    help_mark_title: "自己評価" / "Self-assessment",
    help_date_title: "確認日" / "Date of confirmation",
    help_date: "この状態を最後に確かめた日を入れます（例: 2026/10/01）。頻度のある項目は、この日から次の期日を計算します。"
        / "The day on which this was last shown to be so (e.g. 2026-10-01). Items with a cadence fall due counted from it.",
    help_date_error: "日付を入れてください（例: 2026/10/01）。今日より後の日付は使えません。"
        / "Enter a date (e.g. 2026-10-01), not later than today.",
    help_accepted_title: "対象外の承認" / "Not applicable: accepted",
    help_accepted: "条件のない項目を対象外とするとき、確認者が認めたら「承認」を選びます。"
        / "Where an item without a condition is answered not applicable: choose 承認 once the reviewer has accepted it.",
    help_error_title: "入力を確かめてください" / "Please check the entry",
    help_note_title: "理由・現状" / "Note",
    help_note: "現状と根拠（規程名、記録の場所など）を短く書きます。対象外のときは理由を必ず書きます。"
        / "Where things stand and what shows it (rule, place of the record). For not applicable the reason is obligatory.",
    guide_intro: "「自己評価」の列を選び、必要なら理由・現状と確認日を書きます。空欄は未回答です。"
        / "Choose the self-assessment for each row; add a note and a date where they help. Blank means unanswered.",
    guide_marks: "記号の意味" / "What the marks mean",
    guide_mark: "記入" / "Enter",
    guide_meaning: "意味" / "Meaning",
    guide_when: "使うとき" / "Use it when",
    guide_columns: "記入する列" / "Columns to fill in",
    guide_example: "記入例" / "An example",
    guide_next: "記入が終わったら" / "When you are done",
    guide_next_text: "このファイルを保存して、次のように実行すると、課題・計画・カレンダーの入ったファイルができます。"
        / "Save this file and run the command below: it writes a workbook with gaps, plan and calendar.",
    guide_keep: "列の名前と番号は変えないでください。行の並べ替え、列幅の変更、列の追加はかまいません。"
        / "Leave the headings and the item numbers as they are. Sorting rows, resizing and adding columns is fine.",
    use_met: "書かれていることをすべて満たし、示せるものがある。" / "All of it is true, and there is something to show for it.",
    use_partial: "一部だけ満たしている。足りないところを理由・現状に書きます。"
        / "A part is true. Say in the note what is missing.",
    use_unmet: "満たしていない。予定があれば理由・現状に書きます。" / "It is not true. Say in the note what is planned.",
    use_not_applicable: "条件に当てはまらず、求められない。理由を必ず書きます。"
        / "The condition does not hold, so it is not asked. The reason is obligatory.",
    use_unanswered: "まだ答えていない。未充足として数えます。" / "Not answered yet. It counts as open.",
    blank: "（空欄）" / "(blank)",
    example_note: "規程第3条に定め、全員に通知済み。証跡: 社内ポータル「セキュリティ規程」"
        / "Set in article 3 of the rules and announced to all. Evidence: portal, \"Security rules\"",
    note_cut: "…（長いため以下省略）" / "… (cut: too long for a cell)",

    // The report: HTML page and PDF.
    skip: "本文へ" / "Skip to content",
    contents: "内容" / "Contents",
    summary: "経営者のための要約" / "Summary for management",
    findings: "要求事項ごとの結果" / "Results by requirement",
    gaps_and_plan: "課題と計画" / "Gaps and plan",
    calendar: "12か月のカレンダー" / "Calendar of twelve months",
    outlooks: "ほかの枠組みへの見通し" / "Outlook for other guidelines",
    remarks: "ファイルの読み込みで気づいたこと" / "Noticed when the file was read",
    sheet_remarks: "読み込みの記録" / "Reading notes",
    method: "方法と版" / "Method and editions",
    criterion: "評価基準" / "Criterion",
    number: "番号" / "No.",
    answer: "回答" / "Answer",
    reason_and_note: "理由と現状" / "Reason and notes",
    all_requirements: "すべての要求事項" / "All requirements",
    next_steps: "次にすること" / "Next steps",
    next_none: "残っている項目はありません。確認の期日を守り、年に一度この評価を見直してください。"
        / "Nothing is open. Keep to the dates of the calendar and review this assessment once a year.",
    overdue: "期日を過ぎたもの" / "Overdue",
    nothing: "ありません。" / "None.",
    day_set: "決めた期限" / "Day that was set",
    task: "対応" / "Task",
    whole_assessment: "評価の期限" / "Assessment",
    efforts_left: "残りの手間" / "Work left",
    effort_legend: "手間は30人ほどの会社を想定しています。小: 2日まで、中: 2週間まで、大: 2週間を超えるか購入が要る。"
        / "Effort is for a company of about thirty. Small: up to 2 days. Medium: up to 2 weeks. Large: longer, or something to buy.",
    effort_guess: "この枠組みの手間は、基準の種類から推した目安です。"
        / "For this framework the effort is guessed from the kind of each criterion.",
    decisions: "経営の判断が要るもの" / "Decisions for management",
    decisions_effort: "2週間を超えるか、購入が要る対応です。" / "Work of more than two weeks, or something to buy.",
    decisions_rule: "方針・ルール・体制を決めるものです。" / "Policies, rules and responsibilities to decide.",
    radar_note: "外側の線がすべての項目。数字は 満たした項目 / 求められる項目。"
        / "The outer line is all criteria. Figures: satisfied / asked.",
    bars_note: "数字は 満たした項目 / 求められる項目。" / "Figures: satisfied / asked.",
    figures_behind: "図のもとの数字" / "The figures behind the picture",
    only_open: "残っている項目だけを表示" / "Show open criteria only",
    expand_all: "すべて開く" / "Expand all",
    findings_lead: "一つの基準でも満たしていなければ、その要求事項には残りがあります。平均はしません。"
        / "A requirement stays open as long as one of its criteria is open. Nothing is averaged away.",
    done: "すべて充足" / "all satisfied",
    gap: "課題" / "Gap",
    goal: "求められる状態" / "What must be true",
    plan_lead: "水準の低いものから、前提になるものを先に片付けます。同じ水準の中では、ルールや体制を決め、知らせ、行い、記録し、点検する順です。"
        / "Lower levels first, and what others depend on before them; within a level: decide, make known, do, record, inspect.",
    closes_requirement: "これで要求事項に残りがなくなります" / "closes its requirement",
    calendar_lead: "頻度のある基準を、最後に確認した日から数えた期日です。期日までに確かめ直し、記録を残します。"
        / "Dates by which criteria with a cadence must be shown again, counted from their last confirmation.",
    dates_per_month: "月ごとの件数" / "Dates per month",
    late: "超過" / "Late",
    without_date: "日付のないもの" / "Without a date",
    when_met: "満たしたときから期日が始まるもの" / "Dates begin once these are met",
    nothing_due: "なし" / "nothing",
    outlook_lead: "同じ回答から、対応表をたどって言えることです。提案であり回答ではありません。採るかどうかは人が決めます。"
        / "What the same answers say along the crosswalks. These are suggestions, not answers: a person accepts them.",
    outlook_signs: "= 同じ　⊃ こちらが広い　⊂ こちらが狭い　∩ 重なる"
        / "= the same, ⊃ ours asks more, ⊂ ours asks less, ∩ overlap",
    show_suggestions: "提案の一覧" / "List of suggestions",
    promise: "どの基準が誰の申告で満たされ、何が残っているかを示します。割合は進み具合であり、取得の見込みではありません。"
        / "This report shows which criteria are met by whose word, and what is open. Percentages are progress, never a likelihood.",
    how_verdicts: "判定のしかた" / "How verdicts are made",
    rule_criterion: "基準は、「適合」と答えているか、認められた理由で「対象外」であるときに満たされます。頻度のある基準は、さらにその期間の内に確かめていることが要ります。"
        / "A criterion is satisfied when it is met, or not applicable for an accepted reason. Where it has a cadence, it must also have been shown within its period.",
    rule_requirement: "要求事項は、その水準で求められる基準をすべて満たしたときに満たされます。一つの × も、空欄も、平均で消えることはありません。"
        / "A requirement is satisfied when all its criteria of the level are. There is no averaging away: one × is open, and blank is open.",
    rule_not_applicable: "「対象外」が理由だけで認められるのは、条件の付いた基準だけです。ほかの基準では確認者の承認が要ります。"
        / "Only criteria with a condition may be not applicable by a reason alone; others need a reviewer's acceptance.",
    rule_level: "水準は積み重なります。上の水準は、下の水準の基準をすべて含みます。"
        / "Levels are cumulative: a level asks for its own criteria and all below it.",
    rule_due: "期日は、最後に確かめた日に頻度を足した日です。満たしていて日付のない回答は、評価日に確かめたものと数えます。まだ満たしていない基準には期日がありません。"
        / "A due date is the last confirmation plus the cadence. A met answer without a date counts as confirmed on the day of the assessment. What is not met yet has no due date.",
    rule_suggestion: "ほかの枠組みへの提案は、対応表の集合関係を合成して求めます。「適合」を伝えるのは = と ⊃ だけで、確かな重なりは「一部」を伝え、ほかは何も伝えません。"
        / "Suggestions for other guidelines compose the set relations of the crosswalks (after NIST IR 8477): only = and ⊃ carry met, a certain overlap carries partial, anything else carries nothing.",
    rule_share: "割合と得点は進み具合であり、★の取得や審査の結果の見込みではありません。"
        / "Percentages and points are progress, never a likelihood of a ★ or of a result of an evaluation.",
    signs_of_answers: "回答の記号" / "Signs of the answers",
    edition_and_source: "版と出典" / "Edition and source",
    edition: "版" / "Edition",
    catalogue: "目録の識別子" / "Catalogue",
    own_texts: "見出しと内容は Tasuki が平易に書き直したもので、公式の文ではありません。番号・水準・頻度・数値は、直した箇所を除き公式の文書のとおりです。"
        / "Titles and statements are written afresh by Tasuki and are not the official text. Numbers, levels, cadences and figures are those of the official document, except where a slip was mended.",
    corrections: "原典の誤りを直した箇所" / "Slips of the source that were mended",
    correction: "直した内容と理由" / "What and why",

    // The declaration of a management.
    declaration_title: "自己適合宣誓" / "Declaration",
    declaration_how: "この宣誓は、上の SHA-256 の提出版だけに対するものです。Tasuki で、本人の再確認のあとに記録されました。"
        / "This declaration is for the submission of this SHA-256 and no other. It was recorded in Tasuki after the person had signed in anew.",

    // The record of a review.
    review_title: "文書確認の記録" / "Record of the review",
    review_promise: "この記録は、誰が、どの提出版の、どの基準について、何によって何を確かめたかを示します。確認した人の言葉であり、結果の約束ではありません。"
        / "This record shows who looked at which criterion of which submission, how, and what they found. It is the word of the reviewers, and promises no result.",
    record_promise: "この記録は、誰が、いつ、何を見て、何を見つけたかを示します。見た人の言葉であり、結果の約束ではありません。"
        / "This record shows who looked at what, when, and what they found. It is their word, and promises no result.",
    review_summary: "概要" / "Summary",
    assessment: "評価" / "Assessment",
    star: "目指す★" / "★ aimed at",
    submission: "提出版" / "Submission",
    answers_claimed: "提出版の回答" / "Answers of the submission",
    digest: "提出版の SHA-256" / "SHA-256 of the submission",
    marked: "必要な印がそろった評価基準" / "Criteria with every mark that is needed",
    marks: "印" / "Marks",
    marks_state: "印の状況" / "State of the marks",
    marks_complete: "そろっている" / "complete",
    marks_open: "残っている" / "open",
    mark_missing: "未" / "not yet",
    mark_not_needed: "不要" / "not needed",
    changed: "前の版から" / "Since the last one",
    changed_sign: "変わった" / "changed",
    changed_since: "前の版から変わった" / "changed since the last submission",
    kinds_heading: "質問・指摘・助言" / "Questions, findings and advice",
    raised: "件数" / "Raised",
    not_settled: "うち未完了" / "Not settled",
    confirmation: "確認" / "Confirmation",
    not_confirmed: "この提出版は、まだ確認されていません。" / "This submission has not been confirmed.",
    reviewers: "確認する人" / "Reviewers",
    no_reviewers: "確認する人は、まだ決まっていません。" / "No reviewer has been appointed.",
    name: "名前" / "Name",
    acts_as: "立場" / "Acts as",
    qualifications: "資格" / "Qualifications",
    lacks: "足りないもの" / "Lacking",
    accepted_because: "それでも認めた理由" / "Accepted nevertheless because",
    advised_on: "助言したこと" / "Advised on",
    issues: "質問と指摘" / "Issues",
    no_issues: "質問も指摘もありません。" / "No issue was raised.",
    issue_kind: "種類" / "Kind",
    severity: "重大さ" / "Severity",
    round: "回（提出版）" / "Round (submission)",
    said: "書かれたこと" / "What was said",
    said_by: "書いた人" / "By",
    said_on: "日" / "Day",
    said_as: "区分" / "As",
    due_by: "期限" / "Due",
    open_issues: "未完了の質問・指摘" / "Open issues",
    evidence_named: "証跡" / "Evidence",
    criteria_and_marks: "評価基準と印" / "Criteria and marks",
    no_criteria: "この提出版に評価基準はありません。" / "This submission has no criteria.",
}
