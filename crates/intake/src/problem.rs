//! Problems inside a readable file.

use serde::Serialize;
use tasuki_catalog::{Lang, Text};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Read, but a person should look.
    Warning,
    /// Something in the file could not be read.
    Error,
}

/// The kind of a problem. The names are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// An identifier that the edition does not have.
    UnknownIdentifier,
    /// A date in place of an identifier: the spreadsheet program turned `1-1` into a date.
    DateIdentifier,
    /// A mark in a row without an identifier.
    MissingIdentifier,
    /// The same identifier in several rows.
    DuplicateIdentifier,
    /// Criteria of the edition that the file does not have.
    MissingCriteria,
    /// Several different marks for one criterion.
    ContradictoryMarks,
    /// Something that is not a mark of the scale.
    UnreadableMark,
    /// A formula where a value was expected.
    Formula,
    /// One answer merged over several criteria.
    MergedAnswer,
    /// 対象外 without a reason.
    NotApplicableWithoutReason,
    /// Something that is not a date.
    UnreadableDate,
    /// A day of confirmation that is after the day of evaluation, or only planned.
    FutureDate,
    /// Something that is neither yes nor no in the column for the acceptance of 対象外.
    UnreadableAcceptance,
    /// Something that is not a maturity of 1–5.
    UnreadableMaturity,
    /// No column holds answers.
    NoAnswerColumn,
    /// Columns of marks that can be read in two ways, or in none; nothing was read.
    SeveralReadings,
    /// Marks in a column that is not the answer.
    OtherColumn,
    /// Answers in another sheet that were not read.
    OtherSheet,
    /// Answers that were read from a sheet that says it does not hold current answers: an example, a plan, an
    /// earlier round.
    DoubtfulSheet,
    /// A cell that is struck out.
    StruckOut,
    /// Cells of which a part is struck out.
    PartlyStruckOut,
    /// Comments on cells.
    Comments,
    /// Comments that belong to no criterion.
    OtherComments,
    /// Shapes, text boxes, pictures and form controls.
    Drawn,
    /// Values hidden under merged cells.
    HiddenValue,
    /// Rows without an identifier that continue the notes of the row above.
    ContinuedNote,
    /// Notes in rows that belong to no criterion.
    OtherNote,
    /// `#REF!` and similar errors in place of a value.
    ErrorValue,
    /// A note that is longer than the limit.
    NoteTooLong,
    /// Another sheet that could not be read.
    UnreadableSheet,
    /// Too many problems to list.
    TooManyProblems,
}

