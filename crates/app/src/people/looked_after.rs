//! Whom an administrator may help with signing in: only people all of whose organizations they administer. An account
//! gives access to all its organizations, so the administrator of one of them must not be able to open, close or
//! weaken it.

use tasuki_scheme::{Permission, Role};
use tasuki_store::{PersonId, members, organizations};

use crate::{Context, Error, Kind, proof};

/// Refuses unless the person who acts administers every organization of the other person, and has recently proven
/// their identity.
pub(crate) fn require(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let own = cx.browser()?.id;
    let today = cx.now.today.to_string();
    if members::find(cx.tx, organization, person, &today)?.is_none() {
        return Err(Error::not_found());
    }
    for other in organizations::of_person(cx.tx, person, &today)? {
        let administers = members::find(cx.tx, other.id, own, &today)?
            .is_some_and(|member| member.roles.contains(Role::Administrator));
        if !administers {
            return Err(elsewhere());
        }
    }
    proof::require(cx)
}

fn elsewhere() -> Error {
    Error::new(
        Kind::State,
        "reset.elsewhere",
        "ほかの組織にも属する人なので、ここからはできません。",
        "This person belongs to other organizations as well, so it cannot be done here.",
    )
    .hint(
        "本人に「パスワードを忘れた」から手続きしてもらうか、サーバーを動かしている人に頼んでください。",
        "Ask them to use “Forgot password”, or ask whoever runs the server.",
    )
}
