//! What every handler holds.

use std::sync::Arc;

use axum::response::Response;
use tasuki_app::demo::Entrance;
use tasuki_app::once::{self, Fulfilled, Made};
use tasuki_app::{App, Context, Error};
use tasuki_catalog::{Lang, Overlay};
use tasuki_store::{OrganizationId, StoreError, Tx};
use tokio::sync::watch;

use crate::once::Created;
use crate::server::{Buckets, Limits, Metrics, Streams};
use crate::{Problem, Reply, Who};

/// The default for the maximum size of a file of evidence, in bytes.
const LARGEST_FILE: u64 = 50 << 20;

/// The application and its settings for HTTP. Cloning it is cheap.
#[derive(Clone)]
pub struct Web {
    inner: Arc<Inner>,
}

#[derive(Clone)]
struct Inner {
    app: App,
    secure: bool,
    largest_file: u64,
    overlays: Arc<Vec<Overlay>>,
    setup: Arc<std::sync::Mutex<Option<[u8; 32]>>>,
    demo: Arc<std::sync::Mutex<Option<Example>>>,
    metrics: Arc<Metrics>,
    metrics_token: Option<[u8; 32]>,
    buckets: Arc<Buckets>,
    streams: Streams,
    stop: Arc<watch::Sender<bool>>,
}

/// What a page or a form does, without its type: what goes on around it is compiled once, and not for each page.
type Work = Box<dyn FnOnce(&mut Context<'_, '_>) -> Result<Reply, Error> + Send>;
/// What is made only once.
type Making = Box<dyn FnOnce(&mut Context<'_, '_>) -> Result<Made, Error> + Send>;

/// The digest of the secret of the link to the example, and the person whom the link signs in.
type Example = ([u8; 32], Entrance);

impl Web {
    /// Creates it for an application. `setup` is the secret of the one-time link of the first start, as long as there
    /// are no people.
    pub fn new(app: App, setup: Option<&str>) -> Self {
        let secure = app.options().base_url.starts_with("https://");
        let setup = setup.map(tasuki_app::digest);
        let inner = Inner {
            app,
            secure,
            largest_file: LARGEST_FILE,
            overlays: Arc::default(),
            setup: Arc::new(std::sync::Mutex::new(setup)),
            demo: Arc::default(),
            metrics: Arc::default(),
            metrics_token: None,
            buckets: Arc::default(),
            streams: Streams::default(),
            stop: Arc::new(watch::Sender::new(false)),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Its parts, while it is made.
    fn parts(&mut self) -> &mut Inner {
        Arc::make_mut(&mut self.inner)
    }

    /// Adds official texts from the operator's own copies of the guidelines.
    #[must_use]
    pub fn with_overlays(mut self, overlays: Vec<Overlay>) -> Self {
        self.parts().overlays = Arc::new(overlays);
        self
    }

    /// Official texts, if the operator has them.
    pub(crate) fn overlays(&self) -> Arc<Vec<Overlay>> {
        Arc::clone(&self.inner.overlays)
    }

    /// Sets the maximum size of a file of evidence, in bytes.
    #[must_use]
    pub fn with_largest_file(mut self, bytes: u64) -> Self {
        self.parts().largest_file = bytes;
        self
    }

    /// The maximum size of a file of evidence, in bytes.
    pub(crate) fn largest_file(&self) -> u64 {
        self.inner.largest_file
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.inner.app
    }

    /// Whether the server is accessed over TLS, so that cookies must be restricted to it.
    pub(crate) fn is_secure(&self) -> bool {
        self.inner.secure
    }

    /// Sets the rate limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.parts().buckets = Arc::new(Buckets::new(limits));
        self
    }

    /// Sets a token for `/metrics`, which is otherwise only for this machine.
    #[must_use]
    pub fn with_metrics_token(mut self, token: &str) -> Self {
        self.parts().metrics_token = Some(tasuki_app::digest(token));
        self
    }

    /// Ends what would never end by itself: the event streams.
    pub fn stop(&self) {
        self.inner.stop.send_replace(true);
    }

    /// Ends when the server stops.
    pub(crate) fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stop = self.inner.stop.subscribe();
        async move {
            // If the sender is gone, this means the same.
            let _ = stop.wait_for(|stopped| *stopped).await;
        }
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    pub(crate) fn metrics_token(&self) -> Option<[u8; 32]> {
        self.inner.metrics_token
    }

    pub(crate) fn buckets(&self) -> &Buckets {
        &self.inner.buckets
    }

    pub(crate) fn streams(&self) -> &Streams {
        &self.inner.streams
    }

    /// Adds a one-time link to the example.
    #[must_use]
    pub fn with_demo(mut self, secret: &str, entrance: Entrance) -> Self {
        self.parts().demo = Arc::new(std::sync::Mutex::new(Some((tasuki_app::digest(secret), entrance))));
        self
    }

    /// The example for a secret, which is valid once.
    pub(crate) fn take_demo(&self, secret: &str) -> Option<Entrance> {
        let wanted = tasuki_app::digest(secret);
        let mut demo = self.inner.demo.lock().ok()?;
        demo.take_if(|(digest, _)| *digest == wanted).map(|(_, entrance)| entrance)
    }

    /// Whether this is the secret of the first start.
    pub(crate) fn is_setup(&self, secret: &str) -> bool {
        self.inner.setup.lock().is_ok_and(|setup| *setup == Some(tasuki_app::digest(secret)))
    }

    /// Invalidates the link of the first start after its use.
    pub(crate) fn end_setup(&self) {
        if let Ok(mut setup) = self.inner.setup.lock() {
            *setup = None;
        }
    }

    /// A page that only looks.
    pub(crate) fn page<F>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Response> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<Reply, Error> + Send + 'static,
    {
        self.look(who, organization, Box::new(work))
    }

    /// A form that changes something.
    pub(crate) fn act<F>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Response> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<Reply, Error> + Send + 'static,
    {
        self.respond(who, organization, Box::new(work))
    }

    /// [`Web::act`], but the caller handles errors. A form with a key is processed only once.
    pub(crate) fn attempt<F>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Result<Reply, Error>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<Reply, Error> + Send + 'static,
    {
        self.try_once(who, organization, Box::new(work))
    }

    /// Creates something only once, if the request has a key.
    pub(crate) fn once<F>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Result<Fulfilled, Error>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<Made, Error> + Send + 'static,
    {
        let (own, work): (_, Making) = (who.clone(), Box::new(work));
        self.inner.app.write(who.credentials, organization, move |cx| {
            own.check_page(cx)?;
            once::make(cx, own.once.as_ref(), work)
        })
    }

    /// A query of the API.
    pub(crate) fn read<T, F>(
        &self,
        who: &Who,
        organization: OrganizationId,
        work: F,
    ) -> impl Future<Output = Result<T, Problem>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        answered(self.inner.app.read(who.credentials, Some(organization), work), who.lang)
    }

