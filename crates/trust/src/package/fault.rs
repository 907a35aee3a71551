//! What can be wrong with a package, in both languages.

use std::fmt;

use tasuki_catalog::Text;

use super::path::Unfit;
use crate::{Digest, submission};

/// Something that is wrong with a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is no zip, or a broken one; with what the reader says.
    Zip(String),
    /// It has more files than anybody looks at.
    TooMany {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// Unpacked, it is larger than it may be.
    TooLarge,
    /// The path of a file is not fit.
    Path {
        /// The path.
        path: String,
        /// Why.
        why: Unfit,
    },
    /// Two files have the same path, or paths that differ in upper and lower case only, or one is the folder of another.
    Twice(String),
    /// A file that the manifest names is not there.
    Missing(String),
    /// A file is there that the manifest does not name.
    Added(String),
    /// A file is not the one that the manifest names.
    Changed {
        /// Its path.
        path: String,
        /// What it is.
        found: Digest,
        /// What it should be.
        expected: Digest,
    },
    /// The manifest is not of the form; with what the reader says.
    Manifest(String),
    /// The manifest is not in the canonical form: somebody wrote it again.
    NotCanonical,
    /// `SHA256SUMS` says something else than the manifest.
    Sums,
    /// Another package was expected.
    Digest {
        /// The digest of `SHA256SUMS`.
        found: Digest,
        /// What it should be.
        expected: Digest,
    },
    /// The submission that the manifest names is not among the files.
    NoSubmission(Digest),
    /// The manifest says something else of the submission than the submission itself.
    Facts,
    /// The submission is not in order.
    Submission(submission::Fault),
}

impl Fault {
    /// What is wrong, in words.
    pub fn text(&self) -> Text {
        match self {
            Self::Zip(error) => {
                Text::new(format!("ZIP として読めません: {error}"), format!("no zip that can be read: {error}"))
            }
            Self::TooMany { found, most } => Text::new(
                format!("ファイルが {found} 個あります（{most} 個まで）"),
                format!("it has {found} files; at most {most} are read"),
            ),
            Self::TooLarge => Text::new("展開すると大きすぎます", "unpacked, it is too large"),
            Self::Path { path, why } => {
                let why = why.text();
                Text::new(
                    format!("パス {path:?} は使えません: {}", why.ja),
                    format!("the path {path:?} is not fit: {}", why.en),
                )
            }
            Self::Twice(path) => Text::new(format!("{path} が二度あります"), format!("{path} stands twice")),
            Self::Missing(path) => Text::new(format!("{path} がありません"), format!("{path} is missing")),
            Self::Added(path) => {
                Text::new(format!("{path} は manifest.json にありません"), format!("{path} is not in the manifest"))
            }
            Self::Changed { path, found, expected } => Text::new(
                format!("{path} の SHA-256 が違います。{found} でした（manifest.json では {expected}）"),
                format!("the SHA-256 of {path} is {found}, and not {expected} as the manifest says"),
            ),
            Self::NotCanonical => Text::new(
                "manifest.json が正規形（RFC 8785）ではありません。書き直されています。",
                "the manifest is not in the canonical form (RFC 8785): somebody wrote it again",
            ),
            Self::Sums => {
                Text::new("SHA256SUMS が manifest.json と合いません", "SHA256SUMS does not say what the manifest says")
            }
            Self::Digest { found, expected } => Text::new(
                format!("SHA256SUMS の SHA-256 が違います。{found} でした（期待したもの: {expected}）"),
                format!("the SHA-256 of SHA256SUMS is {found}, and not {expected}"),
            ),
            Self::Manifest(error) => Text::new(
                format!("manifest.json が一式の形式ではありません: {error}"),
                format!("the manifest is not of the form of a package: {error}"),
            ),
            Self::NoSubmission(digest) => Text::new(
                format!("manifest.json が名指す提出版（{digest}）がありません"),
                format!("the submission that the manifest names ({digest}) is not there"),
            ),
            Self::Facts => Text::new(
                "manifest.json の組織・番号・日が、提出版の内容と違います",
                "the manifest names another organization, number or day than the submission",
            ),
            Self::Submission(fault) => {
                let text = fault.text();
                Text::new(format!("提出版: {}", text.ja), format!("submission: {}", text.en))
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text().en)
    }
}
