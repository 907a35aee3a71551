//! Who asks, when, and in which transaction.

use serde::Serialize;
use tasuki_catalog::{Lang, Library};
use tasuki_scheme::{Permission, Role};
use tasuki_store::members::Member;
use tasuki_store::people::Person;
use tasuki_store::{OrganizationId, SessionId, Tx, audit};

use crate::founders::Founders;
use crate::standings::Standings;
use crate::{Error, Event, Moment, Random};

/// How somebody came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// A session of a browser.
    Session(SessionId),
    /// An API token with its scopes.
    Token {
        /// The token's identifier.
        id: String,
        /// For which organization it was made.
        organization: OrganizationId,
        /// What it may do at most.
        scopes: Vec<String>,
    },
    /// The program itself: the command line, the demo, a timer.
    System,
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who.
    pub person: Person,
    /// How.
    pub via: Via,
    /// The person's membership of the organization of the request, if there is one.
    pub member: Option<Member>,
    /// Whether a passkey or a second factor was shown in this session.
    pub assured: bool,
    /// Whether the person is a member whom the organization does not let in without a second factor.
    pub lacks_factor: bool,
}

impl Actor {
    /// Somebody in whose name the program acts by itself.
    pub(crate) fn system(person: Person, member: Option<Member>) -> Self {
        Self { person, via: Via::System, member, assured: false, lacks_factor: false }
    }
}

impl Actor {
    /// Whether whoever comes so may change nothing at all.
    pub(crate) fn only_reads(&self) -> bool {
        matches!(&self.via, Via::Token { scopes, .. } if scopes.iter().all(|scope| scope == "read"))
    }
}

/// A transaction and everything a use case needs beside its own input.
pub struct Context<'a, 'tx> {
    /// The transaction.
    pub tx: &'a mut Tx<'tx>,
    /// All catalogues.
    pub library: &'static Library,
    /// Now.
    pub now: Moment,
    /// Who asks, if anybody is signed in.
    pub actor: Option<Actor>,
    pub(crate) random: &'a dyn Random,
    pub(crate) events: Vec<Event>,
    pub(crate) post: Post<'a>,
    pub(crate) standings: &'a Standings,
    /// What was done so far of what is written down as one ([`Context::together`]).
    pub(crate) gathered: Option<Vec<audit::Item>>,
}

/// How people and programs are reached.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Post<'a> {
    /// The address under which they reach the server, without a slash at its end.
    pub(crate) base_url: &'a str,
    /// Whether the server sends mail.
    pub(crate) mails: bool,
    /// Whether webhooks may be in a private network.
    pub(crate) private_webhooks: bool,
    /// Who may make organizations.
    pub(crate) founders: Founders,
}

