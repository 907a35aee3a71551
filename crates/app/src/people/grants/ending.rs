//! Taking grants back.

use serde_json::json;
use tasuki_store::grants::{self, Grant, Holder};
use tasuki_store::{OrganizationId, Subject};

use crate::{Context, Error};

/// Takes a grant back, and writes it down. The caller has asked for permission.
pub(crate) fn take_back(cx: &mut Context<'_, '_>, grant: &Grant) -> Result<(), Error> {
    let now = cx.now.milliseconds();
    if grants::end(cx.tx, grant.organization, grant.id, now)? {
        let after = Grant { ended: Some(now), ..grant.clone() };
        cx.record(
            "grant.end",
            &Subject::Grant(grant.id),
            Some(grant),
            Some(&after),
            &json!({ "holder": grant.holder }),
        )?;
    }
    Ok(())
}

/// Takes back everything that somebody holds. The caller has asked for permission.
pub(crate) fn end_all(cx: &mut Context<'_, '_>, organization: OrganizationId, holder: Holder) -> Result<(), Error> {
    let today = cx.now.today;
    let all = grants::of_holder(cx.tx, organization, holder)?;
    all.iter().filter(|grant| !grant.is_over(today)).try_for_each(|grant| take_back(cx, grant))
}
