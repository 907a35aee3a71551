//! What somebody sees who has shown the code of a link.
//!
//! An identifier that is unknown or malformed and a code that belongs to another link are the same: not found. Only whoever has shown the right
//! code learns that a link is locked or over. A visit is bound to its link, and never uses what the browser has of an account.

use serde_json::json;
use tasuki_scheme::{Classification, Permission};
use tasuki_signin::tokens::{Token, TokenKind};
use tasuki_store::evidence::{Piece, Version};
use tasuki_store::grants::{Grant, Holder};
use tasuki_store::links::{self, Link};
use tasuki_store::{AssessmentId, EvidenceId, LinkId, Subject, grants as held, organizations};

use super::State;
use crate::assessments::{Figures, Sheet, results};
use crate::context::Bearer;
use crate::overview::{Overview, overview};
use crate::{Context, Error, Kind, downloads, evidence, secrets};

/// How long a visit lasts, in milliseconds: eight hours, a day of work.
pub const LASTS: i64 = 8 * 60 * 60 * 1_000;

/// What a link opens.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The organization that opens it.
    pub organization: String,
    /// The link.
    pub link: Link,
    /// The assessments, in the order in which they were opened.
    pub assessments: Vec<Shown>,
}

/// An assessment that a link opens.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What is opened of it, and until when.
    pub grant: Grant,
    /// The assessment.
    pub sheet: Sheet,
    /// How far it is.
    pub figures: Figures,
}

/// One assessment as a link shows it.
#[derive(Debug, Clone)]
pub struct Look {
    /// The organization that opens it.
    pub organization: String,
    /// The link.
    pub link: Link,
    /// Results, without the people who work on it.
    pub overview: Overview,
    /// Whether the answers may be read, too.
    pub answers: bool,
    /// The most confidential evidence that is shown.
    pub class: Option<Classification>,
    /// The evidence, with the criteria to which it is attached.
    pub evidence: Vec<(Piece, Vec<String>)>,
}

/// Exchanges the code of a link for a visit. Returns the secret of the visit, for a cookie of this link alone.
pub fn enter(cx: &mut Context<'_, '_>, id: &str, code: &str) -> Result<String, Error> {
    let id: LinkId = id.parse().map_err(|_| Error::not_found())?;
    let code = Token::parse(code.trim(), TokenKind::Link).ok_or_else(Error::not_found)?;
    let link = links::by_code(cx.tx, id, &code.digest().0)?.ok_or_else(Error::not_found)?;
    let now = cx.now.milliseconds();
    take_up(cx, link.clone())?;
    let visit = secrets::mint(cx, TokenKind::Visit);
    links::visit(cx.tx, &link, &visit.digest().0, now, now + LASTS)?;
    cx.record("link.open", &Subject::Link(id), None::<&()>, None, &json!({ "recipient": link.recipient }))?;
    Ok(visit.reveal().to_owned())
}

/// Lets whoever has this visit of the link look. Everything else in this module needs it.
pub fn arrive(cx: &mut Context<'_, '_>, id: &str, visit: &str) -> Result<(), Error> {
    let id: LinkId = id.parse().map_err(|_| Error::not_found())?;
    let visit = Token::parse(visit, TokenKind::Visit).ok_or_else(Error::not_found)?;
    let now = cx.now.milliseconds();
    let link = links::by_visit(cx.tx, id, &visit.digest().0, now)?.ok_or_else(Error::not_found)?;
    take_up(cx, link)
}

/// Ends a visit.
pub fn leave(cx: &mut Context<'_, '_>, visit: &str) -> Result<(), Error> {
    let Some(visit) = Token::parse(visit, TokenKind::Visit) else { return Ok(()) };
    Ok(links::leave(cx.tx, &visit.digest().0)?)
}

