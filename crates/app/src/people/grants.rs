//! Grants (許可): opening one assessment to somebody, with evidence up to a class, until a day.
//!
//! People from outside ([`tasuki_scheme::Role::Guest`]) see what was granted and nothing else. A member may get a grant too: for evidence that
//! the own role does not show.

pub(crate) mod description;
pub(crate) mod ending;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;
use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_store::grants::{self, Grant, Holder, Opened, Opening};
use tasuki_store::{GrantId, InvitationId, OrganizationId, PersonId, Subject, invitations, links, persons, roads};

use crate::notifications::{self, About};
use crate::{Context, Error, assessments, members, proof};

/// The longest time for which something is opened, in days: three years, as long as a ★4 holds.
const LONGEST: i64 = 3 * 366;

/// What to open to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// A member of the organization.
    pub person: PersonId,
    /// What is opened.
    pub opening: Opening,
    /// The first day; not given: today.
    pub starts: Option<Date>,
    /// The last day.
    pub ends: Date,
}

/// A grant with the words that a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The grant.
    #[serde(flatten)]
    pub grant: Grant,
    /// Who holds it: a name, or the address that was invited.
    pub holder_name: String,
    /// What is opened, by its title.
    pub title: String,
    /// Who made it; empty for one that came from what guests could see before there were grants.
    pub by: String,
    /// Whether it is valid today.
    pub valid: bool,
    /// Whether it is over.
    pub over: bool,
}

/// All grants of the organization, the newest first, including those that are over.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Listed>, Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let all = grants::list(cx.tx, organization)?;
    all.into_iter().map(|grant| listed(cx, grant)).collect()
}

/// The grants of one person, the newest first, including those that are over.
pub fn of_person(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Vec<Listed>, Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let all = grants::of_holder(cx.tx, organization, Holder::Person(person))?;
    all.into_iter().map(|grant| listed(cx, grant)).collect()
}

pub(crate) fn listed(cx: &mut Context<'_, '_>, grant: Grant) -> Result<Listed, Error> {
    let holder_name = match grant.holder {
        Holder::Person(person) => persons::find(cx.tx, person)?.map(|person| person.name),
        Holder::Invitation(id) => Some(invited(cx, grant.organization, id)?),
        Holder::Link(id) => links::find(cx.tx, grant.organization, id)?.map(|link| link.recipient),
    };
    let assessment = match grant.opened() {
        Some(Opened::Assessment(id)) => Some(id),
        Some(Opened::Road(id)) => roads::find(cx.tx, grant.organization, id)?.map(|own| own.assessment),
        None => None,
    };
    let title = match assessment {
        Some(id) => tasuki_store::assessments::find(cx.tx, grant.organization, id)?.map(|own| own.title),
        None => None,
    };
    let by = match grant.made_by {
        Some(person) => persons::find(cx.tx, person)?.map(|person| person.name),
        None => None,
    };
    let today = cx.now.today;
    Ok(Listed {
        holder_name: holder_name.unwrap_or_default(),
        title: title.unwrap_or_default(),
        by: by.unwrap_or_default(),
        valid: grant.is_valid(today),
        over: grant.is_over(today),
        grant,
    })
}

/// Who was invited: the address, as long as the invitation is there.
fn invited(cx: &mut Context<'_, '_>, organization: OrganizationId, id: InvitationId) -> Result<String, Error> {
    let known = invitations::find(cx.tx, organization, id)?.map(|invitation| invitation.mail);
    let withdrawn = Text::new("取り消した招待", "an invitation that was taken back");
    Ok(known.unwrap_or_else(|| withdrawn.get(cx.lang()).to_owned()))
}

/// Opens something to a member, and tells them.
pub fn create(cx: &mut Context<'_, '_>, new: New) -> Result<Listed, Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    // What was opened stays open when a stolen session or token has long ended.
    proof::require(cx)?;
    let member = members::find(cx, new.person)?.member;
    if member.ends.is_some_and(|last| last < new.ends) {
        return Err(beyond_member());
    }
    let opening = checked(cx, new.opening)?;
    let starts = new.starts.unwrap_or(cx.now.today);
    check_days(cx.now.today, starts, new.ends)?;
    let grant = make(cx, organization, Holder::Person(new.person), opening, (starts, new.ends))?;
    tell(cx, new.person, &grant)?;
    listed(cx, grant)
}

/// Writes a grant that was checked.
pub(crate) fn make(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    holder: Holder,
    opening: Opening,
    (starts, ends): (Date, Date),
) -> Result<Grant, Error> {
    let (made, made_by) = (cx.now.milliseconds(), Some(cx.person()?.id));
    let id = GrantId::new(made, cx.random());
    let grant = Grant { organization, id, holder, opening, starts, ends, made, made_by, ended: None };
    grants::add(cx.tx, &grant)?;
    let detail = json!({ "holder": holder, "opened": grant.opening, "starts": starts, "ends": ends });
    cx.record("grant.create", &Subject::Grant(id), None, Some(&grant), &detail)?;
    Ok(grant)
}

