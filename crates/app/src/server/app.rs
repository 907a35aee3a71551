//! The application: the store, the catalogues, time and randomness, and the listeners.

use std::sync::Arc;

use tasuki_catalog::Library;
use tasuki_scheme::road::Scheme;
use tasuki_signin::{openid, passwords::Passwords};
use tasuki_store::{Blobs, OrganizationId, Store, StoreError, Tx, audit, callers, webhooks as store_webhooks};
use tokio::sync::broadcast;

use crate::context::{Actor, Context, Founders, Post, Via};
use crate::destinations::Addresses;
use crate::hashing::Hashing;
use crate::known::Known;
use crate::libraries::Libraries;
use crate::presence::Presence;
use crate::standings::Standings;
use crate::use_case::{Kept, UseCase};
use crate::webhooks::enqueue;
use crate::{Clock, Credentials, Error, Event, Moment, Random};

/// The number of events by which a slow listener may lag behind before it must reload everything.
const BACKLOG: usize = 1_024;

/// The settings of the application.
pub struct Options {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The public address of the server: `https://tasuki.example.jp`.
    pub base_url: String,
    /// The store for files of evidence.
    pub blobs: Blobs,
    /// The addresses of the destinations of mails and feeds.
    pub addresses: Addresses,
}

/// The ways to sign in, besides passkeys and passwords.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// The cost of hashing passwords.
    pub passwords: Passwords,
    /// The company's identity provider.
    pub openid: Option<openid::Settings>,
    /// The provider's name as shown to people; may be empty.
    pub openid_name: String,
    /// Whether that provider requires a second factor, so that Tasuki need not.
    pub openid_assured: bool,
}

/// The application. Cloning it is cheap.
#[derive(Clone)]
pub struct App {
    store: Store,
    around: Around,
    sign_in: Arc<SignIn>,
    hashing: Arc<Hashing>,
    events: broadcast::Sender<Event>,
    heads: Option<Arc<std::path::Path>>,
}

/// What every use case can use.
#[derive(Clone)]
struct Around {
    libraries: Arc<Libraries>,
    schemes: Arc<[Arc<Scheme>]>,
    options: Arc<Options>,
    standings: Arc<Standings>,
    known: Arc<Known>,
    mails: bool,
    private_webhooks: bool,
    founders: Founders,
}

/// Who entered, and the catalogues that they find.
struct Entered {
    actor: Option<Actor>,
    library: Arc<Library>,
}

