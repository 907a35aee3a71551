//! What happens once a day: telling people what is due soon or overdue, and the daily mail.
//!
//! Each organization's day is taken in the transaction that tells of it, so that a restart neither loses nor doubles anything, and two servers
//! on one database do not do it twice. What fell due while the server was off is told when it comes back.

mod reminders;

use jiff::ToSpan;
use tasuki_store::{OrganizationId, StoreError, organizations, timers as store};

use crate::{App, Credentials, Error, Moment, notifications};

pub use reminders::{Stage, stage};

/// The hour in Japan from which on the day's work is done.
const HOUR: i8 = 8;

/// Whether the hour has come.
pub fn is_time(now: Moment) -> bool {
    now.at.to_zoned(Moment::zone()).hour() >= HOUR
}

/// Does the day's work as far as it was not done yet: reminders of each organization, then the digests.
pub async fn tick(app: &App) -> Result<(), Error> {
    let all = app.store().read(organizations::ids).await.map_err(|error: StoreError| Error::from(error))?;
    for organization in all {
        remind(app, organization).await?;
    }
    app.system(|cx| {
        let today = cx.now.today;
        if store::take(cx.tx, "digest", today)? {
            notifications::digest(cx)?;
        }
        Ok(())
    })
    .await
}

/// Reminds an organization's people, once a day. Looking through many assessments takes a while, and nobody's save waits for it: what is found
/// is told in a transaction of its own, unless another server told it meanwhile.
async fn remind(app: &App, organization: OrganizationId) -> Result<(), Error> {
    let name = format!("reminders/{organization}");
    let of = name.clone();
    let look = app.read(Credentials::None, None, move |cx| {
        let (today, last) = (cx.now.today, store::last(cx.tx, &of)?);
        if last.is_some_and(|last| last >= today) {
            return Ok(None);
        }
        let since = last.unwrap_or_else(|| today.saturating_sub(1.day()));
        Ok(Some((today, reminders::find(cx, organization, since)?)))
    });
    let Some((today, found)) = look.await? else { return Ok(()) };
    app.system(move |cx| {
        if store::take(cx.tx, &name, today)? {
            reminders::tell(cx, organization, found)?;
        }
        Ok(())
    })
    .await
}
