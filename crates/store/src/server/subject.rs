//! What the log, the search, the calendar, notifications and permissions speak about: a thing by its kind and identifier.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tasuki_trust::Digest;

use crate::{
    ApiTokenId, AssessmentId, CommentId, EvidenceId, GrantId, IdError, InvitationId, IssueId, LinkId, OrganizationId,
    PartnerId, PersonId, RoadId, SampleId, SiteId, TaskId, WebhookId,
};

/// One thing, or all things of a kind. As a text it is its noun and its identifiers with strokes between them, `task/…`: so it stands in the
/// log and in the index of the search, and so it must stay readable.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An organization with its settings.
    Organization(OrganizationId),
    /// One of its sites.
    Site(SiteId),
    /// A person's membership.
    Member(PersonId),
    /// All members together, as access reviews look at them.
    Members,
    /// An invitation.
    Invitation(InvitationId),
    /// What somebody from outside may do with one thing.
    Grant(GrantId),
    /// A link for somebody without an account.
    Link(LinkId),
    /// An API token.
    Token(ApiTokenId),
    /// A webhook.
    Webhook(WebhookId),
    /// A person's calendar feed.
    Feed(PersonId),
    /// An edition of a catalogue of the organization's own, by its identifier.
    Catalog(String),
    /// An assessment.
    Assessment(AssessmentId),
    /// The answer to a criterion in an assessment.
    Answer(AssessmentId, String),
    /// A piece of evidence.
    Evidence(EvidenceId),
    /// A task.
    Task(TaskId),
    /// Several tasks that were made together.
    Tasks,
    /// The inspection of a criterion on a day.
    Inspection(AssessmentId, String, Date),
    /// The yearly report on a criterion that gathers inspections.
    InspectionReport(AssessmentId, String),
    /// A comment on a criterion.
    Comment(CommentId),
    /// A road to a ★.
    Road(RoadId),
    /// A submission, by its digest.
    Submission(Digest),
    /// Somebody who looks at the submissions of a road.
    Reviewer(RoadId, PersonId),
    /// The marks of a criterion on a road.
    Mark(RoadId, String),
    /// A question, a finding or advice.
    Issue(IssueId),
    /// The on-site audit of a road: its plan, its populations, its interviews.
    SiteAudit(RoadId),
    /// A sample of an audit, with what was found on its items.
    Sample(SampleId),
    /// The word of the management for a submission, by the digest of that.
    Declaration(Digest),
    /// The technical check of a road: its targets, its scans, and what was decided about their findings.
    TechnicalCheck(RoadId),
    /// A partner.
    Partner(PartnerId),
    /// A person's account, in whatever organizations they are.
    Person(PersonId),
    /// Signing in, where nobody knows as whom.
    SignIn,
}

