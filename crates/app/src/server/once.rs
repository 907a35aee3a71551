//! Requests that count once: whoever lost the answer may send the same request again and gets the same answer, and nothing is made twice.
//!
//! Key and answer are written in the transaction of what they are about. An answer that shows a secret is kept sealed: the database never
//! holds what opens it.

mod seal;

use serde::Serialize;
use sha2::{Digest, Sha256};
use tasuki_store::OrganizationId;
use tasuki_store::idempotency::{self, Kept, Owner};

use crate::{Context, Error, Kind};

/// For how long an answer is kept, in milliseconds: a day.
const KEPT: i64 = 24 * 60 * 60 * 1_000;

/// The key under which a request counts once.
#[derive(Clone, PartialEq, Eq)]
pub struct Once {
    key: String,
    request: [u8; 32],
    seal: [u8; 32],
}

/// Neither the key nor what is made of it gets into logs: together with a credential it opens a sealed answer.
impl std::fmt::Debug for Once {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Once").finish_non_exhaustive()
    }
}

/// What a request made, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The status of the response.
    pub status: u16,
    /// Its body.
    pub body: String,
    /// Whether the body shows a secret.
    pub secret: bool,
}

/// What was made, as it is told: now, or when the request came first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The status of the response.
    pub status: u16,
    /// Its body.
    pub body: String,
    /// Whether it had been told before.
    pub again: bool,
}

impl Once {
    /// A key of 1 to 200 visible characters, for a request that is all of `parts`. `credential` is what the request proves its sender
    /// with, as it was sent: an answer with a secret is opened by it alone.
    pub fn new(key: &str, credential: &str, parts: &[&[u8]]) -> Result<Self, Error> {
        if !(1..=200).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid(
                "idempotency.key",
                "Idempotency-Key は空白のない英数字と記号で200字までです。",
                "An Idempotency-Key is 1 to 200 visible ASCII characters.",
            ));
        }
        let seal = digest(&[b"tasuki once", credential.as_bytes(), key.as_bytes()]);
        Ok(Self { key: key.to_owned(), request: digest(parts), seal })
    }

    /// The key of a form as a page rendered it. The same form with other words in it is another request, not a mistake: people go back
    /// and go on writing.
    pub fn of_form(rendered: &str, credential: &str, parts: &[&[u8]]) -> Self {
        let request = digest(parts);
        let key = crate::secrets::hex(&digest(&[rendered.as_bytes(), &request]));
        let seal = digest(&[b"tasuki once", credential.as_bytes(), key.as_bytes()]);
        Self { key: format!("form:{key}"), request, seal }
    }

    /// The same request, of which more is known by now: what it brought along.
    #[must_use]
    pub fn with(self, parts: &[&[u8]]) -> Self {
        Self { request: digest(&[&self.request, &digest(parts)]), ..self }
    }
}

/// Parts cannot run into each other: each begins with its length.
fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut all = Sha256::new();
    for part in parts {
        all.update((part.len() as u64).to_be_bytes());
        all.update(part);
    }
    all.finalize().into()
}

impl Made {
    /// JSON that shows no secret.
    pub fn json<B: Serialize>(status: u16, body: &B) -> Result<Self, Error> {
        let body = serde_json::to_string(body).map_err(|error| {
            tracing::error!(%error, "a response cannot be written");
            Error::new(Kind::Internal, "internal", "うまくいきませんでした。", "Something went wrong.")
        })?;
        Ok(Self { status, body, secret: false })
    }

    /// The same as something that shows a secret.
    #[must_use]
    pub fn secret(self) -> Self {
        Self { secret: true, ..self }
    }
}

/// Makes something once. Without a key, or for somebody who is not signed in, it is made whenever it is asked for. What is no success made
/// nothing, and is not kept.
pub fn make(
    cx: &mut Context<'_, '_>,
    once: Option<&Once>,
    work: impl FnOnce(&mut Context<'_, '_>) -> Result<Made, Error>,
) -> Result<Told, Error> {
    // Whose key it is, is settled before the work: that may make somebody a member of something.
    let organization = cx.organization().ok();
    let (Some(once), Ok(actor)) = (once, cx.person().map(|person| person.id)) else {
        let made = work(cx)?;
        return Ok(Told { status: made.status, body: made.body, again: false });
    };
    let owner = Owner { organization: organization.as_ref().map_or("", OrganizationId::as_str), actor };
    let now = cx.now.milliseconds();
    idempotency::forget(cx.tx, owner, now - KEPT)?;
    if !idempotency::claim(cx.tx, owner, &once.key, &once.request, now)? {
        let kept = idempotency::find(cx.tx, owner, &once.key)?;
        let kept = kept.filter(|kept| kept.request == once.request && kept.status > 0).ok_or_else(other)?;
        return Ok(Told { status: kept.status, body: open(once, kept)?, again: true });
    }
    let made = work(cx)?;
    if (200..400).contains(&made.status) {
        let body = if made.secret { seal::close(&once.seal, cx.random_bytes(), &made.body) } else { made.body.clone() };
        idempotency::answer(cx.tx, owner, &once.key, made.status, &body, made.secret)?;
    } else {
        idempotency::release(cx.tx, owner, &once.key)?;
    }
    Ok(Told { status: made.status, body: made.body, again: false })
}

fn open(once: &Once, kept: Kept) -> Result<String, Error> {
    if kept.sealed { seal::open(&once.seal, &kept.response).ok_or_else(sealed) } else { Ok(kept.response) }
}

fn other() -> Error {
    Error::invalid(
        "idempotency.other",
        "同じ Idempotency-Key が別の内容で使われています。",
        "The same Idempotency-Key came with another request.",
    )
    .hint("新しいキーで送ってください。", "Send it under a new key.")
}

/// The person signed in anew, or comes with another token: the secret was for who sent the request first.
fn sealed() -> Error {
    Error::new(
        Kind::State,
        "idempotency.sealed",
        "この操作は済んでいます。秘密の値は、最初に送ったときのサインインでしか見られません。",
        "This was done already. Its secret can be seen only by the sign-in that asked for it first.",
    )
    .hint("一覧を開き、必要なら作り直してください。", "Open the list, and make another one if you need it.")
}
