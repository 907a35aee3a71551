//! Randomness as a parameter, so that tests are repeatable and secrets are not.

/// A source of bytes that nobody can guess.
pub trait Random {
    /// Fills all of `bytes`.
    fn fill(&mut self, bytes: &mut [u8]);
}

impl<F: FnMut(&mut [u8])> Random for F {
    fn fill(&mut self, bytes: &mut [u8]) {
        self(bytes);
    }
}

/// The operating system's generator: what every secret of a running server comes from.
#[derive(Debug, Clone, Copy, Default)]
pub struct OperatingSystem;

impl Random for OperatingSystem {
    #[expect(
        clippy::expect_used,
        reason = "a system without randomness must not hand out secrets; there is nothing to fall back to"
    )]
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

/// An array of random bytes.
pub(crate) fn bytes<const N: usize>(random: &mut dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}
