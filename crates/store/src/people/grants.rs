//! Grants (許可): what somebody may do with one thing of an organization, from a day until a day.
//!
//! A grant is held by a person with an account, by whoever has a link, or by an invitation until somebody accepts it. Whether it is valid follows from its days and from the moment in
//! which it was taken back; it is never written down that it has ended.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;
use sha2::{Digest, Sha256};
use tasuki_scheme::{Capacity, Classification, Permission, Role};

use crate::audit::{self, Entry, Item};
use crate::notifications::{self, Notification};
use crate::{
    AssessmentId, GrantId, IdError, InvitationId, LinkId, NotificationId, OrganizationId, PersonId, RoadId, Row,
    StoreError, Subject, Tx, params,
};

/// Who holds a grant. As a text it is a word and an identifier with a stroke between them, `person/…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A person with an account, who is a member of the organization.
    Person(PersonId),
    /// Whoever has the link.
    Link(LinkId),
    /// Whoever accepts the invitation.
    Invitation(InvitationId),
}

impl fmt::Display for Holder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(formatter, "person/{id}"),
            Self::Link(id) => write!(formatter, "link/{id}"),
            Self::Invitation(id) => write!(formatter, "invitation/{id}"),
        }
    }
}

impl FromStr for Holder {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        match text.split_once('/') {
            Some(("person", id)) => id.parse().map(Self::Person),
            Some(("link", id)) => id.parse().map(Self::Link),
            Some(("invitation", id)) => id.parse().map(Self::Invitation),
            _ => Err(IdError),
        }
    }
}

impl Serialize for Holder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Holder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What a grant can open: a thing with everything that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Opened {
    /// An assessment.
    Assessment(AssessmentId),
    /// A road to a ★ with its submissions.
    Road(RoadId),
}

impl Opened {
    /// The one that a subject is.
    pub fn of(subject: &Subject) -> Option<Self> {
        match subject {
            Subject::Assessment(id) => Some(Self::Assessment(*id)),
            Subject::Road(id) => Some(Self::Road(*id)),
            _ => None,
        }
    }
}

impl From<AssessmentId> for Opened {
    fn from(id: AssessmentId) -> Self {
        Self::Assessment(id)
    }
}

impl From<RoadId> for Opened {
    fn from(id: RoadId) -> Self {
        Self::Road(id)
    }
}

/// What is opened, without the person to whom and the days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// What is opened.
    pub subject: Subject,
    /// In which capacity.
    pub capacity: Capacity,
    /// What may be done with it; in the order of [`Permission::GRANTABLE`].
    #[serde(with = "words")]
    pub permissions: Vec<Permission>,
    /// The most confidential evidence that may be seen with it; `None` opens none.
    pub evidence: Option<Classification>,
}

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The organization that opens something.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: GrantId,
    /// To whom.
    pub holder: Holder,
    /// What is opened.
    #[serde(flatten)]
    pub opening: Opening,
    /// The first day.
    pub starts: Date,
    /// The last day.
    pub ends: Date,
    /// When it was made, in milliseconds since 1970.
    pub made: i64,
    /// Who made it; `None` for one that came from what guests could see before there were grants.
    pub made_by: Option<PersonId>,
    /// When it was taken back.
    pub ended: Option<i64>,
}

impl Grant {
    /// Whether it is valid on a day.
    pub fn is_valid(&self, today: Date) -> bool {
        self.ended.is_none() && self.starts <= today && self.ends >= today
    }

    /// Whether it is over: taken back, or its last day has passed.
    pub fn is_over(&self, today: Date) -> bool {
        self.ended.is_some() || self.ends < today
    }

    /// What it opens.
    pub fn opened(&self) -> Option<Opened> {
        Opened::of(&self.opening.subject)
    }

    /// The assessment that it opens, if it opens one.
    pub fn assessment(&self) -> Option<AssessmentId> {
        match self.opened() {
            Some(Opened::Assessment(id)) => Some(id),
            _ => None,
        }
    }

    /// The road that it opens, if it opens one.
    pub fn road(&self) -> Option<RoadId> {
        match self.opened() {
            Some(Opened::Road(id)) => Some(id),
            _ => None,
        }
    }
}

/// Permissions as the words of the scheme.
mod words {
    use serde::{Deserialize, Deserializer, Serializer};
    use tasuki_scheme::Permission;

