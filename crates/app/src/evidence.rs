//! Evidence (証跡): adding it, its versions and dates, and the criteria that it supports.
//!
//! For the pages that show a criterion:
//! - [`of_criterion`]`(cx, assessment, criterion)` returns the pieces that are attached to it, [`counts`]`(cx,
//!   assessment)` the number for each criterion.
//! - `GET /o/{organization}/assessments/{assessment}/criteria/{criterion}/evidence` returns the same as a fragment,
//!   with a drop zone for files; the fragment reloads itself when something is added (`hx-get`, `hx-trigger="load,
//!   refresh"`).
//! - `POST /o/{organization}/evidence` accepts `multipart/form-data` with `file` (repeated) and, to attach the files
//!   immediately, `assessment` and `criterion`. Requests of htmx and those with `Accept: application/json` get
//!   `{"items": […]}`; others are redirected to `back`.
//! - `GET` on the same address without htmx is a page for choosing from the whole library; `POST …/evidence/attach`
//!   and `…/evidence/detach` with the field `evidence` attach and detach a piece.
//!
//! A file is added in two steps. The first is outside of a transaction: the bytes are stored as a blob under their
//! digest. The second is [`add`], which writes the row; a file whose row was never written is deleted later.
//! [`permit_add`] checks the permission before the upload, so that nobody sends megabytes in vain.

mod attach;
mod change;
mod days;
pub(crate) mod description;
mod name;
mod sniff;

use serde::Serialize;
use serde_json::json;
use tasuki_assess::LONGEST_NOTE;
use tasuki_catalog::{legible, visible};
use tasuki_scheme::Permission;
use tasuki_store::evidence::{self as store, Ending, Evidence, Filter, Kind, Order, Piece, Version};
use tasuki_store::{AssessmentId, EvidenceId, Noun, PersonId, Subject, search};

use crate::{Context, Error, Event, assessments};

pub use attach::{Target, attach, detach, permit_target};
pub use change::{Change, add_version, change, may_change, unknown_owner};
pub use name::clean_name;
pub use sniff::{HEAD, media_type};
pub use tasuki_store::evidence::{Classification, Kind as EvidenceKind};

/// The maximum length of a name, in characters.
const LONGEST_NAME: usize = 200;
/// The maximum length of a link's address, in characters.
const LONGEST_LINK: usize = 2_000;

/// A file whose bytes are already stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, as returned by [`clean_name`].
    pub name: String,
    /// SHA-256, as 64 hexadecimal digits.
    pub digest: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its media type, as returned by [`media_type`].
    pub media_type: String,
}

/// What a version holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A file.
    File(File),
    /// An address elsewhere.
    Link(String),
    /// A text.
    Note(String),
}

/// The data of a new piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// Its name; if empty, the file's name, the address, or the beginning of the note is used.
    pub name: String,
    /// What it holds.
    pub content: Content,
    /// Who may see it; the default is 社内.
    pub classification: Option<Classification>,
    /// Who keeps it up to date; the default is the person who adds it.
    pub owner: Option<PersonId>,
    /// The first day on which it is valid.
    pub effective: Option<jiff::civil::Date>,
    /// The last day on which it is valid.
    pub ends: Option<jiff::civil::Date>,
}

impl New {
    /// A new piece of which only the content is given.
    pub fn of(content: Content) -> Self {
        Self { name: String::new(), content, classification: None, owner: None, effective: None, ends: None }
    }
}

/// A part of the library.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// The total number of pieces that match the filter.
    pub total: u32,
}

/// A criterion that uses a piece of evidence, with its statement.
#[derive(Debug, Clone)]
pub struct Used {
    /// Where.
    pub at: store::Use,
    /// The criterion's title.
    pub criterion_title: tasuki_catalog::Text,
}

