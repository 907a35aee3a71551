//! People and their organizations: accounts and sign-in, members, invitations, sessions and tokens, and the settings
//! of the organization.

pub(crate) mod alerts;
pub(crate) mod looked_after;
pub(crate) mod origin;
pub(crate) mod presence;

pub mod access_reviews;
pub mod account;
pub mod devices;
pub mod erasure;
pub mod factors;
pub mod founders;
pub mod grants;
pub mod invitations;
pub mod keys;
pub mod links;
pub mod members;
pub mod organizations;
pub mod passkeys;
pub mod preferences;
pub mod proof;
pub mod resets;
pub mod sessions;
pub mod sign_in;
pub mod tokens;
pub mod users;
pub mod welcome;