    pub(super) fn serialize<S: Serializer>(all: &[Permission], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(all.iter().filter_map(|permission| permission.word()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Permission>, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        let known = |word: &String| Permission::GRANTABLE.into_iter().find(|own| own.word() == Some(word.as_str()));
        words.iter().map(|word| known(word).ok_or_else(|| serde::de::Error::custom(word))).collect()
    }
}

fn read(row: &Row<'_>) -> Result<Grant, StoreError> {
    let (holder, subject, capacity): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let permissions: String = row.get(5)?;
    let stored = |what: &'static str, text: &str| StoreError::Stored { what, text: text.to_owned() };
    Ok(Grant {
        organization: row.get(0)?,
        id: row.get(1)?,
        holder: holder.parse().map_err(|_| stored("the holder of a grant", &holder))?,
        opening: Opening {
            capacity: Capacity::from_word(&capacity).ok_or_else(|| stored("a capacity", &capacity))?,
            // What an earlier version could grant and this one cannot is not granted.
            permissions: granted(&permissions),
            subject: subject.parse().map_err(|_| stored("a subject", &subject))?,
            evidence: row.get(6)?,
        },
        starts: row.get(7)?,
        ends: row.get(8)?,
        made: row.get(9)?,
        made_by: row.get(10)?,
        ended: row.get(11)?,
    })
}

fn granted(words: &str) -> Vec<Permission> {
    let has = |own: &Permission| words.split(' ').any(|word| own.word() == Some(word));
    Permission::GRANTABLE.into_iter().filter(has).collect()
}

/// Selects the columns of a [`Grant`], followed by the given SQL.
macro_rules! select_grants {
    ($rest:literal) => {
        concat!(
            "SELECT g.organization, g.id, g.holder, g.subject, g.capacity, g.permissions, g.evidence, g.starts, g.ends, g.made,
                    g.made_by, g.ended
             FROM grants g ",
            $rest
        )
    };
}

/// The grants that somebody holds in an organization and that are valid on a day.
pub fn valid(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    holder: Holder,
    today: Date,
) -> Result<Vec<Grant>, StoreError> {
    tx.query(
        select_grants!(
            "WHERE g.organization = ?1 AND g.holder = ?2 AND g.ended IS NULL AND g.starts <= ?3 AND g.ends >= ?3 ORDER BY g.id"
        ),
        params![&organization, &holder.to_string(), &today.to_string()],
        read,
    )
}

/// All grants that somebody holds in an organization, the newest first, including those that have ended.
pub fn of_holder(tx: &mut Tx<'_>, organization: OrganizationId, holder: Holder) -> Result<Vec<Grant>, StoreError> {
    tx.query(
        select_grants!("WHERE g.organization = ?1 AND g.holder = ?2 ORDER BY g.id DESC"),
        params![&organization, &holder.to_string()],
        read,
    )
}

/// All grants of an organization, the newest first, including those that have ended.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Grant>, StoreError> {
    tx.query(select_grants!("WHERE g.organization = ?1 ORDER BY g.id DESC"), params![&organization], read)
}

/// One grant.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: GrantId) -> Result<Option<Grant>, StoreError> {
    tx.one(select_grants!("WHERE g.organization = ?1 AND g.id = ?2"), params![&organization, &id], read)
}

/// Adds a grant.
pub fn add(tx: &mut Tx<'_>, grant: &Grant) -> Result<(), StoreError> {
    let permissions: Vec<_> = grant.opening.permissions.iter().filter_map(|permission| permission.word()).collect();
    tx.execute(
        "INSERT INTO grants (organization, id, holder, subject, capacity, permissions, evidence, starts, ends, made, made_by, ended)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            &grant.organization,
            &grant.id,
            &grant.holder.to_string(),
            &grant.opening.subject.to_string(),
            grant.opening.capacity.word(),
            &permissions.join(" "),
            grant.opening.evidence.map(Classification::word),
            &grant.starts.to_string(),
            &grant.ends.to_string(),
            grant.made,
            &grant.made_by,
            grant.ended
        ],
    )?;
    Ok(())
}

/// Takes a grant back. Returns `false` if it was taken back before.
pub fn end(tx: &mut Tx<'_>, organization: OrganizationId, id: GrantId, now: i64) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE grants SET ended = ?3 WHERE organization = ?1 AND id = ?2 AND ended IS NULL",
        params![&organization, &id, now],
    )?;
    Ok(rows > 0)
}

/// Gives what an invitation opened to the person who accepted it.
pub fn hand_over(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: GrantId,
    person: PersonId,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE grants SET holder = ?3 WHERE organization = ?1 AND id = ?2",
        params![&organization, &id, &Holder::Person(person).to_string()],
    )?;
    Ok(())
}

