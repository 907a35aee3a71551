//! Links (共有リンク): what somebody without an account may see, until a day.
//!
//! An address with a code is shown once, to be sent to somebody. What it opens are grants that the link holds; it only reads. Whoever shows the
//! code gets a visit ([`visits`]), and no page that they see then is about the organization as a whole.

pub(crate) mod description;
pub mod visits;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;
use tasuki_catalog::{Lang, visible};
use tasuki_scheme::Permission;
use tasuki_signin::tokens::TokenKind;
use tasuki_store::grants::{Grant, Holder, Opening};
use tasuki_store::links::{self, Link};
use tasuki_store::{LinkId, OrganizationId, Subject, persons};

use crate::grants::ending::end_all;
use crate::{Context, Destination, Error, Kind, grants, proof, secrets};

/// The longest name of a recipient, in characters.
const LONGEST_RECIPIENT: usize = 100;

/// What to open to somebody without an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// To whom the link will be sent: a company, a department, a person.
    pub recipient: String,
    /// What it opens.
    pub openings: Vec<Opening>,
    /// The first day; not given: today.
    pub starts: Option<Date>,
    /// The last day.
    pub ends: Date,
}

/// Whether a link opens anything today. It follows from the link's moments and from the days of its grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It opens something.
    Open,
    /// Its first day has not come.
    Later,
    /// It was locked, and opens nothing until it is unlocked.
    Locked,
    /// Another link took its place.
    Replaced,
    /// It was taken back, or its last day has passed.
    Ended,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Open, Self::Later, Self::Locked, Self::Replaced, Self::Ended];

    /// The word by which it is sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Later => "later",
            Self::Locked => "locked",
            Self::Replaced => "replaced",
            Self::Ended => "ended",
        }
    }

    /// What it is called on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Open) => "使えます",
            (Lang::Ja, Self::Later) => "これから",
            (Lang::Ja, Self::Locked) => "止めています",
            (Lang::Ja, Self::Replaced) => "作り直し済み",
            (Lang::Ja, Self::Ended) => "終わりました",
            (Lang::En, Self::Open) => "Open",
            (Lang::En, Self::Later) => "Later",
            (Lang::En, Self::Locked) => "Locked",
            (Lang::En, Self::Replaced) => "Replaced",
            (Lang::En, Self::Ended) => "Ended",
        }
    }

    /// Whether it never opens anything again.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Replaced | Self::Ended)
    }

    /// The state of a link with everything that it holds, on a day.
    fn of(link: &Link, held: &[Grant], today: Date) -> Self {
        match () {
            () if link.ended.is_some() => Self::Ended,
            () if link.replaced.is_some() => Self::Replaced,
            () if held.iter().all(|grant| grant.is_over(today)) => Self::Ended,
            () if link.locked.is_some() => Self::Locked,
            () if held.iter().any(|grant| grant.is_valid(today)) => Self::Open,
            () => Self::Later,
        }
    }
}

/// A link with the words that a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The link.
    #[serde(flatten)]
    pub link: Link,
    /// Who made it.
    pub by: String,
    /// Whether it opens anything today.
    pub state: State,
    /// What it holds, the newest first.
    pub grants: Vec<grants::Listed>,
}

/// All links of the organization, the newest first, including those that are over.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Listed>, Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let all = links::list(cx.tx, organization)?;
    all.into_iter().map(|link| listed(cx, link)).collect()
}

fn listed(cx: &mut Context<'_, '_>, link: Link) -> Result<Listed, Error> {
    let held = tasuki_store::grants::of_holder(cx.tx, link.organization, Holder::Link(link.id))?;
    let state = State::of(&link, &held, cx.now.today);
    let by = persons::find(cx.tx, link.made_by)?.map(|person| person.name).unwrap_or_default();
    let grants = held.into_iter().map(|grant| grants::listed(cx, grant)).collect::<Result<_, _>>()?;
    Ok(Listed { link, by, state, grants })
}

