//! Members: who belongs to the organization and what they are there.

pub(crate) mod description;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;
use tasuki_scheme::{Permission, Role, Roles};
use tasuki_store::grants::Holder;
use tasuki_store::members::{self, Area, Factors, Member};
use tasuki_store::{OrganizationId, PersonId, Subject, persons, tokens};

use crate::grants::ending::end_all;
use crate::{Context, Error, Kind, proof};

/// A member with how they sign in.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// The member.
    #[serde(flatten)]
    pub member: Member,
    /// How they sign in; only whoever looks after members sees it.
    pub factors: Option<Factors>,
    /// Whether it is a guest whose time is over.
    pub ended: bool,
    /// Whether the account is disabled.
    pub disabled: bool,
}

/// What a member is to be.
#[derive(Debug, Clone)]
pub struct Place {
    /// The roles.
    pub roles: Roles,
    /// The areas of a contributor; none given is all.
    pub areas: Vec<Area>,
    /// The last day of a guest.
    pub ends: Option<Date>,
}

/// All members.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Listed>, Error> {
    let organization = cx.require(Permission::ReadMembers)?;
    let factors = if cx.may(Permission::ManageMembers) { members::factors(cx.tx, organization)? } else { Vec::new() };
    let (today, disabled) = (cx.now.today, members::disabled(cx.tx, organization)?);
    let all = members::list(cx.tx, organization)?.into_iter().map(|member| Listed {
        disabled: disabled.contains(&member.person),
        factors: factors.iter().find(|(person, _)| *person == member.person).map(|(_, factors)| *factors),
        ended: member.ends.is_some_and(|day| day < today),
        member,
    });
    Ok(all.collect())
}

