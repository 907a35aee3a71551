//! What a calendar feed says of itself.

use tasuki_scheme::Permission;

use crate::description::{Action, Days, Description};
use crate::naming::Look;

/// A calendar feed (カレンダーの配信).
pub(crate) const FEED: Description = Description {
    noun: ("カレンダーの配信", "calendar feed"),
    read: Permission::ReadAssessments,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("feed.make", "がカレンダーの配信を始めました", "opened a calendar feed"),
        Action::new("feed.close", "がカレンダーの配信を止めました", "closed a calendar feed"),
        Action::new("feed.erase", "がカレンダーの配信の情報を消しました", "erased a calendar feed"),
    ],
    fields: &[],
};