/// Pieces of the library.
pub fn list(
    cx: &mut Context<'_, '_>,
    filter: &Filter,
    order: Order,
    after: Option<EvidenceId>,
    place: (i64, i64),
) -> Result<Shelf, Error> {
    let (organization, sight) = cx.sight()?;
    let mut pieces = store::list(cx.tx, organization, filter, order, after, place, &sight)?;
    pieces.iter_mut().try_for_each(|piece| count_open_uses(cx, piece))?;
    Ok(Shelf { pieces, total: store::count(cx.tx, organization, filter, &sight)? })
}

/// The number of pieces that have expired or expire soon.
pub fn ending(cx: &mut Context<'_, '_>) -> Result<Ending, Error> {
    let (organization, sight) = cx.sight()?;
    Ok(store::ending(cx.tx, organization, cx.now.today, &sight)?)
}

/// The people who keep evidence up to date.
pub fn owners(cx: &mut Context<'_, '_>) -> Result<Vec<(PersonId, String)>, Error> {
    let (organization, sight) = cx.sight()?;
    Ok(store::owners(cx.tx, organization, &sight)?)
}

/// One piece of evidence.
pub fn find(cx: &mut Context<'_, '_>, id: EvidenceId) -> Result<Piece, Error> {
    let (organization, sight) = cx.sight()?;
    let mut piece = store::find_seen(cx.tx, organization, id, &sight)?.ok_or_else(Error::not_found)?;
    count_open_uses(cx, &mut piece)?;
    Ok(piece)
}

/// Somebody from outside is told of the uses that are open to them, and not how many others there are.
fn count_open_uses(cx: &mut Context<'_, '_>, piece: &mut Piece) -> Result<(), Error> {
    if cx.is_outside() {
        let organization = cx.place()?;
        let uses = store::uses_of(cx.tx, organization, piece.evidence.id)?;
        let open = uses.iter().filter(|own| cx.may_in(Permission::ReadAssessments, own.assessment)).count();
        piece.uses = u32::try_from(open).unwrap_or(u32::MAX);
    }
    Ok(())
}

/// All versions of a piece with the names of those who added them, newest first. Somebody from outside sees the
/// latest alone: what was replaced was not shown to them.
pub fn versions(cx: &mut Context<'_, '_>, id: EvidenceId) -> Result<Vec<(Version, String)>, Error> {
    find(cx, id)?;
    let organization = cx.organization()?;
    let mut all = store::versions(cx.tx, organization, id)?;
    if cx.is_outside() {
        all.truncate(1);
    }
    Ok(all)
}

/// One version of a piece; 0 means the latest, which is the only one that somebody from outside sees.
pub fn version(cx: &mut Context<'_, '_>, id: EvidenceId, number: u32) -> Result<(Piece, Version), Error> {
    let piece = find(cx, id)?;
    let organization = cx.place()?;
    let number = if number == 0 { piece.evidence.latest } else { number };
    if number != piece.evidence.latest && cx.is_outside() {
        return Err(Error::not_found());
    }
    let version = store::find_version(cx.tx, organization, id, number)?.ok_or_else(Error::not_found)?;
    Ok((piece, version))
}

/// What uses a piece.
pub fn uses(cx: &mut Context<'_, '_>, id: EvidenceId) -> Result<Vec<Used>, Error> {
    find(cx, id)?;
    // Where it is attached is part of an assessment, which is not open to everybody who sees the piece.
    let (organization, reach) = (cx.organization()?, cx.reach(Permission::ReadAssessments));
    let is_open = |id| reach.as_ref().is_ok_and(|(_, reach)| reach.holds(&id));
    let library = &cx.library;
    let uses = store::uses_of(cx.tx, organization, id)?.into_iter().filter(|at| is_open(at.assessment)).map(|at| {
        let criterion = library.catalog(&at.edition).and_then(|catalog| catalog.criterion(&at.criterion));
        let criterion_title = criterion.map(|criterion| criterion.title.clone());
        Used { criterion_title: criterion_title.unwrap_or_else(|| tasuki_catalog::Text::new("", "")), at }
    });
    Ok(uses.collect())
}

