//! The roles of members.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;
use thiserror::Error;

use crate::Permission;

/// What a member is in the organization (役割).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 管理者: members, organization, integrations. Does not answer by that role alone.
    Administrator,
    /// セキュリティ責任者: everything about assessments.
    SecurityLead,
    /// 担当者: answers the criteria of the own areas.
    Contributor,
    /// 承認者: confirms what others did.
    Approver,
    /// 閲覧者: reads.
    Viewer,
    /// 外部レビュー担当者: an expert from outside, until a given day.
    Guest,
}

impl Role {
    /// Every role, the mightiest first.
    pub const ALL: [Self; 6] =
        [Self::Administrator, Self::SecurityLead, Self::Contributor, Self::Approver, Self::Viewer, Self::Guest];

    /// Whether the role may do something. This table is the only place where that is said.
    pub fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Administrator => matches!(
                permission,
                P::ReadAssessments
                    | P::ManageAssessments
                    | P::Comment
                    | P::ReadEvidence
                    | P::ReadMembers
                    | P::ManageMembers
                    | P::ManageOrganization
                    | P::ReadAudit
                    | P::ManageIntegrations
            ),
            Self::SecurityLead => {
                !matches!(permission, P::ManageMembers | P::ManageOrganization | P::AcceptNotApplicable)
            }
            Self::Contributor => matches!(
                permission,
                P::ReadAssessments
                    | P::Answer
                    | P::Comment
                    | P::ReadEvidence
                    | P::AddEvidence
                    | P::WorkOnTasks
                    | P::RecordInspections
                    | P::ReadMembers
            ),
            Self::Approver => matches!(
                permission,
                P::ReadAssessments
                    | P::AcceptNotApplicable
                    | P::Comment
                    | P::ReadEvidence
                    | P::ReviewTasks
                    | P::ReadMembers
                    | P::ReadAudit
            ),
            Self::Viewer => matches!(permission, P::ReadAssessments | P::ReadEvidence | P::ReadMembers),
            Self::Guest => {
                matches!(permission, P::ReadAssessments | P::ReadEvidence | P::Comment | P::AcceptNotApplicable)
            }
        }
    }

    /// The word by which it is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::SecurityLead => "security_lead",
            Self::Contributor => "contributor",
            Self::Approver => "approver",
            Self::Viewer => "viewer",
            Self::Guest => "guest",
        }
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Administrator) => "管理者",
            (Lang::Ja, Self::SecurityLead) => "セキュリティ責任者",
            (Lang::Ja, Self::Contributor) => "担当者",
            (Lang::Ja, Self::Approver) => "承認者",
            (Lang::Ja, Self::Viewer) => "閲覧者",
            (Lang::Ja, Self::Guest) => "外部レビュー担当者",
            (Lang::En, Self::Administrator) => "administrator",
            (Lang::En, Self::SecurityLead) => "security lead",
            (Lang::En, Self::Contributor) => "contributor",
            (Lang::En, Self::Approver) => "approver",
            (Lang::En, Self::Viewer) => "viewer",
            (Lang::En, Self::Guest) => "guest reviewer",
        }
    }
}

impl Role {
    /// What it may do, in a sentence, for whoever chooses it.
    pub fn meaning(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Administrator) => "メンバー、組織、連携を管理します。これだけでは回答できません。",
            (Lang::Ja, Self::SecurityLead) => "評価を作り、すべての領域に回答し、証跡と対応を管理します。",
            (Lang::Ja, Self::Contributor) => "任された領域に回答し、証跡を追加し、対応を進めます。",
            (Lang::Ja, Self::Approver) => "対象外の理由と、終わった対応を確かめます。",
            (Lang::Ja, Self::Viewer) => "見るだけで、何も変えません。",
            (Lang::Ja, Self::Guest) => "社外の専門家として、決めた日まで読み、意見を書きます。",
            (Lang::En, Self::Administrator) => {
                "Looks after members, organization and integrations. Does not answer by this alone."
            }
            (Lang::En, Self::SecurityLead) => "Makes assessments, answers every area, looks after evidence and tasks.",
            (Lang::En, Self::Contributor) => "Answers the areas given, adds evidence, works on tasks.",
            (Lang::En, Self::Approver) => "Confirms why something does not apply, and tasks that are done.",
            (Lang::En, Self::Viewer) => "Reads and changes nothing.",
            (Lang::En, Self::Guest) => "An expert from outside: reads and comments until a given day.",
        }
    }
}

/// A word that is no role.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{0} is no role")]
pub struct RolesError(String);

impl FromStr for Role {
    type Err = RolesError;
    fn from_str(word: &str) -> Result<Self, RolesError> {
        Self::ALL.into_iter().find(|role| role.word() == word).ok_or_else(|| RolesError(word.to_owned()))
    }
}

/// All roles of one member, written as words with spaces between.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(Vec<Role>);

impl Roles {
    /// The given roles, each once.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Self {
        let mut roles: Vec<Role> = roles.into_iter().collect();
        roles.sort_unstable();
        roles.dedup();
        Self(roles)
    }

    /// Whether any of them may do something.
    pub fn may(&self, permission: Permission) -> bool {
        self.0.iter().any(|role| role.may(permission))
    }

    /// Whether a role is among them.
    pub fn contains(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// The roles, the mightiest first.
    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for Roles {
    type Err = RolesError;
    fn from_str(words: &str) -> Result<Self, RolesError> {
        words.split_whitespace().map(str::parse).collect::<Result<Vec<_>, _>>().map(Self::new)
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.0.iter().map(|role| role.word()).collect();
        formatter.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        let roles = Roles::new([Role::Viewer, Role::Administrator, Role::Viewer]);
        assert_eq!(roles.to_string(), "administrator viewer");
        assert_eq!(roles.to_string().parse(), Ok(roles));
        assert!("root".parse::<Roles>().is_err());
    }

    #[test]
    fn who_reads_only_changes_nothing() {
        let changing = Permission::ALL.into_iter().filter(|permission| {
            !matches!(permission, Permission::ReadAssessments | Permission::ReadEvidence | Permission::ReadMembers)
        });
        for permission in changing {
            assert!(!Role::Viewer.may(permission), "{permission:?}");
        }
    }

    #[test]
    fn somebody_may_do_each_thing() {
        for permission in Permission::ALL {
            assert!(Role::ALL.into_iter().any(|role| role.may(permission)), "{permission:?}");
        }
    }
}
