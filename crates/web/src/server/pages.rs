//! A router that can list its addresses.

use axum::Router;
use axum::routing::MethodRouter;

use crate::Web;

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
    pub(crate) fn route(mut self, address: &str, methods: MethodRouter<Web>) -> Self {
        self.addresses.push(address.to_owned());
        Self { router: self.router.route(address, methods), ..self }
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
