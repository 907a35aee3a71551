//! The description of invitations.

use tasuki_scheme::Permission;

use crate::description::{Action, Days, Description};
use crate::naming::Look;

/// An invitation (招待).
pub(crate) const INVITATION: Description = Description {
    noun: ("招待", "invitation"),
    read: Permission::ManageMembers,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("invitation.create", "が招待しました", "invited somebody"),
        Action::new("invitation.renew", "が招待のリンクを作り直しました", "renewed the link of an invitation"),
        Action::new("invitation.revoke", "が招待を取り消しました", "took an invitation back"),
        Action::new("invitation.accept", "が招待を受けました", "accepted an invitation"),
        Action::new("invitation.erase", "が招待の情報を消しました", "erased an invitation"),
    ],
    fields: &[],
};
