//! What a page writes into its forms and requests: whose it is, and what only it knows.

use tasuki_store::PersonId;

/// What a page wrote into the form that it sends, or into its request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rendered {
    /// Whose page it is; empty if it does not say.
    pub(crate) page_of: String,
    /// What only this page knows; empty if its form has no key.
    pub(crate) nonce: String,
}

impl Rendered {
    /// What the key of a form says ([`key`]).
    pub(crate) fn of_key(key: &str) -> Self {
        let (page_of, nonce) = key.split_once('.').unwrap_or(("", key));
        // It goes into an address.
        let nonce = nonce.chars().filter(char::is_ascii_alphanumeric).collect();
        Self { page_of: page_of.to_owned(), nonce }
    }
}

/// The key of the forms of somebody's page.
pub(crate) fn key(person: PersonId, random: &[u8; 16]) -> String {
    format!("{person}.{}", tasuki_store::hex(random))
}
