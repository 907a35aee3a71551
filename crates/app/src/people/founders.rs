//! Who may create organizations on this server.

use tasuki_scheme::Role;
use tasuki_store::{members, organizations};

use crate::{Context, Error, Kind, Via};

pub use crate::context::Founders;

/// Whether the caller may create an organization.
pub fn may(cx: &mut Context<'_, '_>) -> Result<bool, Error> {
    let person = cx.browser()?.id;
    if cx.actor()?.via == Via::System {
        return Ok(true);
    }
    match cx.post.founders {
        Founders::Everybody => Ok(true),
        Founders::Machine => Ok(false),
        Founders::Administrators => administers(cx, person),
    }
}

fn administers(cx: &mut Context<'_, '_>, person: tasuki_store::PersonId) -> Result<bool, Error> {
    let today = cx.now.today.to_string();
    for own in organizations::of_person(cx.tx, person, &today)? {
        let member = members::find(cx.tx, own.id, person, &today)?;
        if member.is_some_and(|member| member.roles.contains(Role::Administrator)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Refuses people who may not.
pub fn require(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    if may(cx)? {
        return Ok(());
    }
    let error = Error::new(
        Kind::State,
        "organization.founders",
        "このサーバーでは、組織を作れる人が決まっています。",
        "Only some people make organizations on this server.",
    );
    Err(match cx.post.founders {
        Founders::Machine => error.hint("サーバーを動かしている人に頼んでください。", "Ask whoever runs the server."),
        _ => error.hint(
            "どこかの組織の管理者か、サーバーを動かしている人に頼んでください。",
            "Ask an administrator of an organization, or whoever runs the server.",
        ),
    })
}
