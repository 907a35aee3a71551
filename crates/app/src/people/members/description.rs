//! The description of memberships.

use tasuki_scheme::Permission;

use crate::description::{Action, Days, Description};
use crate::naming::Look;

/// A membership, or all of them (メンバー).
pub(crate) const MEMBER: Description = Description {
    noun: ("メンバー", "member"),
    read: Permission::ReadMembers,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("member.add", "がメンバーを加えました", "added a member"),
        Action::new("member.join", "が参加しました", "joined"),
        Action::new("member.change", "がメンバーの権限を変えました", "changed a member’s rights"),
        Action::new("member.remove", "がメンバーを外しました", "removed a member"),
        Action::new("member.leave", "が組織を離れました", "left the organization"),
        Action::new("member.erase", "がメンバーの情報を消しました", "erased a member’s data"),
        Action::new("members.remove", "がメンバーを外しました", "removed a member"),
        Action::new(
            "grants.migrate",
            "が社外の人の権限を許可に置き換えました",
            "turned what guests could see into grants",
        ),
        Action::new("access_review.confirm", "がアクセス権を見直しました", "reviewed who has access"),
        Action::new(
            "access_review.erase",
            "がアクセス権の見直しから名前を消しました",
            "erased a name from access reviews",
        ),
    ],
    fields: &[],
};
