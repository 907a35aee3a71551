//! The words of a road: its steps, who acts in them, and what they need.

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

use crate::Capacity;

/// One thing that is done on the way to a registration (段階).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// 自己評価: the organization answers, and freezes a submission.
    SelfAssessment,
    /// 文書確認: an expert or a body looks through the submission.
    Review,
    /// 実地審査: a body looks at how it is done, by samples.
    Audit,
    /// 技術検証: devices that the internet reaches are tested.
    TechnicalCheck,
    /// 宣誓: the management gives its word for one submission.
    Declaration,
    /// 申請: the package goes to the operator.
    Application,
    /// 登録: the operator enters the ★ in its ledger.
    Registration,
}

impl StepKind {
    /// Every kind, in the only order in which they may stand.
    pub const ALL: [Self; 7] = [
        Self::SelfAssessment,
        Self::Review,
        Self::Audit,
        Self::TechnicalCheck,
        Self::Declaration,
        Self::Application,
        Self::Registration,
    ];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::SelfAssessment => "self_assessment",
            Self::Review => "review",
            Self::Audit => "audit",
            Self::TechnicalCheck => "technical_check",
            Self::Declaration => "declaration",
            Self::Application => "application",
            Self::Registration => "registration",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// What it is called where nobody knows the route, which has names of its own.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::SelfAssessment => ("自己評価", "Self-assessment"),
            Self::Review => ("文書確認", "Document review"),
            Self::Audit => ("実地審査", "On-site audit"),
            Self::TechnicalCheck => ("技術検証", "Technical check"),
            Self::Declaration => ("宣誓", "Declaration"),
            Self::Application => ("申請", "Application"),
            Self::Registration => ("登録", "Registration"),
        };
        if lang == Lang::Ja { ja } else { en }
    }

    /// Whether somebody else looks at the work of the organization in it, and may send it back.
    pub fn is_looked_at(self) -> bool {
        matches!(self, Self::Review | Self::Audit | Self::TechnicalCheck)
    }

    /// What it cannot do without, whatever a scheme says.
    pub(super) fn core(self) -> &'static [Need] {
        match self {
            Self::SelfAssessment => &[Need::Submission],
            Self::Review => &[Need::EveryCriterionMarked, Need::NoOpenFinding],
            Self::Audit => &[Need::EveryItemExamined, Need::NoOpenFinding],
            Self::TechnicalCheck => &[Need::EveryScanFindingJudged, Need::NoOpenFinding],
            Self::Declaration => &[Need::Declaration],
            Self::Application => &[Need::Package],
            Self::Registration => &[Need::LedgerEntry],
        }
    }
}

/// Who acts on a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// 受注企業: the organization that wants the ★.
    Supplier,
    /// 経営層: its management.
    Management,
    /// セキュリティ専門家: confirms a self-assessment.
    Expert,
    /// 評価機関: evaluates for ★4.
    EvaluationBody,
    /// 技術検証事業者: tests devices.
    TechnicalVerifier,
    /// 運営者: who runs the scheme. It does not use Tasuki: the organization records what it did.
    Operator,
}

impl Actor {
    /// Every one of them.
    pub const ALL: [Self; 6] =
        [Self::Supplier, Self::Management, Self::Expert, Self::EvaluationBody, Self::TechnicalVerifier, Self::Operator];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Supplier => "supplier",
            Self::Management => "management",
            Self::Expert => "expert",
            Self::EvaluationBody => "evaluation_body",
            Self::TechnicalVerifier => "technical_verifier",
            Self::Operator => "operator",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// The capacity in which a grant makes somebody act so; `None` for the organization itself and the operator.
    pub fn capacity(self) -> Option<Capacity> {
        match self {
            Self::Expert => Some(Capacity::Expert),
            Self::EvaluationBody => Some(Capacity::EvaluationBody),
            Self::TechnicalVerifier => Some(Capacity::TechnicalVerifier),
            Self::Supplier | Self::Management | Self::Operator => None,
        }
    }

