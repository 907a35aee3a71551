//! The application: the store, the catalogues, time and randomness, and who listens.

use std::sync::Arc;

use tasuki_catalog::Library;
use tasuki_signin::{openid, passwords::Passwords};
use tasuki_store::{Blobs, OrganizationId, Store, StoreError, Tx, audit, callers, webhooks as store_webhooks};
use tokio::sync::broadcast;

use crate::context::{Actor, Context, Post, Via};
use crate::founders::Founders;
use crate::known::Known;
use crate::presence::Presence;
use crate::secrets::Hashing;
use crate::standings::Standings;
use crate::{Clock, Credentials, Error, Event, Moment, Random, webhooks};

/// How many events a slow listener may lag behind before it must look again at everything.
const BACKLOG: usize = 1_024;

/// What the application is given at its start.
pub struct Options {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The address under which people reach the server: `https://tasuki.example.jp`.
    pub base_url: String,
    /// Where files of evidence are kept.
    pub blobs: Blobs,
}

/// How people sign in, beyond passkeys and passwords as they come.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// Hashing passwords, at its cost.
    pub passwords: Passwords,
    /// The company's identity provider.
    pub openid: Option<openid::Settings>,
    /// What people call that provider; may be empty.
    pub openid_name: String,
    /// Whether that provider asks people for a second factor, so that Tasuki need not.
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

/// What every use case has around it.
#[derive(Clone)]
struct Around {
    library: &'static Library,
    options: Arc<Options>,
    standings: Arc<Standings>,
    known: Arc<Known>,
    mails: bool,
    private_webhooks: bool,
    founders: Founders,
}

impl Around {
    /// The context of a use case.
    fn context<'a, 'tx>(&'a self, tx: &'a mut Tx<'tx>, now: Moment, actor: Option<Actor>) -> Context<'a, 'tx> {
        let base_url = self.options.base_url.trim_end_matches('/');
        let post =
            Post { base_url, mails: self.mails, private_webhooks: self.private_webhooks, founders: self.founders };
        let (random, standings) = (self.options.random.as_ref(), self.standings.as_ref());
        Context { tx, library: self.library, now, actor, random, events: Vec::new(), post, standings, gathered: None }
    }
}

impl App {
    /// The application over an open store.
    pub fn new(store: Store, options: Options) -> Self {
        let (events, _) = broadcast::channel(BACKLOG);
        let around = Around {
            library: Library::builtin(),
            options: Arc::new(options),
            standings: Arc::default(),
            known: Arc::default(),
            mails: false,
            private_webhooks: false,
            founders: Founders::default(),
        };
        Self { store, around, sign_in: Arc::default(), hashing: Arc::default(), events, heads: None }
    }

    /// The same application on a server that sends mail.
    #[must_use]
    pub fn with_mail(mut self) -> Self {
        self.around.mails = true;
        self
    }

    /// The same application with a file into which the ends of the audit log's chains go once a day.
    #[must_use]
    pub fn with_heads(mut self, path: &std::path::Path) -> Self {
        self.heads = Some(path.into());
        self
    }

    /// The file into which the ends of the audit log's chains go.
    pub(crate) fn heads(&self) -> Option<&std::path::Path> {
        self.heads.as_deref()
    }

    /// The same application on a server whose webhooks may lead into its own network.
    #[must_use]
    pub fn with_private_webhooks(mut self) -> Self {
        self.around.private_webhooks = true;
        self
    }

    /// The same application on a server where others make organizations.
    #[must_use]
    pub fn with_founders(mut self, founders: Founders) -> Self {
        self.around.founders = founders;
        self
    }

    /// Whether webhooks may lead into the server's own network.
    pub fn allows_private_webhooks(&self) -> bool {
        self.around.private_webhooks
    }

    /// Whether the server sends mail; otherwise links are shown to whoever made them.
    pub fn mails(&self) -> bool {
        self.around.mails
    }

