//! The register of partners (取引先): who is in our chain, and what they supply.

pub(crate) mod description;

use serde::Deserialize;
use tasuki_catalog::{legible, visible};
use tasuki_scheme::{Identity, IdentityKind, Permission};
use tasuki_store::register::{self, Partner};
use tasuki_store::{OrganizationId, PartnerId, Subject, search};

use crate::changes::{Changes, Noted, differences};
use crate::organizations::identity;
use crate::{Context, Error};

/// The longest name, and the longest of the other texts, in characters.
const LONGEST_NAME: usize = 200;
const LONGEST: usize = 2_000;

/// What is entered about a partner.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The kind of its identity: `corporate_number`, `lei`, `duns`, `gbizid`, `own`; empty is `own`.
    pub identity_kind: String,
    /// The identity. May be empty for `own`, which then uses the name.
    pub identity: String,
    /// What it supplies.
    pub supplies: String,
    /// What else there is to say.
    pub note: String,
}

impl From<Partner> for Entry {
    fn from(own: Partner) -> Self {
        let (identity_kind, identity) = (own.identity.kind().word().to_owned(), own.identity.text().to_owned());
        // The name alone need not be entered twice, and follows when it changes.
        let is_name = own.identity.kind() == IdentityKind::Own && identity == own.name;
        let identity = if is_name { String::new() } else { identity };
        Self { name: own.name, identity_kind, identity, supplies: own.supplies, note: own.note }
    }
}

/// The partners in use, or those in the archive, by name: those that contain every word of `wanted`.
pub fn list(cx: &mut Context<'_, '_>, wanted: &str, archived: bool) -> Result<Vec<Partner>, Error> {
    let organization = cx.require(Permission::ReadPartners)?;
    let wanted = tasuki_catalog::fold(wanted);
    let mut all = register::list(cx.tx, organization, archived)?;
    all.retain(|own| {
        let text = tasuki_catalog::fold(&[&*own.name, own.identity.text(), &own.supplies, &own.note].join("\n"));
        wanted.split(' ').all(|word| text.contains(word))
    });
    Ok(all)
}

/// One partner.
pub fn find(cx: &mut Context<'_, '_>, id: PartnerId) -> Result<Partner, Error> {
    let organization = cx.require(Permission::ReadPartners)?;
    register::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)
}

/// Adds a partner.
pub fn create(cx: &mut Context<'_, '_>, entry: &Entry) -> Result<Partner, Error> {
    let organization = cx.require(Permission::ManagePartners)?;
    let created = cx.now.milliseconds();
    let id = PartnerId::new(created, cx.random());
    let identity = checked(cx, organization, id, entry)?;
    let partner = Partner {
        organization,
        id,
        name: visible(&entry.name),
        identity,
        supplies: legible(&entry.supplies),
        note: legible(&entry.note),
        created,
        archived: None,
        version: 1,
    };
    register::add(cx.tx, &partner)?;
    write(cx, "partner.create", None, &partner)?;
    Ok(partner)
}

/// Changes what is entered about a partner. `version` is the one that the person saw; `None` overwrites.
pub fn change(cx: &mut Context<'_, '_>, id: PartnerId, version: Option<i64>, entry: &Entry) -> Result<Partner, Error> {
    let organization = cx.require(Permission::ManagePartners)?;
    let before = find(cx, id)?;
    if version.is_some_and(|version| version != before.version) {
        return Err(conflict());
    }
    let identity = checked(cx, organization, id, entry)?;
    let after = Partner {
        name: visible(&entry.name),
        identity,
        supplies: legible(&entry.supplies),
        note: legible(&entry.note),
        version: before.version + 1,
        ..before.clone()
    };
    if differences(&before, &after).is_empty() {
        return Ok(before);
    }
    put(cx, "partner.change", &before, after)
}

/// Puts a partner into the archive, or takes it out again.
pub fn archive(cx: &mut Context<'_, '_>, id: PartnerId, archived: bool) -> Result<Partner, Error> {
    cx.require(Permission::ManagePartners)?;
    let before = find(cx, id)?;
    if before.archived.is_some() == archived {
        return Ok(before);
    }
    let at = archived.then(|| cx.now.milliseconds());
    let after = Partner { archived: at, version: before.version + 1, ..before.clone() };
    put(cx, if archived { "partner.archive" } else { "partner.restore" }, &before, after)
}

fn put(cx: &mut Context<'_, '_>, action: &str, before: &Partner, after: Partner) -> Result<Partner, Error> {
    if !register::put(cx.tx, &after)? {
        return Err(conflict());
    }
    write(cx, action, Some(before), &after)?;
    Ok(after)
}

fn conflict() -> Error {
    Error::overtaken("partner.conflict")
}

/// Writes into the log and into the index of the search what became of a partner.
fn write(cx: &mut Context<'_, '_>, action: &str, before: Option<&Partner>, after: &Partner) -> Result<(), Error> {
    let subject = Subject::Partner(after.id);
    let mut detail = before.map(|before| differences(before, after)).unwrap_or_default();
    detail.entry("title").or_insert_with(|| after.name.clone().into());
    cx.record(action, &subject, before, Some(after), &detail.into())?;
    let text = [after.identity.text(), &after.supplies, &after.note].join("\n");
    Ok(search::put(cx.tx, after.organization, &subject, &after.name, &text)?)
}

impl Noted for Partner {
    fn note(&self, before: &Self, changes: &mut Changes) {
        let Self { organization: _, id: _, name, identity, supplies, note, created: _, archived: _, version: _ } = self;
        changes.field("name", &before.name, name);
        changes.field("identity", &before.identity.text(), &identity.text());
        changes.field("identity_kind", &before.identity.kind().word(), &identity.kind().word());
        changes.field("supplies", &before.supplies, supplies);
        changes.field("note", &before.note, note);
    }
}

/// The identity of an entry that is right in every field. A public number stands once in the register.
fn checked(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    id: PartnerId,
    entry: &Entry,
) -> Result<Identity, Error> {
    let name = &*visible(&entry.name);
    if name.is_empty() || name.chars().count() > LONGEST_NAME || entry.name.trim().chars().any(char::is_control) {
        return Err(Error::invalid(
            "partner.name",
            "取引先の名前を200文字以内で入れてください。",
            "Enter the partner's name, at most 200 characters.",
        )
        .hint("登記や名刺の名前を一行で入れてください。", "Enter the name under which it is known, on one line.")
        .field("name"));
    }
    for (field, text) in [("supplies", &entry.supplies), ("note", &entry.note)] {
        if text.chars().count() > LONGEST {
            return Err(Error::invalid("partner.long", "2,000文字以内にしてください。", "At most 2,000 characters.")
                .hint("短くするか、詳しいことは証跡に付けてください。", "Shorten it, or keep the details as evidence.")
                .field(field));
        }
    }
    let identity = identity(name, &entry.identity_kind, &entry.identity)?;
    let other = if identity.kind() == IdentityKind::Own {
        None
    } else {
        register::by_identity(cx.tx, organization, &identity)?
    };
    if other.is_some_and(|other| other.id != id) {
        return Err(Error::invalid(
            "partner.known",
            "この番号の取引先は、もう登録されています。",
            "A partner with this number is registered already.",
        )
        .hint("一覧と、しまったものの中から探してください。", "Look for it in the list and in the archive.")
        .field("identity"));
    }
    Ok(identity)
}