/// The evidence in use that is attached to a criterion.
pub fn of_criterion(cx: &mut Context<'_, '_>, assessment: AssessmentId, criterion: &str) -> Result<Vec<Piece>, Error> {
    let (organization, sight) = cx.sight()?;
    cx.require_in(Permission::ReadAssessments, assessment)?;
    Ok(store::of_criterion(cx.tx, organization, assessment, criterion, &sight)?)
}

/// The evidence in use that is attached to an assessment, in the order of its names: each piece once, with its criteria.
pub fn of_assessment(cx: &mut Context<'_, '_>, assessment: AssessmentId) -> Result<Vec<(Piece, Vec<String>)>, Error> {
    let (organization, sight) = cx.sight()?;
    cx.require_in(Permission::ReadAssessments, assessment)?;
    Ok(store::of_assessment(cx.tx, organization, assessment, &sight)?)
}

/// The number of pieces for each criterion of an assessment; criteria without evidence are not included.
pub fn counts(cx: &mut Context<'_, '_>, assessment: AssessmentId) -> Result<Vec<(String, u32)>, Error> {
    let (organization, sight) = cx.sight()?;
    cx.require_in(Permission::ReadAssessments, assessment)?;
    Ok(store::counts(cx.tx, organization, assessment, &sight)?)
}

/// Checks whether the person may add evidence and attach it to the target, before any byte of a file is read.
pub fn permit_add(cx: &mut Context<'_, '_>, target: Option<&Target>) -> Result<(), Error> {
    cx.require(Permission::AddEvidence)?;
    target.map_or(Ok(()), |target| permit_target(cx, target).map(drop))
}

/// Adds a piece of evidence and attaches it to the target. A file that already exists under the same name is not
/// added a second time.
pub fn add(cx: &mut Context<'_, '_>, new: New, target: Option<&Target>) -> Result<Piece, Error> {
    let organization = cx.require(Permission::AddEvidence)?;
    if let Content::File(file) = &new.content
        && let Some(piece) = store::same_file(cx.tx, organization, &file.digest, &file.name, &cx.sight()?.1)?
    {
        return attached(cx, piece.evidence.id, target);
    }
    let (evidence, first) = made(cx, new)?;
    store::add(cx.tx, organization, &evidence, &first)?;
    let detail =
        json!({ "name": evidence.name, "kind": evidence.kind, "file_name": first.file_name, "size": first.size });
    cx.record("evidence.add", &subject(evidence.id), None, Some(&evidence), &detail)?;
    index(cx, &evidence, &first)?;
    tell(cx, &evidence, "add")?;
    attached(cx, evidence.id, target)
}

fn attached(cx: &mut Context<'_, '_>, id: EvidenceId, target: Option<&Target>) -> Result<Piece, Error> {
    if let Some(target) = target {
        attach(cx, id, target)?;
    }
    let organization = cx.organization()?;
    store::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)
}

/// A piece and its first version, checked.
fn made(cx: &mut Context<'_, '_>, new: New) -> Result<(Evidence, Version), Error> {
    change::check_days(new.effective, new.ends)?;
    let classification = new.classification.unwrap_or(Classification::Internal);
    change::check_owner(cx, new.owner, classification)?;
    let first = version_of(cx, 1, new.content)?;
    let kind = kind_of(&first);
    let name = match &*visible(&new.name) {
        "" if kind == Kind::Note => first.body.lines().next().unwrap_or_default().chars().take(40).collect(),
        "" if kind == Kind::Link => first.body.chars().take(LONGEST_NAME).collect(),
        "" => first.file_name.clone(),
        name => change::checked_name(name)?,
    };
    let now = cx.now.milliseconds();
    let evidence = Evidence {
        id: EvidenceId::new(now, cx.random()),
        name,
        kind,
        classification,
        owner: Some(new.owner.unwrap_or(cx.person()?.id)),
        effective: new.effective,
        ends: new.ends,
        latest: 1,
        created: now,
        changed: now,
        archived: None,
        version: 1,
    };
    Ok((evidence, first))
}

