//! What else is known of a partner: whom to ask there, what depends on it, its contracts, and whom it supplies.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::day;
use crate::{OrganizationId, PartnerId, PersonId, StoreError, Tx, params};

/// What else is known of a partner. Lists are in the order in which they were entered, names of products and sites by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Details {
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

/// Somebody at a partner.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// Their department and office.
    pub office: String,
    /// Their mail address; may be empty.
    pub mail: String,
    /// Their telephone number; may be empty.
    pub phone: String,
}

/// A contract with a partner.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contract {
    /// What it is called.
    pub title: String,
    /// Its first day.
    pub starts: Option<Date>,
    /// Its last day; none for one without an end.
    pub ends: Option<Date>,
}

/// A contract that ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The partner.
    pub partner: PartnerId,
    /// The partner's name.
    pub name: String,
    /// Who of us looks after the partner.
    pub owner: Option<PersonId>,
    /// What the contract is called.
    pub title: String,
    /// Its last day.
    pub ends: Date,
}

const PRODUCT: &str = "product";
const SITE: &str = "site";

/// The details of one partner.
pub fn details(tx: &mut Tx<'_>, organization: OrganizationId, partner: PartnerId) -> Result<Details, StoreError> {
    Ok(read(tx, organization, Some(partner))?.remove(&partner).unwrap_or_default())
}

/// The details of every partner of which there are any.
pub fn details_of_all(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
) -> Result<HashMap<PartnerId, Details>, StoreError> {
    read(tx, organization, None)
}

/// Reads the details of one partner or of all: one query for each table.
fn read(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    partner: Option<PartnerId>,
) -> Result<HashMap<PartnerId, Details>, StoreError> {
    let mut all: HashMap<PartnerId, Details> = HashMap::new();
    let values = params![&organization, partner.as_ref()];
    let contacts = "SELECT partner, name, office, mail, phone FROM partner_contacts
        WHERE organization = ?1 AND (CAST(?2 AS TEXT) IS NULL OR partner = ?2) ORDER BY partner, position";
    for (partner, contact) in tx.query(contacts, values, |row| {
        let (name, office, mail, phone) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        Ok((row.get(0)?, Contact { name, office, mail, phone }))
    })? {
        all.entry(partner).or_default().contacts.push(contact);
    }
    let contracts = "SELECT partner, title, starts, ends FROM partner_contracts
        WHERE organization = ?1 AND (CAST(?2 AS TEXT) IS NULL OR partner = ?2) ORDER BY partner, position";
    for (partner, contract) in tx.query(contracts, values, |row| {
        let (title, starts, ends) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((row.get(0)?, Contract { title, starts: day(starts)?, ends: day(ends)? }))
    })? {
        all.entry(partner).or_default().contracts.push(contract);
    }
    let dependents = "SELECT partner, kind, name FROM partner_dependents
        WHERE organization = ?1 AND (CAST(?2 AS TEXT) IS NULL OR partner = ?2) ORDER BY partner";
    let read = |row: &crate::Row<'_>| Ok((row.get(0)?, row.get::<String>(1)?, row.get(2)?));
    for (partner, kind, name) in tx.query(dependents, values, read)? {
        let details = all.entry(partner).or_default();
        if kind == SITE { &mut details.sites } else { &mut details.products }.push(name);
    }
    // Engines order names by rules of their own.
    for details in all.values_mut() {
        details.products.sort_unstable();
        details.sites.sort_unstable();
    }
    let customers = "SELECT partner, customer FROM partner_supplies
        WHERE organization = ?1 AND (CAST(?2 AS TEXT) IS NULL OR partner = ?2) ORDER BY partner, customer";
    for (partner, customer) in tx.query(customers, values, |row| Ok((row.get(0)?, row.get(1)?)))? {
        all.entry(partner).or_default().customers.push(customer);
    }
    Ok(all)
}

/// Writes the details of a partner in the place of those that it had.
pub fn put_details(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    partner: PartnerId,
    details: &Details,
) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM partner_contacts WHERE organization = ?1 AND partner = ?2",
        "DELETE FROM partner_contracts WHERE organization = ?1 AND partner = ?2",
        "DELETE FROM partner_dependents WHERE organization = ?1 AND partner = ?2",
        "DELETE FROM partner_supplies WHERE organization = ?1 AND partner = ?2",
    ] {
        tx.execute(sql, params![&organization, &partner])?;
    }
    for (position, own) in (0_i64..).zip(&details.contacts) {
        tx.execute(
            "INSERT INTO partner_contacts (organization, partner, position, name, office, mail, phone)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![&organization, &partner, position, &own.name, &own.office, &own.mail, &own.phone],
        )?;
    }
    for (position, own) in (0_i64..).zip(&details.contracts) {
        let [starts, ends] = [own.starts, own.ends].map(|day| day.map(|day| day.to_string()));
        tx.execute(
            "INSERT INTO partner_contracts (organization, partner, position, title, starts, ends)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![&organization, &partner, position, &own.title, starts.as_deref(), ends.as_deref()],
        )?;
    }
    for (kind, names) in [(PRODUCT, &details.products), (SITE, &details.sites)] {
        for name in names {
            tx.execute(
                "INSERT INTO partner_dependents (organization, partner, kind, name) VALUES (?1, ?2, ?3, ?4)",
                params![&organization, &partner, kind, name],
            )?;
        }
    }
    for customer in &details.customers {
        tx.execute(
            "INSERT INTO partner_supplies (organization, partner, customer) VALUES (?1, ?2, ?3)",
            params![&organization, &partner, customer],
        )?;
    }
    Ok(())
}

/// Every pair of a partner and another one that it supplies.
pub fn supplies(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<(PartnerId, PartnerId)>, StoreError> {
    tx.query(
        "SELECT partner, customer FROM partner_supplies WHERE organization = ?1 ORDER BY partner, customer",
        params![&organization],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The contracts with partners in use that end by a day, the first to end first.
pub fn ending(tx: &mut Tx<'_>, organization: OrganizationId, by: Date) -> Result<Vec<Ending>, StoreError> {
    let read = |row: &crate::Row<'_>| {
        let ends: Option<Date> = day(row.get(4)?)?;
        let (partner, name, owner, title) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(ends.map(|ends| Ending { partner, name, owner, title, ends }))
    };
    let all = tx.query(
        "SELECT p.id, p.name, p.owner, c.title, c.ends FROM partner_contracts c
         JOIN partners p ON p.organization = c.organization AND p.id = c.partner
         WHERE c.organization = ?1 AND c.ends <= ?2 AND p.archived IS NULL ORDER BY c.ends, p.id, c.position",
        params![&organization, &by.to_string()],
        read,
    )?;
    Ok(all.into_iter().flatten().collect())
}
