//! Partners as programs send and get them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_app::Error;
use tasuki_app::register::{Decision, Entry, Line, Whole};
use tasuki_scheme::road::{Asking, Reply};
use tasuki_store::register::{Contact, Contract, Need, NeedReply};
use tasuki_store::{PartnerId, PersonId};
use utoipa::ToSchema;

use crate::words::{IdentityKindWord, NeedReplyWord};

/// A partner as it stands in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartnerLineBody {
    /// Identifier.
    id: String,
    /// Its name.
    name: String,
    /// The kind of its identity.
    #[schema(value_type = IdentityKindWord)]
    identity_kind: &'static str,
    /// The identity; for `own` the name by which it is known.
    identity: String,
    /// What it supplies.
    supplies: String,
    /// Who of us looks after it.
    owner: Option<String>,
    /// How many steps away it is: 1 supplies us; null where no way to us is known.
    tier: Option<u16>,
    /// Whether somebody has decided which ★ is asked.
    decided: bool,
    /// The ★ that is asked; null where none is, or nobody has decided.
    star: Option<u8>,
    /// When it was archived, in milliseconds since 1970.
    archived: Option<i64>,
    /// Goes up with every change.
    version: i64,
}

impl From<Line> for PartnerLineBody {
    fn from(own: Line) -> Self {
        let Line { partner, tier, need } = own;
        Self {
            id: partner.id.to_string(),
            identity_kind: partner.identity.kind().word(),
            identity: partner.identity.text().to_owned(),
            name: partner.name,
            supplies: partner.supplies,
            owner: partner.owner.map(|owner| owner.to_string()),
            tier,
            decided: need.is_some(),
            star: need.and_then(|need| need.star),
            archived: partner.archived,
            version: partner.version,
        }
    }
}

/// A partner.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartnerBody {
    /// Identifier.
    id: String,
    /// Its name.
    name: String,
    /// The kind of its identity.
    #[schema(value_type = IdentityKindWord)]
    identity_kind: String,
    /// The identity; empty where it is the name.
    identity: String,
    /// What it supplies.
    supplies: String,
    /// What else there is to say.
    note: String,
    /// Who of us looks after it.
    owner: Option<String>,
    /// Whether it supplies us; otherwise it only supplies others in the chain.
    direct: bool,
    /// Whom to ask there.
    contacts: Vec<PartnerContactBody>,
    /// Our products that depend on it.
    products: Vec<String>,
    /// Our sites that depend on it.
    sites: Vec<String>,
    /// Contracts with it.
    contracts: Vec<PartnerContractBody>,
    /// The partners that it supplies.
    customers: Vec<String>,
    /// When it was added, in milliseconds since 1970.
    created: i64,
    /// When it was archived.
    archived: Option<i64>,
    /// Goes up with every change; for `If-Match`.
    version: i64,
}

impl From<Whole> for PartnerBody {
    fn from(own: Whole) -> Self {
        let partner = &own.partner;
        let (id, created) = (partner.id.to_string(), partner.created);
        let (archived, version) = (partner.archived, partner.version);
        let entry = Entry::from(own);
        Self {
            id,
            name: entry.name,
            identity_kind: entry.identity_kind,
            identity: entry.identity,
            supplies: entry.supplies,
            note: entry.note,
            owner: entry.owner.map(|owner| owner.to_string()),
            direct: entry.direct,
            contacts: entry.contacts.into_iter().map(PartnerContactBody::from).collect(),
            products: entry.products,
            sites: entry.sites,
            contracts: entry.contracts.into_iter().map(PartnerContractBody::from).collect(),
            customers: entry.customers.iter().map(PartnerId::to_string).collect(),
            created,
            archived,
            version,
        }
    }
}

/// Somebody at a partner.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PartnerContactBody {
    /// Their name.
    name: String,
    /// Their department and office.
    office: String,
    /// Their mail address.
    mail: String,
    /// Their telephone number.
    phone: String,
}

impl From<Contact> for PartnerContactBody {
    fn from(Contact { name, office, mail, phone }: Contact) -> Self {
        Self { name, office, mail, phone }
    }
}

/// A contract with a partner.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PartnerContractBody {
    /// What it is called.
    title: String,
    /// Its first day.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    starts: Option<Date>,
    /// Its last day; null for one without an end.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    ends: Option<Date>,
}

impl From<Contract> for PartnerContractBody {
    fn from(Contract { title, starts, ends }: Contract) -> Self {
        Self { title, starts, ends }
    }
}

/// What is entered about a partner. What is not given stays as it was; a new partner has none of it, and supplies us.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PartnerEntryBody {
    /// Its name.
    name: String,
    /// The kind of its identity; not given: `own`.
    #[serde(default)]
    #[schema(value_type = Option<IdentityKindWord>)]
    identity_kind: Option<String>,
    /// The identity. May be empty for `own`, which then uses the name.
    #[serde(default)]
    identity: String,
    /// What it supplies.
    #[serde(default)]
    supplies: String,
    /// What else there is to say.
    #[serde(default)]
    note: String,
    /// Who of us looks after it; empty: nobody.
    #[serde(default)]
    owner: Option<String>,
    /// Whether it supplies us.
    #[serde(default)]
    direct: Option<bool>,
    /// Whom to ask there.
    #[serde(default)]
    contacts: Option<Vec<PartnerContactBody>>,
    /// Our products that depend on it.
    #[serde(default)]
    products: Option<Vec<String>>,
    /// Our sites that depend on it.
    #[serde(default)]
    sites: Option<Vec<String>>,
    /// Contracts with it.
    #[serde(default)]
    contracts: Option<Vec<PartnerContractBody>>,
    /// The partners that it supplies.
    #[serde(default)]
    customers: Option<Vec<String>>,
    /// Whether it is in the archive; not given: as it was.
    #[serde(default)]
    pub(super) archived: Option<bool>,
}

