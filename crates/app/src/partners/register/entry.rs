//! What is entered about a partner, and what is wrong with it.

use jiff::civil::Date;
use serde::Deserialize;
use tasuki_catalog::{legible, visible};
use tasuki_scheme::{Identity, IdentityKind, Permission};
use tasuki_store::register::{self, Contact, Contract, Details, Partner};
use tasuki_store::{OrganizationId, PartnerId, PersonId, members};

use crate::organizations::identity;
use crate::{Context, Error, happened};

/// The longest line, and the longest of the other texts, in characters.
const LINE: usize = 200;
const LONGEST: usize = 2_000;
/// The most contacts, contracts, products, sites and customers of one partner, each.
const MOST: usize = 200;

/// What is entered about a partner.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
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
    /// Who of us looks after it.
    pub owner: Option<PersonId>,
    /// Whether it supplies us.
    pub direct: bool,
    /// Whom to ask there.
    pub contacts: Vec<Contact>,
    /// Our products that depend on it.
    pub products: Vec<String>,
    /// Our sites that depend on it.
    pub sites: Vec<String>,
    /// Contracts with it.
    pub contracts: Vec<Contract>,
    /// The partners that it supplies.
    pub customers: Vec<PartnerId>,
}

impl Default for Entry {
    fn default() -> Self {
        let text = String::new;
        Self {
            name: text(),
            identity_kind: text(),
            identity: text(),
            supplies: text(),
            note: text(),
            owner: None,
            direct: true,
            contacts: Vec::new(),
            products: Vec::new(),
            sites: Vec::new(),
            contracts: Vec::new(),
            customers: Vec::new(),
        }
    }
}

impl Entry {
    /// What stands in the register, as it would be entered.
    pub fn of(own: Partner, details: Details) -> Self {
        let (identity_kind, identity) = (own.identity.kind().word().to_owned(), own.identity.text().to_owned());
        // The name alone need not be entered twice, and follows when it changes.
        let is_name = own.identity.kind() == IdentityKind::Own && identity == own.name;
        let identity = if is_name { String::new() } else { identity };
        let Details { contacts, products, sites, contracts, customers } = details;
        let (owner, direct) = (own.owner, own.direct);
        let Partner { name, supplies, note, .. } = own;
        Self {
            name,
            identity_kind,
            identity,
            supplies,
            note,
            owner,
            direct,
            contacts,
            products,
            sites,
            contracts,
            customers,
        }
    }
}

/// An entry that is right in every field, as it is stored.
pub(super) struct Checked {
    pub(super) name: String,
    pub(super) identity: Identity,
    pub(super) supplies: String,
    pub(super) note: String,
    pub(super) details: Details,
}