/// Makes grants of what guests could read before there were grants: every assessment, until the guest's last day, with evidence up to 社内. The
/// log tells it, and the administrators are told, who may narrow it.
pub(crate) fn from_guests(tx: &mut Tx<'_>, now: i64) -> Result<(), StoreError> {
    let guests = tx.query(
        "SELECT organization, person, ends FROM members WHERE roles = 'guest' AND ends IS NOT NULL ORDER BY organization, person",
        &[],
        |row| Ok((row.get::<OrganizationId>(0)?, row.get::<PersonId>(1)?, row.get::<Date>(2)?)),
    )?;
    let mut opened = BTreeMap::<OrganizationId, Vec<Grant>>::new();
    let today = day_of(now);
    // Whose last day has passed could read nothing any more.
    for (organization, person, ends) in guests.into_iter().filter(|(.., ends)| *ends >= today) {
        for assessment in crate::assessments::list(tx, organization)? {
            let grant = of_guest(organization, person, assessment.id, ends, now);
            add(tx, &grant)?;
            opened.entry(organization).or_default().push(grant);
        }
    }
    for (organization, grants) in opened {
        tell(tx, organization, &grants, now)?;
    }
    Ok(())
}

fn of_guest(organization: OrganizationId, person: PersonId, assessment: AssessmentId, ends: Date, now: i64) -> Grant {
    Grant {
        organization,
        id: GrantId::new(now, derived(&[person.as_str(), assessment.as_str()])),
        holder: Holder::Person(person),
        opening: Opening {
            subject: Subject::Assessment(assessment),
            capacity: Capacity::Expert,
            permissions: Permission::ON_ASSESSMENTS.to_vec(),
            evidence: Some(Classification::Internal),
        },
        starts: day_of(now),
        ends,
        made: now,
        made_by: None,
        ended: None,
    }
}

/// The day of a moment in milliseconds since 1970. By the clock of UTC it is never later than in Japan.
fn day_of(now: i64) -> Date {
    jiff::Timestamp::from_millisecond(now).unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Ten bytes for an identifier that are the same whenever the same is migrated.
fn derived(parts: &[&str]) -> [u8; 10] {
    let digest = Sha256::digest(parts.join("/"));
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&digest[..10]);
    bytes
}

fn tell(tx: &mut Tx<'_>, organization: OrganizationId, grants: &[Grant], now: i64) -> Result<(), StoreError> {
    let item = |grant: &Grant| Item::new("grant.create", &Subject::Grant(grant.id).to_string(), json!({}));
    let entry = Entry {
        organization: organization.as_str(),
        at: now,
        actor: "system",
        action: "grants.migrate",
        subject: "members",
        before: "",
        after: "",
        detail: "{}",
        seals: None,
    };
    audit::append_many(tx, &entry, grants.iter().map(item).collect())?;
    let administrators = crate::members::list(tx, organization)?;
    for member in administrators.into_iter().filter(|member| member.roles.contains(Role::Administrator)) {
        let about = json!({ "title": "", "subject": Subject::Members.to_string() });
        let notification = Notification {
            person: member.person,
            id: NotificationId::new(now, derived(&["grants", member.person.as_str(), organization.as_str()])),
            organization,
            kind: "grants_made".to_owned(),
            subject: about.to_string(),
            at: now,
            shown: true,
            digest: false,
            read: None,
            mailed: None,
        };
        notifications::add(tx, &notification)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn grant() -> Grant {
        let (organization, person) = (OrganizationId::new(1, [1; 10]), PersonId::new(1, [2; 10]));
        of_guest(organization, person, AssessmentId::new(1, [3; 10]), date(2026, 12, 31), 1_795_000_000_000)
    }

    #[test]
    fn whether_it_holds_follows_from_its_days() {
        let grant = grant();
        assert_eq!(grant.starts, date(2026, 11, 18));
        for (day, valid, over) in [
            (date(2026, 11, 17), false, false),
            (date(2026, 11, 18), true, false),
            (date(2026, 12, 31), true, false),
            (date(2027, 1, 1), false, true),
        ] {
            assert_eq!((grant.is_valid(day), grant.is_over(day)), (valid, over), "{day}");
        }
        let taken = Grant { ended: Some(1), ..grant };
        assert!(!taken.is_valid(date(2026, 12, 1)) && taken.is_over(date(2026, 12, 1)));
    }

    #[test]
    fn as_json_it_reads_back() {
        let grant = grant();
        let text = serde_json::to_string(&grant).unwrap();
        assert!(
            text.contains(r#""permissions":["read_results","read_assessments","comment","accept_not_applicable"]"#),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<Grant>(&text).unwrap(), grant);
        assert!("rocket/1".parse::<Holder>().is_err());
        assert_eq!(granted("comment rocket"), [Permission::Comment]);
    }
}
