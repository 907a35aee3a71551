//! Why a file cannot be read at all, and what to do about it.

use tasuki_catalog::{Lang, Text};

use crate::problem::shorten;

/// How damaged text can be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// By saving it in another encoding.
    Encoding,
    /// By typing a line anew.
    Line(usize),
    /// By closing or removing the quote in a line.
    Quote(usize),
}

/// A file from which no answers can be read. A problem inside a readable file is a [`Problem`](crate::Problem).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Lang::En))]
pub enum IntakeError {
    /// The file is bigger than the limit.
    TooLarge {
        /// Its size in bytes, if it is known.
        found: Option<u64>,
        /// The limit.
        limit: u64,
    },
    /// It unpacks to more than any real workbook.
    Bomb {
        /// Which limit was exceeded.
        what: Text,
    },
    /// It has more filled cells, or more text in them, than the limit.
    TooManyCells {
        /// The limit.
        limit: usize,
    },
    /// The zip container is damaged or truncated.
    BrokenZip {
        /// What the reader said.
        detail: String,
    },
    /// The zip container is intact, but the workbook in it is not.
    BrokenWorkbook {
        /// What the reader said.
        detail: String,
    },
    /// It is protected by a password.
    Encrypted,
    /// It is a different kind of file.
    NotAWorkbook {
        /// What it seems to be.
        what: Text,
    },
    /// A part of the text is damaged: an unknown encoding, or a quote that is not closed.
    BadCsv {
        /// What is wrong, and in which line.
        what: Text,
        /// How it can be mended.
        mend: Mend,
    },
    /// It is not JSON, or not in a shape that we know.
    BadJson {
        /// What is wrong, with line and column.
        detail: String,
    },
    /// No sheet has a column of identifiers, or the column that was asked for.
    NoTable {
        /// The sheets that were searched.
        sheets: Vec<String>,
        /// What was searched for.
        wanted: Text,
    },
    /// The column of identifiers exists, but its contents are no longer identifiers.
    BrokenIdentifiers {
        /// The sheet; empty for CSV.
        sheet: String,
        /// The heading of the column.
        heading: String,
        /// Its first cell.
        cell: String,
        /// The contents of that cell.
        found: String,
        /// Whether they were turned into days.
        are_days: bool,
    },
    /// Several sheets answer the same criteria, and it is not clear which one to read.
    WhichSheet {
        /// Those sheets.
        sheets: Vec<String>,
    },
    /// The requested sheet does not exist.
    NoSuchSheet {
        /// Its name.
        found: String,
        /// The sheets that exist.
        sheets: Vec<String>,
    },
    /// There are identifiers, but none of an edition that can be answered.
    NotRecognised {
        /// Some of the identifiers found.
        found: Vec<String>,
        /// The editions they were compared with.
        candidates: Vec<String>,
    },
    /// Several editions match the identifiers equally well.
    Ambiguous {
        /// Those editions.
        editions: Vec<String>,
    },
    /// The file names a framework that does not exist.
    UnknownFramework {
        /// The name.
        found: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// The file names a framework other than the requested one.
    OtherFramework {
        /// The framework in the file.
        found: String,
        /// The requested framework.
        expected: String,
    },
    /// The requested edition is not answered in sheets.
    NotAnswerable {
        /// The edition.
        edition: String,
    },
}

impl IntakeError {
    /// A stable name for this kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::Bomb { .. } => "bomb",
            Self::TooManyCells { .. } => "too-many-cells",
            Self::BrokenZip { .. } => "broken-zip",
            Self::BrokenWorkbook { .. } => "broken-workbook",
            Self::Encrypted => "encrypted",
            Self::NotAWorkbook { .. } => "not-a-workbook",
            Self::BadCsv { .. } => "bad-csv",
            Self::BadJson { .. } => "bad-json",
            Self::NoTable { .. } => "no-table",
            Self::BrokenIdentifiers { .. } => "broken-identifiers",
            Self::WhichSheet { .. } => "sheet-ambiguous",
            Self::NoSuchSheet { .. } => "no-such-sheet",
            Self::NotRecognised { .. } => "edition-not-recognised",
            Self::Ambiguous { .. } => "edition-ambiguous",
            Self::UnknownFramework { .. } => "unknown-framework",
            Self::OtherFramework { .. } => "other-framework",
            Self::NotAnswerable { .. } => "not-answerable",
        }
    }

    /// What is wrong.
    pub fn message(&self, lang: Lang) -> String {
        self.message_text().get(lang).to_owned()
    }

    /// What to do about it.
    pub fn hint(&self, lang: Lang) -> String {
        self.hint_text().get(lang).to_owned()
    }

    #[expect(clippy::too_many_lines, reason = "one text for each variant")]
    fn message_text(&self) -> Text {
        match self {
            Self::TooLarge { found: None, limit } => Text::new(
                format!("ファイルが大きすぎます（上限は{}）", size(*limit)),
                format!("the file is too large (the limit is {})", size(*limit)),
            ),
            Self::TooLarge { found: Some(found), limit } => Text::new(
                format!("ファイルが大きすぎます（{}、上限は{}）", size(*found), size(*limit)),
                format!("the file is too large ({}, the limit is {})", size(*found), size(*limit)),
            ),
            Self::Bomb { what } => Text::new(
                format!("展開すると異常に大きくなるファイルです（{}）", what.ja),
                format!("the file unpacks to an abnormal size ({})", what.en),
            ),
            Self::TooManyCells { limit } => Text::new(
                format!("値の入ったセルが多すぎます（上限は{limit}）"),
                format!("there are too many filled cells (the limit is {limit})"),
            ),
            Self::BrokenZip { detail } => Text::new(
                format!("ファイルが壊れているか、途中で切れています（{detail}）"),
                format!("the file is damaged or cut off ({detail})"),
            ),
            Self::BrokenWorkbook { detail } => Text::new(
                format!("表計算ファイルの中身が壊れています（{detail}）"),
                format!("the contents of the workbook are damaged ({detail})"),
            ),
            Self::Encrypted => {
                Text::new("ファイルはパスワードで保護されています", "the file is protected by a password")
            }
            Self::NotAWorkbook { what } => Text::new(
                format!("読み取れる形式ではありません（{}）", what.ja),
                format!("the file is of a kind that cannot be read ({})", what.en),
            ),
            Self::BadCsv { what, .. } => Text::new(
                format!("CSVとして読めません（{}）", what.ja),
                format!("the CSV cannot be read ({})", what.en),
            ),
            Self::BadJson { detail } => {
                Text::new(format!("JSONとして読めません（{detail}）"), format!("the JSON cannot be read ({detail})"))
            }
            Self::NoTable { sheets, wanted } => Text::new(
                format!("{}が見つかりません{}", wanted.ja, in_sheets(sheets, "（探したシート: ", "、", "）")),
                format!("{} was not found{}", wanted.en, in_sheets(sheets, " (sheets searched: ", ", ", ")")),
            ),
            Self::BrokenIdentifiers { sheet, heading, cell, found, are_days: true } => Text::new(
                format!(
                    "{}の番号が日付に変わっています（最初は {cell} 「{}」）",
                    column_ja(sheet, heading),
                    shorten(found)
                ),
                format!(
                    "{} has days (dates) in place of identifiers (the first is {cell} {:?})",
                    column_en(sheet, heading),
                    shorten(found)
                ),
            ),
            Self::BrokenIdentifiers { sheet, heading, cell, found, are_days: false } => Text::new(
                format!("{}を番号として読めません（最初は {cell} 「{}」）", column_ja(sheet, heading), shorten(found)),
                format!(
                    "{} cannot be read as identifiers (the first is {cell} {:?})",
                    column_en(sheet, heading),
                    shorten(found)
                ),
            ),
            Self::WhichSheet { sheets } => Text::new(
                format!("同じ評価基準に答えるシートが複数あり、どれを使うのか決められません（{}）", sheets.join("、")),
                format!(
                    "several sheets answer the same criteria, and nothing tells which is meant ({})",
                    sheets.join(", ")
                ),
            ),
            Self::NoSuchSheet { found, .. } => {
                Text::new(format!("シート「{found}」はありません"), format!("there is no sheet {found:?}"))
            }
            Self::NotRecognised { found, candidates } => Text::new(
                format!(
                    "どの枠組みの回答か分かりません（見つかった番号: {}。比べた版: {}）",
                    found.join("、"),
                    candidates.join("、")
                ),
                format!(
                    "no edition fits the identifiers (found: {}; compared with: {})",
                    found.join(", "),
                    candidates.join(", ")
                ),
            ),
            Self::Ambiguous { editions } => Text::new(
                format!("番号だけでは版を決められません（{}のどれにも当てはまります）", editions.join("、")),
                format!("the identifiers fit several editions equally well: {}", editions.join(", ")),
            ),
            Self::UnknownFramework { found, .. } => Text::new(
                format!("「{found}」という枠組みはありません"),
                format!("there is no framework called {found:?}"),
            ),
            Self::OtherFramework { found, expected } => Text::new(
                format!("ファイルは{found}の回答ですが、{expected}が指定されました"),
                format!("the file answers {found}, but {expected} was asked for"),
            ),
            Self::NotAnswerable { edition } => Text::new(
                format!("{edition}は回答する枠組みではありません"),
                format!("{edition} is not a framework that is answered"),
            ),
        }
    }

    fn hint_text(&self) -> Text {
        match self {
            Self::TooLarge { .. } | Self::Bomb { .. } | Self::TooManyCells { .. } => Text::new(
                "回答のシートだけを新しいブックに写し、画像などを除いて保存してください。",
                "Copy the answer sheet alone into a new workbook, without pictures, and save that.",
            ),
            Self::BrokenZip { .. } | Self::BrokenWorkbook { .. } => Text::new(
                "表計算ソフトで開き直して .xlsx で保存するか、元のファイルをもう一度受け取ってください。",
                "Open it in a spreadsheet program and save it as .xlsx again, or fetch the original once more.",
            ),
            Self::Encrypted => Text::new(
                "表計算ソフトで開き、パスワードを外して .xlsx で保存してください。",
                "Open it in a spreadsheet program, remove the password and save it as .xlsx.",
            ),
            Self::NotAWorkbook { .. } => Text::new(
                "表計算ソフトで開き、.xlsx か CSV で保存してください。",
                "Open it in a spreadsheet program and save it as .xlsx or CSV.",
            ),
            Self::BadCsv { mend: Mend::Encoding, .. } => {
                Text::new("UTF-8 の CSV で保存し直してください。", "Save it as CSV in UTF-8.")
            }
            Self::BadCsv { mend: Mend::Line(line), .. } => Text::new(
                format!("{line}行目の文字を打ち直してから、全体を一つの文字コードで保存してください。"),
                format!("Type line {line} anew and save the whole file in one encoding."),
            ),
            Self::BadCsv { mend: Mend::Quote(line), .. } => Text::new(
                format!("{line}行目の余分な「\"」を消すか、欄の終わりに「\"」を補ってください。"),
                format!("Remove the stray quote in line {line}, or close it at the end of its field."),
            ),
            Self::BadJson { .. } => Text::new(
                "{\"framework\": \"…\", \"answers\": {\"番号\": \"○\"}} の形にしてください。",
                "Give it the shape {\"framework\": \"…\", \"answers\": {\"identifier\": \"met\"}}.",
            ),
            Self::NoTable { .. } => Text::new(
                "評価基準の番号の列と見出しの行があるシートを渡してください。",
                "Pass a sheet with a column of criterion numbers and a header row.",
            ),
            Self::BrokenIdentifiers { .. } => Text::new(
                "列の表示形式を「文字列」にし、番号を 1-1-1-1 のように直してから保存してください。",
                "Format the column as text, mend the identifiers to read like 1-1-1-1, and save the file again.",
            ),
            Self::WhichSheet { .. } => Text::new(
                "使うシートの名前を指定してください（コマンドでは --sheet、API では sheet）。",
                "Name the sheet that is meant (--sheet on the command line, sheet in the API).",
            ),
            Self::NoSuchSheet { sheets, .. } => Text::new(
                format!("次のどれかにしてください: {}。", sheets.join("、")),
                format!("Use one of: {}.", sheets.join(", ")),
            ),
            Self::NotRecognised { candidates, .. } | Self::Ambiguous { editions: candidates } => Text::new(
                format!("版を指定してください（コマンドでは --framework）: {}。", candidates.join("、")),
                format!("Name the edition (--framework on the command line): {}.", candidates.join(", ")),
            ),
            Self::UnknownFramework { known, .. } => Text::new(
                format!("次のどれかにしてください: {}。", known.join("、")),
                format!("Use one of: {}.", known.join(", ")),
            ),
            Self::OtherFramework { found, .. } => Text::new(
                format!("枠組みを {found} にするか、指定を外してください（コマンドでは --framework）。"),
                format!("Choose the framework {found}, or none (--framework on the command line)."),
            ),
            Self::NotAnswerable { .. } => Text::new(
                "回答できる枠組みを指定してください（tasuki catalog list で一覧できます）。",
                "Name a framework that is answered (see tasuki catalog list).",
            ),
        }
    }
}

fn column_ja(sheet: &str, heading: &str) -> String {
    if sheet.is_empty() {
        format!("列「{heading}」")
    } else {
        format!("シート「{sheet}」の列「{heading}」")
    }
}

fn column_en(sheet: &str, heading: &str) -> String {
    if sheet.is_empty() {
        format!("the column {heading:?}")
    } else {
        format!("the column {heading:?} of sheet {sheet:?}")
    }
}

fn in_sheets(sheets: &[String], before: &str, between: &str, after: &str) -> String {
    let named: Vec<&str> = sheets.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    if named.is_empty() { String::new() } else { format!("{before}{}{after}", named.join(between)) }
}

fn size(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1024 * 1024;
    if bytes >= MEBIBYTE { format!("{} MiB", bytes.div_ceil(MEBIBYTE)) } else { format!("{bytes} B") }
}
