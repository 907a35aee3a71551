//! The words of the state machine of a road: where it stands, what can happen, and why something cannot.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

use super::step::{Actor, Need, StepKind};

/// Where a road stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "step")]
pub enum State {
    /// A step is being done.
    Doing(StepKind),
    /// The organization corrects what was found in a step.
    Correcting(StepKind),
    /// The operator entered the ★. Whether it still holds follows from its dates.
    Registered,
    /// The organization withdrew it.
    Withdrawn,
    /// The operator took the ★ away.
    Revoked,
}

impl State {
    /// Where every road begins.
    pub const START: Self = Self::Doing(StepKind::SelfAssessment);

    /// Whether nothing follows.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Revoked)
    }

    /// The step that is being done or corrected; `None` when it is registered or has ended.
    pub fn step(self) -> Option<StepKind> {
        match self {
            Self::Doing(step) | Self::Correcting(step) => Some(step),
            Self::Registered | Self::Withdrawn | Self::Revoked => None,
        }
    }

    /// The text that is stored and sent for it, such as `doing/review`.
    pub fn word(self) -> String {
        match self {
            Self::Doing(step) => format!("doing/{}", step.word()),
            Self::Correcting(step) => format!("correcting/{}", step.word()),
            Self::Registered => "registered".to_owned(),
            Self::Withdrawn => "withdrawn".to_owned(),
            Self::Revoked => "revoked".to_owned(),
        }
    }

    /// The one with this text.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.split_once('/') {
            Some(("doing", step)) => StepKind::from_word(step).map(Self::Doing),
            Some(("correcting", step)) => StepKind::from_word(step).map(Self::Correcting),
            Some(_) => None,
            None => [Self::Registered, Self::Withdrawn, Self::Revoked].into_iter().find(|own| own.word() == word),
        }
    }
}

/// What can happen on a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A new submission is frozen, and goes to whoever looks at it first.
    Submit,
    /// Whoever looks at it sends it back for corrections.
    Return,
    /// The organization has corrected what needs no new submission.
    Correct,
    /// Whoever looks at it has found everything in order.
    Confirm,
    /// The management gives its word.
    Declare,
    /// The package goes to the operator.
    Apply,
    /// The operator entered the ★.
    Register,
    /// The entry was looked up again.
    LookUp,
    /// The yearly self-check was done.
    SelfCheck,
    /// A change or an incident is recorded.
    Notify,
    /// The organization withdraws.
    Withdraw,
    /// The operator took the ★ away.
    Revoke,
}

impl Event {
    /// Every one of them.
    pub const ALL: [Self; 12] = [
        Self::Submit,
        Self::Return,
        Self::Correct,
        Self::Confirm,
        Self::Declare,
        Self::Apply,
        Self::Register,
        Self::LookUp,
        Self::SelfCheck,
        Self::Notify,
        Self::Withdraw,
        Self::Revoke,
    ];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        self.words().0
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// What it is called on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (_, ja, en) = self.words();
        if lang == Lang::Ja { ja } else { en }
    }

    /// Whether it says what somebody thinks of the work of others.
    pub fn is_judgement(self) -> bool {
        matches!(self, Self::Return | Self::Confirm)
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Submit => ("submit", "提出版を作る", "submit"),
            Self::Return => ("return", "差し戻す", "send back"),
            Self::Correct => ("correct", "是正を終える", "finish corrections"),
            Self::Confirm => ("confirm", "確認を終える", "confirm"),
            Self::Declare => ("declare", "宣誓する", "declare"),
            Self::Apply => ("apply", "申請する", "apply"),
            Self::Register => ("register", "登録を記録する", "record the registration"),
            Self::LookUp => ("look_up", "照会を記録する", "record a look-up"),
            Self::SelfCheck => ("self_check", "自己点検を記録する", "record a self-check"),
            Self::Notify => ("notify", "変更・事故を記録する", "record a change or an incident"),
            Self::Withdraw => ("withdraw", "取り下げる", "withdraw"),
            Self::Revoke => ("revoke", "取消を記録する", "record a revocation"),
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Where the road stands.
    pub from: State,
    /// What happens.
    pub event: Event,
    /// Whose act it is.
    pub by: Vec<Actor>,
    /// What it needs.
    pub needs: Vec<Need>,
    /// Where the road stands then.
    pub next: State,
}

/// Who acts, and what they have to do with the work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// As whom they may act on this road.
    pub acts_as: BTreeSet<Actor>,
    /// Whether they prepared what is looked at: answered it, or advised on it.
    pub prepared: bool,
}

/// Why something cannot happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The road has ended.
    Over,
    /// It cannot happen in this state; these can.
    NotNow(Vec<Event>),
    /// It is the act of somebody else.
    NotYours(Vec<Actor>),
    /// Whoever prepared it does not judge it.
    OwnWork,
    /// Something is missing.
    Missing(Vec<Need>),
}