/// Checks an entry about the partner `id`; `before` is who looked after it, and whom it supplied.
pub(super) fn check(
    cx: &mut Context<'_, '_>,
    id: PartnerId,
    entry: &Entry,
    before: Option<(&Partner, &Details)>,
) -> Result<Checked, Error> {
    let organization = cx.organization()?;
    let name = visible(&entry.name);
    if name.is_empty() || name.chars().count() > LINE || entry.name.trim().chars().any(char::is_control) {
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
    let identity = identity(&name, &entry.identity_kind, &entry.identity)?;
    once(cx, organization, id, &identity)?;
    owner(cx, organization, entry.owner, before.and_then(|(own, _)| own.owner))?;
    let details = details(cx, (organization, id), entry, before.map(|(_, details)| details))?;
    Ok(Checked { name, identity, supplies: legible(&entry.supplies), note: legible(&entry.note), details })
}

/// A public number stands once in the register.
fn once(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    id: PartnerId,
    identity: &Identity,
) -> Result<(), Error> {
    if identity.kind() == IdentityKind::Own {
        return Ok(());
    }
    if register::by_identity(cx.tx, organization, identity)?.is_some_and(|other| other.id != id) {
        return Err(Error::invalid(
            "partner.known",
            "この番号の取引先は、もう登録されています。",
            "A partner with this number is registered already.",
        )
        .hint("一覧と、しまったものの中から探してください。", "Look for it in the list and in the archive.")
        .field("identity"));
    }
    Ok(())
}

/// Whoever looks after a partner is a member who may read the register. An unchanged one may have left meanwhile.
fn owner(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    owner: Option<PersonId>,
    before: Option<PersonId>,
) -> Result<(), Error> {
    let Some(owner) = owner.filter(|owner| Some(*owner) != before) else { return Ok(()) };
    let today = cx.now.today.to_string();
    let member = members::find(cx.tx, organization, owner, &today)?;
    if member.is_some_and(|member| member.roles.may(Permission::ReadPartners)) {
        return Ok(());
    }
    Err(Error::invalid(
        "partner.owner",
        "この人には取引先を任せられません。",
        "This person cannot look after partners.",
    )
    .hint("取引先を読める人を選んでください。", "Choose somebody who may read the register of partners.")
    .field("owner"))
}

fn details(
    cx: &mut Context<'_, '_>,
    (organization, id): (OrganizationId, PartnerId),
    entry: &Entry,
    before: Option<&Details>,
) -> Result<Details, Error> {
    let contacts = contacts(&entry.contacts)?;
    let contracts = contracts(&entry.contracts, before)?;
    let (products, sites) = (names("products", &entry.products)?, names("sites", &entry.sites)?);
    let mut customers = entry.customers.clone();
    customers.sort_unstable();
    customers.dedup();
    few("customers", customers.len())?;
    for customer in &customers {
        let is_known = *customer != id
            && (before.is_some_and(|before| before.customers.contains(customer))
                || register::find(cx.tx, organization, *customer)?.is_some());
        if !is_known {
            return Err(Error::invalid(
                "partner.customer",
                "納め先は、台帳にある別の取引先から選んでください。",
                "Choose other partners of the register.",
            )
            .hint("先に納め先を登録してください。", "Register the one that it supplies first.")
            .field("customers"));
        }
    }
    Ok(Details { contacts, products, sites, contracts, customers })
}

fn contacts(entered: &[Contact]) -> Result<Vec<Contact>, Error> {
    let mut all = Vec::new();
    for own in entered {
        let [name, office, mail, phone] = [&own.name, &own.office, &own.mail, &own.phone].map(|text| visible(text));
        for text in [&name, &office, &mail, &phone] {
            short("contacts", text)?;
        }
        if name.is_empty() && office.is_empty() && mail.is_empty() && phone.is_empty() {
            continue;
        }
        if !mail.is_empty() && !mail.split_once('@').is_some_and(|(who, at)| !who.is_empty() && at.contains('.')) {
            return Err(Error::invalid(
                "partner.mail",
                "メールアドレスを name@example.com の形で入れてください。",
                "Enter a mail address like name@example.com.",
            )
            .hint("分からなければ空のままにしてください。", "Leave it empty if it is not known.")
            .field("contacts"));
        }
        all.push(Contact { name, office, mail, phone });
    }
    few("contacts", all.len())?;
    Ok(all)
}

fn contracts(entered: &[Contract], before: Option<&Details>) -> Result<Vec<Contract>, Error> {
    let mut all = Vec::new();
    for own in entered {
        let title = visible(&own.title);
        short("contracts", &title)?;
        if title.is_empty() && own.starts.is_none() && own.ends.is_none() {
            continue;
        }
        let is_kept = before.is_some_and(|before| before.contracts.contains(own));
        if title.is_empty() || days(own.starts, own.ends).is_some_and(|(first, last)| first > last) {
            return Err(Error::invalid(
                "partner.contract",
                "契約には名前を入れ、終わりの日を始まりの日より後にしてください。",
                "Give the contract a name, and an end after its beginning.",
            )
            .hint("終わりの日がなければ空のままにしてください。", "Leave the end empty if it has none.")
            .field("contracts"));
        }
        if !is_kept {
            happened::possible_if_any(own.starts, "contracts")?;
            happened::possible_if_any(own.ends, "contracts")?;
        }
        all.push(Contract { title, ..own.clone() });
    }
    few("contracts", all.len())?;
    Ok(all)
}

fn days(first: Option<Date>, last: Option<Date>) -> Option<(Date, Date)> {
    first.zip(last)
}

/// Names, each once.
fn names(field: &'static str, entered: &[String]) -> Result<Vec<String>, Error> {
    let mut all: Vec<String> = entered.iter().map(|name| visible(name)).filter(|name| !name.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    few(field, all.len())?;
    all.iter().try_for_each(|name| short(field, name))?;
    Ok(all)
}

fn short(field: &'static str, text: &str) -> Result<(), Error> {
    if text.chars().count() <= LINE {
        return Ok(());
    }
    Err(Error::invalid("partner.line", "1行は200文字以内にしてください。", "At most 200 characters on a line.")
        .hint("短くするか、メモに書いてください。", "Shorten it, or write it into the note.")
        .field(field))
}

fn few(field: &'static str, count: usize) -> Result<(), Error> {
    if count <= MOST { Ok(()) } else { Err(many().field(field)) }
}

/// The error of a list that is too long.
pub(super) fn many() -> Error {
    Error::invalid("partner.many", "200件以内にしてください。", "At most 200 of them.")
        .hint("まとめて書くか、大事なものだけにしてください。", "Combine them, or keep those that matter.")
}