fn tell(cx: &mut Context<'_, '_>, person: PersonId, grant: &Grant) -> Result<(), Error> {
    let Some(id) = grant.assessment() else { return Ok(()) };
    let about = About {
        title: assessments::find(cx, id)?.title,
        subject: Some(Subject::Assessment(id)),
        day: Some(grant.ends),
        by: cx.person()?.name.clone(),
        ..About::default()
    };
    notifications::notify(cx, person, notifications::Kind::Granted, &about)
}

/// Takes a grant back. One that is over already stays as it is.
pub fn end(cx: &mut Context<'_, '_>, id: GrantId) -> Result<(), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let grant = grants::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    if grant.is_over(cx.now.today) {
        return Ok(());
    }
    ending::take_back(cx, &grant)
}

/// Notes what an invitation opens: whoever accepts it gets it. The caller has asked for permission.
pub(crate) fn promise(
    cx: &mut Context<'_, '_>,
    invitation: InvitationId,
    openings: Vec<Opening>,
    ends: Date,
) -> Result<(), Error> {
    let (organization, today) = (cx.organization()?, cx.now.today);
    check_days(today, today, ends)?;
    for opening in openings {
        let opening = checked(cx, opening)?;
        make(cx, organization, Holder::Invitation(invitation), opening, (today, ends))?;
    }
    Ok(())
}

/// Gives what an invitation opened to the person who accepts it.
pub(crate) fn hand_over(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    invitation: InvitationId,
    person: PersonId,
) -> Result<(), Error> {
    for grant in grants::of_holder(cx.tx, organization, Holder::Invitation(invitation))? {
        grants::hand_over(cx.tx, organization, grant.id, person)?;
        let after = Grant { holder: Holder::Person(person), ..grant.clone() };
        let detail = json!({ "holder": after.holder });
        cx.record("grant.hand_over", &Subject::Grant(grant.id), Some(&grant), Some(&after), &detail)?;
    }
    Ok(())
}

/// An opening that makes sense: of an assessment that there is, with everything that its permissions rest on.
pub(crate) fn checked(cx: &mut Context<'_, '_>, opening: Opening) -> Result<Opening, Error> {
    let Subject::Assessment(id) = opening.subject else {
        return Err(Error::invalid("grant.subject", "評価を選んでください。", "Choose an assessment.")
            .hint(
                "許可できるのは評価だけです。一覧から選んでください。",
                "Only assessments can be granted. Choose one from the list.",
            )
            .field("assessment"));
    };
    assessments::find(cx, id)?;
    let asks = |permission| opening.permissions.contains(&permission);
    let writes = asks(Permission::Comment) || asks(Permission::AcceptNotApplicable);
    if opening.permissions == [Permission::ReadResults] && opening.evidence.is_some() {
        return Err(Error::invalid(
            "grant.results_alone",
            "結果だけを見せるときは、証跡を見せられません。",
            "Evidence cannot be shown with results only.",
        )
        .hint("回答も見せるか、証跡を「見せない」にしてください。", "Show answers too, or no evidence.")
        .field("evidence"));
    }
    let reads = writes || asks(Permission::ReadAssessments) || opening.evidence.is_some();
    let has = |permission: &Permission| match permission {
        Permission::ReadResults => true,
        Permission::ReadAssessments => reads,
        other => asks(*other),
    };
    Ok(Opening { permissions: Permission::ON_ASSESSMENTS.into_iter().filter(has).collect(), ..opening })
}

/// Nothing is granted beyond the last day of a member.
pub(crate) fn beyond_member() -> Error {
    Error::invalid(
        "grant.after_member",
        "この人の終わりの日より後まで許可することはできません。",
        "It cannot be granted beyond the last day of this person.",
    )
    .hint("先に、メンバーとしての終わりの日を延ばしてください。", "Extend their last day as a member first.")
    .field("ends")
}

pub(crate) fn check_days(today: Date, starts: Date, ends: Date) -> Result<(), Error> {
    if ends < today || ends < starts {
        return Err(Error::invalid(
            "grant.days",
            "最後の日は、今日と最初の日から先にしてください。",
            "Let it end today or later, and not before it starts.",
        )
        .hint("最初の日と最後の日を入れ直してください。", "Enter the first and the last day again.")
        .field("ends"));
    }
    if ends > starts.saturating_add(jiff::Span::new().days(LONGEST)) {
        return Err(Error::invalid(
            "grant.too_long",
            "期間は3年までです。",
            "It can be opened for at most three years.",
        )
        .hint("最後の日を3年以内にしてください。", "Let it end within three years.")
        .field("ends"));
    }
    Ok(())
}