impl<'tx> Context<'_, 'tx> {
    /// Who is signed in.
    pub fn actor(&self) -> Result<&Actor, Error> {
        self.actor.as_ref().ok_or_else(Error::sign_in)
    }

    /// The person who is signed in.
    pub fn person(&self) -> Result<&Person, Error> {
        Ok(&self.actor()?.person)
    }

    /// The person's membership of the request's organization. Strangers learn nothing: not found.
    pub fn member(&self) -> Result<&Member, Error> {
        let actor = self.actor()?;
        actor.member.as_ref().ok_or_else(|| if actor.lacks_factor { Error::factor() } else { Error::not_found() })
    }

    /// The request's organization, of which the person is a member.
    pub fn organization(&self) -> Result<OrganizationId, Error> {
        Ok(self.member()?.organization)
    }

    /// Whether the person may do something in the request's organization.
    pub fn may(&self, permission: Permission) -> bool {
        let Some(actor) = &self.actor else { return false };
        let scope = match &actor.via {
            Via::Token { scopes, .. } => scopes.iter().any(|scope| scope_covers(scope, permission)),
            Via::Session(_) | Via::System => true,
        };
        scope && actor.member.as_ref().is_some_and(|member| member.roles.may(permission))
    }

    /// The request's organization, when the person may do something there. Otherwise not found.
    pub fn require(&self, permission: Permission) -> Result<OrganizationId, Error> {
        let organization = self.organization()?;
        if self.may(permission) { Ok(organization) } else { Err(Error::not_found()) }
    }

    /// Whether the person may answer criteria of an area: a contributor only those of the own areas.
    pub fn may_answer(&self, edition: &str, area: &str) -> bool {
        let Some(member) = self.actor.as_ref().and_then(|actor| actor.member.as_ref()) else { return false };
        let everywhere = member.areas.is_empty() || member.roles.contains(Role::SecurityLead);
        self.may(Permission::Answer)
            && (everywhere || member.areas.iter().any(|own| own.edition == edition && own.area == area))
    }

    /// The language in which the person reads.
    pub fn lang(&self) -> Lang {
        match &self.actor {
            Some(actor) if actor.person.lang == "en" => Lang::En,
            _ => Lang::Ja,
        }
    }

    /// Ten random bytes for an identifier made now: `TaskId::new(cx.now.milliseconds(), cx.random())`.
    pub fn random(&self) -> [u8; 10] {
        self.random_bytes()
    }

    /// Random bytes that nobody can guess.
    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// Writes into the audit log what the person did in the request's organization. `before` and `after` are the states, of
    /// which the log keeps digests; `detail` is what people want to read later.
    pub fn record<S: Serialize>(
        &mut self,
        action: &str,
        subject: &str,
        before: Option<&S>,
        after: Option<&S>,
        detail: &serde_json::Value,
    ) -> Result<(), Error> {
        self.record_in(self.own_chain(), action, subject, before, after, detail)
    }

    /// The same in a chain that is named, for what nobody did: timers, and what is sent. None is the chain of the server.
    pub(crate) fn record_in<S: Serialize>(
        &mut self,
        organization: Option<OrganizationId>,
        action: &str,
        subject: &str,
        before: Option<&S>,
        after: Option<&S>,
        detail: &serde_json::Value,
    ) -> Result<(), Error> {
        if let Some(gathered) = &mut self.gathered {
            gathered.push(audit::Item::new(action, subject, detail.clone()));
            return Ok(());
        }
        let state = |state: Option<&S>| {
            state.map_or_else(String::new, |state| serde_json::to_string(state).unwrap_or_default())
        };
        let (before, after) = (state(before), state(after));
        let chain = chain_of(organization);
        let (actor, text) = (self.actor_named(), detail.to_string());
        let entry =
            audit::Entry { before: &before, after: &after, ..self.entry(&chain, &actor, action, subject, &text) };
        Ok(audit::append(self.tx, &entry)?)
    }

    /// Writes down a change of rows whose digests are at hand, before and after.
    pub(crate) fn record_sealed(
        &mut self,
        action: &str,
        subject: &str,
        seals: [[u8; 32]; 2],
        detail: serde_json::Value,
    ) -> Result<(), Error> {
        if let Some(gathered) = &mut self.gathered {
            gathered.push(audit::Item::sealed(action, subject.to_owned(), seals, detail));
            return Ok(());
        }
        let (chain, actor, text) = (chain_of(self.own_chain()), self.actor_named(), detail.to_string());
        let entry = audit::Entry { seals: Some(seals), ..self.entry(&chain, &actor, action, subject, &text) };
        Ok(audit::append(self.tx, &entry)?)
    }

    /// Does many things of which the log tells in one entry, with each of them in its detail. What was only one is told as itself. `about` is
    /// what they have in common.
    pub(crate) fn together<T>(
        &mut self,
        action: &str,
        subject: &str,
        about: serde_json::Value,
        work: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.gathered.is_some() {
            return work(self);
        }
        self.gathered = Some(Vec::new());
        let done = work(self);
        let items = self.gathered.take().unwrap_or_default();
        let done = done?;
        let (chain, actor) = (chain_of(self.own_chain()), self.actor_named());
        if let [item] = &items[..] {
            let mut detail = about;
            if let (Some(detail), serde_json::Value::Object(own)) = (detail.as_object_mut(), &item.detail) {
                detail.extend(own.clone());
            }
            let text = detail.to_string();
            let seals = item.seals();
            let entry = audit::Entry { seals, ..self.entry(&chain, &actor, &item.action, &item.subject, &text) };
            audit::append(self.tx, &entry)?;
        } else {
            let text = about.to_string();
            let entry = self.entry(&chain, &actor, action, subject, &text);
            audit::append_many(self.tx, &entry, items)?;
        }
        Ok(done)
    }

    /// Writes down what was done to many things of a chain as one entry.
    pub(crate) fn record_many(
        &mut self,
        organization: Option<OrganizationId>,
        action: &str,
        subject: &str,
        about: &serde_json::Value,
        items: Vec<audit::Item>,
    ) -> Result<(), Error> {
        let (chain, actor, text) = (chain_of(organization), self.actor_named(), about.to_string());
        let entry = self.entry(&chain, &actor, action, subject, &text);
        Ok(audit::append_many(self.tx, &entry, items)?)
    }

    fn entry<'e>(
        &self,
        organization: &'e str,
        actor: &'e str,
        action: &'e str,
        subject: &'e str,
        detail: &'e str,
    ) -> audit::Entry<'e> {
        let at = self.now.milliseconds();
        audit::Entry { organization, at, actor, action, subject, before: "", after: "", detail, seals: None }
    }

    /// The organization of the request.
    fn own_chain(&self) -> Option<OrganizationId> {
        self.actor.as_ref().and_then(|actor| actor.member.as_ref()).map(|member| member.organization)
    }

    /// Who acts, as the log names it.
    pub(crate) fn actor_named(&self) -> String {
        match &self.actor {
            Some(Actor { via: Via::Token { id, .. }, person, .. }) => format!("{}/{id}", person.id),
            Some(actor) => actor.person.id.to_string(),
            None => "system".to_owned(),
        }
    }

    /// Tells everybody who listens, once the transaction has been committed.
    pub fn emit(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Borrows the transaction for a repository.
    pub fn tx(&mut self) -> &mut Tx<'tx> {
        self.tx
    }
}

/// The chain of an organization; that of the server is the empty text.
fn chain_of(organization: Option<OrganizationId>) -> String {
    organization.map_or_else(String::new, |organization| organization.to_string())
}

/// Whether a token's scope covers a permission: `read` what only reads, `write` what the person's roles allow for
/// assessments, `admin` everything the person may do.
fn scope_covers(scope: &str, permission: Permission) -> bool {
    use Permission as P;
    let reads = matches!(permission, P::ReadAssessments | P::ReadEvidence | P::ReadMembers | P::ReadAudit);
    match scope {
        "read" => reads,
        "write" => !matches!(permission, P::ManageMembers | P::ManageOrganization | P::ManageIntegrations),
        "admin" => true,
        _ => false,
    }
}
