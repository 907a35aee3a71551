//! Erasing a person (個人の消去): the account is closed, everything that identifies the person is deleted, and their
//! actions remain under a pseudonym.
//!
//! The log keeps its entries; details that name the person are removed from them, and each chain records this. Texts
//! that people wrote are not changed, and backups that were made before still contain everything; the result says
//! both ([`Erased`]).

use serde::Serialize;
use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_store::audit::{self, Item};
use tasuki_store::erasure::{self, Gone, Remains};
use tasuki_store::persons::{self, Person};
use tasuki_store::{OrganizationId, PersonId, Subject};

use crate::members::{find, keep_an_administrator_of};
use crate::{Context, Error, Kind, proof};

/// The maximum number of entries that one entry names.
const NAMED: usize = 2_000;

/// Somebody who was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Erased {
    /// Who it was.
    pub person: PersonId,
    /// The pseudonym that replaces the name everywhere.
    pub name: String,
    /// The number of details that were removed from the log.
    pub blanked: usize,
    /// What remains, in all organizations together.
    pub remains: Remains,
}

/// Erases a member. An administrator can do this only for a person who belongs to no other organization, only after a
/// recent proof of identity, and never with an API token.
pub fn erase_member(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Erased, Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    find(cx, person)?;
    proof::require(cx)?;
    if cx.person()?.id == person {
        return Err(Error::new(Kind::State, "person.own", "自分自身は消去できません。", "You cannot erase yourself.")
            .hint("ほかの管理者に頼んでください。", "Ask another administrator."));
    }
    if erasure::memberships(cx.tx, person)?.iter().any(|own| *own != organization) {
        return Err(Error::new(
            Kind::State,
            "person.elsewhere",
            "この人は、ここからは消去できません。",
            "This person cannot be erased from here.",
        )
        .hint(
            "メンバーから外してください。消去は、サーバーを動かしている人が tasuki user erase で行えます。",
            "Remove them from the members. Whoever runs the server can erase them with tasuki user erase.",
        ));
    }
    erase(cx, person)
}

/// Erases whoever has the address or the identifier: for the machine, where nobody is asked for permission.
pub fn erase_named(cx: &mut Context<'_, '_>, asked: &str) -> Result<Erased, Error> {
    let asked = asked.trim();
    let person = match persons::find_by_mail(cx.tx, &asked.to_lowercase())? {
        Some(person) => person.id,
        None => asked.parse().map_err(|_| Error::not_found())?,
    };
    erase(cx, person)
}

/// Erases a person. The caller has checked the permission.
pub fn erase(cx: &mut Context<'_, '_>, id: PersonId) -> Result<Erased, Error> {
    let person = persons::find(cx.tx, id)?.ok_or_else(Error::not_found)?;
    if person.mail.ends_with("@erased.invalid") {
        return Err(Error::new(
            Kind::State,
            "person.erased",
            "この人は消去済みです。",
            "This person was erased already.",
        )
        .hint(
            "することはありません。監査ログには、消去の記録が残っています。",
            "There is nothing to do. The audit log has an entry of the erasure.",
        ));
    }
    for organization in erasure::memberships(cx.tx, id)? {
        keep_an_administrator_of(cx, organization, id)?;
    }
    let organizations = erasure::organizations(cx.tx, id)?;
    let name = pseudonym(id);
    let mut remains = Remains::default();
    for organization in &organizations {
        let own = erasure::remains(cx.tx, *organization, id)?;
        remains.answers += own.answers;
        remains.comments += own.comments;
        remains.tasks += own.tasks;
        remains.evidence += own.evidence;
        remains.texts += erasure::rename_in_index(cx.tx, *organization, &person, &name)?;
    }
    let gone = erasure::forget(cx.tx, &person, &name, cx.now.milliseconds())?;
    let mut blanked = 0;
    for organization in &organizations {
        let reviewed = erasure::rename_in_reviews(cx.tx, *organization, id, &name)?;
        blanked += tell(cx, Some(*organization), &person, &gone, reviewed)?;
    }
    blanked += tell(cx, None, &person, &gone, false)?;
    Ok(Erased { person: id, name, blanked, remains })
}

/// A pseudonym that reveals nothing, but distinguishes erased persons from each other.
fn pseudonym(id: PersonId) -> String {
    let text = id.to_string();
    let end: String = text.chars().skip(text.chars().count().saturating_sub(6)).collect();
    format!("消去済み (erased) {}", end.to_uppercase())
}

/// Removes the details from a chain and records this in it, with everything else of the person that was deleted.
fn tell(
    cx: &mut Context<'_, '_>,
    organization: Option<OrganizationId>,
    person: &Person,
    gone: &Gone,
    reviewed: bool,
) -> Result<usize, Error> {
    let chain = organization.map_or_else(String::new, |own| own.to_string());
    let subject = Subject::Person(person.id);
    let own = gone.subjects.iter().filter(|(of, ..)| Some(*of) == organization);
    let subjects: Vec<String> = own.clone().map(|(_, _, subject)| subject.clone()).collect();
    let mut items: Vec<Item> =
        own.map(|(_, noun, subject)| Item::new(&format!("{noun}.erase"), subject, json!(null))).collect();
    if organization.is_none() {
        let nouns = ["person", "passkey", "recovery_codes", "identity"];
        items.extend(nouns.map(|noun| Item::new(&format!("{noun}.erase"), &subject.to_string(), json!(null))));
    }
    if reviewed {
        items.push(Item::new("access_review.erase", "members", json!(null)));
    }
    let seqs = erasure::blank(cx.tx, &chain, person, &subjects)?;
    for some in seqs.chunks(NAMED) {
        cx.record_in(organization, audit::BLANKED, &subject, None::<&()>, None, &json!({ "seqs": some }))?;
    }
    cx.record_many(organization, "people.erase", &subject, &json!({ "blanked": seqs.len() }), items)?;
    Ok(seqs.len())
}
