//! How others know what somebody says: canonical bytes, the digest that names them, and what is frozen in such a form.
//!
//! Pure: no clock and no I/O. Everything here can be checked without a server, from a file alone.

mod canonical;
mod digest;
mod edition;
pub mod package;
pub mod sample;
pub mod submission;

pub use canonical::{CanonicalError, canonical, is_canonical};
pub use digest::{Digest, DigestWriter, NoDigest};
pub use edition::digest_of_edition;
pub use submission::Submission;
