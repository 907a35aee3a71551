//! Who asks: whose secret it is, and what that person is in an organization, in one query.

use crate::members::{self, Member};
use crate::people::{self, Person};
use crate::sessions::{self, Session};
use crate::tokens::{self, Token};
use crate::{OrganizationId, StoreError, Tx, params};

/// Somebody who showed the secret of a session or of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller<By> {
    /// The session or the token.
    pub by: By,
    /// Whose it is.
    pub person: Person,
    /// What the person is in the organization that was asked for, on that day.
    pub member: Option<Member>,
    /// Whether that organization lets in only those who showed a second factor or a passkey.
    pub second_factor: bool,
}

/// Whose session it is, unless it has ended or the person is disabled. `now` is in milliseconds since 1970.
pub fn by_session(
    tx: &mut Tx<'_>,
    digest: &[u8; 32],
    organization: Option<OrganizationId>,
    now: i64,
    today: &str,
) -> Result<Option<Caller<Session>>, StoreError> {
    tx.one(
        "SELECT p.id, p.mail, p.name, p.lang, p.theme, p.created, p.disabled,
                s.id, s.assured, s.device, s.created, s.seen, s.ends, s.proven,
                m.organization, m.person, p.name, p.mail, m.roles, m.areas, m.ends, m.joined, m.seen, o.second_factor
         FROM sessions s JOIN people p ON p.id = s.person
         LEFT JOIN members m ON m.organization = ?2 AND m.person = p.id AND (m.ends IS NULL OR m.ends >= ?4)
         LEFT JOIN organizations o ON o.id = m.organization
         WHERE s.digest = ?1 AND s.ends > ?3 AND p.disabled IS NULL",
        params![digest, &organization, now, today],
        |row| {
            let second_factor = row.get::<Option<bool>>(23)?.unwrap_or_default();
            let (by, person) = (sessions::read(row)?, people::read(row)?);
            Ok(Caller { by, person, member: members::read_joined(row, 14)?, second_factor })
        },
    )
}

/// Whose token it is, unless it has ended or the person is disabled. A token opens only the organization for which it was made: elsewhere
/// the person is no member.
pub fn by_token(
    tx: &mut Tx<'_>,
    digest: &[u8; 32],
    organization: Option<OrganizationId>,
    now: i64,
    today: &str,
) -> Result<Option<Caller<Token>>, StoreError> {
    tx.one(
        "SELECT p.id, p.mail, p.name, p.lang, p.theme, p.created, p.disabled,
                t.organization, t.id, t.person, t.name, t.scopes, t.created, t.used, t.ends,
                m.organization, m.person, p.name, p.mail, m.roles, m.areas, m.ends, m.joined, m.seen
         FROM api_tokens t JOIN people p ON p.id = t.person
         LEFT JOIN members m ON m.organization = ?2 AND m.organization = t.organization AND m.person = p.id
              AND (m.ends IS NULL OR m.ends >= ?4)
         WHERE t.digest = ?1 AND (t.ends IS NULL OR t.ends > ?3) AND p.disabled IS NULL",
        params![digest, &organization, now, today],
        |row| {
            let (by, person) = (tokens::read(row, 7)?, people::read(row)?);
            // A token was made by somebody who was let in.
            Ok(Caller { by, person, member: members::read_joined(row, 15)?, second_factor: false })
        },
    )
}
