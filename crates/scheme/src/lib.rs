//! Authorization: the roles of an organization's members and what each role may do.
//!
//! Pure: no clock and no I/O. The table is [`Role::may`]; every action of a person is checked against it where the
//! query is made.

mod capacity;
mod classification;
mod identity;
mod permission;
mod profile;
mod role;
mod star;

pub use capacity::Capacity;
pub use classification::Classification;
pub use identity::{Identity, IdentityError, IdentityKind};
pub use permission::Permission;
pub use profile::{Industry, SizeClass};
pub use role::{Role, Roles, RolesError};
pub use star::Exposure;
