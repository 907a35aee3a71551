//! People and their organizations: accounts and sign-in, members, invitations, tokens, and the settings of the
//! organization.

pub(crate) mod account;
pub(crate) mod grants;
pub(crate) mod invitations;
pub(crate) mod links;
pub(crate) mod members;
pub(crate) mod organizations;
pub(crate) mod preferences;
pub(crate) mod sign_in;
pub(crate) mod tokens;
pub(crate) mod visits;
pub(crate) mod welcome;
