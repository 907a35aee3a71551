//! What changed from one edition of a framework to the next.

use serde::{Deserialize, Serialize};

use crate::{Lang, Relation, Text};

/// One change of an edition diff. Every criterion of both editions is in exactly one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Criteria of the old edition; empty when added.
    pub from: Vec<String>,
    /// Criteria of the new edition; empty when dropped.
    pub to: Vec<String>,
    /// What happened.
    pub change: ChangeKind,
    /// How the old criteria relate to the new ones, if the kind of change alone does not determine it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// What is different, in one line; `None` when unchanged.
    #[serde(default)]
    pub reason: Option<Text>,
}

/// What happened to a criterion between two editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// The same demand under the same number.
    Unchanged,
    /// The same demand in other words.
    Reworded,
    /// The new text demands more.
    Tightened,
    /// The new text demands less.
    Loosened,
    /// One became several.
    Split,
    /// Several became one.
    Merged,
    /// The same demand under another number.
    Moved,
    /// New.
    Added,
    /// Gone.
    Dropped,
}

impl ChangeKind {
    /// Every kind of change.
    pub const ALL: [Self; 9] = [
        Self::Unchanged,
        Self::Reworded,
        Self::Tightened,
        Self::Loosened,
        Self::Split,
        Self::Merged,
        Self::Moved,
        Self::Added,
        Self::Dropped,
    ];

    /// Its name in documents, on pages and in the terminal.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Unchanged) => "変更なし",
            (Lang::Ja, Self::Reworded) => "表現の変更",
            (Lang::Ja, Self::Tightened) => "強化",
            (Lang::Ja, Self::Loosened) => "緩和",
            (Lang::Ja, Self::Split) => "分割",
            (Lang::Ja, Self::Merged) => "統合",
            (Lang::Ja, Self::Moved) => "番号の変更",
            (Lang::Ja, Self::Added) => "追加",
            (Lang::Ja, Self::Dropped) => "削除",
            (Lang::En, Self::Unchanged) => "unchanged",
            (Lang::En, Self::Reworded) => "reworded",
            (Lang::En, Self::Tightened) => "tightened",
            (Lang::En, Self::Loosened) => "loosened",
            (Lang::En, Self::Split) => "split",
            (Lang::En, Self::Merged) => "merged",
            (Lang::En, Self::Moved) => "moved",
            (Lang::En, Self::Added) => "added",
            (Lang::En, Self::Dropped) => "dropped",
        }
    }

    /// How the old criteria relate to the new ones when the diff gives only the kind of change.
    pub fn relation(self) -> Relation {
        match self {
            Self::Unchanged => Relation::Equal,
            Self::Reworded | Self::Moved => Relation::Equivalent,
            Self::Tightened | Self::Merged => Relation::Subset,
            Self::Loosened | Self::Split => Relation::Superset,
            Self::Added | Self::Dropped => Relation::Disjoint,
        }
    }

    /// The same change read from new to old.
    #[must_use]
    pub fn converse(self) -> Self {
        match self {
            Self::Tightened => Self::Loosened,
            Self::Loosened => Self::Tightened,
            Self::Split => Self::Merged,
            Self::Merged => Self::Split,
            Self::Added => Self::Dropped,
            Self::Dropped => Self::Added,
            symmetric => symmetric,
        }
    }
}

impl Change {
    /// How each old criterion of this change relates to each new one.
    pub fn relation(&self) -> Relation {
        self.relation.unwrap_or_else(|| self.change.relation())
    }

    /// The same change read from new to old.
    #[must_use]
    pub fn converse(&self) -> Self {
        Self {
            from: self.to.clone(),
            to: self.from.clone(),
            change: self.change.converse(),
            relation: self.relation.map(Relation::converse),
            reason: self.reason.clone(),
        }
    }
}
