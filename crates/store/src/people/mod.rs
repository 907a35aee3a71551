//! People and their organizations: members and invitations, sessions and tokens, passkeys and codes, and erasing a
//! person.

pub mod access_reviews;
pub mod attempts;
pub mod ceremonies;
pub mod devices;
pub mod erasure;
pub mod failed_sign_ins;
pub mod grants;
pub mod identities;
pub mod invitations;
pub mod links;
pub mod members;
pub mod organizations;
pub mod passkeys;
pub mod persons;
pub mod recovery_codes;
pub mod reset_requests;
pub mod sessions;
pub mod sites;
pub mod tokens;
