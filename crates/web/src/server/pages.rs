//! A router that can list its addresses.

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use axum::routing::{self, MethodRouter};

use crate::Web;

type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler without its type: what axum puts around each is compiled once, and not for each of some two hundred.
#[derive(Clone)]
struct Plain(Arc<dyn Fn(Request, Web) -> Answering + Send + Sync>);

impl Handler<(), Web> for Plain {
    type Future = Answering;

    fn call(self, request: Request, web: Web) -> Answering {
        (self.0)(request, web)
    }
}

fn plain<H: Handler<T, Web>, T: 'static>(handler: H) -> Plain {
    Plain(Arc::new(move |request, web| Box::pin(handler.clone().call(request, web))))
}

/// What an address does, by method.
pub(crate) struct Methods(MethodRouter<Web>);

/// What GET does.
pub(crate) fn get<H: Handler<T, Web>, T: 'static>(handler: H) -> Methods {
    Methods(routing::get(plain(handler)))
}

/// What POST does.
pub(crate) fn post<H: Handler<T, Web>, T: 'static>(handler: H) -> Methods {
    Methods(routing::post(plain(handler)))
}

impl Methods {
    /// What POST does besides.
    pub(crate) fn post<H: Handler<T, Web>, T: 'static>(self, handler: H) -> Self {
        Self(self.0.post(plain(handler)))
    }
}

/// The pages with their addresses. Axum's own router cannot list them; with this one, no page can be left out of the
/// test that visits all of them with every role (`tests/authorization.rs`).
pub(crate) struct Pages {
    router: Router<Web>,
    addresses: Vec<String>,
}

impl Pages {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self { router: Router::new(), addresses: Vec::new() }
    }

    /// Adds the handlers of an address.
    pub(crate) fn route(mut self, address: &str, methods: Methods) -> Self {
        self.addresses.push(address.to_owned());
        Self { router: self.router.route(address, methods.0), ..self }
    }

    /// Adds all of another.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.addresses.extend(other.addresses);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// All addresses, with the names of their variable parts: `/o/{organization}/tasks`.
    pub(crate) fn addresses(self) -> Vec<String> {
        self.addresses
    }

    /// As axum takes them.
    pub(crate) fn into_router(self) -> Router<Web> {
        self.router
    }
}