/// A first query that is sent together with the look-up of the caller.
type Expect = Box<dyn FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send>;
/// How a change begins: who is there, and whether they may.
type Entrance = Box<dyn FnOnce(&mut Tx<'_>, Moment) -> Result<Entered, Error> + Send>;

impl Around {
    /// Looks up the caller, and the catalogues of the organization of which the caller is a member.
    fn identify(
        &self,
        tx: &mut Tx<'_>,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        now: Moment,
    ) -> Result<(Entered, Presence), Error> {
        let (actor, catalogs, presence) = identify(tx, credentials, organization, now, &self.known)?;
        let library = match actor.as_ref().and_then(|actor| actor.member.as_ref()) {
            Some(member) => self.libraries.find(tx, member.organization, catalogs)?,
            None => self.libraries.base(),
        };
        Ok((Entered { actor, library }, presence))
    }

    /// The context of a use case.
    fn context<'a, 'tx>(&'a self, tx: &'a mut Tx<'tx>, now: Moment, entered: Entered) -> Context<'a, 'tx> {
        let Entered { actor, library } = entered;
        let base_url = self.options.base_url.trim_end_matches('/');
        let post = Post {
            base_url,
            addresses: self.options.addresses,
            mails: self.mails,
            private_webhooks: self.private_webhooks,
            founders: self.founders,
        };
        let (random, standings) = (self.options.random.as_ref(), self.standings.as_ref());
        let (libraries, schemes, events) = (self.libraries.as_ref(), &*self.schemes, Vec::new());
        Context {
            tx,
            library,
            libraries,
            schemes,
            now,
            actor,
            bearer: None,
            random,
            events,
            post,
            standings,
            gathered: None,
        }
    }
}

impl App {
    /// Creates the application for an open store.
    pub fn new(store: Store, options: Options) -> Self {
        let (events, _) = broadcast::channel(BACKLOG);
        let around = Around {
            libraries: Arc::new(Libraries::over(Library::builtin_shared())),
            schemes: Scheme::builtin().iter().cloned().map(Arc::new).collect(),
            options: Arc::new(options),
            standings: Arc::default(),
            known: Arc::default(),
            mails: false,
            private_webhooks: false,
            founders: Founders::default(),
        };
        Self { store, around, sign_in: Arc::default(), hashing: Arc::default(), events, heads: None }
    }

    /// The same application with the operator's rules as they stand in files of one's own.
    #[must_use]
    pub fn with_schemes(mut self, schemes: Vec<Scheme>) -> Self {
        self.around.schemes = schemes.into_iter().map(Arc::new).collect();
        self
    }

    /// The same application on a server that sends mail.
    #[must_use]
    pub fn with_mail(mut self) -> Self {
        self.around.mails = true;
        self
    }

    /// The same application with a file to which the heads of the audit log's chains are written once a day.
    #[must_use]
    pub fn with_heads(mut self, path: &std::path::Path) -> Self {
        self.heads = Some(path.into());
        self
    }

    /// The file to which the heads of the audit log's chains are written.
    pub(crate) fn heads(&self) -> Option<&std::path::Path> {
        self.heads.as_deref()
    }

    /// The same application with other catalogues than those of this build.
    #[must_use]
    pub fn with_library(mut self, library: Arc<Library>) -> Self {
        self.around.libraries = Arc::new(Libraries::over(library));
        self
    }

    /// The same application on a server whose webhooks may use addresses in its own network.
    #[must_use]
    pub fn with_private_webhooks(mut self) -> Self {
        self.around.private_webhooks = true;
        self
    }

    /// The same application with another rule for who may create organizations.
    #[must_use]
    pub fn with_founders(mut self, founders: Founders) -> Self {
        self.around.founders = founders;
        self
    }

    /// Whether webhooks may use addresses in the server's own network.
    pub fn allows_private_webhooks(&self) -> bool {
        self.around.private_webhooks
    }

    /// Whether the server sends mail; otherwise links are shown to the person who created them.
    pub fn mails(&self) -> bool {
        self.around.mails
    }

    /// The same application with other ways to sign in.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: SignIn) -> Self {
        self.sign_in = Arc::new(sign_in);
        self
    }

    /// How people sign in.
    pub fn sign_in(&self) -> &SignIn {
        &self.sign_in
    }

    /// Whether these credentials were valid within the last minutes. Only for rate limits; it authenticates nobody.
    pub fn knows(&self, credentials: Credentials) -> bool {
        let now = self.around.options.clock.now().milliseconds();
        match credentials {
            Credentials::None => false,
            Credentials::Session(digest) | Credentials::Token(digest) => self.around.known.has(&digest, now),
        }
    }

    /// The queue for hashing passwords.
    pub(crate) fn hashing(&self) -> &Hashing {
        &self.hashing
    }

    /// The name of the company's identity provider, if there is one.
    pub fn provider_name(&self) -> Option<&str> {
        self.sign_in.openid.as_ref().map(|_| self.sign_in.openid_name.as_str())
    }

    /// The store, for work without a person: health, backup, timers.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The files of evidence.
    pub fn blobs(&self) -> &Blobs {
        &self.around.options.blobs
    }

    /// The settings of the application.
    pub fn options(&self) -> &Options {
        &self.around.options
    }

    /// Subscribes to all events from now on.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Runs a use case that changes something, completely or not at all. The caller is looked up in the same
    /// transaction; listeners are notified after the commit.
    pub fn write<T, F>(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Result<T, Error>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (work, kept) = UseCase::of(work);
        taken(self.enter(credentials, organization, Actor::only_reads, None, work), kept)
    }

    /// [`App::write`] for a use case whose first query is known, so that it can be sent together with the look-up of
    /// the caller.
    pub fn write_expecting<T, F, X>(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        expect: X,
        work: F,
    ) -> impl Future<Output = Result<T, Error>> + Send
    where
        X: FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (work, kept) = UseCase::of(work);
        taken(self.enter(credentials, organization, Actor::only_reads, Some(Box::new(expect)), work), kept)
    }

    /// Records that somebody downloaded something that they may read. A read-only token may do that too, because what
    /// is recorded is a read.
    pub fn take_along<F>(
        &self,
        credentials: Credentials,
        organization: OrganizationId,
        note: F,
    ) -> impl Future<Output = Result<(), Error>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<(), Error> + Send + 'static,
    {
        let (note, kept) = UseCase::of(note);
        taken(self.enter(credentials, Some(organization), |_| false, None, note), kept)
    }

    /// Runs work that no person requested: timers, and input without a person.
    pub fn system<T, F>(&self, work: F) -> impl Future<Output = Result<T, Error>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (work, kept) = UseCase::of(work);
        let library = self.around.libraries.base();
        taken(self.change(work, Box::new(move |_, _| Ok(Entered { actor: None, library }))), kept)
    }

    /// Runs a use case that only reads.
    pub fn read<T, F>(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Result<T, Error>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (work, kept) = UseCase::of(work);
        taken(self.look(credentials, organization, true, work), kept)
    }

    /// [`App::read`] that does not count as activity of the person: for requests that an open page sends by itself.
    pub fn peek<T, F>(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Result<T, Error>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (work, kept) = UseCase::of(work);
        taken(self.look(credentials, organization, false, work), kept)
    }

    /// A change by the caller, unless the caller is `refused`.
    async fn enter(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        refused: fn(&Actor) -> bool,
        expect: Option<Expect>,
        work: UseCase,
    ) -> Result<(), Error> {
        let around = self.around.clone();
        let who: Entrance = Box::new(move |tx, now| {
            if let Some(organization) = &organization {
                // Its changes are recorded in the organization's log and sent to its webhooks.
                audit::expect_head(tx, organization.as_str())?;
                store_webhooks::expect_list(tx, *organization)?;
            }
            if let Some(expect) = expect {
                expect(tx)?;
            }
            let (entered, presence) = around.identify(tx, credentials, organization, now)?;
            if entered.actor.as_ref().is_some_and(refused) {
                return Err(only_reads());
            }
            presence.note(tx, now.milliseconds())?;
            Ok(entered)
        });
        self.change(work, who).await
    }

    async fn change(&self, work: UseCase, who: Entrance) -> Result<(), Error> {
        let (around, now) = (self.around.clone(), self.around.options.clock.now());
        let done = self.store.write(move |tx| {
            let entered = who(tx, now)?;
            let mut context = around.context(tx, now, entered);
            work.run(&mut context)?;
            // In the same transaction, so that webhooks report exactly what was committed.
            enqueue(&mut context)?;
            Ok::<_, Error>(context.events)
        });
        for event in done.await? {
            // It is no error if nobody listens.
            let _ = self.events.send(event);
        }
        Ok(())
    }

    async fn look(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        is_activity: bool,
        work: UseCase,
    ) -> Result<(), Error> {
        let (around, now) = (self.around.clone(), self.around.options.clock.now());
        let done = self.store.read(move |tx| {
            let (entered, presence) = around.identify(tx, credentials, organization, now)?;
            work.run(&mut around.context(tx, now, entered))?;
            Ok::<_, Error>(presence)
        });
        let presence = done.await?;
        if is_activity && !presence.is_known() {
            let store = self.store.clone();
            // Nobody waits for the result; if it fails, it is recorded the next time.
            tokio::spawn(async move { store.write(move |tx| presence.note(tx, now.milliseconds())).await });
        }
        Ok(())
    }
}

