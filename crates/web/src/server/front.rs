//! The path of every request to its handler, and of the response back.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::server::{Watch, admit, hurry};
use crate::take::Rejection;
use crate::who::Secure;
use crate::{Web, etag, guard, once};

/// Admits a request and sends the response.
pub(crate) async fn front(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(Secure(web.is_secure()));
    let watch = Watch::begin(&web, &request);
    let asked = etag::Asked::of(&request);
    // The time limit includes the checks, because they may wait for a body that arrives slowly.
    let response = hurry(request, async |request| match check(&web, request).await {
        Ok(request) => next.run(request).await,
        Err(refused) => refused.into_response(),
    })
    .await;
    let mut response = asked.answer(response).await;
    guard::headers(&web, response.headers_mut());
    watch.end(&web, &response);
    response
}

/// Checks a request: the rate limit, the origin of a change, and its idempotency key.
async fn check(web: &Web, request: Request) -> Result<Request, Rejection> {
    let (parts, body) = request.into_parts();
    admit(web, &parts)?;
    guard::same_origin(web, &parts)?;
    once::note(parts, body).await
}
