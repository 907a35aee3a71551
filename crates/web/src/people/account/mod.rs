//! The own account.

mod api;
mod change;
mod factors;
mod keys;
mod mail;
mod page;
mod passkeys;
mod proof;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/me", get(page::page))
        .route("/me/protect", get(page::protect))
        .route("/me/name", post(change::name))
        .route("/me/mail", post(change::mail))
        .route("/me/mail/forget", post(change::forget_mail))
        .route("/me/mail/{secret}", get(mail::page).post(mail::confirm))
        .route("/me/proof", get(proof::page).post(proof::password))
        .route("/me/proof/code", post(proof::code))
        .route("/me/proof/passkey/begin", post(proof::passkey_begin))
        .route("/me/proof/passkey/finish", post(proof::passkey_finish))
        .route("/me/keys", get(keys::page).post(keys::remove))
        .route("/me/devices/{device}/forget", post(change::forget_device))
        .route("/me/password", post(change::password))
        .route("/me/sessions/end-others", post(change::end_other_sessions))
        .route("/me/sessions/{session}/end", post(change::end_session))
        .route("/me/provider/remove", post(change::unlink))
        .route("/me/codes", get(factors::enrol).post(factors::confirm))
        .route("/me/codes/remove", post(factors::remove))
        .route("/me/recovery-codes", post(factors::renew))
        .route("/me/passkeys/begin", post(passkeys::begin))
        .route("/me/passkeys/finish", post(passkeys::finish))
        .route("/me/passkeys/{passkey}", post(passkeys::rename))
        .route("/me/passkeys/{passkey}/remove", post(passkeys::remove))
}

/// Below `/api/v1`.
pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::show, api::change))
        .routes(routes!(api::sessions, api::end_other_sessions))
        .routes(routes!(api::end_session))
}
