//! Tasks (対応): the work that closes a gap.

use jiff::ToSpan;
use tasuki_store::tasks as store;

use crate::{Context, Error};

/// How many tasks and answers of the person who asks are due within a week or overdue. Every page asks.
pub fn due_count(cx: &mut Context<'_, '_>) -> Result<u64, Error> {
    let (organization, person) = (cx.organization()?, cx.person()?.id);
    let until = cx.now.today.saturating_add(7.days());
    Ok(store::due_count(cx.tx, organization, person, until)?)
}
