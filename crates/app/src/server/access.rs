//! Who may do what with what: the one place that decides.
//!
//! A member acts everywhere in the organization as far as the roles permit it, and with one assessment or one road as far as a grant does. A use
//! case says what it is about: [`Context::require`] is for what belongs to the organization as a whole and looks at roles alone,
//! [`Context::require_in`] for one assessment or road, [`Context::reach`] for lists of what belongs to assessments, [`Context::reach_roads`] for
//! lists of roads, [`Context::sight`] for evidence. So a use case that forgets
//! about grants shows nothing to those who have only grants. Whoever has shown the code of a link is no member and reads what the link opens:
//! one assessment at a time, and its evidence.

use std::collections::BTreeSet;

use tasuki_scheme::{Permission, Role};
use tasuki_store::evidence::{self, Sight};
use tasuki_store::grants::{Grant, Holder, Opened};
use tasuki_store::{AssessmentId, OrganizationId, RoadId, Subject};

use crate::context::{Bearer, Context, Via};
use crate::describe::describe;
use crate::naming::{Assessments, Look, Looking, Named};
use crate::{Error, Kind};

/// How far a permission reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach<Id: Ord = AssessmentId> {
    /// Everything in the organization.
    Everywhere,
    /// What belongs to these assessments, or to these roads.
    Within(BTreeSet<Id>),
}

impl<Id: Ord> Reach<Id> {
    /// Whether what belongs to an assessment or a road is within it.
    pub fn holds(&self, id: &Id) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Within(all) => all.contains(id),
        }
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Within(all) if all.is_empty())
    }
}

impl Context<'_, '_> {
    /// Whether something may be done: with what a grant can open, or with the organization as a whole.
    fn decide(&self, permission: Permission, opened: Option<Opened>) -> bool {
        if !self.is_in_scope(permission) {
            return false;
        }
        self.membership().is_some_and(|member| member.roles.may(permission))
            || opened.is_some_and(|opened| self.grants().iter().any(|grant| opens(grant, permission, opened)))
    }

    /// Whether the token that is used covers a permission; somebody who is there in person needs none.
    fn is_in_scope(&self, permission: Permission) -> bool {
        match self.actor.as_ref().map(|actor| &actor.via) {
            Some(Via::Token { scopes, .. }) => scopes.iter().any(|scope| scope_covers(scope, permission)),
            Some(Via::Session(_) | Via::System) => true,
            // A link can be handed on, and nobody knows who writes: it only reads.
            None => self.bearer.is_some() && permission.only_reads(),
        }
    }

    /// What was granted to whoever asks, in the organization that they look at, and is valid today.
    pub(crate) fn grants(&self) -> &[Grant] {
        match &self.bearer {
            Some(bearer) => &bearer.grants,
            None => self.actor.as_ref().map_or(&[], |actor| &actor.grants),
        }
    }

    /// Whether the person may do something everywhere in the request's organization.
    pub fn may(&self, permission: Permission) -> bool {
        self.decide(permission, None)
    }

    /// Whether the person may do something with an assessment or a road, by role or because it was granted.
    pub fn may_in(&self, permission: Permission, opened: impl Into<Opened>) -> bool {
        self.decide(permission, Some(opened.into()))
    }

    /// The request's organization, when the person may do something everywhere in it. Otherwise not found.
    pub fn require(&self, permission: Permission) -> Result<OrganizationId, Error> {
        let organization = self.organization()?;
        if self.may(permission) { Ok(organization) } else { Err(Error::not_found()) }
    }

    /// The request's organization, when the person may do something with the assessment or the road. Otherwise not found.
    pub fn require_in(&self, permission: Permission, opened: impl Into<Opened>) -> Result<OrganizationId, Error> {
        let organization = self.place()?;
        if self.may_in(permission, opened) { Ok(organization) } else { Err(Error::not_found()) }
    }

    /// The request's organization, and how far a permission reaches in it. Somebody from outside to whom nothing is open finds nothing; a member
    /// whose roles do not permit it is told that there is no such page.
    pub fn reach(&self, permission: Permission) -> Result<(OrganizationId, Reach), Error> {
        self.reached(permission, Grant::assessment)
    }

    /// The same for roads.
    pub fn reach_roads(&self, permission: Permission) -> Result<(OrganizationId, Reach<RoadId>), Error> {
        self.reached(permission, Grant::road)
    }

    fn reached<Id: Ord + Copy + Into<Opened>>(
        &self,
        permission: Permission,
        opened: impl Fn(&Grant) -> Option<Id>,
    ) -> Result<(OrganizationId, Reach<Id>), Error> {
        let member = self.member()?;
        if self.may(permission) {
            return Ok((member.organization, Reach::Everywhere));
        }
        let open = self.grants().iter().filter_map(opened);
        let open: BTreeSet<Id> = open.filter(|id| self.may_in(permission, *id)).collect();
        let expects_it = self.is_guest() && self.is_in_scope(permission);
        if open.is_empty() && !expects_it {
            return Err(Error::not_found());
        }
        Ok((member.organization, Reach::Within(open)))
    }

