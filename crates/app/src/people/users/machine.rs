//! The same for operators of the server: by mail address, in any organization. Access to the machine is the
//! permission; the entries are in the server's own log.

use serde::Serialize;
use tasuki_store::members;
use tasuki_store::organizations;
use tasuki_store::persons::{self, Person};

use super::{Factors, open, shut, take_factors};
use crate::{Context, Destination, Error, resets};

/// A person, as shown to an operator of the server.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// Mail address.
    pub mail: String,
    /// Name.
    pub name: String,
    /// When the account was disabled, in milliseconds since 1970.
    pub disabled: Option<i64>,
    /// How the person signs in.
    pub factors: members::Factors,
    /// The person's organizations, sorted by name.
    pub organizations: Vec<Place>,
}

/// A person's membership in an organization.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    /// The organization's name.
    pub name: String,
    /// The roles, separated by spaces.
    pub roles: String,
}

/// Everybody, by mail address.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Listed>, Error> {
    let today = cx.now.today.to_string();
    let mut all = Vec::new();
    for person in persons::all(cx.tx)? {
        let mut places = Vec::new();
        for own in organizations::of_person(cx.tx, person.id, &today)? {
            let roles = members::find(cx.tx, own.id, person.id, &today)?.map(|member| member.roles.to_string());
            places.push(Place { name: own.name, roles: roles.unwrap_or_default() });
        }
        all.push(Listed {
            factors: members::factors_of(cx.tx, person.id)?.unwrap_or_default(),
            mail: person.mail,
            name: person.name,
            disabled: person.disabled,
            organizations: places,
        });
    }
    Ok(all)
}

/// The address of a page on which the person chooses a new password; it is valid for an hour.
pub fn reset(cx: &mut Context<'_, '_>, mail: &str) -> Result<String, Error> {
    let person = find(cx, mail)?;
    if person.disabled.is_some() {
        return Err(Error::new(
            crate::Kind::State,
            "user.disabled",
            "このアカウントは止められています。",
            "This account is disabled.",
        )
        .hint("先に tasuki user enable で戻してください。", "Enable it first, with tasuki user enable."));
    }
    let secret = resets::make(cx, person.id, "password.reset_issued")?;
    Ok(cx.link(&Destination::ResetPassword(&secret)))
}

/// Disables the account.
pub fn disable(cx: &mut Context<'_, '_>, mail: &str) -> Result<(), Error> {
    let person = find(cx, mail)?;
    shut(cx, &person)
}

/// Enables the account again.
pub fn enable(cx: &mut Context<'_, '_>, mail: &str) -> Result<(), Error> {
    let person = find(cx, mail)?;
    open(cx, &person)
}

/// Removes factors.
pub fn remove_factors(cx: &mut Context<'_, '_>, mail: &str, which: Factors) -> Result<(), Error> {
    let person = find(cx, mail)?;
    take_factors(cx, &person, which)
}

fn find(cx: &mut Context<'_, '_>, mail: &str) -> Result<Person, Error> {
    let found = persons::find_by_mail(cx.tx, &mail.trim().to_lowercase())?;
    found.ok_or_else(|| {
        Error::new(
            crate::Kind::NotFound,
            "user.unknown",
            "このメールアドレスのアカウントはありません。",
            "There is no account with this mail address.",
        )
        .hint("tasuki user list で確かめてください。", "See tasuki user list.")
    })
}