/// The result of a use case, once its transaction has ended well.
async fn taken<T>(done: impl Future<Output = Result<(), Error>> + Send, kept: Kept<T>) -> Result<T, Error> {
    done.await?;
    kept.take()
}

/// A read-only token cannot create anything, because that would outlast the token.
fn only_reads() -> Error {
    Error::new(
        crate::Kind::NotFound,
        "token.only_reads",
        "このトークンでは読むことしかできません。",
        "This token only reads.",
    )
    .hint("書けるトークンを使ってください。", "Use a token that may write.")
}

/// Which catalogues of its own an organization has.
type Stamp = Option<[u8; 32]>;

/// The caller with their membership in the organization, the stamp of its catalogues, and what must be recorded about their activity.
fn identify(
    tx: &mut Tx<'_>,
    credentials: Credentials,
    organization: Option<OrganizationId>,
    now: Moment,
    known: &Known,
) -> Result<(Option<Actor>, Stamp, Presence), Error> {
    let (mut presence, at, today) = (Presence::default(), now.milliseconds(), now.today);
    let mut catalogs = None;
    let found = match credentials {
        Credentials::None => None,
        Credentials::Session(digest) => callers::by_session(tx, &digest, organization, at, today)?.map(|caller| {
            presence.session(&caller.by, at);
            catalogs = caller.catalogs;
            let (via, assured) = (Via::Session(caller.by.id), caller.by.assured);
            let lacks_factor = caller.second_factor && !assured;
            let member = caller.member.filter(|_| !lacks_factor);
            let grants = if lacks_factor { Vec::new() } else { caller.grants };
            Actor { person: caller.person, via, member, assured, lacks_factor, grants }
        }),
        Credentials::Token(digest) => callers::by_token(tx, &digest, organization, at, today)?.map(|caller| {
            presence.token(&caller.by, at);
            catalogs = caller.catalogs;
            let via = Via::Token {
                id: caller.by.id.to_string(),
                organization: caller.by.organization,
                scopes: caller.by.scopes,
            };
            let (member, grants) = (caller.member, caller.grants);
            Actor { person: caller.person, via, member, assured: false, lacks_factor: false, grants }
        }),
    };
    if let (Some(_), Credentials::Session(digest) | Credentials::Token(digest)) = (&found, credentials) {
        known.note(digest, at);
    }
    if let Some(member) = found.as_ref().and_then(|actor| actor.member.as_ref()) {
        presence.member(member, at);
    }
    Ok((found, catalogs, presence))
}