impl ProblemCode {
    /// Its title.
    pub fn title(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::UnknownIdentifier => ("この版にない番号です", "unknown identifier"),
            Self::DateIdentifier => ("番号が日付に変わっています", "identifier turned into a date"),
            Self::MissingIdentifier => ("番号のない行に回答があります", "answer in a row without an identifier"),
            Self::DuplicateIdentifier => ("同じ番号が複数の行にあります", "duplicate identifier"),
            Self::MissingCriteria => ("ファイルにない評価基準があります", "criteria missing from the file"),
            Self::ContradictoryMarks => ("食い違う回答があります", "contradictory marks"),
            Self::UnreadableMark => ("回答の印を読み取れません", "unreadable mark"),
            Self::Formula => ("値ではなく数式です", "formula instead of a value"),
            Self::MergedAnswer => {
                ("結合されたセルの回答を複数の評価基準に当てはめました", "one merged answer for several criteria")
            }
            Self::NotApplicableWithoutReason => ("対象外の理由がありません", "not applicable without a reason"),
            Self::UnreadableDate => ("日付を読み取れません", "unreadable date"),
            Self::FutureDate => ("確認日がまだ来ていません", "the day of confirmation lies in the future"),
            Self::UnreadableAcceptance => ("承認の有無を読み取れません", "unreadable acceptance"),
            Self::UnreadableMaturity => ("成熟度を読み取れません", "unreadable maturity"),
            Self::NoAnswerColumn => ("回答の列が見つかりません", "no answer column"),
            Self::SeveralReadings => ("回答の列を一つに決められません", "the columns can be read in more than one way"),
            Self::StruckOut => ("取り消し線で消されています", "struck out"),
            Self::PartlyStruckOut => ("取り消し線で消された部分があります", "partly struck out"),
            Self::Comments => ("セルにコメントがあります", "comments on cells"),
            Self::OtherComments => ("読んでいないコメントがあります", "comments that were not read"),
            Self::Drawn => ("セルの上に図形などがあります", "something is drawn over the cells"),
            Self::HiddenValue => ("隠れて見えない値があります", "values that nobody sees"),
            Self::ContinuedNote => ("番号のない行に続きがあります", "a row without an identifier goes on"),
            Self::OtherNote => ("評価基準のない行に記入があります", "a note in a row without a criterion"),
            Self::ErrorValue => ("エラー値です", "error value"),
            Self::NoteTooLong => ("記入が長すぎます", "the note is too long"),
            Self::OtherColumn => ("回答として読んでいない列に印があります", "marks in a column that is not the answer"),
            Self::OtherSheet => ("別のシートにも回答があり、読んでいません", "answers in another sheet were not read"),
            Self::DoubtfulSheet => {
                ("今の回答のシートではないようです", "the sheet says that it holds no answers of now")
            }
            Self::UnreadableSheet => ("読めないシートがあります", "unreadable sheet"),
            Self::TooManyProblems => {
                ("問題が多すぎるため、残りは省きました", "too many problems; the rest is left out")
            }
        };
        match lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    /// What to do about it in general; [`Problem::expected`] says what was expected in the place itself.
    #[expect(clippy::too_many_lines, reason = "one text for each variant")]
    pub fn hint(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::UnknownIdentifier => (
                "番号の打ち間違いと、回答する版が合っているかを確かめてください。",
                "Check the identifier for typing errors, and that the edition is the right one.",
            ),
            Self::DateIdentifier => (
                "列の表示形式を「文字列」にし、番号を 1-1-1-1 のように入れ直してください。",
                "Format the column as text and enter identifiers such as 1-1-1-1 again.",
            ),
            Self::MissingIdentifier => (
                "その行に評価基準の番号を入れるか、回答を消してください。",
                "Enter the identifier of the criterion in that row, or remove the answer.",
            ),
            Self::DuplicateIdentifier => {
                ("同じ番号の行を一つにまとめてください。", "Keep one row for each identifier.")
            }
            Self::MissingCriteria => (
                "足りない行を加えてください。ない項目は、未回答として扱います。",
                "Add the missing rows. Criteria that are not in the file count as unanswered.",
            ),
            Self::ContradictoryMarks => ("正しい回答を一つだけ残してください。", "Keep only the answer that is right."),
            Self::UnreadableMark => (
                "○・△・×・対象外など、その枠組みの記号に直してください。",
                "Use a mark of the framework, such as ○, △, × or 対象外.",
            ),
            Self::Formula => (
                "数式を値に変えてください（コピーして「値の貼り付け」）。",
                "Replace the formula by its value (copy, then paste values).",
            ),
            Self::MergedAnswer => (
                "結合を解き、評価基準ごとに回答を入れてください。",
                "Unmerge the cells and give each criterion its own answer.",
            ),
            Self::NotApplicableWithoutReason => {
                ("対象外とする理由を書いてください。", "Write down why the criterion does not apply.")
            }
            Self::UnreadableDate => ("日付を 2026-04-01 のように直してください。", "Write the date like 2026-04-01."),
            Self::FutureDate => (
                "実際に確認した日にしてください。予定の日は、期限に入れます。",
                "Give the day on which it was confirmed. A planned day belongs into the due date.",
            ),
            Self::UnreadableAcceptance => (
                "承認済みなら「承認」と書き、そうでなければ空欄にしてください。",
                "Write “accepted” if it was accepted, and leave the cell empty otherwise.",
            ),
            Self::UnreadableMaturity => {
                ("成熟度を1から5の数字にしてください。", "Give the maturity as a number from 1 to 5.")
            }
            Self::NoAnswerColumn => (
                "回答の列に「回答」「評価」などの見出しを付けてください。",
                "Give the column of answers a heading such as “answer”.",
            ),
            Self::SeveralReadings => (
                "回答の列が一つだけになるように、見出しを直すか、ほかの列を消してください。",
                "Correct the headings or remove other columns, so that only one column can hold the answers.",
            ),
            Self::StruckOut => (
                "有効な回答なら取り消し線を外し、そうでなければセルを空にしてください。",
                "Remove the strike-through if the value counts; empty the cell if it does not.",
            ),
            Self::PartlyStruckOut => (
                "残す文だけにして、取り消し線を外してください。",
                "Keep only the text that counts, without strike-through.",
            ),
            Self::Comments => {
                ("大切な内容は、メモの列に書き写してください。", "Copy what matters into the column of notes.")
            }
            Self::OtherComments => (
                "必要な内容は、評価基準の行のメモに書き写してください。",
                "Copy what matters into the note of a criterion.",
            ),
            Self::Drawn => (
                "図形の中の文や印は読めません。セルに入力し直してください。",
                "Text and marks in shapes cannot be read. Enter them in cells.",
            ),
            Self::HiddenValue => (
                "結合を解いて、隠れている値が要るかを確かめてください。",
                "Unmerge the cells and see whether the hidden values are needed.",
            ),
            Self::ContinuedNote => (
                "続きの文が正しい評価基準に入ったかを確かめてください。",
                "Check that the text was added to the right criterion.",
            ),
            Self::OtherNote => {
                ("必要な内容は、評価基準の行に書き写してください。", "Copy what matters into the row of a criterion.")
            }
            Self::ErrorValue => {
                ("数式の誤りを直すか、値を入力してください。", "Correct the formula, or enter a value.")
            }
            Self::NoteTooLong => (
                "短くするか、詳しい内容を証跡のファイルに分けてください。",
                "Shorten it, or put the details into a file of evidence.",
            ),
            Self::OtherColumn => (
                "その列が今の回答なら、見出しを直して読み込み直してください。",
                "If that column holds the current answers, correct its heading and read the file again.",
            ),
            Self::OtherSheet => {
                ("そのシートを読むときは、シートの名前を指定してください。", "Name that sheet if it should be read.")
            }
            Self::DoubtfulSheet => (
                "記入例や過去の回答ではないかを確かめ、違うときは正しいシートを指定してください。",
                "Check that it is not an example or an earlier round, and name the right sheet if it is.",
            ),
            Self::UnreadableSheet => (
                "そのシートに回答があるときは、新しいブックに写して読み込み直してください。",
                "If it holds answers, copy it into a new workbook and read that.",
            ),
            Self::TooManyProblems => (
                "上の問題を直してから、もう一度読み込んでください。",
                "Mend the problems above and read the file again.",
            ),
        };
        match lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}