    /// The request's organization, and which evidence the person sees in it.
    pub fn sight(&self) -> Result<(OrganizationId, Sight), Error> {
        if let Some(bearer) = &self.bearer {
            return self.sight_of(bearer);
        }
        let member = self.member()?;
        let is_opened = self.grants().iter().any(|grant| grant.opening.evidence.is_some());
        let sight = Sight {
            everywhere: member.roles.see(),
            own: member.roles.iter().any(Role::sees_own).then_some(member.person),
            to_confirm: member.roles.iter().any(Role::sees_to_confirm),
            holder: is_opened.then_some(Holder::Person(member.person)),
            today: self.now.today,
        };
        let sees = sight.everywhere.is_some() || sight.holder.is_some() || self.is_guest();
        if sees && self.is_in_scope(Permission::ReadEvidence) {
            Ok((member.organization, sight))
        } else {
            Err(Error::not_found())
        }
    }

    /// Which evidence a link opens: what its grants say, and nothing by role.
    fn sight_of(&self, bearer: &Bearer) -> Result<(OrganizationId, Sight), Error> {
        let holder = bearer.grants.iter().any(|grant| grant.opening.evidence.is_some());
        let holder = holder.then_some(Holder::Link(bearer.link.id)).ok_or_else(Error::not_found)?;
        let today = self.now.today;
        let sight = Sight { everywhere: None, own: None, to_confirm: false, holder: Some(holder), today };
        Ok((bearer.link.organization, sight))
    }

    /// Whether the person may read about a thing, as its description and the place in which it stands say.
    pub fn reads(&mut self, subject: &Subject) -> Result<bool, Error> {
        let read = describe(subject.noun()).read;
        let organization = self.organization()?;
        Ok(match subject {
            Subject::Evidence(id) => match self.sight() {
                Ok((_, sight)) if sight.is_whole() => true,
                Ok((_, sight)) => evidence::find_seen(self.tx, organization, *id, &sight)?.is_some(),
                Err(_) => false,
            },
            _ if self.may(read) => true,
            _ => {
                let named = self.named(subject, &mut Assessments::new())?;
                named.and_then(|own| own.opened).is_some_and(|opened| self.may_in(read, opened))
            }
        })
    }

    /// What a thing of the request's organization is called, and where it is; nothing for what is for those who administer. Whether it may be read
    /// is another question ([`Self::reads`]).
    pub(crate) fn named(&mut self, subject: &Subject, known: &mut Assessments) -> Result<Option<Named>, Error> {
        let Look::Of(named) = &describe(subject.noun()).look else { return Ok(None) };
        let organization = self.organization()?;
        let mut looking = Looking { tx: self.tx, library: &self.library, organization, assessments: known };
        Ok(named(&mut looking, subject)?)
    }

    /// Whether there is any evidence that the person could see.
    pub fn sees_evidence(&self) -> bool {
        self.sight().is_ok()
    }

    /// Whether something is open to the person for review here.
    pub fn reviews(&self) -> bool {
        self.grants().iter().any(|grant| grant.road().is_some())
    }

    /// Whether the person is from outside, and sees only what was granted.
    pub fn is_guest(&self) -> bool {
        self.membership().is_some_and(|member| member.roles.contains(Role::Guest))
    }

    /// Whether whoever asks is from outside: a guest, or somebody with a link.
    pub fn is_outside(&self) -> bool {
        self.bearer.is_some() || self.is_guest()
    }

    /// Whether the person may answer criteria of an area: contributors only in their own areas.
    pub fn may_answer(&self, edition: &str, area: &str) -> bool {
        let Some(member) = self.membership() else { return false };
        let everywhere = member.areas.is_empty() || member.roles.contains(Role::SecurityLead);
        self.may(Permission::Answer)
            && (everywhere || member.areas.iter().any(|own| own.edition == edition && own.area == area))
    }

    /// The person who is signed in with a browser. An API token does not reach the account: it could otherwise make itself more.
    pub fn browser(&self) -> Result<&tasuki_store::persons::Person, Error> {
        let actor = self.actor()?;
        match actor.via {
            Via::Token { .. } => Err(in_person()),
            Via::Session(_) | Via::System => Ok(&actor.person),
        }
    }
}

/// Whether a grant permits something with what it opens. Evidence is open as far as its class says.
fn opens(grant: &Grant, permission: Permission, opened: Opened) -> bool {
    let permits = match permission {
        Permission::ReadEvidence => grant.opening.evidence.is_some(),
        _ => grant.opening.permissions.contains(&permission),
    };
    permits && grant.opened() == Some(opened)
}

/// What a token must not do, as what comes of it would outlive the token.
fn in_person() -> Error {
    Error::new(
        Kind::NotFound,
        "token.in_person",
        "これは、APIトークンではできません。",
        "This cannot be done with an API token.",
    )
    .hint("サインインして、画面から行ってください。", "Sign in and do it on the page.")
}

/// Whether a token's scope covers a permission: `read` what only reads, `write` what the person's roles allow for
/// assessments, `admin` everything the person may do.
fn scope_covers(scope: &str, permission: Permission) -> bool {
    use Permission as P;
    match scope {
        "read" => permission.only_reads(),
        "write" => !matches!(permission, P::ManageMembers | P::ManageOrganization | P::ManageIntegrations),
        "admin" => true,
        _ => false,
    }
}
