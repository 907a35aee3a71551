//! The description of catalogues of one's own.

use tasuki_scheme::Permission;

use crate::description::{Action, Days, Description};
use crate::naming::Look;

/// An edition of a catalogue of the organization's own (独自の枠組み).
pub(crate) const CATALOG: Description = Description {
    noun: ("独自の枠組み", "catalogue"),
    read: Permission::ReadAssessments,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("catalog.add", "が独自の枠組み「{title}」を加えました", "added the catalogue “{title}”"),
        Action::new(
            "catalog.archive",
            "が独自の枠組み「{title}」の使用をやめました",
            "withdrew the catalogue “{title}”",
        ),
        Action::new(
            "catalog.restore",
            "が独自の枠組み「{title}」をまた使えるようにしました",
            "offered the catalogue “{title}” again",
        ),
    ],
    fields: &[],
};