fn kind_of(version: &Version) -> Kind {
    match version.media_type.as_str() {
        LINK => Kind::Link,
        NOTE => Kind::Note,
        _ => Kind::File,
    }
}

/// The media types of evidence that is not a file.
const LINK: &str = "text/uri-list";
const NOTE: &str = "text/x-note";

/// A new, checked version with a content.
fn version_of(cx: &Context<'_, '_>, number: u32, content: Content) -> Result<Version, Error> {
    let mut version = Version {
        number,
        digest: None,
        size: 0,
        media_type: String::new(),
        file_name: String::new(),
        body: String::new(),
        added_by: cx.person()?.id,
        added: cx.now.milliseconds(),
    };
    match content {
        Content::File(file) => {
            version.digest = Some(file.digest);
            version.size = file.size;
            version.media_type = file.media_type;
            version.file_name = file.name;
        }
        Content::Link(address) => {
            LINK.clone_into(&mut version.media_type);
            version.body = checked_link(&address)?;
        }
        Content::Note(text) => {
            NOTE.clone_into(&mut version.media_type);
            version.body = checked_note(&text)?;
        }
    }
    Ok(version)
}

fn checked_link(address: &str) -> Result<String, Error> {
    let address = address.trim();
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let sound = host.is_some_and(|host| host.starts_with(|first: char| first.is_alphanumeric() || first == '['))
        && address.chars().count() <= LONGEST_LINK
        && !address.chars().any(|character| character.is_whitespace() || character.is_control());
    if sound {
        return Ok(address.to_owned());
    }
    let error =
        Error::invalid("evidence.link", "リンクのアドレスを確かめてください。", "Check the address of the link.");
    Err(error.hint("https:// か http:// で始めてください。", "It starts with https:// or http://.").field("link"))
}

fn checked_note(text: &str) -> Result<String, Error> {
    let text = legible(text);
    if text.is_empty() {
        return Err(Error::invalid("evidence.note", "メモの本文を書いてください。", "Write the text of the note.")
            .hint("本文を入力してから保存してください。", "Write some text before you save it.")
            .field("note"));
    }
    if text.chars().count() > LONGEST_NOTE {
        let error = Error::invalid(
            "evidence.note_long",
            "メモは2万字までにしてください。",
            "Keep the note within 20,000 characters.",
        )
        .hint("短くするか、文書のファイルとして追加してください。", "Shorten it, or add it as a file.");
        return Err(error.field("note"));
    }
    Ok(text)
}

fn subject(id: EvidenceId) -> Subject {
    Subject::Evidence(id)
}

/// Updates the search index for a piece: its name, and the text of its latest version.
fn index(cx: &mut Context<'_, '_>, evidence: &Evidence, latest: &Version) -> Result<(), Error> {
    let organization = cx.organization()?;
    let text = format!("{}\n{}", latest.file_name, latest.body);
    Ok(search::put(cx.tx, organization, &subject(evidence.id), &evidence.name, &text)?)
}

/// The log entry of a change that has no state of its own.
#[derive(Serialize)]
struct Nothing {}

/// The name as it is told to everybody who listens: that of 秘 is not.
fn told_name(evidence: &Evidence) -> Option<&str> {
    (evidence.classification != Classification::Confidential).then_some(evidence.name.as_str())
}

fn tell(cx: &mut Context<'_, '_>, evidence: &Evidence, what: &str) -> Result<(), Error> {
    let event = Event {
        organization: cx.organization()?,
        assessment: None,
        kind: Noun::Evidence,
        by: cx.person()?.id,
        data: json!({ "evidence": evidence.id, "name": told_name(evidence), "change": what, "by": cx.person()?.name }),
    };
    cx.emit(event);
    Ok(())
}

/// The assessment to which evidence is attached; refused if its answers may no longer change.
fn open_assessment(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<tasuki_store::assessments::Assessment, Error> {
    let assessment = assessments::find(cx, id)?;
    assessments::check_open(&assessment)?;
    Ok(assessment)
}
