//! Who decides: the roles of an organization's members and what each of them may do.
//!
//! Pure: no clock, no input and output. The table is [`Role::may`]; everything that a person does goes through it where
//! the query is made.

mod identity;
mod permission;
mod profile;
mod role;
mod star;

pub use identity::{Identity, IdentityError, IdentityKind};
pub use permission::Permission;
pub use profile::{Industry, SizeClass};
pub use role::{Role, Roles, RolesError};
pub use star::Exposure;
