//! Forms: how they change something, and how they are shown again when the change is refused. The work also gets the
//! caller, for whom it makes its page.

use axum::response::Response;
use tasuki_app::{Context, Error};
use tasuki_catalog::Lang;
use tasuki_store::OrganizationId;

use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// Which errors a form shows; the others are returned.
type Sort = fn(Error, Lang) -> Result<Trouble, Error>;

/// What a form does.
type Work = Box<dyn FnOnce(&mut Context<'_, '_>, &Who) -> Result<Reply, Error> + Send>;
/// The page of a form that was refused.
type Again = Box<dyn FnOnce(&mut Context<'_, '_>, &Who, Trouble) -> Result<Reply, Error> + Send>;

impl Web {
    /// [`Web::page`], with the caller.
    pub(crate) fn page_for<F>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Response> + Send
    where
        F: FnOnce(&mut Context<'_, '_>, &Who) -> Result<Reply, Error> + Send + 'static,
    {
        let own = who.clone();
        self.page(who, organization, move |cx| work(cx, &own))
    }

    /// [`Web::act`], with the caller.
    pub(crate) fn act_for<F>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: F,
    ) -> impl Future<Output = Response> + Send
    where
        F: FnOnce(&mut Context<'_, '_>, &Who) -> Result<Reply, Error> + Send + 'static,
    {
        let own = who.clone();
        self.act(who, organization, move |cx| work(cx, &own))
    }

    /// A form that changes something. If the change is refused for a reason that the form can show, nothing is
    /// changed, and `again` shows the page again with what was typed.
    pub(crate) fn submit<F, A>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: F,
        again: A,
    ) -> impl Future<Output = Response> + Send
    where
        F: FnOnce(&mut Context<'_, '_>, &Who) -> Result<Reply, Error> + Send + 'static,
        A: FnOnce(&mut Context<'_, '_>, &Who, Trouble) -> Result<Reply, Error> + Send + 'static,
    {
        self.submit_sorted(who, organization, Box::new(work), Trouble::keeping, Box::new(again))
    }

    /// [`Web::submit`] for a form whose contents are not kept: a button, or a code. If a proof of identity is missing,
    /// the person gives it first, and then sends the form again from its page.
    pub(crate) fn submit_discarding<F, A>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: F,
        again: A,
    ) -> impl Future<Output = Response> + Send
    where
        F: FnOnce(&mut Context<'_, '_>, &Who) -> Result<Reply, Error> + Send + 'static,
        A: FnOnce(&mut Context<'_, '_>, &Who, Trouble) -> Result<Reply, Error> + Send + 'static,
    {
        self.submit_sorted(who, organization, Box::new(work), Trouble::discarding, Box::new(again))
    }

    /// The page of a form that was refused, or the error page if the form does not show this error. For forms whose
    /// change is not a single transaction; all others use [`Web::submit`].
    pub(crate) fn again<A>(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        refused: Result<Trouble, Error>,
        again: A,
    ) -> impl Future<Output = Response> + Send
    where
        A: FnOnce(&mut Context<'_, '_>, &Who, Trouble) -> Result<Reply, Error> + Send + 'static,
    {
        self.refuse(who, organization, refused, Box::new(again))
    }

    async fn submit_sorted(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        work: Work,
        sort: Sort,
        again: Again,
    ) -> Response {
        let own = who.clone();
        match self.attempt(who, organization, move |cx| work(cx, &own)).await {
            // The script has kept what was typed.
            Err(error) if !who.is_fragment => self.refuse(who, organization, sort(error, who.lang), again).await,
            done => Reply::respond(who, done),
        }
    }

    async fn refuse(
        &self,
        who: &Who,
        organization: Option<OrganizationId>,
        refused: Result<Trouble, Error>,
        again: Again,
    ) -> Response {
        match refused {
            Ok(trouble) => {
                let work = move |cx: &mut Context<'_, '_>, who: &Who| {
                    // Pages of somebody who is signed in are in the person's own language.
                    let lang = if cx.actor.is_some() { cx.lang() } else { who.lang };
                    again(cx, who, trouble.said_in(lang))
                };
                self.page_for(who, organization, work).await
            }
            Err(error) => Reply::respond(who, Err(error)),
        }
    }
}