/// One problem: where it is, what was found, what was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// What kind it is.
    pub code: ProblemCode,
    /// The sheet; empty for CSV and JSON.
    pub sheet: String,
    /// The cell, e.g. `O17`; in JSON the path of the value; empty if the problem has no single place.
    pub cell: String,
    /// The criterion concerned, if there is one.
    pub criterion: Option<String>,
    /// What was found.
    pub found: String,
    /// What was expected, or what to do.
    pub expected: Text,
}

impl Problem {
    /// The whole problem as one sentence.
    ///
    /// `found` is not escaped: code that writes it into a spreadsheet or a page must escape it there.
    pub fn sentence(&self, lang: Lang) -> String {
        let title = self.code.title(lang);
        let expected = self.expected.get(lang);
        let place = self.place(lang);
        match (lang, self.found.is_empty()) {
            (Lang::Ja, false) => format!("{place}{title}（「{}」）。{expected}", self.found),
            (Lang::Ja, true) => format!("{place}{title}。{expected}"),
            (Lang::En, false) => format!("{place}{title} ({:?}). {expected}", self.found),
            (Lang::En, true) => format!("{place}{title}. {expected}"),
        }
    }

    fn place(&self, lang: Lang) -> String {
        let mut parts = Vec::new();
        if !self.sheet.is_empty() {
            parts.push(match lang {
                Lang::Ja => format!("シート「{}」", self.sheet),
                Lang::En => format!("sheet {:?}", self.sheet),
            });
        }
        if !self.cell.is_empty() {
            parts.push(self.cell.clone());
        }
        parts.extend(self.criterion.clone());
        let (between, after) = match lang {
            Lang::Ja => (" ", "："),
            Lang::En => (", ", ": "),
        };
        if parts.is_empty() { String::new() } else { parts.join(between) + after }
    }
}

