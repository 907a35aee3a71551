//! The endpoints of the API, collected with their descriptions.

use std::collections::BTreeSet;

use axum::Router;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::Web;

/// Endpoints and their description. A description keeps schemas by name, so that of two types with one name the later one would silently
/// stand for both; here it is noticed.
#[derive(Default)]
pub(crate) struct Operations {
    router: OpenApiRouter<Web>,
    ambiguous: BTreeSet<String>,
}

/// A schema and its name.
type Named = (String, RefOr<Schema>);

impl Operations {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// With a description that says what does not belong to one endpoint.
    pub(crate) fn described_by(description: OpenApi) -> Self {
        Self { router: OpenApiRouter::with_openapi(description), ambiguous: BTreeSet::new() }
    }

    /// Adds the endpoints of one address.
    pub(crate) fn routes(mut self, routes: UtoipaMethodRouter<Web>) -> Self {
        let schemas = &routes.0;
        let twice = |(name, schema): &Named| schemas.iter().any(|(other, own)| other == name && own != schema);
        let found = schemas.iter().filter(|one| twice(one) || self.has_another(&one.0, &one.1));
        let found: Vec<String> = found.map(|(name, _)| name.clone()).collect();
        self.ambiguous.extend(found);
        Self { router: self.router.routes(routes), ..self }
    }

    /// Adds other endpoints.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.ambiguous.extend(self.shared_with(&other));
        Self { router: self.router.merge(other.router), ..self }
    }

    /// Adds other endpoints below an address.
    pub(crate) fn nest(mut self, path: &str, other: Self) -> Self {
        self.ambiguous.extend(self.shared_with(&other));
        Self { router: self.router.nest(path, other.router), ..self }
    }

    /// The endpoints and their description.
    pub(crate) fn split(self) -> (Router<Web>, OpenApi) {
        self.router.split_for_parts()
    }

    /// The names that stand for several types.
    #[cfg(test)]
    pub(crate) fn ambiguous(&self) -> &BTreeSet<String> {
        &self.ambiguous
    }

    /// The names that are ambiguous among others, or between others and these.
    fn shared_with(&self, other: &Self) -> BTreeSet<String> {
        let components = other.router.get_openapi().components.as_ref();
        let schemas = components.into_iter().flat_map(|components| &components.schemas);
        let shared = schemas.filter(|(name, schema)| self.has_another(name, schema)).map(|(name, _)| name);
        other.ambiguous.iter().chain(shared).cloned().collect()
    }

    /// Whether the name stands for another schema here.
    fn has_another(&self, name: &str, schema: &RefOr<Schema>) -> bool {
        let known = self.router.get_openapi().components.as_ref().and_then(|components| components.schemas.get(name));
        known.is_some_and(|known| known != schema)
    }
}

#[cfg(test)]
mod tests {
    use utoipa::openapi::Type;
    use utoipa::openapi::path::Paths;
    use utoipa::openapi::schema::ObjectBuilder;

    use super::*;

    fn routes(schemas: &[(&str, Type)]) -> UtoipaMethodRouter<Web> {
        let schema = |kind: &Type| RefOr::T(Schema::Object(ObjectBuilder::new().schema_type(kind.clone()).build()));
        let schemas = schemas.iter().map(|(name, kind)| ((*name).to_owned(), schema(kind)));
        (schemas.collect(), Paths::default(), axum::routing::MethodRouter::new())
    }

    #[test]
    fn a_name_that_stands_for_two_types_is_noticed() {
        let one = || Operations::new().routes(routes(&[("A", Type::String), ("B", Type::String), ("A", Type::String)]));
        assert!(one().ambiguous().is_empty());
        assert!(one().merge(one()).nest("/x", one()).routes(routes(&[("B", Type::String)])).ambiguous().is_empty());
        let other = || Operations::new().routes(routes(&[("B", Type::Integer)]));
        for ambiguous in [
            one().routes(routes(&[("B", Type::Integer)])),
            one().routes(routes(&[("C", Type::String), ("B", Type::Integer), ("B", Type::String)])),
            one().merge(other()),
            one().nest("/x", other()),
            Operations::new().merge(one().merge(other())),
        ] {
            assert_eq!(ambiguous.ambiguous().iter().collect::<Vec<_>>(), ["B"]);
        }
    }
}
