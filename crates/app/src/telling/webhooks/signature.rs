//! How a delivery shows that it comes from here, and when it was sent.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tasuki_store::hex;

/// The value of `Tasuki-Signature`: `t=…,v1=…`, with a `v1` for each secret. `t` is the time of sending in seconds since 1970; `v1` is the
/// HMAC-SHA-256 of `t`, a full stop and the body, in hexadecimal. That the time is signed too keeps an old delivery from being sent again.
pub fn sign(secrets: &[&str], seconds: i64, body: &str) -> String {
    secrets.iter().fold(format!("t={seconds}"), |text, secret| text + ",v1=" + &code(secret, seconds, body))
}

fn code(secret: &str, seconds: i64, body: &str) -> String {
    // A key of any length is one.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("{seconds}.{body}").as_bytes());
    hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_what_others_compute() {
        // printf '1795237380.{"a":1}' | openssl dgst -sha256 -hmac geheim
        let expected = "t=1795237380,v1=9e61f1bcc30e65547cbf186a5db76a27452cf9ed4270caeedd2c808201feb878";
        assert_eq!(sign(&["geheim"], 1_795_237_380, "{\"a\":1}"), expected);
        assert_eq!(sign(&["neu", "geheim"], 1, "").matches(",v1=").count(), 2);
    }
}