    /// A change whose caller handles errors.
    pub(crate) fn change<T, F>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Result<T, Error>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let own = who.clone();
        self.inner.app.write(who.credentials, organization, move |cx| own.check_page(cx).and_then(|()| work(cx)))
    }

    /// A command of the API.
    pub(crate) fn write<T, F>(
        &self,
        who: &Who,
        organization: OrganizationId,
        work: F,
    ) -> impl Future<Output = Result<T, Problem>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        answered(self.change(who, Some(organization), work), who.lang)
    }

    /// [`Web::write`] for a use case whose first query is known.
    pub(crate) fn write_expecting<T, F, X>(
        &self,
        who: &Who,
        organization: OrganizationId,
        expect: X,
        work: F,
    ) -> impl Future<Output = Result<T, Problem>> + Send
    where
        X: FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let own = who.clone();
        let work = move |cx: &mut Context<'_, '_>| own.check_page(cx).and_then(|()| work(cx));
        answered(self.inner.app.write_expecting(who.credentials, Some(organization), expect, work), who.lang)
    }

    /// A command of the API that creates something in an organization: responds with 201, and with the same response
    /// when the request is repeated with the same `Idempotency-Key`.
    pub(crate) fn create<B, F>(
        &self,
        who: &Who,
        organization: OrganizationId,
        work: F,
    ) -> impl Future<Output = Result<Created, Problem>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<B, Error> + Send + 'static,
        B: serde::Serialize,
    {
        self.make(who, Some(organization), move |cx| Made::json(201, &work(cx)?))
    }

    /// [`Web::create`] with any status, also for responses with a secret.
    pub(crate) fn make<F>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Result<Created, Problem>> + Send
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<Made, Error> + Send + 'static,
    {
        made(self.once(who, organization, work), who.lang)
    }

    async fn look(&self, who: &Who, organization: Option<OrganizationId>, work: Work) -> Response {
        Reply::respond(who, self.inner.app.read(who.credentials, organization, work).await)
    }

    async fn respond(&self, who: &Who, organization: Option<OrganizationId>, work: Work) -> Response {
        Reply::respond(who, self.try_once(who, organization, work).await)
    }

    async fn try_once(&self, who: &Who, organization: Option<OrganizationId>, work: Work) -> Result<Reply, Error> {
        if who.once.is_none() {
            return self.change(who, organization, work).await;
        }
        self.once(who, organization, move |cx| work(cx)?.made()).await.map(Reply::told)
    }
}

/// What the API says of a use case.
async fn answered<T>(done: impl Future<Output = Result<T, Error>> + Send, lang: Lang) -> Result<T, Problem> {
    done.await.map_err(|error| Problem::new(error, lang))
}

async fn made(done: impl Future<Output = Result<Fulfilled, Error>> + Send, lang: Lang) -> Result<Created, Problem> {
    answered(done, lang).await.map(Created)
}