/// Makes a link. The address with its code is shown only now.
pub fn create(cx: &mut Context<'_, '_>, new: New) -> Result<(Listed, String), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    // A link stays open when a stolen session or token has long ended.
    proof::require(cx)?;
    let recipient = checked_recipient(&new.recipient)?;
    let starts = new.starts.unwrap_or(cx.now.today);
    grants::check_days(cx.now.today, starts, new.ends)?;
    if new.openings.is_empty() {
        return Err(opens_nothing());
    }
    let openings = new.openings.into_iter().map(|opening| checked(cx, opening)).collect::<Result<Vec<_>, _>>()?;
    let openings = openings.into_iter().map(|opening| (opening, starts, new.ends)).collect();
    make(cx, organization, recipient, openings, "link.create")
}

fn make(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    recipient: String,
    openings: Vec<(Opening, Date, Date)>,
    action: &str,
) -> Result<(Listed, String), Error> {
    let code = secrets::mint(cx, TokenKind::Link);
    let (made, made_by) = (cx.now.milliseconds(), cx.person()?.id);
    let id = LinkId::new(made, cx.random());
    let link =
        Link { organization, id, recipient, made, made_by, locked: None, replaced: None, ended: None, opened: None };
    links::add(cx.tx, &link, &code.digest().0)?;
    cx.record(action, &Subject::Link(id), None, Some(&link), &json!({ "recipient": link.recipient }))?;
    for (opening, starts, ends) in openings {
        grants::make(cx, organization, Holder::Link(id), opening, (starts, ends))?;
    }
    let address = cx.link(&Destination::Link(id, code.reveal()));
    Ok((listed(cx, link)?, address))
}

/// Makes another link in the place of one: with another code, for the same recipient, opening the same. The earlier one opens nothing any more.
pub fn replace(cx: &mut Context<'_, '_>, id: LinkId) -> Result<(Listed, String), Error> {
    let link = in_use(cx, id)?;
    proof::require(cx)?;
    let today = cx.now.today;
    let held = tasuki_store::grants::of_holder(cx.tx, link.organization, Holder::Link(id))?;
    let kept = held.into_iter().rev().filter(|grant| !grant.is_over(today));
    let openings = kept.map(|grant| (grant.opening, grant.starts.max(today), grant.ends)).collect();
    let after = Link { replaced: Some(cx.now.milliseconds()), ..link.clone() };
    write(cx, "link.end", &link, &after)?;
    end_all(cx, link.organization, Holder::Link(id))?;
    make(cx, link.organization, link.recipient, openings, "link.replace")
}

/// Locks a link: it opens nothing until it is unlocked.
pub fn lock(cx: &mut Context<'_, '_>, id: LinkId) -> Result<(), Error> {
    let link = in_use(cx, id)?;
    if link.locked.is_some() {
        return Ok(());
    }
    let after = Link { locked: Some(cx.now.milliseconds()), ..link.clone() };
    write(cx, "link.lock", &link, &after)
}

/// Unlocks a link.
pub fn unlock(cx: &mut Context<'_, '_>, id: LinkId) -> Result<(), Error> {
    let link = in_use(cx, id)?;
    proof::require(cx)?;
    if link.locked.is_none() {
        return Ok(());
    }
    let after = Link { locked: None, ..link.clone() };
    write(cx, "link.unlock", &link, &after)
}

/// Takes a link back, with everything that it opens. One that is over already stays as it is.
pub fn end(cx: &mut Context<'_, '_>, id: LinkId) -> Result<(), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let link = links::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    if state(cx, &link)?.is_over() {
        return Ok(());
    }
    let after = Link { ended: Some(cx.now.milliseconds()), ..link.clone() };
    write(cx, "link.end", &link, &after)?;
    end_all(cx, organization, Holder::Link(id))
}

fn write(cx: &mut Context<'_, '_>, action: &str, before: &Link, after: &Link) -> Result<(), Error> {
    links::put(cx.tx, after)?;
    let detail = json!({ "recipient": after.recipient });
    cx.record(action, &Subject::Link(after.id), Some(before), Some(after), &detail)
}

