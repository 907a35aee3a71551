//! The register of partners (取引先): who is in our chain, how they stand to us, and which ★ we ask of them.

mod days;
pub(crate) mod description;
mod entry;
mod needs;
mod view;

use std::collections::HashMap;

use serde::Serialize;
use tasuki_scheme::Permission;
use tasuki_store::members::Member;
use tasuki_store::register::{self as store, Details, Partner};
use tasuki_store::{PartnerId, Subject, search};

use crate::changes::{Changes, Noted, differences};
use crate::members::who_may;
use crate::{Context, Error};

pub use entry::Entry;
pub use needs::{Decision, asking, decide, needs};
pub use view::{Chained, Line, Lines, Wanted, chained, lines};

/// A partner with everything that was entered about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Whole {
    /// The partner.
    pub partner: Partner,
    /// What else is known of it.
    pub details: Details,
}

impl From<Whole> for Entry {
    fn from(own: Whole) -> Self {
        Self::of(own.partner, own.details)
    }
}

/// The partners in use, or those in the archive, by name.
pub fn list(cx: &mut Context<'_, '_>, archived: bool) -> Result<Vec<Partner>, Error> {
    let organization = cx.require(Permission::ReadPartners)?;
    Ok(store::list(cx.tx, organization, archived)?)
}

/// The most partners that are looked up by name at once.
const MOST_NAMES: usize = 200;

/// The partners in use with these names or numbers, however they are written, in their order.
pub fn named(cx: &mut Context<'_, '_>, wanted: &[&str]) -> Result<Vec<PartnerId>, Error> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    if wanted.len() > MOST_NAMES {
        return Err(entry::many().field("customers"));
    }
    let mut known: HashMap<String, Vec<PartnerId>> = HashMap::new();
    for own in list(cx, false)? {
        let (name, number) = (tasuki_catalog::fold(&own.name), tasuki_catalog::fold(own.identity.text()));
        if number != name {
            known.entry(number).or_default().push(own.id);
        }
        known.entry(name).or_default().push(own.id);
    }
    wanted.iter().map(|name| one_of(known.get(&tasuki_catalog::fold(name)), name)).collect()
}

/// The only partner that is meant.
fn one_of(found: Option<&Vec<PartnerId>>, wanted: &str) -> Result<PartnerId, Error> {
    match found.map(Vec::as_slice) {
        Some([only]) => Ok(*only),
        None | Some([]) => Err(Error::invalid(
            "partner.unknown",
            format!("「{wanted}」という取引先はありません。"),
            format!("There is no partner called {wanted:?}."),
        )
        .hint(
            "台帳にある名前か番号を入れるか、先に登録してください。",
            "Enter a name or number of the register, or register it first.",
        )
        .field("customers")),
        Some(several) => Err(Error::invalid(
            "partner.ambiguous",
            format!("「{wanted}」という取引先が{}社あります。", several.len()),
            format!("{} partners are called {wanted:?}.", several.len()),
        )
        .hint("法人番号で指定してください。", "Use its number instead.")
        .field("customers")),
    }
}

/// One partner.
pub fn find(cx: &mut Context<'_, '_>, id: PartnerId) -> Result<Partner, Error> {
    let organization = cx.require(Permission::ReadPartners)?;
    store::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)
}

/// One partner with everything that was entered about it.
pub fn whole(cx: &mut Context<'_, '_>, id: PartnerId) -> Result<Whole, Error> {
    let partner = find(cx, id)?;
    let details = store::details(cx.tx, partner.organization, id)?;
    Ok(Whole { partner, details })
}