impl PartnerEntryBody {
    /// The entry, on what stood there before.
    pub(super) fn over(self, before: Entry) -> Result<Entry, Error> {
        let contact = |own: PartnerContactBody| {
            let PartnerContactBody { name, office, mail, phone } = own;
            Contact { name, office, mail, phone }
        };
        let contract = |own: PartnerContractBody| Contract { title: own.title, starts: own.starts, ends: own.ends };
        let owner: Option<Option<PersonId>> = match self.owner.as_deref() {
            None => None,
            Some("") => Some(None),
            Some(id) => Some(Some(id.parse().map_err(|_| unknown("owner"))?)),
        };
        let customers = self.customers.map(|ids| ids.iter().map(|id| id.parse()).collect::<Result<Vec<_>, _>>());
        let customers = customers.transpose().map_err(|_| unknown("customers"))?;
        Ok(Entry {
            name: self.name,
            identity_kind: self.identity_kind.unwrap_or_default(),
            identity: self.identity,
            supplies: self.supplies,
            note: self.note,
            owner: owner.unwrap_or(before.owner),
            direct: self.direct.unwrap_or(before.direct),
            contacts: self.contacts.map_or(before.contacts, |all| all.into_iter().map(contact).collect()),
            products: self.products.unwrap_or(before.products),
            sites: self.sites.unwrap_or(before.sites),
            contracts: self.contracts.map_or(before.contracts, |all| all.into_iter().map(contract).collect()),
            customers: customers.unwrap_or(before.customers),
        })
    }
}

fn unknown(field: &'static str) -> Error {
    Error::invalid("partner.identifier", "知らない識別子です。", "An unknown identifier.")
        .hint("一覧にある識別子を送ってください。", "Send an identifier of the list of members or partners.")
        .field(field)
}

/// The questions which ★ to ask of a partner, and what was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartnerNeedsBody {
    /// The ★ that one yes asks for.
    yes: Option<u8>,
    /// The ★ when every question is answered with no.
    no: Option<u8>,
    /// The questions.
    questions: Vec<PartnerQuestionBody>,
    /// What else a person looks at.
    factors: Vec<PartnerFactorBody>,
    /// The decisions, the newest first.
    items: Vec<PartnerNeedBody>,
}

/// A question.
#[derive(Debug, Serialize, ToSchema)]
struct PartnerQuestionBody {
    /// Identifier.
    id: String,
    /// The question, in Japanese.
    ja: String,
    /// In English.
    en: String,
}

/// Something else to look at.
#[derive(Debug, Serialize, ToSchema)]
struct PartnerFactorBody {
    /// Identifier.
    id: String,
    /// What it is, in Japanese.
    ja: String,
    /// In English.
    en: String,
}

impl PartnerNeedsBody {
    pub(super) fn new(asking: Option<Asking>, needs: Vec<Need>) -> Self {
        let items = needs.into_iter().map(PartnerNeedBody::from).collect();
        let (yes, no) = (asking.as_ref().map(|own| own.yes), asking.as_ref().map(|own| own.no));
        let (questions, factors) = asking.map(|own| (own.questions, own.factors)).unwrap_or_default();
        let questions = questions
            .into_iter()
            .map(|own| PartnerQuestionBody { id: own.id, ja: own.title.ja, en: own.title.en })
            .collect();
        let factors =
            factors.into_iter().map(|own| PartnerFactorBody { id: own.id, ja: own.title.ja, en: own.title.en });
        Self { yes, no, questions, factors: factors.collect(), items }
    }
}

/// A decision which ★ is asked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartnerNeedBody {
    /// Its number, from 1.
    number: i64,
    /// The replies.
    replies: Vec<PartnerReplyBody>,
    /// The identifiers of what else was looked at.
    factors: Vec<String>,
    /// The ★ that followed from the replies; null where a person had to decide.
    proposed: Option<u8>,
    /// The ★ that is asked; null where none is.
    star: Option<u8>,
    /// Why.
    reason: String,
    /// When it was decided, in milliseconds since 1970.
    at: i64,
    /// By whom.
    by: String,
}

impl From<Need> for PartnerNeedBody {
    fn from(own: Need) -> Self {
        let replies = own.replies.into_iter().map(|own| PartnerReplyBody {
            question: own.question,
            reply: own.reply,
            reason: own.reason,
        });
        Self {
            number: own.number,
            replies: replies.collect(),
            factors: own.factors,
            proposed: own.proposed,
            star: own.star,
            reason: own.reason,
            at: own.at,
            by: own.by.to_string(),
        }
    }
}

/// The reply to a question.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PartnerReplyBody {
    /// The identifier of the question.
    question: String,
    /// The reply.
    #[schema(value_type = NeedReplyWord)]
    reply: Reply,
    /// Why.
    #[serde(default)]
    reason: String,
}

/// A decision which ★ to ask of a partner.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PartnerDecisionBody {
    /// The replies. A question without one counts as not known.
    #[serde(default)]
    replies: Vec<PartnerReplyBody>,
    /// The identifiers of what else was looked at.
    #[serde(default)]
    factors: Vec<String>,
    /// The ★ that is asked; null: none is.
    star: Option<u8>,
    /// Why; needed where the decision is not what follows from the replies.
    #[serde(default)]
    reason: String,
}

impl From<PartnerDecisionBody> for Decision {
    fn from(own: PartnerDecisionBody) -> Self {
        let replies = own.replies.into_iter().map(|own| NeedReply {
            question: own.question,
            reply: own.reply,
            reason: own.reason,
        });
        Self { replies: replies.collect(), factors: own.factors, star: own.star, reason: own.reason }
    }
}
