//! The query parameters of each operation of the API. Unknown parameters are refused: otherwise a misspelt filter
//! would have no effect, and nobody would notice.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tasuki_app::Error;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{OpenApi, RefOr};

use super::Rejection;

/// The parameters of each operation, by path and method.
#[derive(Debug, Clone)]
pub(crate) struct Known(Arc<HashMap<(String, Method), BTreeSet<String>>>);

impl Known {
    /// From the description of the API.
    pub(crate) fn of(description: &OpenApi) -> Self {
        let mut all = HashMap::new();
        for (path, item) in &description.paths.paths {
            let operations = [
                (Method::GET, &item.get),
                (Method::HEAD, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            for (method, operation) in operations {
                if let Some(operation) = operation {
                    all.insert((path.clone(), method), parameters(operation));
                }
            }
        }
        Self(Arc::new(all))
    }
}

fn parameters(operation: &Operation) -> BTreeSet<String> {
    let all = operation.parameters.iter().flatten();
    let own = all.filter_map(|one| match one {
        RefOr::T(one) if one.parameter_in == ParameterIn::Query => Some(one.name.clone()),
        _ => None,
    });
    own.collect()
}

/// Refuses parameters that an operation does not have.
pub(crate) async fn only_known(State(known): State<Known>, request: Request, next: Next) -> Response {
    if request.uri().query().is_none() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let path = parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    if let Some(names) = known.0.get(&(path, parts.method.clone()))
        && let Some((unknown, _)) = form_urlencoded::parse(query).find(|(name, _)| !names.contains(name.as_ref()))
    {
        return Rejection::new(&parts, refused(&unknown, names)).into_response();
    }
    next.run(Request::from_parts(parts, body)).await
}

fn refused(unknown: &str, names: &BTreeSet<String>) -> Error {
    let unknown: String = unknown.chars().filter(|letter| !letter.is_control()).take(60).collect();
    let known = names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let (ja, en) = match known.as_str() {
        "" => ("ここで使えるものはありません。".to_owned(), "There are none here.".to_owned()),
        known => (format!("使えるもの: {known}"), format!("There are: {known}")),
    };
    Error::invalid(
        "query.unknown",
        format!("「{unknown}」という指定はありません。"),
        format!("There is no parameter {unknown:?}."),
    )
    .hint(ja, en)
    .field(&unknown)
}
