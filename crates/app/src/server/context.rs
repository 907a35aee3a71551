//! Who asks, when, and in which transaction.

use std::sync::Arc;

use serde::Serialize;
use tasuki_catalog::{Lang, Library};
use tasuki_scheme::road::Scheme;
use tasuki_store::grants::{Grant, Holder};
use tasuki_store::links::Link;
use tasuki_store::members::Member;
use tasuki_store::persons::Person;
use tasuki_store::{OrganizationId, SessionId, Subject, Tx, audit, catalogs};

use crate::describe::describe;
use crate::destinations::{Addresses, Destination};
use crate::libraries::Libraries;
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
    /// What was granted to the person in the organization of the request, beyond the roles.
    pub grants: Vec<Grant>,
}

/// Somebody without an account who has shown the code of a link.
#[derive(Debug, Clone)]
pub(crate) struct Bearer {
    /// The link.
    pub(crate) link: Link,
    /// What it opens today.
    pub(crate) grants: Vec<Grant>,
}

impl Actor {
    /// Somebody in whose name the program acts by itself.
    pub(crate) fn system(person: Person, member: Option<Member>) -> Self {
        Self { person, via: Via::System, member, assured: false, lacks_factor: false, grants: Vec::new() }
    }
}

impl Actor {
    /// Whether an organization that requires a second factor lets them in only after they have shown one.
    pub(crate) fn needs_factor(&self) -> bool {
        matches!(self.via, Via::Session(_)) && !self.assured
    }

    /// Whether whoever comes so may change nothing at all.
    pub(crate) fn only_reads(&self) -> bool {
        matches!(&self.via, Via::Token { scopes, .. } if scopes.iter().all(|scope| scope == "read"))
    }
}

/// Who may make organizations on a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Founders {
    /// Everybody who has an account, guests and people without an organization too.
    Everybody,
    /// Administrators of an organization: they answer for people already.
    #[default]
    Administrators,
    /// Nobody over pages and API: whoever runs the machine does it there.
    Machine,
}

/// A transaction and everything a use case needs beside its own input.
pub struct Context<'a, 'tx> {
    /// The transaction. Only use cases see it: whoever reads around them reads around permissions.
    pub(crate) tx: &'a mut Tx<'tx>,
    /// The catalogues: the built-in ones, and those of the request's organization.
    pub library: Arc<Library>,
    pub(crate) libraries: &'a Libraries,
    /// The schemes by whose rules roads go on.
    pub(crate) schemes: &'a [Arc<Scheme>],
    /// Now.
    pub now: Moment,
    /// Who asks, if anybody is signed in.
    pub actor: Option<Actor>,
    /// Who looks at what a link opens; then nobody is signed in.
    pub(crate) bearer: Option<Bearer>,
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
    /// The addresses of its places.
    pub(crate) addresses: Addresses,
    /// Whether the server sends mail.
    pub(crate) mails: bool,
    /// Whether webhooks may be in a private network.
    pub(crate) private_webhooks: bool,
    /// Who may make organizations.
    pub(crate) founders: Founders,
}

impl Post<'_> {
    /// The whole address of a place.
    pub(crate) fn link(&self, place: &Destination<'_>) -> String {
        format!("{}{}", self.base_url, (self.addresses)(place))
    }
}

impl Context<'_, '_> {
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

    /// The person's membership of the request's organization, if there is one.
    pub(crate) fn membership(&self) -> Option<&Member> {
        self.actor.as_ref().and_then(|actor| actor.member.as_ref())
    }

    /// The request's organization, of which the person is a member.
    pub fn organization(&self) -> Result<OrganizationId, Error> {
        Ok(self.member()?.organization)
    }

    /// The organization in which something is read: that of the request, or that of the link that was shown.
    pub(crate) fn place(&self) -> Result<OrganizationId, Error> {
        self.bearer.as_ref().map_or_else(|| self.organization(), |bearer| Ok(bearer.link.organization))
    }

    /// Lets somebody act in whose name the program does something, with the catalogues of their organization.
    pub(crate) fn enter(&mut self, actor: Actor) -> Result<(), Error> {
        if let Some(member) = &actor.member {
            self.library = self.library_of(member.organization)?;
        }
        self.actor = Some(actor);
        Ok(())
    }

