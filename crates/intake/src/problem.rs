//! What is wrong inside a file that could be read.

use serde::Serialize;
use tasuki_catalog::{Lang, Text};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Read, but a person should look.
    Warning,
    /// Something in the file could not be taken over.
    Error,
}

/// What kind of problem it is. The names do not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// An identifier that the edition does not have.
    UnknownIdentifier,
    /// A date where an identifier was typed: the spreadsheet program turned `1-1` into one.
    DateIdentifier,
    /// A mark in a row without an identifier.
    MissingIdentifier,
    /// The same identifier in several rows.
    DuplicateIdentifier,
    /// Criteria of the edition that the file does not have.
    MissingCriteria,
    /// Several marks for one criterion that say different things.
    ContradictoryMarks,
    /// Something that is no mark of the scale.
    UnreadableMark,
    /// A formula where a value was expected.
    Formula,
    /// One answer merged over several criteria.
    MergedAnswer,
    /// 対象外 without a reason.
    NotApplicableWithoutReason,
    /// Something that is no date.
    UnreadableDate,
    /// A day of confirmation that lies after the day of evaluation, or is only planned.
    FutureDate,
    /// Something that is neither yes nor no about the acceptance of 対象外.
    UnreadableAcceptance,
    /// Something that is no maturity of 1–5.
    UnreadableMaturity,
    /// No column holds answers.
    NoAnswerColumn,
    /// Columns of marks that can be read in two ways, or in none; nothing was read.
    SeveralReadings,
    /// Marks in a column that is not the answer.
    OtherColumn,
    /// Answers in another sheet that were not read.
    OtherSheet,
    /// Answers that were read from a sheet that says it holds none of now: an example, a plan, an earlier round.
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
    /// Values that lie hidden under merged cells.
    HiddenValue,
    /// Rows without an identifier that go on with the notes of the row above.
    ContinuedNote,
    /// Notes in rows that belong to no criterion.
    OtherNote,
    /// `#REF!` and its kind where something should stand.
    ErrorValue,
    /// A note that is longer than the limit.
    NoteTooLong,
    /// Another sheet that could not be read.
    UnreadableSheet,
    /// More problems than anyone would read.
    TooManyProblems,
}

impl ProblemCode {
    /// What it is, in words.
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
}

/// One thing that is wrong: where, what was found, what was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// What kind it is.
    pub code: ProblemCode,
    /// The sheet; empty for CSV and JSON.
    pub sheet: String,
    /// The cell, e.g. `O17`; in JSON the path of the value; empty when it is about no single place.
    pub cell: String,
    /// The criterion concerned, when there is one.
    pub criterion: Option<String>,
    /// What stands there.
    pub found: String,
    /// What should stand there, or what to do.
    pub expected: Text,
}

impl Problem {
    /// The whole problem as one sentence.
    ///
    /// `found` is shown as it is: whoever writes it into a spreadsheet or a page escapes it there.
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

/// Where something stands, for the problems about it.
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

/// More than any person reads; a file with as many is the wrong file.
const MOST: usize = 2_000;
/// Characters of a found value that are shown.
const SHOWN: usize = 80;

impl Problems {
    pub(crate) fn error(&mut self, code: ProblemCode, place: &Place, found: &str, expected: Text) {
        self.push(Severity::Error, code, place, found, expected);
    }

    pub(crate) fn warning(&mut self, code: ProblemCode, place: &Place, found: &str, expected: Text) {
        self.push(Severity::Warning, code, place, found, expected);
    }

    /// A warning whose finding is shown whole: a list that was compressed already.
    pub(crate) fn warning_in_full(&mut self, code: ProblemCode, place: &Place, found: String, expected: Text) {
        self.warning(code, place, "", expected);
        if let Some(last) = self.list.last_mut().filter(|last| last.code == code) {
            last.found = found;
        }
    }

    /// Takes over what another part of the file brought up.
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

/// The beginning of a long value on one line.
pub(crate) fn shorten(found: &str) -> String {
    let line: Vec<char> = found.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN + 1).collect();
    if line.len() > SHOWN { line[..SHOWN].iter().chain(&['…']).collect() } else { line.into_iter().collect() }
}
