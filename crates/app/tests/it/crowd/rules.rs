//! Who may what, written down a second time from what the roles mean, not from the code: whoever changes a right changes it in both places.

use tasuki_scheme::{Classification, Role};

/// What the people of a plan want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Right {
    ReadResults,
    ReadAnswers,
    Answer,
    AcceptExcuse,
    Comment,
    AddEvidence,
    ManageEvidence,
    ManageTasks,
    WorkOnTasks,
    ReviewTasks,
    ReadMembers,
    ManageMembers,
    ReadRoads,
    ManageRoads,
    Declare,
}

/// The letters: administrator, security lead, contributor, approver (P), executive, purchasing (B), viewer, guest.
fn letter(role: Role) -> char {
    match role {
        Role::Administrator => 'A',
        Role::SecurityLead => 'S',
        Role::Contributor => 'C',
        Role::Approver => 'P',
        Role::Executive => 'E',
        Role::Purchasing => 'B',
        Role::Viewer => 'V',
        Role::Guest => 'G',
    }
}

/// Whether a role gives a right everywhere in the organization.
pub(super) fn gives(role: Role, right: Right) -> bool {
    let who = match right {
        Right::ReadResults | Right::ReadMembers => "ASCPEBV",
        Right::ReadAnswers | Right::ReadRoads => "ASCPEV",
        Right::Answer | Right::AddEvidence | Right::WorkOnTasks => "SC",
        Right::AcceptExcuse => "P",
        Right::Comment => "ASCP",
        Right::ManageEvidence | Right::ManageTasks | Right::ManageRoads => "S",
        Right::ReviewTasks => "SP",
        Right::ManageMembers => "A",
        Right::Declare => "E",
    };
    who.contains(letter(role))
}

/// The most confidential evidence that a role sees everywhere.
pub(super) fn sees(role: Role) -> Option<Classification> {
    match letter(role) {
        'S' => Some(Classification::Confidential),
        'A' | 'C' | 'P' | 'E' | 'V' => Some(Classification::Internal),
        'B' => Some(Classification::Public),
        _ => None,
    }
}

/// Whether a role sees 秘 that the person added or keeps up to date.
pub(super) fn sees_own(role: Role) -> bool {
    "SC".contains(letter(role))
}

/// Whether a role sees 秘 that supports what it has to confirm.
pub(super) fn sees_to_confirm(role: Role) -> bool {
    "SP".contains(letter(role))
}
