//! What a member may be allowed to do in an organization.

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

/// One thing that a member may or may not do (権限).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See which assessments there are and what comes out of them: figures, results by area, reports of results.
    ReadResults,
    /// See assessments, answers, tasks and the calendar.
    ReadAssessments,
    /// Create, import, carry over, rename and archive assessments.
    ManageAssessments,
    /// Answer criteria; contributors only in their own areas.
    Answer,
    /// Accept 対象外 for a criterion that has no condition.
    AcceptNotApplicable,
    /// Comment on criteria.
    Comment,
    /// See and download evidence, as far as its class allows ([`crate::Role::sees`]).
    ReadEvidence,
    /// Add evidence and new versions of it.
    AddEvidence,
    /// Change, classify and archive evidence, also that of others.
    ManageEvidence,
    /// Make and assign tasks.
    ManageTasks,
    /// Work on tasks: steps, reports.
    WorkOnTasks,
    /// Confirm that a task is done.
    ReviewTasks,
    /// Record an inspection of the calendar.
    RecordInspections,
    /// See roads to a ★ and what was submitted on them.
    ReadRoads,
    /// Open roads to a ★, freeze submissions, and record what the operator of the scheme did.
    ManageRoads,
    /// Look at a submission for the scheme: mark, ask, find, confirm. No role gives it: whoever does it is appointed for one road.
    Review,
    /// Give the word of the management for a submission.
    Declare,
    /// See the register of partners.
    ReadPartners,
    /// Register, change and archive partners.
    ManagePartners,
    /// See who the members are.
    ReadMembers,
    /// Invite, change and remove members, and review who has access.
    ManageMembers,
    /// Change the organization, its sites and its settings.
    ManageOrganization,
    /// Read the audit log.
    ReadAudit,
    /// Make API tokens and webhooks.
    ManageIntegrations,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 24] = [
        Self::ReadResults,
        Self::ReadAssessments,
        Self::ManageAssessments,
        Self::Answer,
        Self::AcceptNotApplicable,
        Self::Comment,
        Self::ReadEvidence,
        Self::AddEvidence,
        Self::ManageEvidence,
        Self::ManageTasks,
        Self::WorkOnTasks,
        Self::ReviewTasks,
        Self::RecordInspections,
        Self::ReadRoads,
        Self::ManageRoads,
        Self::Review,
        Self::Declare,
        Self::ReadPartners,
        Self::ManagePartners,
        Self::ReadMembers,
        Self::ManageMembers,
        Self::ManageOrganization,
        Self::ReadAudit,
        Self::ManageIntegrations,
    ];
    /// The permissions that a grant can give beside the class of evidence that it opens: what an outside party does with one assessment.
    /// Everything else needs a role.
    pub const GRANTABLE: [Self; 6] = [
        Self::ReadResults,
        Self::ReadAssessments,
        Self::Comment,
        Self::AcceptNotApplicable,
        Self::ReadRoads,
        Self::Review,
    ];
    /// Those of them that a grant of an assessment can give.
    pub const ON_ASSESSMENTS: [Self; 4] =
        [Self::ReadResults, Self::ReadAssessments, Self::Comment, Self::AcceptNotApplicable];
    /// Those of them that a grant of a road gives to whoever reviews its submissions.
    pub const ON_ROADS: [Self; 2] = [Self::ReadRoads, Self::Review];

    /// The word that is stored and sent for one that a grant can give.
    pub fn word(self) -> Option<&'static str> {
        self.granted().map(|(word, ..)| word)
    }

    /// Its name on screens, of one that a grant can give; empty of others.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self.granted()) {
            (Lang::Ja, Some((_, ja, _))) => ja,
            (Lang::En, Some((.., en))) => en,
            (_, None) => "",
        }
    }

    /// What it permits, for the table of roles.
    pub fn meaning(self, lang: Lang) -> &'static str {
        let (ja, en) = self.meanings();
        match lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    fn meanings(self) -> (&'static str, &'static str) {
        match self {
            Self::ReadResults => ("評価の結果を見る", "See results of assessments"),
            Self::ReadAssessments => ("回答、対応、カレンダーを見る", "See answers, tasks and the calendar"),
            Self::ManageAssessments => {
                ("評価を作り、取り込み、引き継ぎ、しまう", "Create, import, carry over and archive assessments")
            }
            Self::Answer => ("回答する（担当者は自分の領域だけ）", "Answer; contributors only in their own areas"),
            Self::AcceptNotApplicable => ("対象外の理由を認める", "Accept why something does not apply"),
            Self::Comment => ("会話に書く", "Comment"),
            Self::ReadEvidence => ("証跡を見る（区分まで）", "See evidence, as far as its class allows"),
            Self::AddEvidence => ("証跡を追加する", "Add evidence"),
            Self::ManageEvidence => ("ほかの人の証跡も変え、しまう", "Change and archive evidence of others"),
            Self::ManageTasks => ("対応を作り、割り当てる", "Make and assign tasks"),
            Self::WorkOnTasks => ("対応を進め、報告する", "Work on tasks and report them"),
            Self::ReviewTasks => ("終わった対応を確かめる", "Confirm that a task is done"),
            Self::RecordInspections => ("点検を記録する", "Record inspections"),
            Self::ReadRoads => ("★への道と提出版を見る", "See roads to a ★ and submissions"),
            Self::ManageRoads => (
                "★への道を始め、提出版を作り、登録を記録する",
                "Open roads to a ★, make submissions, record registrations",
            ),
            Self::Review => {
                ("提出版を確認する（道ごとに選ばれた人だけ）", "Review submissions (only who is appointed for a road)")
            }
            Self::Declare => ("経営層として宣誓する", "Declare for the management"),
            Self::ReadPartners => ("取引先を見る", "See partners"),
            Self::ManagePartners => ("取引先を登録し、変え、しまう", "Register, change and archive partners"),
            Self::ReadMembers => ("メンバーを見る", "See the members"),
            Self::ManageMembers => ("メンバー、社外への許可、共有リンクを管理する", "Manage members, grants and links"),
            Self::ManageOrganization => ("組織と拠点の設定を変える", "Change the organization and its sites"),
            Self::ReadAudit => ("操作の記録を見る", "Read the audit log"),
            Self::ManageIntegrations => ("APIトークンとWebhookを管理する", "Manage API tokens and webhooks"),
        }
    }

    /// The word and the names of one that a grant can give.
    fn granted(self) -> Option<(&'static str, &'static str, &'static str)> {
        Some(match self {
            Self::ReadResults => ("read_results", "結果を見る", "reads results"),
            Self::ReadAssessments => ("read_assessments", "回答を見る", "reads answers"),
            Self::Comment => ("comment", "会話に書く", "comments"),
            Self::AcceptNotApplicable => ("accept_not_applicable", "対象外を認める", "accepts “not applicable”"),
            Self::ReadRoads => ("read_roads", "提出版を見る", "reads submissions"),
            Self::Review => ("review", "提出版を確認する", "reviews submissions"),
            Self::ManageAssessments
            | Self::Answer
            | Self::ReadEvidence
            | Self::AddEvidence
            | Self::ManageEvidence
            | Self::ManageTasks
            | Self::WorkOnTasks
            | Self::ReviewTasks
            | Self::RecordInspections
            | Self::ManageRoads
            | Self::Declare
            | Self::ReadPartners
            | Self::ManagePartners
            | Self::ReadMembers
            | Self::ManageMembers
            | Self::ManageOrganization
            | Self::ReadAudit
            | Self::ManageIntegrations => return None,
        })
    }

    /// Whether it only looks.
    pub fn only_reads(self) -> bool {
        matches!(
            self,
            Self::ReadResults
                | Self::ReadAssessments
                | Self::ReadEvidence
                | Self::ReadRoads
                | Self::ReadPartners
                | Self::ReadMembers
                | Self::ReadAudit
        )
    }
}
