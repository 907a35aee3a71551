//! The roles of members.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;
use thiserror::Error;

use crate::{Classification, Permission};

/// The role of a member in the organization (役割).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 管理者: manages members, the organization and integrations. This role alone does not permit answering.
    Administrator,
    /// セキュリティ責任者: everything about assessments.
    SecurityLead,
    /// 担当者: answers the criteria of their own areas.
    Contributor,
    /// 承認者: confirms the work of others.
    Approver,
    /// 経営者: reads where the organization stands, and decides.
    Executive,
    /// 購買・取引先担当: looks after partners; of the own assessments, reads what came out of them.
    Purchasing,
    /// 閲覧者: reads.
    Viewer,
    /// 外部: somebody from outside, until a given day. The role permits nothing by itself: what was granted does.
    Guest,
}

impl Role {
    /// Every role, the most powerful first.
    pub const ALL: [Self; 8] = [
        Self::Administrator,
        Self::SecurityLead,
        Self::Contributor,
        Self::Approver,
        Self::Executive,
        Self::Purchasing,
        Self::Viewer,
        Self::Guest,
    ];

    /// Whether the role has a permission everywhere in the organization. This table is the only place that defines it.
    pub fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Administrator => matches!(
                permission,
                P::ReadResults
                    | P::ReadAssessments
                    | P::ManageAssessments
                    | P::Comment
                    | P::ReadEvidence
                    | P::ReadRoads
                    | P::ReadPartners
                    | P::ReadMembers
                    | P::ManageMembers
                    | P::ManageOrganization
                    | P::ReadAudit
                    | P::ManageIntegrations
            ),
            Self::SecurityLead => !matches!(
                permission,
                P::ManageMembers | P::ManageOrganization | P::AcceptNotApplicable | P::Review | P::Declare
            ),
            Self::Contributor => matches!(
                permission,
                P::ReadResults
                    | P::ReadAssessments
                    | P::Answer
                    | P::Comment
                    | P::ReadEvidence
                    | P::AddEvidence
                    | P::WorkOnTasks
                    | P::RecordInspections
                    | P::ReadRoads
                    | P::ReadMembers
            ),
            Self::Approver => matches!(
                permission,
                P::ReadResults
                    | P::ReadAssessments
                    | P::AcceptNotApplicable
                    | P::Comment
                    | P::ReadEvidence
                    | P::ReviewTasks
                    | P::ReadRoads
                    | P::ReadMembers
                    | P::ReadAudit
            ),
            Self::Executive => matches!(
                permission,
                P::ReadResults
                    | P::ReadAssessments
                    | P::ReadEvidence
                    | P::ReadRoads
                    | P::Declare
                    | P::ReadPartners
                    | P::ReadMembers
            ),
            Self::Viewer => {
                matches!(
                    permission,
                    P::ReadResults | P::ReadAssessments | P::ReadEvidence | P::ReadRoads | P::ReadMembers
                )
            }
            Self::Purchasing => matches!(
                permission,
                P::ReadResults | P::ReadEvidence | P::ReadPartners | P::ManagePartners | P::ReadMembers
            ),
            Self::Guest => false,
        }
    }

    /// The most confidential evidence that the role sees everywhere in the organization; `None` sees none. What the owner of a piece sees of
    /// their own, and an approver where there is something to confirm, comes on top ([`Self::sees_own`], [`Self::sees_to_confirm`]).
    pub fn sees(self) -> Option<Classification> {
        match self {
            Self::SecurityLead => Some(Classification::Confidential),
            Self::Administrator | Self::Contributor | Self::Approver | Self::Executive | Self::Viewer => {
                Some(Classification::Internal)
            }
            Self::Purchasing => Some(Classification::Public),
            Self::Guest => None,
        }
    }

    /// Whether the role sees 秘 of its own: what the person added, or is responsible for.
    pub fn sees_own(self) -> bool {
        matches!(self, Self::SecurityLead | Self::Contributor)
    }

    /// Whether the role sees 秘 that supports what it is asked to confirm: a 対象外 and a task that was reported as done.
    pub fn sees_to_confirm(self) -> bool {
        matches!(self, Self::SecurityLead | Self::Approver)
    }

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::SecurityLead => "security_lead",
            Self::Contributor => "contributor",
            Self::Approver => "approver",
            Self::Executive => "executive",
            Self::Purchasing => "purchasing",
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
            (Lang::Ja, Self::Executive) => "経営者",
            (Lang::Ja, Self::Purchasing) => "購買・取引先担当",
            (Lang::Ja, Self::Viewer) => "閲覧者",
            (Lang::Ja, Self::Guest) => "外部",
            (Lang::En, Self::Administrator) => "administrator",
            (Lang::En, Self::SecurityLead) => "security lead",
            (Lang::En, Self::Contributor) => "contributor",
            (Lang::En, Self::Approver) => "approver",
            (Lang::En, Self::Executive) => "executive",
            (Lang::En, Self::Purchasing) => "purchasing",
            (Lang::En, Self::Viewer) => "viewer",
            (Lang::En, Self::Guest) => "guest",
        }
    }
}

