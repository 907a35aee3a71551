//! Idempotent requests: a client that did not receive the response can send the same request again and gets the same
//! response, and nothing is created twice.
//!
//! Key and response are stored in the transaction of the change itself. A response that contains a secret is stored
//! encrypted: the database never contains the key to it.

mod seal;

use serde::Serialize;
use sha2::{Digest, Sha256};
use tasuki_store::OrganizationId;
use tasuki_store::idempotency::{self, Kept, Owner};

use crate::{Context, Error, Kind};

/// How long a response is stored, in milliseconds: a day.
const KEPT: i64 = 24 * 60 * 60 * 1_000;

/// The idempotency key of a request.
#[derive(Clone, PartialEq, Eq)]
pub struct Once {
    key: String,
    request: [u8; 32],
    seal: [u8; 32],
}

/// Neither the key nor anything derived from it is written to logs: together with a credential it decrypts a stored
/// response.
impl std::fmt::Debug for Once {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Once").finish_non_exhaustive()
    }
}

/// The result of a request, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The status of the response.
    pub status: u16,
    /// Its body.
    pub body: String,
    /// Whether the body contains a secret.
    pub secret: bool,
}

/// The result, as it is sent: created now, or when the request was first received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fulfilled {
    /// The status of the response.
    pub status: u16,
    /// Its body.
    pub body: String,
    /// Whether it is a repeated response.
    pub again: bool,
}

impl Once {
    /// A key of 1 to 200 visible characters, for a request that consists of `parts`. `credential` is what
    /// authenticates the sender: only with it can a stored response with a secret be decrypted.
    pub fn new(key: &str, credential: &str, parts: &[&[u8]]) -> Result<Self, Error> {
        if !(1..=200).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid(
                "idempotency.key",
                "Idempotency-Key は空白のない英数字と記号で200字までです。",
                "An Idempotency-Key is 1 to 200 visible ASCII characters.",
            )
            .hint(
                "UUID などの200字以内のキーを付けて送り直してください。",
                "Send the request again with a key of at most 200 characters, such as a UUID.",
            ));
        }
        let seal = digest(&[b"tasuki once", credential.as_bytes(), key.as_bytes()]);
        Ok(Self { key: key.to_owned(), request: digest(parts), seal })
    }

    /// The key of a form, which the page rendered. If the same form is sent with other contents, this is a new
    /// request and not an error: people go back and continue writing.
    pub fn of_form(rendered: &str, credential: &str, parts: &[&[u8]]) -> Self {
        let request = digest(parts);
        let key = tasuki_store::hex(&digest(&[rendered.as_bytes(), &request]));
        let seal = digest(&[b"tasuki once", credential.as_bytes(), key.as_bytes()]);
        Self { key: format!("form:{key}"), request, seal }
    }

    /// The same request with further contents, which are known only now.
    #[must_use]
    pub fn with(self, parts: &[&[u8]]) -> Self {
        Self { request: digest(&[&self.request, &digest(parts)]), ..self }
    }
}

/// The length before each part keeps the parts distinct.
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
            Error::internal()
        })?;
        Ok(Self { status, body, secret: false })
    }

    /// The same, marked as containing a secret.
    #[must_use]
    pub fn secret(self) -> Self {
        Self { secret: true, ..self }
    }
}

/// Creates something once. Without a key, or for somebody who is not signed in, every request creates something. A
/// failed request created nothing and is not stored.
pub fn make(
    cx: &mut Context<'_, '_>,
    once: Option<&Once>,
    work: impl FnOnce(&mut Context<'_, '_>) -> Result<Made, Error>,
) -> Result<Fulfilled, Error> {
    // The owner of the key is determined before the work, which may make the person a member of an organization.
    let organization = cx.organization().ok();
    let (Some(once), Ok(actor)) = (once, cx.person().map(|person| person.id)) else {
        let made = work(cx)?;
        return Ok(Fulfilled { status: made.status, body: made.body, again: false });
    };
    let owner = Owner { organization: organization.as_ref().map_or("", OrganizationId::as_str), actor };
    let (now, rights) = (cx.now.milliseconds(), rights(cx));
    idempotency::forget(cx.tx, owner, now - KEPT)?;
    if !idempotency::claim(cx.tx, owner, &once.key, &once.request, now)? {
        let kept = idempotency::find(cx.tx, owner, &once.key)?;
        let kept = kept.filter(|kept| kept.request == once.request && kept.status > 0).ok_or_else(other)?;
        if shows_something(&kept) && kept.rights != Some(rights) {
            return Err(changed());
        }
        return Ok(Fulfilled { status: kept.status, body: open(once, kept)?, again: true });
    }
    let made = work(cx)?;
    if (200..400).contains(&made.status) {
        let response =
            if made.secret { seal::close(&once.seal, cx.random_bytes(), &made.body) } else { made.body.clone() };
        let (request, status, sealed) = (once.request, made.status, made.secret);
        idempotency::answer(
            cx.tx,
            owner,
            &once.key,
            &Kept { request, status, response, sealed, rights: Some(rights) },
        )?;
    } else {
        idempotency::release(cx.tx, owner, &once.key)?;
    }
    Ok(Fulfilled { status: made.status, body: made.body, again: false })
}

/// A digest of what the person may do in this place: whoever has lost or gained a right is somebody else.
fn rights(cx: &Context<'_, '_>) -> [u8; 32] {
    let member = cx.membership().map(|member| (&member.roles, &member.areas, member.ends));
    let grants = cx.actor.as_ref().map(|actor| &actor.grants);
    digest(&[&serde_json::to_vec(&(member, grants)).unwrap_or_default()])
}

/// A redirect says only where something is, and whoever follows it is asked again.
fn shows_something(kept: &Kept) -> bool {
    !(300..400).contains(&kept.status) && !kept.response.is_empty()
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

/// What the response shows may be something that the person must not see any more.
fn changed() -> Error {
    Error::new(
        Kind::State,
        "idempotency.rights",
        "この操作は済んでいますが、その後、あなたの権限が変わりました。",
        "This was done already, but your rights have changed since.",
    )
    .hint("一覧を開いて確かめてください。", "Open the list to see what is there.")
}

/// The person has signed in again or uses another token: the secret was only for the first sender.
fn sealed() -> Error {
    Error::new(
        Kind::State,
        "idempotency.sealed",
        "この操作は済んでいます。秘密の値は、最初に送ったときのサインインでしか見られません。",
        "This was done already. Its secret can be seen only by the sign-in that asked for it first.",
    )
    .hint("一覧を開き、必要なら作り直してください。", "Open the list, and make another one if you need it.")
}
