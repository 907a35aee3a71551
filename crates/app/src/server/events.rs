//! Events for listeners that need to know immediately.

use tasuki_store::{AssessmentId, Noun, OrganizationId, PersonId};

/// An event, sent after the commit to all listeners: open pages and webhooks.
#[derive(Debug, Clone)]
pub struct Event {
    /// Where.
    pub organization: OrganizationId,
    /// The assessment, if it happened in one.
    pub assessment: Option<AssessmentId>,
    /// What kind of thing it happened to.
    pub kind: Noun,
    /// Who did it.
    pub by: PersonId,
    /// What listeners need to know.
    pub data: serde_json::Value,
}