impl Role {
    /// What it may do, in a sentence, for the person who chooses it.
    pub fn meaning(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Administrator) => "メンバー、組織、連携を管理します。これだけでは回答できません。",
            (Lang::Ja, Self::SecurityLead) => "評価を作り、すべての領域に回答し、証跡と対応を管理します。",
            (Lang::Ja, Self::Contributor) => "任された領域に回答し、証跡を追加し、対応を進めます。",
            (Lang::Ja, Self::Approver) => "対象外の理由と、終わった対応を確かめます。",
            (Lang::Ja, Self::Executive) => "評価と証跡（秘を除く）を見て、どこまで進んだかを確かめます。",
            (Lang::Ja, Self::Purchasing) => "取引先の台帳を持ち、評価の結果と公開の証跡を見ます。",
            (Lang::Ja, Self::Viewer) => "見るだけで、何も変えません。",
            (Lang::Ja, Self::Guest) => "社外の人です。許した評価だけを、決めた日まで見られます。",
            (Lang::En, Self::Administrator) => {
                "Looks after members, organization and integrations. Does not answer by this alone."
            }
            (Lang::En, Self::SecurityLead) => "Makes assessments, answers every area, looks after evidence and tasks.",
            (Lang::En, Self::Contributor) => "Answers the areas given, adds evidence, works on tasks.",
            (Lang::En, Self::Approver) => "Confirms why something does not apply, and tasks that are done.",
            (Lang::En, Self::Executive) => {
                "Reads assessments and evidence, not confidential ones, to see how far it is."
            }
            (Lang::En, Self::Purchasing) => {
                "Keeps the register of partners; reads the results of assessments, and public evidence."
            }
            (Lang::En, Self::Viewer) => "Reads and changes nothing.",
            (Lang::En, Self::Guest) => "Somebody from outside: sees only what was granted, until a given day.",
        }
    }
}

/// A word that is not a role.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{0} is no role")]
pub struct RolesError(String);

impl FromStr for Role {
    type Err = RolesError;
    fn from_str(word: &str) -> Result<Self, RolesError> {
        Self::ALL.into_iter().find(|role| role.word() == word).ok_or_else(|| RolesError(word.to_owned()))
    }
}

/// All roles of one member, written as words separated by spaces.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(Vec<Role>);