    /// The same application with another way of signing in.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: SignIn) -> Self {
        self.sign_in = Arc::new(sign_in);
        self
    }

    /// How people sign in.
    pub fn sign_in(&self) -> &SignIn {
        &self.sign_in
    }

    /// Whether these credentials were right within the last minutes. It is for bounding how often somebody asks, and proves nothing.
    pub fn knows(&self, credentials: Credentials) -> bool {
        let now = self.around.options.clock.now().milliseconds();
        match credentials {
            Credentials::None => false,
            Credentials::Session(digest) | Credentials::Token(digest) => self.around.known.has(&digest, now),
        }
    }

    /// Where those who hash passwords come one after the other.
    pub(crate) fn hashing(&self) -> &Hashing {
        &self.hashing
    }

    /// What people call the company's identity provider, if there is one.
    pub fn provider_name(&self) -> Option<&str> {
        self.sign_in.openid.as_ref().map(|_| self.sign_in.openid_name.as_str())
    }

    /// All catalogues.
    pub fn library(&self) -> &'static Library {
        self.around.library
    }

    /// The store, for what runs without a person: health, backup, timers.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The files of evidence.
    pub fn blobs(&self) -> &Blobs {
        &self.around.options.blobs
    }

    /// What it was given at its start.
    pub fn options(&self) -> &Options {
        &self.around.options
    }

    /// Everything that happens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Does a use case that changes something: all of it, or nothing. Who asks is found out in the same transaction; listeners
    /// hear of it after the commit.
    pub async fn write<T, F>(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        work: F,
    ) -> Result<T, Error>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        self.write_expecting(credentials, organization, |_| Ok(()), work).await
    }

    /// [`App::write`] of a use case of which it is known what it will ask, so that this can be asked together with who asks.
    pub async fn write_expecting<T, F, X>(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        expect: X,
        work: F,
    ) -> Result<T, Error>
    where
        X: FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        self.enter(credentials, organization, Actor::only_reads, expect, work).await
    }

    /// Writes down that somebody took something along which they may read. A token that only reads may do that too: what is noted is that it
    /// read.
    pub async fn take_along<F>(
        &self,
        credentials: Credentials,
        organization: OrganizationId,
        note: F,
    ) -> Result<(), Error>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<(), Error> + Send + 'static,
    {
        self.enter(credentials, Some(organization), |_| false, |_| Ok(()), note).await
    }

    /// A change by whoever asks, unless they are `refused`.
    async fn enter<T, F, X>(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        refused: fn(&Actor) -> bool,
        expect: X,
        work: F,
    ) -> Result<T, Error>
    where
        X: FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let known = Arc::clone(&self.around.known);
        self.change(work, move |tx, now| {
            if let Some(organization) = &organization {
                // Whatever is changed there goes into its log, and out to its webhooks.
                audit::expect_head(tx, organization.as_str())?;
                store_webhooks::expect_list(tx, *organization)?;
            }
            expect(tx)?;
            let (actor, presence) = identify(tx, credentials, organization, now, &known)?;
            if actor.as_ref().is_some_and(refused) {
                return Err(only_reads());
            }
            presence.note(tx, now.milliseconds())?;
            Ok(actor)
        })
        .await
    }

    /// Does what nobody asked for: timers, and what comes in without a person.
    pub async fn system<T, F>(&self, work: F) -> Result<T, Error>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        self.change(work, |_, _| Ok(None)).await
    }

    async fn change<T, F, W>(&self, work: F, who: W) -> Result<T, Error>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        W: FnOnce(&mut Tx<'_>, Moment) -> Result<Option<Actor>, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (around, now) = (self.around.clone(), self.around.options.clock.now());
        let done = self.store.write(move |tx| {
            let actor = who(tx, now)?;
            let mut context = around.context(tx, now, actor);
            let result = work(&mut context)?;
            // In the same transaction: what webhooks are told is as true as what happened.
            webhooks::enqueue(&mut context)?;
            Ok::<_, Error>((result, context.events))
        });
        let (result, events) = done.await?;
        for event in events {
            // Nobody listening is no error.
            let _ = self.events.send(event);
        }
        Ok(result)
    }

    /// Does a use case that only looks.
    pub async fn read<T, F>(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        work: F,
    ) -> Result<T, Error>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let now = self.around.options.clock.now();
        let (result, presence) = self.look(credentials, organization, now, work).await?;
        if !presence.is_known() {
            let store = self.store.clone();
            // Nobody waits for it, and it is noted the next time should it fail now.
            tokio::spawn(async move { store.write(move |tx| presence.note(tx, now.milliseconds())).await });
        }
        Ok(result)
    }

    /// [`App::read`] that says nothing of somebody being here: for what goes on by itself on a page that is open.
    pub async fn peek<T, F>(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        work: F,
    ) -> Result<T, Error>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let now = self.around.options.clock.now();
        Ok(self.look(credentials, organization, now, work).await?.0)
    }

    async fn look<T, F>(
        &self,
        credentials: Credentials,
        organization: Option<OrganizationId>,
        now: Moment,
        work: F,
    ) -> Result<(T, Presence), Error>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let around = self.around.clone();
        let done = self.store.read(move |tx| {
            let (actor, presence) = identify(tx, credentials, organization, now, &around.known)?;
            let result = work(&mut around.context(tx, now, actor))?;
            Ok::<_, Error>((result, presence))
        });
        done.await
    }
}

/// A token that only reads makes nothing: whatever it made would outlive it.
fn only_reads() -> Error {
    Error::new(
        crate::Kind::NotFound,
        "token.only_reads",
        "このトークンでは読むことしかできません。",
        "This token only reads.",
    )
    .hint("書けるトークンを使ってください。", "Use a token that may write.")
}

/// Who asks, and what the person is in the organization; and what is to be noted of their being here.
fn identify(
    tx: &mut Tx<'_>,
    credentials: Credentials,
    organization: Option<OrganizationId>,
    now: Moment,
    known: &Known,
) -> Result<(Option<Actor>, Presence), Error> {
    let (mut presence, at, today) = (Presence::default(), now.milliseconds(), now.today.to_string());
    let found = match credentials {
        Credentials::None => None,
        Credentials::Session(digest) => callers::by_session(tx, &digest, organization, at, &today)?.map(|caller| {
            presence.session(&caller.by, at);
            let (via, assured) = (Via::Session(caller.by.id), caller.by.assured);
            let lacks_factor = caller.second_factor && !assured;
            let member = caller.member.filter(|_| !lacks_factor);
            Actor { person: caller.person, via, member, assured, lacks_factor }
        }),
        Credentials::Token(digest) => callers::by_token(tx, &digest, organization, at, &today)?.map(|caller| {
            presence.token(&caller.by, at);
            let via = Via::Token {
                id: caller.by.id.to_string(),
                organization: caller.by.organization,
                scopes: caller.by.scopes,
            };
            Actor { person: caller.person, via, member: caller.member, assured: false, lacks_factor: false }
        }),
    };
    if let (Some(_), Credentials::Session(digest) | Credentials::Token(digest)) = (&found, credentials) {
        known.note(digest, at);
    }
    if let Some(member) = found.as_ref().and_then(|actor| actor.member.as_ref()) {
        presence.member(member, at);
    }
    Ok((found, presence))
}
