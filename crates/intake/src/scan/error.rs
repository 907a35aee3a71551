//! Why a file of a scanner cannot be read, and what to do about it.

use tasuki_assess::scan::ScanFormat;
use tasuki_catalog::Text;

/// A file of a scanner that cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum ScanError {
    /// It is larger than the limit.
    TooLarge {
        /// Its size in bytes.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// It is of no format that is known.
    Unknown {
        /// What it begins with.
        found: String,
    },
    /// It is damaged, or cut off.
    Broken {
        /// The format that it seems to have; `None` while that is not known.
        format: Option<ScanFormat>,
        /// Where: an element, a line; empty if it is the whole.
        place: String,
        /// What the reader said.
        detail: String,
    },
    /// It holds more than the limit.
    TooMany {
        /// Its format.
        format: ScanFormat,
        /// The limit.
        limit: usize,
    },
}

impl ScanError {
    pub(super) fn broken(format: ScanFormat, place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Broken { format: Some(format), place: place.into(), detail: detail.into() }
    }

    /// The same, of a format that is known by now.
    pub(super) fn of(self, own: ScanFormat) -> Self {
        match self {
            Self::Broken { format: None, place, detail } => Self::Broken { format: Some(own), place, detail },
            other => other,
        }
    }

    /// A stable name for this kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "scan-too-large",
            Self::Unknown { .. } => "scan-unknown",
            Self::Broken { .. } => "scan-broken",
            Self::TooMany { .. } => "scan-too-many",
        }
    }

    /// What is wrong.
    pub fn message(&self) -> Text {
        match self {
            Self::TooLarge { found, limit } => {
                let (found, limit) = (found / 1024 / 1024, limit / 1024 / 1024);
                Text::new(
                    format!("ファイルが大きすぎます（{found} MiB、上限は {limit} MiB）"),
                    format!("the file is too large ({found} MiB; the limit is {limit} MiB)"),
                )
            }
            Self::Unknown { found } => Text::new(
                format!("検査結果の形式が分かりません（{found}）"),
                format!("this is no format of a scanner that is known ({found})"),
            ),
            Self::Broken { format, place, detail } => {
                let format = format.map_or("XML / JSON", ScanFormat::name);
                let at = if place.is_empty() { String::new() } else { format!(" {place}") };
                Text::new(
                    format!("{format}{at}: 壊れています（{detail}）"),
                    format!("{format}{at} is damaged ({detail})"),
                )
            }
            Self::TooMany { format, limit } => Text::new(
                format!("{} の項目が多すぎます（上限は {limit}）", format.name()),
                format!("{} has too many entries (the limit is {limit})", format.name()),
            ),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Text {
        let known: Vec<&str> = ScanFormat::ALL.iter().map(|format| format.name()).collect();
        match self {
            Self::TooLarge { .. } | Self::TooMany { .. } => Text::new(
                "対象を分けて検査し、結果を別々に読み込んでください",
                "scan fewer targets at a time, and read the results one by one",
            ),
            Self::Unknown { .. } => Text::new(
                format!("読めるのは次の形式です: {}", known.join("、")),
                format!("these are read: {}", known.join(", ")),
            ),
            Self::Broken { .. } => Text::new(
                "検査した道具から、もう一度書き出してください",
                "write the results again with the tool that made them",
            ),
        }
    }
}

/// The start of a file that nobody knows, as far as it can be shown.
pub(super) fn glimpse(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(64)]).into_owned();
    let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(32).collect();
    if shown.trim().is_empty() { "empty".to_owned() } else { shown.trim().to_owned() }
}
