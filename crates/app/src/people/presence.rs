//! When somebody was last seen: recorded together with their actions, at most every five minutes.

use tasuki_store::members::Member;
use tasuki_store::sessions::{self, Session};
use tasuki_store::tokens::{self, Token};
use tasuki_store::{ApiTokenId, OrganizationId, PersonId, SessionId, StoreError, Tx, members};

const MINUTE: i64 = 60 * 1_000;
/// How exactly it is known.
const EXACT_TO: i64 = 5 * MINUTE;
/// A session ends when it is not used for this long: twelve hours.
pub(crate) const IDLE: i64 = 12 * 60 * MINUTE;
/// A session ends after this time in any case: a week.
const LONGEST: i64 = 7 * 24 * 60 * MINUTE;

/// Whether it is time to record it again. A time in the future was recorded by a clock that was wrong.
fn is_due(last: i64, now: i64) -> bool {
    (now - last).abs() >= EXACT_TO
}

/// What is to be noted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Presence {
    session: Option<(SessionId, i64)>,
    token: Option<(OrganizationId, ApiTokenId)>,
    member: Option<(OrganizationId, PersonId)>,
}

impl Presence {
    /// A session is used.
    pub(crate) fn session(&mut self, session: &Session, now: i64) {
        let ends = (now + IDLE).min(session.created + LONGEST);
        self.session = (is_due(session.seen, now)).then_some((session.id, ends));
    }

    /// A token is used.
    pub(crate) fn token(&mut self, token: &Token, now: i64) {
        let due = token.used.is_none_or(|used| is_due(used, now));
        self.token = due.then_some((token.organization, token.id));
    }

    /// A member uses the organization.
    pub(crate) fn member(&mut self, member: &Member, now: i64) {
        let due = member.seen.is_none_or(|seen| is_due(seen, now));
        self.member = due.then_some((member.organization, member.person));
    }

    /// Whether there is nothing to record.
    pub(crate) fn is_known(self) -> bool {
        self.session.is_none() && self.token.is_none() && self.member.is_none()
    }

    /// Notes it.
    pub(crate) fn note(self, tx: &mut Tx<'_>, now: i64) -> Result<(), StoreError> {
        if let Some((id, ends)) = self.session {
            sessions::touch(tx, id, now, ends)?;
        }
        if let Some((organization, id)) = self.token {
            tokens::touch(tx, organization, id, now)?;
        }
        if let Some((organization, person)) = self.member {
            members::touch(tx, organization, person, now)?;
        }
        Ok(())
    }
}
