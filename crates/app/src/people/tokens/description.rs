//! The description of API tokens.

use tasuki_scheme::Permission;

use crate::description::{Action, Days, Description};
use crate::naming::Look;

/// An API token (APIトークン).
pub(crate) const TOKEN: Description = Description {
    noun: ("APIトークン", "API token"),
    read: Permission::ManageIntegrations,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("token.create", "がAPIトークンを作りました", "made an API token"),
        Action::new("token.revoke", "がAPIトークンを止めました", "revoked an API token"),
        Action::new("token.erase", "がAPIトークンの情報を消しました", "erased an API token"),
    ],
    fields: &[],
};
