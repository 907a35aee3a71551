//! Encrypts a text so that the database alone cannot reveal it: a key stream of HMAC-SHA-256 in counter mode, and an
//! authentication tag.
//!
//! The key is derived from the sender's credential, of which the store has only a digest, and from the key of the
//! request.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use tasuki_store::hex;

const NONCE: usize = 16;
const TAG: usize = 32;

/// Encrypts a text. Each text needs its own nonce.
pub(super) fn close(key: &[u8; 32], nonce: [u8; NONCE], text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    stream(key, &nonce, &mut bytes);
    let tag = mac(key, &[b"tag", &nonce, &bytes]);
    hex(&[nonce.as_slice(), &tag, &bytes].concat())
}

/// Decrypts a text; `None` if it was encrypted with another key.
pub(super) fn open(key: &[u8; 32], closed: &str) -> Option<String> {
    let all = unhex(closed)?;
    let (nonce, rest) = all.split_at_checked(NONCE)?;
    let (tag, bytes) = rest.split_at_checked(TAG)?;
    if !bool::from(mac(key, &[b"tag", nonce, bytes]).ct_eq(tag)) {
        return None;
    }
    let mut bytes = bytes.to_vec();
    stream(key, nonce, &mut bytes);
    String::from_utf8(bytes).ok()
}

fn stream(key: &[u8; 32], nonce: &[u8], bytes: &mut [u8]) {
    for (counter, chunk) in (0u64..).zip(bytes.chunks_mut(TAG)) {
        let pad = mac(key, &[b"pad", nonce, &counter.to_be_bytes()]);
        chunk.iter_mut().zip(pad).for_each(|(byte, pad)| *byte ^= pad);
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; TAG] {
    // A short key is padded with zeros, as HMAC defines it.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2).map(|pair| match *pair {
        [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_opens_it() {
        let text = "秘密の値 tsk_0123456789, longer than one block of the stream";
        let closed = close(&[1; 32], [9; NONCE], text);
        assert_eq!(open(&[1; 32], &closed).as_deref(), Some(text));
        assert_eq!(open(&[2; 32], &closed), None);
        assert!(!closed.contains(&hex(&text.as_bytes()[..8])));
        assert_ne!(closed, close(&[1; 32], [8; NONCE], text), "the nonce is part of it");
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let closed = close(&[1; 32], [9; NONCE], "text");
        for at in 0..closed.len() {
            let mut other = closed.clone().into_bytes();
            other[at] = if other[at] == b'0' { b'1' } else { b'0' };
            assert_eq!(open(&[1; 32], std::str::from_utf8(&other).unwrap()), None, "{at}");
        }
        for broken in ["", "0", "zz", &closed[..60]] {
            assert_eq!(open(&[1; 32], broken), None, "{broken}");
        }
    }
}