/// Declares the kinds with their words, and the list of all of them: none can be left out of it.
macro_rules! nouns {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// The kind of a subject.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Noun {
            $($(#[$doc])* $name),+
        }

        impl Noun {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word by which it is stored and sent.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

nouns! {
    /// See [`Subject::Organization`].
    Organization = "organization",
    /// See [`Subject::Site`].
    Site = "site",
    /// See [`Subject::Member`] and [`Subject::Members`].
    Member = "member",
    /// See [`Subject::Invitation`].
    Invitation = "invitation",
    /// See [`Subject::Grant`].
    Grant = "grant",
    /// See [`Subject::Link`].
    Link = "link",
    /// See [`Subject::Token`].
    Token = "token",
    /// See [`Subject::Webhook`].
    Webhook = "webhook",
    /// See [`Subject::Feed`].
    Feed = "feed",
    /// See [`Subject::Catalog`].
    Catalog = "catalog",
    /// See [`Subject::Assessment`].
    Assessment = "assessment",
    /// See [`Subject::Answer`].
    Answer = "answer",
    /// See [`Subject::Evidence`].
    Evidence = "evidence",
    /// See [`Subject::Task`] and [`Subject::Tasks`].
    Task = "task",
    /// See [`Subject::Inspection`] and [`Subject::InspectionReport`].
    Inspection = "inspection",
    /// See [`Subject::Comment`].
    Comment = "comment",
    /// See [`Subject::Road`].
    Road = "road",
    /// See [`Subject::Submission`].
    Submission = "submission",
    /// See [`Subject::Reviewer`].
    Reviewer = "reviewer",
    /// See [`Subject::Mark`].
    Mark = "mark",
    /// See [`Subject::Issue`].
    Issue = "issue",
    /// See [`Subject::SiteAudit`].
    SiteAudit = "site_audit",
    /// See [`Subject::Sample`].
    Sample = "sample",
    /// See [`Subject::Declaration`].
    Declaration = "declaration",
    /// See [`Subject::TechnicalCheck`].
    TechnicalCheck = "technical_check",
    /// See [`Subject::Partner`].
    Partner = "partner",
    /// See [`Subject::Person`] and [`Subject::SignIn`].
    Person = "person",
}

impl Subject {
    /// Its kind.
    pub fn noun(&self) -> Noun {
        match self {
            Self::Organization(_) => Noun::Organization,
            Self::Site(_) => Noun::Site,
            Self::Member(_) | Self::Members => Noun::Member,
            Self::Invitation(_) => Noun::Invitation,
            Self::Grant(_) => Noun::Grant,
            Self::Link(_) => Noun::Link,
            Self::Token(_) => Noun::Token,
            Self::Webhook(_) => Noun::Webhook,
            Self::Feed(_) => Noun::Feed,
            Self::Catalog(_) => Noun::Catalog,
            Self::Assessment(_) => Noun::Assessment,
            Self::Answer(..) => Noun::Answer,
            Self::Evidence(_) => Noun::Evidence,
            Self::Task(_) | Self::Tasks => Noun::Task,
            Self::Inspection(..) | Self::InspectionReport(..) => Noun::Inspection,
            Self::Comment(_) => Noun::Comment,
            Self::Road(_) => Noun::Road,
            Self::Submission(_) => Noun::Submission,
            Self::Reviewer(..) => Noun::Reviewer,
            Self::Mark(..) => Noun::Mark,
            Self::Issue(_) => Noun::Issue,
            Self::SiteAudit(_) => Noun::SiteAudit,
            Self::Sample(_) => Noun::Sample,
            Self::Declaration(_) => Noun::Declaration,
            Self::TechnicalCheck(_) => Noun::TechnicalCheck,
            Self::Partner(_) => Noun::Partner,
            Self::Person(_) | Self::SignIn => Noun::Person,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organization(id) => write!(formatter, "organization/{id}"),
            Self::Site(id) => write!(formatter, "site/{id}"),
            Self::Member(person) => write!(formatter, "member/{person}"),
            Self::Members => formatter.write_str("members"),
            Self::Invitation(id) => write!(formatter, "invitation/{id}"),
            Self::Grant(id) => write!(formatter, "grant/{id}"),
            Self::Link(id) => write!(formatter, "link/{id}"),
            Self::Token(id) => write!(formatter, "token/{id}"),
            Self::Webhook(id) => write!(formatter, "webhook/{id}"),
            Self::Feed(person) => write!(formatter, "feed/{person}"),
            Self::Catalog(id) => write!(formatter, "catalog/{id}"),
            Self::Assessment(id) => write!(formatter, "assessment/{id}"),
            Self::Answer(assessment, criterion) => write!(formatter, "answer/{assessment}/{criterion}"),
            Self::Evidence(id) => write!(formatter, "evidence/{id}"),
            Self::Task(id) => write!(formatter, "task/{id}"),
            Self::Tasks => formatter.write_str("tasks"),
            Self::Inspection(assessment, criterion, day) => {
                write!(formatter, "inspection/{assessment}/{criterion}/{day}")
            }
            Self::InspectionReport(assessment, criterion) => {
                write!(formatter, "inspection_report/{assessment}/{criterion}")
            }
            Self::Comment(id) => write!(formatter, "comment/{id}"),
            Self::Road(id) => write!(formatter, "road/{id}"),
            Self::Submission(digest) => write!(formatter, "submission/{digest}"),
            Self::Reviewer(road, person) => write!(formatter, "reviewer/{road}/{person}"),
            Self::Mark(road, criterion) => write!(formatter, "mark/{road}/{criterion}"),
            Self::Issue(id) => write!(formatter, "issue/{id}"),
            Self::SiteAudit(road) => write!(formatter, "site_audit/{road}"),
            Self::Sample(id) => write!(formatter, "sample/{id}"),
            Self::Declaration(digest) => write!(formatter, "declaration/{digest}"),
            Self::TechnicalCheck(road) => write!(formatter, "technical_check/{road}"),
            Self::Partner(id) => write!(formatter, "partner/{id}"),
            Self::Person(id) => write!(formatter, "person/{id}"),
            Self::SignIn => formatter.write_str("sign_in"),
        }
    }
}

impl FromStr for Subject {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let parts: Vec<&str> = text.split('/').collect();
        Ok(match parts[..] {
            ["organization", id] => Self::Organization(id.parse()?),
            ["site", id] => Self::Site(id.parse()?),
            ["member", person] => Self::Member(person.parse()?),
            ["members"] => Self::Members,
            ["invitation", id] => Self::Invitation(id.parse()?),
            ["grant", id] => Self::Grant(id.parse()?),
            ["link", id] => Self::Link(id.parse()?),
            ["token", id] => Self::Token(id.parse()?),
            ["webhook", id] => Self::Webhook(id.parse()?),
            ["feed", person] => Self::Feed(person.parse()?),
            ["catalog", id] => Self::Catalog(id.to_owned()),
            ["assessment", id] => Self::Assessment(id.parse()?),
            ["answer", assessment, criterion] => Self::Answer(assessment.parse()?, criterion.to_owned()),
            ["evidence", id] => Self::Evidence(id.parse()?),
            ["task", id] => Self::Task(id.parse()?),
            ["tasks"] => Self::Tasks,
            ["inspection", assessment, criterion, day] => {
                Self::Inspection(assessment.parse()?, criterion.to_owned(), day.parse().map_err(|_| IdError)?)
            }
            ["inspection_report", assessment, criterion] => {
                Self::InspectionReport(assessment.parse()?, criterion.to_owned())
            }
            ["comment", id] => Self::Comment(id.parse()?),
            ["road", id] => Self::Road(id.parse()?),
            ["submission", digest] => Self::Submission(digest.parse().map_err(|_| IdError)?),
            ["reviewer", road, person] => Self::Reviewer(road.parse()?, person.parse()?),
            ["mark", road, criterion] => Self::Mark(road.parse()?, criterion.to_owned()),
            ["issue", id] => Self::Issue(id.parse()?),
            ["site_audit", road] => Self::SiteAudit(road.parse()?),
            ["sample", id] => Self::Sample(id.parse()?),
            ["declaration", digest] => Self::Declaration(digest.parse().map_err(|_| IdError)?),
            ["technical_check", road] => Self::TechnicalCheck(road.parse()?),
            ["partner", id] => Self::Partner(id.parse()?),
            ["person", id] => Self::Person(id.parse()?),
            ["sign_in"] => Self::SignIn,
            _ => return Err(IdError),
        })
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_texts_they_read_back() {
        let id = "01kb7z8e9q0000000000000000";
        for text in [
            format!("organization/{id}"),
            format!("answer/{id}/1-1-1-1"),
            format!("inspection/{id}/1-4-1-1/2026-11-21"),
            format!("inspection_report/{id}/1-4-1-1"),
            "catalog/house-1.2".to_owned(),
            format!("task/{id}"),
            format!("comment/{id}"),
            format!("road/{id}"),
            format!("reviewer/{id}/{id}"),
            format!("mark/{id}/1-1-1-1"),
            format!("issue/{id}"),
            format!("site_audit/{id}"),
            format!("sample/{id}"),
            format!("technical_check/{id}"),
            format!("declaration/{}", "0f".repeat(32)),
            format!("submission/{}", "0f".repeat(32)),
            format!("person/{id}"),
            "members".to_owned(),
            "tasks".to_owned(),
            "sign_in".to_owned(),
        ] {
            assert_eq!(text.parse::<Subject>().map(|subject| subject.to_string()).as_deref(), Ok(text.as_str()));
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        let id = "01kb7z8e9q0000000000000000";
        let wrong =
            ["", "task", "task/", "task/x", "rocket/1", &format!("task/{id}/more"), &format!("inspection/{id}/1/x")];
        for text in wrong {
            assert_eq!(text.parse::<Subject>(), Err(IdError), "{text}");
        }
    }
}