/// Where something is, for reporting problems.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) sheet: String,
    pub(crate) cell: String,
    pub(crate) criterion: Option<String>,
}

/// Collects problems in the order of the file, up to a bound.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    list: Vec<Problem>,
    left_out: usize,
}

/// More problems than any person reads; a file with this many is the wrong file.
const MOST: usize = 2_000;
/// The maximum number of characters of a found value that are shown.
const SHOWN: usize = 80;

impl Problems {
    pub(crate) fn error(&mut self, code: ProblemCode, place: &Place, found: &str, expected: Text) {
        self.push(Severity::Error, code, place, found, expected);
    }

    pub(crate) fn warning(&mut self, code: ProblemCode, place: &Place, found: &str, expected: Text) {
        self.push(Severity::Warning, code, place, found, expected);
    }

    /// A warning whose value is shown in full: a list that is already shortened.
    pub(crate) fn warning_in_full(&mut self, code: ProblemCode, place: &Place, found: String, expected: Text) {
        self.warning(code, place, "", expected);
        if let Some(last) = self.list.last_mut().filter(|last| last.code == code) {
            last.found = found;
        }
    }

    /// Adds the problems of another part of the file.
    pub(crate) fn append(&mut self, other: Self) {
        self.left_out += other.left_out;
        for problem in other.list {
            if self.list.len() < MOST { self.list.push(problem) } else { self.left_out += 1 }
        }
    }

    fn push(&mut self, severity: Severity, code: ProblemCode, place: &Place, found: &str, expected: Text) {
        if self.list.len() >= MOST {
            self.left_out += 1;
            return;
        }
        self.list.push(Problem {
            severity,
            code,
            sheet: place.sheet.clone(),
            cell: place.cell.clone(),
            criterion: place.criterion.clone(),
            found: shorten(found),
            expected,
        });
    }

    pub(crate) fn into_list(mut self) -> Vec<Problem> {
        if self.left_out > 0 {
            let left_out = std::mem::take(&mut self.left_out);
            self.list.push(Problem {
                severity: Severity::Error,
                code: ProblemCode::TooManyProblems,
                sheet: String::new(),
                cell: String::new(),
                criterion: None,
                found: left_out.to_string(),
                expected: Text::new(
                    "上の問題を直してから、もう一度読み込んでください。",
                    "Mend the problems above and read the file again.",
                ),
            });
        }
        self.list
    }
}

/// The beginning of a long value, on one line.
pub(crate) fn shorten(found: &str) -> String {
    let line: Vec<char> = found.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN + 1).collect();
    if line.len() > SHOWN { line[..SHOWN].iter().chain(&['…']).collect() } else { line.into_iter().collect() }
}