impl Roles {
    /// The given roles, without duplicates.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Self {
        let mut roles: Vec<Role> = roles.into_iter().collect();
        roles.sort_unstable();
        roles.dedup();
        Self(roles)
    }

    /// Whether any of them has a permission.
    pub fn may(&self, permission: Permission) -> bool {
        self.0.iter().any(|role| role.may(permission))
    }

    /// The most confidential evidence that any of them sees everywhere.
    pub fn see(&self) -> Option<Classification> {
        self.0.iter().filter_map(|role| role.sees()).max()
    }

    /// Whether a role is among them.
    pub fn contains(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// The roles, the most powerful first.
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
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_read_back() {
        let roles = Roles::new([Role::Viewer, Role::Administrator, Role::Viewer]);
        assert_eq!(roles.to_string(), "administrator viewer");
        assert_eq!(roles.to_string().parse(), Ok(roles));
        assert!("root".parse::<Roles>().is_err());
        for role in Role::ALL {
            assert_eq!(role.word().parse(), Ok(role));
        }
    }

    #[test]
    fn every_role_is_told_apart_by_name_and_meaning() {
        for lang in [Lang::Ja, Lang::En] {
            for tell in [Role::name, Role::meaning] {
                let told: HashSet<_> = Role::ALL.into_iter().map(|role| tell(role, lang)).collect();
                assert!(told.len() == Role::ALL.len() && !told.contains(""), "{told:?}");
            }
        }
    }

    #[test]
    fn a_member_may_what_any_of_the_roles_may() {
        let both = Roles::new([Role::Viewer, Role::Approver]);
        assert!(both.may(Permission::ReviewTasks) && !both.may(Permission::Answer));
        assert!(!Roles::default().may(Permission::ReadAssessments));
    }

    #[test]
    fn a_member_has_the_roles_that_were_given() {
        let roles = Roles::new([Role::Guest, Role::Contributor]);
        assert_eq!(roles.iter().collect::<Vec<_>>(), [Role::Contributor, Role::Guest]);
        assert!(roles.contains(Role::Guest) && !roles.contains(Role::Administrator));
        assert!(!roles.is_empty() && Roles::default().is_empty());
    }

    /// Who may what everywhere: administrator, security lead, contributor,
    /// approver, executive, purchasing, viewer, guest.
    #[test]
    fn the_table_of_rights() {
        use Permission as P;
        let table = [
            (P::ReadResults, "ASCPEBV "),
            (P::ReadAssessments, "ASCPE V "),
            (P::ManageAssessments, "AS      "),
            (P::Answer, " SC     "),
            (P::AcceptNotApplicable, "   P    "),
            (P::Comment, "ASCP    "),
            (P::ReadEvidence, "ASCPEBV "),
            (P::AddEvidence, " SC     "),
            (P::ManageEvidence, " S      "),
            (P::ManageTasks, " S      "),
            (P::WorkOnTasks, " SC     "),
            (P::ReviewTasks, " S P    "),
            (P::RecordInspections, " SC     "),
            (P::ReadRoads, "ASCPE V "),
            (P::ManageRoads, " S      "),
            (P::Review, "        "),
            (P::Declare, "    E   "),
            (P::ReadPartners, "AS  EB  "),
            (P::ManagePartners, " S   B  "),
            (P::ReadMembers, "ASCPEBV "),
            (P::ManageMembers, "A       "),
            (P::ManageOrganization, "A       "),
            (P::ReadAudit, "AS P    "),
            (P::ManageIntegrations, "AS      "),
        ];
        assert_eq!(table.map(|(permission, _)| permission), Permission::ALL);
        for (permission, who) in table {
            let may: Vec<bool> = Role::ALL.into_iter().map(|role| role.may(permission)).collect();
            assert_eq!(may, who.chars().map(|letter| letter != ' ').collect::<Vec<_>>(), "{permission:?}");
        }
    }

    #[test]
    fn who_reads_only_changes_nothing() {
        for role in [Role::Viewer, Role::Executive, Role::Purchasing] {
            let changes = Permission::ALL.into_iter().filter(|own| !own.only_reads() && role.may(*own));
            // Purchasing keeps the register, the executive declares, and nothing else.
            let own: &[Permission] = match role {
                Role::Purchasing => &[Permission::ManagePartners],
                Role::Executive => &[Permission::Declare],
                _ => &[],
            };
            assert_eq!(changes.collect::<Vec<_>>(), own, "{role:?}");
            assert!(role.may(Permission::ReadMembers) && !role.may(Permission::ReadAudit), "{role:?}");
        }
    }

    #[test]
    fn nobody_accepts_what_they_may_answer() {
        for role in Role::ALL {
            let both = role.may(Permission::Answer) && role.may(Permission::AcceptNotApplicable);
            assert!(!both, "{role:?}");
        }
    }

    #[test]
    fn what_touches_everybody_is_for_few() {
        use Permission as P;
        for (permission, few) in [
            (P::ManageMembers, &[Role::Administrator][..]),
            (P::ManageOrganization, &[Role::Administrator]),
            (P::ManageIntegrations, &[Role::Administrator, Role::SecurityLead]),
            (P::Answer, &[Role::SecurityLead, Role::Contributor]),
            (P::ManageEvidence, &[Role::SecurityLead]),
            (P::ReadAudit, &[Role::Administrator, Role::SecurityLead, Role::Approver]),
        ] {
            let may: Vec<_> = Role::ALL.into_iter().filter(|role| role.may(permission)).collect();
            assert_eq!(may, few, "{permission:?}");
        }
    }

    #[test]
    fn by_the_role_alone_somebody_from_outside_may_nothing() {
        for permission in Permission::ALL {
            assert!(!Role::Guest.may(permission), "{permission:?}");
        }
        assert_eq!(Role::Guest.sees(), None);
    }

    #[test]
    fn who_reads_an_assessment_reads_its_results() {
        for role in Role::ALL.into_iter().filter(|role| role.may(Permission::ReadAssessments)) {
            assert!(role.may(Permission::ReadResults), "{role:?}");
        }
        assert!(!Role::Purchasing.may(Permission::ReadAssessments) && Role::Purchasing.may(Permission::ReadResults));
    }

    #[test]
    fn which_evidence_each_role_sees() {
        use Classification as C;
        for role in Role::ALL {
            assert_eq!(role.may(Permission::ReadEvidence), role.sees().is_some(), "{role:?}");
        }
        let all: Vec<_> = Role::ALL.into_iter().filter(|role| role.sees() == Some(C::Confidential)).collect();
        assert_eq!(all, [Role::SecurityLead]);
        let public: Vec<_> = Role::ALL.into_iter().filter(|role| role.sees() == Some(C::Public)).collect();
        assert_eq!(public, [Role::Purchasing]);
        assert_eq!(Roles::new([Role::Viewer, Role::Purchasing]).see(), Some(C::Internal));
        assert_eq!(Roles::new([Role::Guest]).see(), None);
        let own: Vec<_> = Role::ALL.into_iter().filter(|role| role.sees_own()).collect();
        assert_eq!(own, [Role::SecurityLead, Role::Contributor]);
        let confirming: Vec<_> = Role::ALL.into_iter().filter(|role| role.sees_to_confirm()).collect();
        assert_eq!(confirming, [Role::SecurityLead, Role::Approver]);
    }

    #[test]
    fn what_a_grant_gives_has_a_word_and_nothing_else_has() {
        for permission in Permission::ALL {
            assert_eq!(permission.word().is_some(), Permission::GRANTABLE.contains(&permission), "{permission:?}");
        }
    }

    #[test]
    fn somebody_may_do_each_thing() {
        for permission in Permission::ALL {
            // Whoever reviews is appointed for one road.
            let by_role = Role::ALL.into_iter().any(|role| role.may(permission));
            assert!(by_role != (permission == Permission::Review), "{permission:?}");
        }
    }
}