    /// The catalogues of an organization, whoever asks: those of the request's are at hand.
    pub(crate) fn library_of(&mut self, organization: OrganizationId) -> Result<Arc<Library>, Error> {
        if self.membership().is_some_and(|member| member.organization == organization) {
            return Ok(Arc::clone(&self.library));
        }
        let stamp = catalogs::stamp(self.tx, organization)?;
        Ok(self.libraries.find(self.tx, organization, stamp)?)
    }

    /// Makes the person who has just proven who they are the one who acts.
    pub(crate) fn act_as(&mut self, person: Person) {
        self.actor = Some(Actor::system(person, None));
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
        subject: &Subject,
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
        subject: &Subject,
        before: Option<&S>,
        after: Option<&S>,
        detail: &serde_json::Value,
    ) -> Result<(), Error> {
        has_a_sentence(action, subject);
        if let Some(gathered) = &mut self.gathered {
            gathered.push(audit::Item::new(action, &subject.to_string(), detail.clone()));
            return Ok(());
        }
        let state = |state: Option<&S>| {
            state.map_or_else(String::new, |state| serde_json::to_string(state).unwrap_or_default())
        };
        let (before, after) = (state(before), state(after));
        let chain = chain_of(organization);
        let (actor, text, subject) = (self.actor_named(), detail.to_string(), subject.to_string());
        let entry =
            audit::Entry { before: &before, after: &after, ..self.entry(&chain, &actor, action, &subject, &text) };
        Ok(audit::append(self.tx, &entry)?)
    }

    /// Writes down a change of rows whose digests are at hand, before and after.
    pub(crate) fn record_sealed(
        &mut self,
        action: &str,
        subject: &Subject,
        seals: [[u8; 32]; 2],
        detail: serde_json::Value,
    ) -> Result<(), Error> {
        has_a_sentence(action, subject);
        if let Some(gathered) = &mut self.gathered {
            gathered.push(audit::Item::sealed(action, subject.to_string(), seals, detail));
            return Ok(());
        }
        let (chain, actor) = (chain_of(self.own_chain()), self.actor_named());
        let (subject, text) = (subject.to_string(), detail.to_string());
        let entry = audit::Entry { seals: Some(seals), ..self.entry(&chain, &actor, action, &subject, &text) };
        Ok(audit::append(self.tx, &entry)?)
    }

    /// Does many things of which the log tells in one entry, with each of them in its detail. What was only one is told as itself. `about` is
    /// what they have in common.
    pub(crate) fn together<T>(
        &mut self,
        action: &str,
        subject: &Subject,
        about: serde_json::Value,
        work: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        has_a_sentence(action, subject);
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
            let (subject, text) = (subject.to_string(), about.to_string());
            let entry = self.entry(&chain, &actor, action, &subject, &text);
            audit::append_many(self.tx, &entry, items)?;
        }
        Ok(done)
    }

    /// Writes down what was done to many things of a chain as one entry.
    pub(crate) fn record_many(
        &mut self,
        organization: Option<OrganizationId>,
        action: &str,
        subject: &Subject,
        about: &serde_json::Value,
        items: Vec<audit::Item>,
    ) -> Result<(), Error> {
        has_a_sentence(action, subject);
        let (chain, actor) = (chain_of(organization), self.actor_named());
        let (subject, text) = (subject.to_string(), about.to_string());
        let entry = self.entry(&chain, &actor, action, &subject, &text);
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
        self.place().ok()
    }

    /// Who acts, as the log names it.
    pub(crate) fn actor_named(&self) -> String {
        match &self.actor {
            Some(Actor { via: Via::Token { id, .. }, person, .. }) => format!("{}/{id}", person.id),
            Some(actor) => actor.person.id.to_string(),
            None => {
                self.bearer.as_ref().map_or_else(|| "system".to_owned(), |own| Holder::Link(own.link.id).to_string())
            }
        }
    }

    /// The whole address of a place, as mails and feeds need it.
    pub(crate) fn link(&self, place: &Destination<'_>) -> String {
        self.post.link(place)
    }

    /// Tells everybody who listens, once the transaction has been committed.
    pub fn emit(&mut self, event: Event) {
        self.events.push(event);
    }
}

/// What is written into the log must be readable for people; whoever adds an action describes it in the room of its subject.
fn has_a_sentence(action: &str, subject: &Subject) {
    debug_assert!(describe(subject.noun()).action(action).is_some(), "{action} of {subject} has no sentence");
}

/// The chain of an organization; that of the server is the empty text.
fn chain_of(organization: Option<OrganizationId>) -> String {
    organization.map_or_else(String::new, |organization| organization.to_string())
}
