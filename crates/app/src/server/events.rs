//! Events for listeners that need to know immediately.

use serde::Serialize;
use tasuki_store::{AssessmentId, OrganizationId, PersonId};

/// An event, sent after the commit to all listeners: open pages and webhooks.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    /// Where.
    pub organization: OrganizationId,
    /// The assessment, if it happened in one.
    pub assessment: Option<AssessmentId>,
    /// Its kind: `answer`, `comment`, `task`, `evidence`, `assessment`.
    pub kind: &'static str,
    /// Who did it.
    pub by: PersonId,
    /// What listeners need to know.
    pub data: serde_json::Value,
}