/// Makes whoever has shown the code of a link, or a visit of it, the one who asks, unless the link opens nothing today.
fn take_up(cx: &mut Context<'_, '_>, link: Link) -> Result<(), Error> {
    let mut grants = held::of_holder(cx.tx, link.organization, Holder::Link(link.id))?;
    match State::of(&link, &grants, cx.now.today) {
        State::Open => {}
        State::Later => return Err(early(&grants)),
        State::Locked => return Err(locked()),
        State::Replaced => return Err(replaced()),
        State::Ended => return Err(ended()),
    }
    grants.retain(|grant| grant.is_valid(cx.now.today));
    grants.reverse();
    cx.library = cx.library_of(link.organization)?;
    cx.actor = None;
    cx.bearer = Some(Bearer { link, grants });
    Ok(())
}

/// Everything that the link opens.
pub fn opened(cx: &mut Context<'_, '_>) -> Result<Opened, Error> {
    let Bearer { link, grants } = bearer(cx)?;
    let mut assessments = Vec::new();
    for grant in grants {
        let Some(id) = grant.assessment() else { continue };
        let sheet = results(cx, id)?;
        let figures = Figures::of(&sheet.catalog, &sheet.evaluation);
        assessments.push(Shown { grant, sheet, figures });
    }
    Ok(Opened { organization: name(cx, &link)?, link, assessments })
}

/// One assessment that the link opens.
pub fn look(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Look, Error> {
    let Bearer { link, grants } = bearer(cx)?;
    // Who works on it is nobody's grant.
    let overview = Overview { owners: Vec::new(), ..overview(cx, id)? };
    let answers = cx.may_in(Permission::ReadAssessments, id);
    let own = grants.iter().filter(|grant| grant.assessment() == Some(id));
    let class = own.filter_map(|grant| grant.opening.evidence).max();
    let evidence = if answers && class.is_some() { evidence::of_assessment(cx, id)? } else { Vec::new() };
    Ok(Look { organization: name(cx, &link)?, link, overview, answers, class, evidence })
}

/// The latest version of a piece of evidence that the link opens.
pub fn file(cx: &mut Context<'_, '_>, id: EvidenceId) -> Result<Version, Error> {
    bearer(cx)?;
    Ok(evidence::version(cx, id, 0)?.1)
}

/// Writes down that a file was taken along with the link.
pub fn note_download(cx: &mut Context<'_, '_>, id: EvidenceId, number: u32) -> Result<(), Error> {
    downloads::note(cx, "evidence.download", &Subject::Evidence(id), &json!({ "version": number, "way": "link" }))
}

fn bearer(cx: &Context<'_, '_>) -> Result<Bearer, Error> {
    cx.bearer.clone().ok_or_else(Error::not_found)
}

fn name(cx: &mut Context<'_, '_>, link: &Link) -> Result<String, Error> {
    Ok(organizations::name(cx.tx, link.organization)?)
}

fn ended() -> Error {
    Error::new(Kind::Gone, "link.ended", "このリンクは終わりました。", "This link has ended.").hint(
        "まだ必要なときは、送ってくれた会社に新しいリンクを頼んでください。",
        "If you still need it, ask the company that sent it for a new link.",
    )
}

fn replaced() -> Error {
    Error::new(
        Kind::Gone,
        "link.replaced",
        "このリンクの代わりに、新しいリンクがあります。",
        "Another link has taken the place of this one.",
    )
    .hint(
        "新しく届いたリンクを開いてください。届いていないときは、送ってくれた会社に聞いてください。",
        "Open the link that was sent last. If there is none, ask the company that sent it.",
    )
}

fn locked() -> Error {
    Error::new(Kind::State, "link.locked", "このリンクは、いま止められています。", "This link is locked at present.")
        .hint("送ってくれた会社に聞いてください。", "Ask the company that sent it.")
}

fn early(grants: &[Grant]) -> Error {
    let starts = grants.iter().filter(|grant| grant.ended.is_none()).map(|grant| grant.starts).min();
    let day = starts.map(|day| day.to_string()).unwrap_or_default();
    Error::new(Kind::State, "link.early", "このリンクは、まだ使えません。", "This link cannot be used yet.")
        .hint(format!("{day} から開けます。"), format!("It opens on {day}."))
}
