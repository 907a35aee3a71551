//! Who decides: the roles of an organization's members and what each role may do, and the road to a ★.
//!
//! Pure: no clock and no I/O. [`Role::may`] is the table of rights; every action of a person is checked against it where the
//! query is made. [`road`] has what the operator of a scheme decides.

mod capacity;
mod classification;
mod identity;
mod permission;
mod profile;
pub mod road;
mod role;

pub use capacity::Capacity;
pub use classification::Classification;
pub use identity::{Identity, IdentityError, IdentityKind};
pub use permission::Permission;
pub use profile::{Industry, SizeClass};
pub use role::{Role, Roles, RolesError};
