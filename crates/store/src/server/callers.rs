//! Identifies a caller: the owner of a secret, and that person's roles in an organization, in one query.

use jiff::civil::Date;

use crate::grants::{self, Grant, Holder};
use crate::members::{self, Member};
use crate::persons::{self, Person};
use crate::sessions::{self, Session};
use crate::tokens::{self, Token};
use crate::{OrganizationId, StoreError, Tx, params};

/// A caller who presented the secret of a session or of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller<By> {
    /// The session or the token.
    pub by: By,
    /// Its owner.
    pub person: Person,
    /// The person's membership of the requested organization, on that day.
    pub member: Option<Member>,
    /// Whether that organization requires a second factor or a passkey.
    pub second_factor: bool,
    /// Which catalogues of its own that organization has, as [`crate::catalogs::stamp`] says.
    pub catalogs: Option<[u8; 32]>,
    /// What was granted to the person there and is valid on that day.
    pub grants: Vec<Grant>,
}

/// The owner of a session, unless it has ended or the person is disabled. `now` is in milliseconds since 1970.
pub fn by_session(
    tx: &mut Tx<'_>,
    digest: &[u8; 32],
    organization: Option<OrganizationId>,
    now: i64,
    today: Date,
) -> Result<Option<Caller<Session>>, StoreError> {
    let day = today.to_string();
    let found = tx.one(
        "SELECT p.id, p.mail, p.name, p.lang, p.theme, p.created, p.disabled,
                s.id, s.assured, s.device, s.created, s.seen, s.ends, s.proven,
                m.organization, m.person, p.name, p.mail, m.roles, m.areas, m.ends, m.joined, m.seen, o.second_factor,
                (SELECT COUNT(*) FROM grants g WHERE g.organization = m.organization AND g.holder = 'person/' || p.id),
                o.catalogs
         FROM sessions s JOIN people p ON p.id = s.person
         LEFT JOIN members m ON m.organization = ?2 AND m.person = p.id AND (m.ends IS NULL OR m.ends >= ?4)
         LEFT JOIN organizations o ON o.id = m.organization
         WHERE s.digest = ?1 AND s.ends > ?3 AND p.disabled IS NULL",
        params![digest, &organization, now, &day],
        |row| {
            let second_factor = row.get::<Option<bool>>(23)?.unwrap_or_default();
            let (by, person) = (sessions::read(row)?, persons::read(row)?);
            let member = members::read_joined(row, 14)?;
            let catalogs = row.get(25)?;
            Ok((Caller { by, person, member, second_factor, catalogs, grants: Vec::new() }, row.get(24)?))
        },
    )?;
    with_grants(tx, found, today)
}

/// The owner of a token, unless it has expired or the person is disabled. A token is valid only for its own
/// organization: in others the person counts as no member.
pub fn by_token(
    tx: &mut Tx<'_>,
    digest: &[u8; 32],
    organization: Option<OrganizationId>,
    now: i64,
    today: Date,
) -> Result<Option<Caller<Token>>, StoreError> {
    let day = today.to_string();
    let found = tx.one(
        "SELECT p.id, p.mail, p.name, p.lang, p.theme, p.created, p.disabled,
                t.organization, t.id, t.person, t.name, t.scopes, t.created, t.used, t.ends,
                m.organization, m.person, p.name, p.mail, m.roles, m.areas, m.ends, m.joined, m.seen,
                (SELECT COUNT(*) FROM grants g WHERE g.organization = m.organization AND g.holder = 'person/' || p.id),
                (SELECT o.catalogs FROM organizations o WHERE o.id = m.organization)
         FROM api_tokens t JOIN people p ON p.id = t.person
         LEFT JOIN members m ON m.organization = ?2 AND m.organization = t.organization AND m.person = p.id
              AND (m.ends IS NULL OR m.ends >= ?4)
         WHERE t.digest = ?1 AND (t.ends IS NULL OR t.ends > ?3) AND p.disabled IS NULL",
        params![digest, &organization, now, &day],
        |row| {
            let (by, person) = (tokens::read(row, 7)?, persons::read(row)?);
            let member = members::read_joined(row, 15)?;
            // The owner of a token had satisfied this requirement when creating it.
            let catalogs = row.get(25)?;
            Ok((Caller { by, person, member, second_factor: false, catalogs, grants: Vec::new() }, row.get(24)?))
        },
    )?;
    with_grants(tx, found, today)
}

/// A caller with their grants. Most members have none: then nothing is asked a second time.
fn with_grants<By>(
    tx: &mut Tx<'_>,
    found: Option<(Caller<By>, u32)>,
    today: Date,
) -> Result<Option<Caller<By>>, StoreError> {
    let Some((mut caller, count)) = found else { return Ok(None) };
    if let Some(member) = caller.member.as_ref().filter(|_| count > 0) {
        caller.grants = grants::valid(tx, member.organization, Holder::Person(member.person), today)?;
    }
    Ok(Some(caller))
}
