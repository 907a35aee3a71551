//! The way of every request, from the door to its handler and back.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::server::{Watch, admit, hurry};
use crate::take::Rejection;
use crate::who::Secure;
use crate::{Web, etag, guard, once};

/// Takes a request in, if it may come in, and sends the answer out.
pub(crate) async fn front(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(Secure(web.is_secure()));
    let watch = Watch::begin(&web, &request);
    let asked = etag::Asked::of(&request);
    // The time is for all of it: a check may wait for a body that trickles.
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

/// Whether a request may come in: not too often, and a change only from our own pages; with its key, if it counts once.
async fn check(web: &Web, request: Request) -> Result<Request, Rejection> {
    let (parts, body) = request.into_parts();
    admit(web, &parts)?;
    guard::same_origin(web, &parts)?;
    once::note(parts, body).await
}
