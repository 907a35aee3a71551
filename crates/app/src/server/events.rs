//! What others want to hear of at once.

use serde::Serialize;
use tasuki_store::{AssessmentId, OrganizationId, PersonId};

/// Something that happened, told after the commit to everybody who listens: open pages and webhooks.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    /// Where.
    pub organization: OrganizationId,
    /// In which assessment, if in one.
    pub assessment: Option<AssessmentId>,
    /// What: `answer`, `comment`, `task`, `evidence`, `assessment`.
    pub kind: &'static str,
    /// Who did it.
    pub by: PersonId,
    /// What listeners need to know.
    pub data: serde_json::Value,
}