/// One member, also a guest whose time is over.
pub fn find(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Listed, Error> {
    list(cx)?.into_iter().find(|listed| listed.member.person == person).ok_or_else(Error::not_found)
}

/// The members whose names the person may read: all of them, or only those whom the person meets in what is open to them, and themselves.
/// `met` looks up who these are, where it matters.
pub fn known<F>(cx: &mut Context<'_, '_>, met: F) -> Result<Vec<Member>, Error>
where
    F: FnOnce(&mut Context<'_, '_>) -> Result<Vec<PersonId>, Error>,
{
    let (organization, me) = (cx.organization()?, cx.person()?.id);
    let mut all = members::list(cx.tx, organization)?;
    if !cx.may(Permission::ReadMembers) {
        let met = met(cx)?;
        all.retain(|member| member.person == me || met.contains(&member.person));
    }
    Ok(all)
}

/// The name of somebody whom the person meets in what is open to them, also of one who has left.
pub fn name_of(cx: &mut Context<'_, '_>, person: PersonId) -> Result<String, Error> {
    Ok(persons::find(cx.tx, person)?.map(|person| person.name).unwrap_or_default())
}

/// Which members of an organization may do something today. Nobody is asked for permission: it is for telling and for giving out work.
pub(crate) fn who_may(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    permission: Permission,
) -> Result<Vec<Member>, Error> {
    let mut all = here(cx, organization)?;
    all.retain(|member| member.roles.may(permission));
    Ok(all)
}

/// The members of an organization, without those whose last day has passed or whose account is disabled.
pub(crate) fn here(cx: &mut Context<'_, '_>, organization: OrganizationId) -> Result<Vec<Member>, Error> {
    let (today, disabled) = (cx.now.today, members::disabled(cx.tx, organization)?);
    let mut all = members::list(cx.tx, organization)?;
    all.retain(|member| member.ends.is_none_or(|ends| ends >= today) && !disabled.contains(&member.person));
    Ok(all)
}

/// Changes what a member is.
pub fn change(cx: &mut Context<'_, '_>, person: PersonId, place: Place) -> Result<Member, Error> {
    cx.require(Permission::ManageMembers)?;
    let before = find(cx, person)?.member;
    let place = checked(cx, place)?;
    let after = Member { roles: place.roles, areas: place.areas, ends: place.ends, ..before.clone() };
    if before.roles.contains(Role::Administrator) && !after.roles.contains(Role::Administrator) {
        keep_an_administrator(cx, person)?;
    }
    if opens_more(&before, &after) {
        // What was opened stays open when a stolen session or token has long ended.
        proof::require(cx)?;
    }
    if after != before {
        members::put(cx.tx, &after)?;
        let detail = json!({ "roles": [before.roles, after.roles], "ends": [before.ends, after.ends] });
        cx.record("member.change", &Subject::Member(person), Some(&before), Some(&after), &detail)?;
    }
    Ok(after)
}

/// Whether somebody may do more than before, in more places, or for longer.
fn opens_more(before: &Member, after: &Member) -> bool {
    let roles = after.roles.iter().any(|role| !before.roles.contains(role));
    let areas = !before.areas.is_empty()
        && (after.areas.is_empty() || after.areas.iter().any(|area| !before.areas.contains(area)));
    let longer = before.ends.is_some_and(|day| after.ends.is_none_or(|later| later > day));
    roles || areas || longer
}

/// Removes a member, with their API tokens for this organization. What they did stays.
pub fn remove(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    cx.require(Permission::ManageMembers)?;
    take_out(cx, person, "member.remove")
}

/// Leaves the organization.
pub fn leave(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    cx.organization()?;
    let person = cx.browser()?.id;
    take_out(cx, person, "member.leave")
}

fn take_out(cx: &mut Context<'_, '_>, person: PersonId, action: &str) -> Result<(), Error> {
    let organization = cx.organization()?;
    let all = members::list(cx.tx, organization)?;
    let member = all.into_iter().find(|member| member.person == person).ok_or_else(Error::not_found)?;
    if member.roles.contains(Role::Administrator) {
        keep_an_administrator(cx, person)?;
    }
    members::remove(cx.tx, organization, person)?;
    cx.together("members.remove", &Subject::Member(person), json!({}), |cx| {
        for token in tokens::of_person(cx.tx, organization, person)? {
            tokens::remove(cx.tx, organization, token.id)?;
            cx.record("token.revoke", &Subject::Token(token.id), Some(&token), None, &json!({}))?;
        }
        end_all(cx, organization, Holder::Person(person))?;
        cx.record(action, &Subject::Member(person), Some(&member), None, &json!({ "roles": member.roles }))
    })
}

/// Refuses to let the last administrator go.
fn keep_an_administrator(cx: &mut Context<'_, '_>, going: PersonId) -> Result<(), Error> {
    let organization = cx.organization()?;
    keep_an_administrator_of(cx, organization, going)
}

/// The same in an organization that is named; of somebody who is none, nothing is asked.
pub(crate) fn keep_an_administrator_of(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    going: PersonId,
) -> Result<(), Error> {
    let today = cx.now.today;
    let all = members::list(cx.tx, organization)?;
    if !all.iter().any(|member| member.person == going && member.roles.contains(Role::Administrator)) {
        return Ok(());
    }
    let disabled = members::disabled(cx.tx, organization)?;
    let others = all.into_iter().any(|member| {
        let current = member.ends.is_none_or(|day| day >= today) && !disabled.contains(&member.person);
        member.person != going && current && member.roles.contains(Role::Administrator)
    });
    if others {
        return Ok(());
    }
    Err(Error::new(
        Kind::State,
        "member.last_administrator",
        "管理者がいなくなるため、できません。",
        "The organization would be left without an administrator.",
    )
    .hint("先にほかの人を管理者にしてください。", "Make somebody else an administrator first."))
}

/// The error of a member without a role, or with one that does not exist.
pub fn unknown_roles() -> Error {
    Error::invalid("member.roles", "役割を一つ以上選んでください。", "Choose at least one role.")
        .hint("役割を一覧から選び、もう一度保存してください。", "Choose from the list of roles, then save again.")
        .field("roles")
}

/// The error of a last day that is past, or not a date.
pub fn unsuitable_end() -> Error {
    Error::invalid(
        "member.ends",
        "終わりの日は、今日以降の日付にしてください。",
        "The last day must be a date, today or later.",
    )
    .hint(
        "2026-12-01 の形で入れるか、終わりを決めないときは空欄にしてください。",
        "Enter it like 2026-12-01, or leave it empty if there is no last day.",
    )
    .field("ends")
}

/// What a member may be: at least one role; a guest is nothing else, and has a last day.
pub(crate) fn checked(cx: &Context<'_, '_>, place: Place) -> Result<Place, Error> {
    if place.roles.is_empty() {
        return Err(unknown_roles());
    }
    let guest = place.roles.contains(Role::Guest);
    if guest && place.roles.iter().count() > 1 {
        return Err(Error::invalid(
            "member.guest_alone",
            "「外部」は、ほかの役割と兼ねられません。",
            "A guest has no other role.",
        )
        .hint(
            "外部レビュー担当者だけを選ぶか、外部レビュー担当者を外してください。",
            "Choose guest reviewer alone, or leave it out.",
        )
        .field("roles"));
    }
    if guest && place.ends.is_none() {
        return Err(Error::invalid(
            "member.guest_ends",
            "「外部」の人には終わりの日が必要です。",
            "A guest needs a last day.",
        )
        .hint(
            "レビューが終わる予定の日を入れてください。あとで延ばせます。",
            "Enter the day on which the review is planned to end. It can be extended later.",
        )
        .field("ends"));
    }
    if place.ends.is_some_and(|day| day < cx.now.today) {
        return Err(unsuitable_end());
    }
    // An area that is not known would open all of them, or none.
    let known = |area: &Area| {
        cx.library.catalog(&area.edition).is_some_and(|catalog| catalog.areas().any(|own| own.id == area.area))
    };
    if let Some(unknown) = place.areas.iter().find(|area| !known(area)) {
        return Err(Error::invalid(
            "member.areas",
            format!("{} の領域 {} はありません。", unknown.edition, unknown.area),
            format!("There is no area {} in {}.", unknown.area, unknown.edition),
        )
        .hint("その版の領域を一覧から選び直してください。", "Choose areas of that edition from the list.")
        .field("areas"));
    }
    let areas = if place.roles.contains(Role::Contributor) { place.areas } else { Vec::new() };
    Ok(Place { areas, ..place })
}