    /// As whom somebody acts who was granted something in a capacity.
    pub fn in_capacity(capacity: Capacity) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.capacity() == Some(capacity))
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Supplier => ("組織", "the organization"),
            Self::Management => ("経営層", "the management"),
            Self::Expert => ("セキュリティ専門家", "the security expert"),
            Self::EvaluationBody => ("評価機関", "the evaluation body"),
            Self::TechnicalVerifier => ("技術検証事業者", "the technical verifier"),
            Self::Operator => ("制度の運営者", "the operator of the scheme"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

/// What an event needs before it can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Somebody has seen what is still open before the submission is made.
    ReadyCheck,
    /// A submission that has not been looked at yet.
    Submission,
    /// The reviewer has shown what the scheme asks, or the organization accepts them with a reason.
    Qualification,
    /// Each criterion of the level has its three marks for this submission.
    EveryCriterionMarked,
    /// No question waits for an answer.
    NoOpenQuestion,
    /// No finding waits for a correction or for its acceptance.
    NoOpenFinding,
    /// There is a finding or a question to send back for.
    SomethingToCorrect,
    /// Each finding has been answered by the organization.
    EveryFindingAnswered,
    /// When, where and by whom the audit is done.
    Plan,
    /// What could be looked at, frozen.
    Population,
    /// Each item of the sample has its result.
    EveryItemExamined,
    /// The devices to test, each with the reason why it is in or out.
    Targets,
    /// At least one scan was imported.
    Scan,
    /// It is decided what becomes of each finding of a scan.
    EveryScanFindingJudged,
    /// The management's word for the current submission.
    Declaration,
    /// The person has just proved again who they are.
    SignedInAnew,
    /// The package of the current submission has been made.
    Package,
    /// Number, ★, scope and dates, as the operator entered them.
    LedgerEntry,
    /// When and where the entry was looked up.
    LookedUp,
    /// A reason in words.
    Reason,
}

impl Need {
    /// Every one of them.
    pub const ALL: [Self; 20] = [
        Self::ReadyCheck,
        Self::Submission,
        Self::Qualification,
        Self::EveryCriterionMarked,
        Self::NoOpenQuestion,
        Self::NoOpenFinding,
        Self::SomethingToCorrect,
        Self::EveryFindingAnswered,
        Self::Plan,
        Self::Population,
        Self::EveryItemExamined,
        Self::Targets,
        Self::Scan,
        Self::EveryScanFindingJudged,
        Self::Declaration,
        Self::SignedInAnew,
        Self::Package,
        Self::LedgerEntry,
        Self::LookedUp,
        Self::Reason,
    ];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        self.words().0
    }

    /// What is missing, on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (_, ja, en) = self.words();
        if lang == Lang::Ja { ja } else { en }
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ReadyCheck => ("ready_check", "提出前の確認を見ること", "looking at the check before submission"),
            Self::Submission => ("submission", "新しい提出版", "a new submission"),
            Self::Qualification => (
                "qualification",
                "確認者の資格、または資格がなくても認める理由",
                "the reviewer's qualification, or the reason why they are accepted without",
            ),
            Self::EveryCriterionMarked => {
                ("every_criterion_marked", "すべての評価基準への印", "marks on every criterion")
            }
            Self::NoOpenQuestion => ("no_open_question", "未回答の質問がないこと", "no question left open"),
            Self::NoOpenFinding => ("no_open_finding", "未了の指摘がないこと", "no finding left open"),
            Self::SomethingToCorrect => ("something_to_correct", "指摘または質問", "a finding or a question"),
            Self::EveryFindingAnswered => {
                ("every_finding_answered", "すべての指摘への是正の回答", "a correction for every finding")
            }
            Self::Plan => ("plan", "審査の計画", "a plan of the audit"),
            Self::Population => ("population", "固定した母集団", "a frozen population"),
            Self::EveryItemExamined => ("every_item_examined", "抽出したすべての結果", "a result for every item drawn"),
            Self::Targets => ("targets", "検証の対象", "the targets to test"),
            Self::Scan => {
                ("scan", "インターネットに面した対象すべての検査結果", "scans of every target at the internet")
            }
            Self::EveryScanFindingJudged => {
                ("every_scan_finding_judged", "すべての検出事項の処置", "a decision for every finding of the scans")
            }
            Self::Declaration => ("declaration", "この提出版への宣誓", "a declaration for this submission"),
            Self::SignedInAnew => ("signed_in_anew", "本人の再確認", "signing in anew"),
            Self::Package => ("package", "この提出版の一式", "the package of this submission"),
            Self::LedgerEntry => ("ledger_entry", "登録の内容", "what the ledger says"),
            Self::LookedUp => ("looked_up", "いつ、どこで照会したか", "when and where it was looked up"),
            Self::Reason => ("reason", "理由", "a reason"),
        }
    }
}