/// Those of these partners that there are, in use or in the archive, by name.
pub fn several(cx: &mut Context<'_, '_>, wanted: &[PartnerId]) -> Result<Vec<Partner>, Error> {
    let organization = cx.require(Permission::ReadPartners)?;
    let mut found = Vec::new();
    for id in wanted {
        found.extend(store::find(cx.tx, organization, *id)?);
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// Those who can be asked to look after a partner: members who may read the register.
pub fn owners(cx: &mut Context<'_, '_>) -> Result<Vec<Member>, Error> {
    let organization = cx.require(Permission::ManagePartners)?;
    who_may(cx, organization, Permission::ReadPartners)
}

/// Adds a partner.
pub fn create(cx: &mut Context<'_, '_>, entry: &Entry) -> Result<Whole, Error> {
    let organization = cx.require(Permission::ManagePartners)?;
    let created = cx.now.milliseconds();
    let id = PartnerId::new(created, cx.random());
    let checked = entry::check(cx, id, entry, None)?;
    let partner = Partner {
        organization,
        id,
        name: checked.name,
        identity: checked.identity,
        supplies: checked.supplies,
        note: checked.note,
        owner: entry.owner,
        direct: entry.direct,
        created,
        archived: None,
        version: 1,
    };
    let own = Whole { partner, details: checked.details };
    store::add(cx.tx, &own.partner)?;
    store::put_details(cx.tx, organization, id, &own.details)?;
    write(cx, "partner.create", None, &own)?;
    Ok(own)
}

/// Changes what is entered about a partner. `version` is the one that the person saw; `None` overwrites.
pub fn change(cx: &mut Context<'_, '_>, id: PartnerId, version: Option<i64>, entry: &Entry) -> Result<Whole, Error> {
    cx.require(Permission::ManagePartners)?;
    let before = whole(cx, id)?;
    if version.is_some_and(|version| version != before.partner.version) {
        return Err(conflict());
    }
    let checked = entry::check(cx, id, entry, Some((&before.partner, &before.details)))?;
    let partner = Partner {
        name: checked.name,
        identity: checked.identity,
        supplies: checked.supplies,
        note: checked.note,
        owner: entry.owner,
        direct: entry.direct,
        version: before.partner.version + 1,
        ..before.partner.clone()
    };
    let after = Whole { partner, details: checked.details };
    if differences(&before, &after).is_empty() {
        return Ok(before);
    }
    put(cx, "partner.change", &before, after)
}

/// Puts a partner into the archive, or takes it out again.
pub fn archive(cx: &mut Context<'_, '_>, id: PartnerId, archived: bool) -> Result<Whole, Error> {
    cx.require(Permission::ManagePartners)?;
    let before = whole(cx, id)?;
    if before.partner.archived.is_some() == archived {
        return Ok(before);
    }
    let at = archived.then(|| cx.now.milliseconds());
    let version = before.partner.version + 1;
    let after = Whole { partner: Partner { archived: at, version, ..before.partner.clone() }, ..before.clone() };
    put(cx, if archived { "partner.archive" } else { "partner.restore" }, &before, after)
}

fn put(cx: &mut Context<'_, '_>, action: &str, before: &Whole, after: Whole) -> Result<Whole, Error> {
    if !store::put(cx.tx, &after.partner)? {
        return Err(conflict());
    }
    if before.details != after.details {
        store::put_details(cx.tx, after.partner.organization, after.partner.id, &after.details)?;
    }
    write(cx, action, Some(before), &after)?;
    Ok(after)
}

fn conflict() -> Error {
    Error::overtaken("partner.conflict")
}

/// Writes into the log and into the index of the search what became of a partner.
fn write(cx: &mut Context<'_, '_>, action: &str, before: Option<&Whole>, after: &Whole) -> Result<(), Error> {
    let (own, details) = (&after.partner, &after.details);
    let subject = Subject::Partner(own.id);
    let mut detail = before.map(|before| differences(before, after)).unwrap_or_default();
    detail.entry("title").or_insert_with(|| own.name.clone().into());
    cx.record(action, &subject, before, Some(after), &detail.into())?;
    let mut text = vec![own.identity.text(), &own.supplies, &own.note];
    text.extend(details.products.iter().chain(&details.sites).map(String::as_str));
    text.extend(details.contacts.iter().map(|own| &*own.name));
    Ok(search::put(cx.tx, own.organization, &subject, &own.name, &text.join("\n"))?)
}

impl Noted for Whole {
    fn note(&self, before: &Self, changes: &mut Changes) {
        let Self { partner, details } = self;
        let Partner {
            organization: _,
            id: _,
            name,
            identity,
            supplies,
            note,
            owner,
            direct,
            created: _,
            archived: _,
            version: _,
        } = partner;
        let old = &before.partner;
        changes.field("name", &old.name, name);
        changes.field("identity", &old.identity.text(), &identity.text());
        changes.field("identity_kind", &old.identity.kind().word(), &identity.kind().word());
        changes.field("supplies", &old.supplies, supplies);
        changes.field("note", &old.note, note);
        changes.field("owner", &old.owner, owner);
        changes.field("direct", &old.direct, direct);
        let Details { contacts, products, sites, contracts, customers } = details;
        let old = &before.details;
        changes.field("contacts", &old.contacts, contacts);
        changes.field("products", &old.products, products);
        changes.field("sites", &old.sites, sites);
        changes.field("contracts", &old.contracts, contracts);
        changes.field("customers", &old.customers, customers);
    }
}
