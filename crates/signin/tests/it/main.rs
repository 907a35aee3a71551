//! Tests of signing in, each method by itself.
#![expect(clippy::expect_used, reason = "a test that cannot go on says so")]

mod codes;
mod device;
mod interleavings;
mod lockout;
mod openid;
mod passkeys;
mod passwords;
mod refusals;
mod secrets;

/// Repeatable randomness: a counter through SHA-256.
fn repeatable() -> impl FnMut(&mut [u8]) {
    let mut counter = 0_u64;
    move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(32) {
            counter += 1;
            let digest = tasuki_signin::tokens::Digest::of(&counter.to_be_bytes());
            chunk.copy_from_slice(&digest.as_bytes()[..chunk.len()]);
        }
    }
}

fn moment(text: &str) -> jiff::Timestamp {
    text.parse().expect("a time")
}
