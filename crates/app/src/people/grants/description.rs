//! What a grant says of itself.

use tasuki_scheme::Permission;

use crate::description::{Action, Days, Description};
use crate::naming::Look;

/// A grant (許可).
pub(crate) const GRANT: Description = Description {
    noun: ("許可", "grant"),
    read: Permission::ManageMembers,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("grant.create", "が評価か★への道を開きました", "opened an assessment or a road to a ★"),
        Action::new("grant.hand_over", "が招待で開かれた評価を受け取りました", "received what an invitation opened"),
        Action::new("grant.end", "が許可を終わらせました", "ended a grant"),
    ],
    fields: &[],
};
