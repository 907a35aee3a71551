//! The chain of the example: the partners in its register.

use jiff::ToSpan;
use tasuki_scheme::IdentityKind;
use tasuki_store::register::{Contact, Contract, NeedReply};

use super::data::Enrolled;
use crate::register::{self, Decision, Entry};
use crate::{Context, Error, Moment};

/// Registers a partner, and decides which ★ to ask of it; whoever acts now does it. `now` is today.
pub(super) fn enrol(cx: &mut Context<'_, '_>, own: &Enrolled, now: Moment) -> Result<(), Error> {
    let customers: Vec<&str> = own.customers.iter().map(String::as_str).collect();
    let customers = register::named(cx, &customers)?;
    let contacts = own.contact.iter().map(|[name, mail]| {
        let (name, mail) = (name.clone(), mail.clone());
        Contact { name, mail, ..Contact::default() }
    });
    let contracts = own.contract.iter().map(|(title, days)| {
        let ends = Some(now.today.saturating_add(days.days()));
        Contract { title: title.clone(), starts: None, ends }
    });
    let kind = if own.identity.is_empty() { IdentityKind::Own } else { IdentityKind::CorporateNumber };
    let entry = Entry {
        name: own.name.clone(),
        identity_kind: kind.word().to_owned(),
        identity: own.identity.clone(),
        supplies: own.supplies.clone(),
        direct: own.direct,
        contacts: contacts.collect(),
        products: own.products.clone(),
        sites: own.sites.clone(),
        contracts: contracts.collect(),
        customers,
        ..Entry::default()
    };
    let id = register::create(cx, &entry)?.partner.id;
    if own.replies.is_empty() { Ok(()) } else { register::decide(cx, id, None, &decision(own)).map(drop) }
}

fn decision(own: &Enrolled) -> Decision {
    let replies = own.replies.iter().map(|(question, reply, reason)| NeedReply {
        question: question.clone(),
        reply: *reply,
        reason: reason.clone(),
    });
    let (replies, factors) = (replies.collect(), own.factors.clone());
    Decision { replies, factors, star: own.star, reason: String::new() }
}
