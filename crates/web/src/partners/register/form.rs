//! What the form of a partner sends: fields in order, those of contacts and contracts once for each row.

use jiff::civil::Date;
use tasuki_app::register::{self, Entry};
use tasuki_app::{Context, Error};
use tasuki_store::register::{Contact, Contract};

/// The fields of a form, in order, with repetitions.
pub(super) type Fields = Vec<(String, String)>;

/// The value of a field that stands once.
pub(super) fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str())
}

/// The values of a field that may stand several times.
pub(super) fn all<'a>(fields: &'a Fields, name: &'a str) -> impl Iterator<Item = &'a str> {
    fields.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
}

/// What stands in the form.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    /// What is entered, except for what is still text.
    pub(super) entry: Entry,
    /// Who looks after it: an identifier, or empty.
    pub(super) owner: String,
    /// The contracts, with their days as they were typed.
    pub(super) contracts: Vec<ContractView>,
    /// Names and numbers of further partners that it supplies, one on a line.
    pub(super) further: String,
    /// The version that the person saw.
    pub(super) version: String,
}

/// A contract as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct ContractView {
    pub(super) title: String,
    pub(super) starts: String,
    pub(super) ends: String,
}

impl Sent {
    /// The form of an entry.
    pub(super) fn of(mut entry: Entry) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let contracts = std::mem::take(&mut entry.contracts).into_iter();
        let contracts = contracts
            .map(|own| ContractView { title: own.title, starts: day(own.starts), ends: day(own.ends) })
            .collect();
        let owner = entry.owner.map(|owner| owner.to_string()).unwrap_or_default();
        Self { entry, owner, contracts, further: String::new(), version: String::new() }
    }

    /// Reads what was sent. Nothing of it is refused here: a page must be able to show it again.
    pub(super) fn read(fields: &Fields) -> Self {
        let text = |name: &str| field(fields, name).to_owned();
        let lines = |name: &str| field(fields, name).lines().map(str::to_owned).collect();
        let column = |name| all(fields, name).map(str::to_owned).collect::<Vec<_>>();
        let contacts = rows(["contact_name", "contact_office", "contact_mail", "contact_phone"].map(column))
            .map(|[name, office, mail, phone]| Contact { name, office, mail, phone })
            .filter(|own| *own != Contact::default())
            .collect();
        let contracts = rows(["contract_title", "contract_starts", "contract_ends"].map(column))
            .map(|[title, starts, ends]| ContractView { title, starts, ends })
            .filter(|own| !(own.title.is_empty() && own.starts.is_empty() && own.ends.is_empty()))
            .collect();
        let entry = Entry {
            name: text("name"),
            identity_kind: text("identity_kind"),
            identity: text("identity"),
            supplies: text("supplies"),
            note: text("note"),
            owner: None,
            direct: field(fields, "direct") != "false",
            contacts,
            products: lines("products"),
            sites: lines("sites"),
            contracts: Vec::new(),
            customers: all(fields, "customer").filter_map(|id| id.parse().ok()).collect(),
        };
        Self { entry, owner: text("owner"), contracts, further: text("further"), version: text("version") }
    }

    /// The entry, with its days and its names looked up.
    pub(super) fn entry(&self, cx: &mut Context<'_, '_>) -> Result<Entry, Error> {
        let mut entry = self.entry.clone();
        entry.owner = match &*self.owner {
            "" => None,
            owner => Some(owner.parse().map_err(|_| Error::not_found())?),
        };
        for own in &self.contracts {
            let (starts, ends) = (day(&own.starts)?, day(&own.ends)?);
            entry.contracts.push(Contract { title: own.title.clone(), starts, ends });
        }
        let further: Vec<&str> = self.further.lines().map(str::trim).filter(|name| !name.is_empty()).collect();
        entry.customers.extend(register::named(cx, &further)?);
        Ok(entry)
    }

    /// The lines of products, for a field.
    pub(super) fn products(&self) -> String {
        self.entry.products.join("\n")
    }

    /// The lines of sites, for a field.
    pub(super) fn sites(&self) -> String {
        self.entry.sites.join("\n")
    }
}

/// The rows of columns of equal length; what is longer than the first is left out.
fn rows<const N: usize>(columns: [Vec<String>; N]) -> impl Iterator<Item = [String; N]> {
    let length = columns[0].len();
    (0..length).map(move |at| std::array::from_fn(|column| columns[column].get(at).cloned().unwrap_or_default()))
}

fn day(typed: &str) -> Result<Option<Date>, Error> {
    if typed.is_empty() {
        return Ok(None);
    }
    typed.parse().map(Some).map_err(|_| {
        Error::invalid("partner.day", "日付は 2026-12-01 の形で入れてください。", "Give the date as 2026-12-01.")
            .hint("日付がなければ空のままにしてください。", "Leave it empty if there is none.")
            .field("contracts")
    })
}