/// A link that is not over.
fn in_use(cx: &mut Context<'_, '_>, id: LinkId) -> Result<Link, Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let link = links::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    if state(cx, &link)?.is_over() {
        return Err(Error::new(
            Kind::State,
            "link.over",
            "このリンクはもう終わっています。",
            "This link is over already.",
        )
        .hint("新しいリンクを作ってください。", "Make a new link."));
    }
    Ok(link)
}

fn state(cx: &mut Context<'_, '_>, link: &Link) -> Result<State, Error> {
    let held = tasuki_store::grants::of_holder(cx.tx, link.organization, Holder::Link(link.id))?;
    Ok(State::of(link, &held, cx.now.today))
}

fn checked_recipient(text: &str) -> Result<String, Error> {
    let recipient = visible(text);
    if recipient.is_empty()
        || recipient.chars().count() > LONGEST_RECIPIENT
        || text.trim().chars().any(char::is_control)
    {
        return Err(Error::invalid(
            "link.recipient",
            "だれに送るかを100文字以内で書いてください。",
            "Say to whom it is sent, in at most 100 characters.",
        )
        .hint("会社や部署の名前を書いてください。", "Write the name of the company or the department.")
        .field("recipient"));
    }
    Ok(recipient)
}

fn checked(cx: &mut Context<'_, '_>, opening: Opening) -> Result<Opening, Error> {
    let opening = grants::checked(cx, opening)?;
    if opening.permissions.iter().all(|permission| permission.only_reads()) {
        return Ok(opening);
    }
    Err(Error::invalid("link.only_reads", "リンクでできるのは、見ることだけです。", "A link can only be read with.")
        .hint(
            "書いてもらうときは、メンバーの画面から社外の人として招待してください。",
            "Invite whoever is to write as a guest, on the page of the members.",
        )
        .field("permissions"))
}

fn opens_nothing() -> Error {
    Error::invalid("link.nothing", "評価を一つ以上選んでください。", "Choose at least one assessment.")
        .hint("一覧の評価に印を付けてください。", "Tick assessments in the list.")
        .field("assessment")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tasuki_scheme::Capacity;
    use tasuki_store::{AssessmentId, GrantId, PersonId};

    use super::*;

    #[test]
    fn what_a_link_is_follows_from_its_moments_and_its_grants() {
        let organization = OrganizationId::new(1, [1; 10]);
        let (id, person) = (LinkId::new(1, [2; 10]), PersonId::new(1, [3; 10]));
        let link = Link {
            organization,
            id,
            recipient: "発注先".to_owned(),
            made: 1,
            made_by: person,
            locked: None,
            replaced: None,
            ended: None,
            opened: None,
        };
        let grant = Grant {
            organization,
            id: GrantId::new(1, [4; 10]),
            holder: Holder::Link(id),
            opening: Opening {
                subject: Subject::Assessment(AssessmentId::new(1, [5; 10])),
                capacity: Capacity::Buyer,
                permissions: vec![Permission::ReadResults],
                evidence: None,
            },
            starts: date(2026, 12, 1),
            ends: date(2026, 12, 31),
            made: 1,
            made_by: Some(person),
            ended: None,
        };
        let (before, within, after) = (date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 1));
        let state = |link: &Link, today| State::of(link, std::slice::from_ref(&grant), today);
        assert_eq!([before, within, after].map(|day| state(&link, day)), [State::Later, State::Open, State::Ended]);
        let locked = Link { locked: Some(2), ..link.clone() };
        assert_eq!(
            [before, within, after].map(|day| state(&locked, day)),
            [State::Locked, State::Locked, State::Ended]
        );
        let replaced = Link { replaced: Some(2), ..locked };
        assert_eq!([within, after].map(|day| state(&replaced, day)), [State::Replaced; 2]);
        assert_eq!(state(&Link { ended: Some(2), ..replaced }, within), State::Ended);
        assert_eq!(State::of(&link, &[], within), State::Ended);
    }
}
