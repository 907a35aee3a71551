//! What changed from one edition of a framework to the next.

use serde::{Deserialize, Serialize};

use crate::{Relation, Text};

/// One change of an edition diff. Every criterion of both editions is in exactly one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Criteria of the old edition; none when added.
    pub from: Vec<String>,
    /// Criteria of the new edition; none when dropped.
    pub to: Vec<String>,
    /// What happened.
    pub change: ChangeKind,
    /// How old relates to new, where the change alone does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// What is different, in a line; none when unchanged.
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
    /// The new text asks more.
    Tightened,
    /// The new text asks less.
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
    /// How old relates to new when the diff says no more than this word.
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
