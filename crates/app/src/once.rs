//! Requests that count once: whoever lost the answer may send the same request again and gets the same answer, and nothing is made twice.

use serde::Serialize;
use sha2::{Digest, Sha256};
use tasuki_store::idempotency;

use crate::{Context, Error};

/// For how long an answer is kept, in milliseconds: a day.
const KEPT: i64 = 24 * 60 * 60 * 1_000;

/// The key under which a request counts once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    key: String,
    request: [u8; 32],
}

/// What was made, as it is told: now, or when the request came first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The status of the response.
    pub status: u16,
    /// The response as JSON.
    pub json: String,
    /// Whether it had been told before.
    pub again: bool,
}

impl Once {
    /// A key of 1 to 200 visible characters, for a request that is all of `parts`.
    pub fn new(key: &str, parts: &[&[u8]]) -> Result<Self, Error> {
        if !(1..=200).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid(
                "idempotency.key",
                "Idempotency-Key は空白のない英数字と記号で200字までです。",
                "An Idempotency-Key is 1 to 200 visible ASCII characters.",
            ));
        }
        let mut request = Sha256::new();
        for part in parts {
            request.update((part.len() as u64).to_be_bytes());
            request.update(part);
        }
        Ok(Self { key: key.to_owned(), request: request.finalize().into() })
    }
}

/// Makes something once. Without a key, it is made whenever it is asked for.
pub fn make<B: Serialize>(
    cx: &mut Context<'_, '_>,
    once: Option<&Once>,
    status: u16,
    work: impl FnOnce(&mut Context<'_, '_>) -> Result<B, Error>,
) -> Result<Told, Error> {
    let Some(once) = once else {
        let json = tell(&work(cx)?)?;
        return Ok(Told { status, json, again: false });
    };
    let (organization, actor, now) = (cx.organization()?, cx.person()?.id, cx.now.milliseconds());
    idempotency::forget(cx.tx, organization, actor, now - KEPT)?;
    if !idempotency::claim(cx.tx, organization, actor, &once.key, &once.request, now)? {
        let kept = idempotency::find(cx.tx, organization, actor, &once.key)?;
        let kept = kept.filter(|kept| kept.request == once.request && kept.status > 0).ok_or_else(other)?;
        return Ok(Told { status: kept.status, json: kept.response, again: true });
    }
    let json = tell(&work(cx)?)?;
    idempotency::answer(cx.tx, organization, actor, &once.key, status, &json)?;
    Ok(Told { status, json, again: false })
}

fn tell<B: Serialize>(body: &B) -> Result<String, Error> {
    serde_json::to_string(body).map_err(|error| {
        tracing::error!(%error, "a response cannot be written");
        Error::new(crate::Kind::Internal, "internal", "うまくいきませんでした。", "Something went wrong.")
    })
}

fn other() -> Error {
    Error::invalid(
        "idempotency.other",
        "同じ Idempotency-Key が別の内容で使われています。",
        "The same Idempotency-Key came with another request.",
    )
    .hint("新しいキーで送ってください。", "Send it under a new key.")
}
