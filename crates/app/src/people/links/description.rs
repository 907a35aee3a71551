//! The description of links.

use tasuki_scheme::Permission;

use crate::description::{Action, Days, Description};
use crate::naming::Look;

/// A link for somebody without an account (共有リンク).
pub(crate) const LINK: Description = Description {
    noun: ("共有リンク", "link"),
    read: Permission::ManageMembers,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("link.create", "が「{recipient}」あての共有リンクを作りました", "made a link for {recipient}"),
        Action::new(
            "link.replace",
            "が「{recipient}」あての共有リンクを作り直しました",
            "replaced the link for {recipient}",
        ),
        Action::new("link.lock", "が「{recipient}」あての共有リンクを止めました", "locked the link for {recipient}"),
        Action::new(
            "link.unlock",
            "が「{recipient}」あての共有リンクをまた使えるようにしました",
            "unlocked the link for {recipient}",
        ),
        Action::new("link.end", "が「{recipient}」あての共有リンクを終わらせました", "ended the link for {recipient}"),
        Action::new("link.open", "が開かれました", "was opened"),
    ],
    fields: &[],
};
