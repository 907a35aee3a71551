//! What somebody may be allowed to do in an organization.

use serde::{Deserialize, Serialize};

/// One thing that a member may or may not do (権限).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See assessments, answers, tasks and the calendar.
    ReadAssessments,
    /// Create, import, carry over, rename and archive assessments.
    ManageAssessments,
    /// Answer criteria; a contributor only those of the own areas.
    Answer,
    /// Accept 対象外 for a criterion that has no condition.
    AcceptNotApplicable,
    /// Comment on criteria.
    Comment,
    /// See and download evidence.
    ReadEvidence,
    /// Add evidence and new versions of it.
    AddEvidence,
    /// Change, classify and archive anybody's evidence.
    ManageEvidence,
    /// Make and assign tasks.
    ManageTasks,
    /// Work on tasks: steps, reports.
    WorkOnTasks,
    /// Confirm that a task is done.
    ReviewTasks,
    /// Record an inspection of the calendar.
    RecordInspections,
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
    pub const ALL: [Self; 17] = [
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
        Self::ReadMembers,
        Self::ManageMembers,
        Self::ManageOrganization,
        Self::ReadAudit,
        Self::ManageIntegrations,
    ];
}
