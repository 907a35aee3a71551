//! Somebody who can be responsible for a criterion.

/// Somebody who can be responsible for a criterion.
#[derive(Clone)]
pub(super) struct MemberView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) initial: String,
}
