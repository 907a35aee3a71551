//! Submissions (提出版): an assessment is checked, frozen under the digest of its canonical bytes, shown and compared.

mod changes;
pub(crate) mod description;
mod draft;
mod freeze;
mod ready;

use std::collections::{HashMap, HashSet};

use tasuki_catalog::Text;
use tasuki_scheme::{Classification, Permission};
use tasuki_store::evidence::{Piece, Version};
use tasuki_store::submissions::{self as store, Submission as Row};
use tasuki_store::{Digest, EvidenceId, OrganizationId, RoadId, StoreError, Subject, evidence};
use tasuki_trust::Submission;
use tasuki_trust::submission::Evidence;

use crate::roads::{self, Standing};
use crate::{Context, Error, downloads};

pub(crate) use changes::{between, changed_since};
pub use changes::{changes_since_last, compare, renewed};
pub use freeze::freeze;
pub use ready::{Lack, Open, Ready, ready};

/// A submission as somebody sees it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// When it was made, and by whom.
    pub row: Row,
    /// The road on which it was made.
    pub standing: Standing,
    /// What it says. Evidence that is not for whoever asks is withheld in it: it has neither its name nor its digest there, and a word of its
    /// own in the place of its identifier.
    pub submission: Submission,
    /// Those words.
    pub hidden: HashSet<String>,
}

impl Shown {
    /// Whether its file is for whoever asks: it names all the evidence.
    pub fn is_whole(&self) -> bool {
        self.hidden.is_empty()
    }
}

/// The submissions on a road, the last first.
pub fn of_road(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Vec<Row>, Error> {
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    Ok(store::of_road(cx.tx, organization, road)?)
}

/// One submission.
pub fn find(cx: &mut Context<'_, '_>, digest: Digest) -> Result<Shown, Error> {
    let organization = cx.organization()?;
    let row = store::find(cx.tx, organization, digest)?.ok_or_else(Error::not_found)?;
    // Whether they may read it is asked with the road.
    let standing = roads::find(cx, row.road)?;
    let (mut submission, hidden) = unnamed(cx, &row)?;
    let hidden = withhold(&mut submission, &hidden);
    Ok(Shown { row, standing, submission, hidden })
}

/// What a submission says, without the names of the evidence that is not for whoever asks; and its identifiers.
fn unnamed(cx: &mut Context<'_, '_>, row: &Row) -> Result<(Submission, HashSet<String>), Error> {
    let mut submission = said(cx, row.digest)?;
    let hidden = hidden(cx, row.road, &submission)?;
    let name = Text::new("見られない証跡", "evidence that you do not see").get(cx.lang()).to_owned();
    for piece in submission.evidence.iter_mut().filter(|piece| hidden.contains(&piece.id)) {
        (piece.name, piece.file_name) = (name.clone(), String::new());
    }
    Ok((submission, hidden))
}

/// Puts a word in the place of each identifier that is not for whoever asks, and takes its digest away: with it, anybody could tell whether a
/// file that they have is the one. Returns the words.
fn withhold(submission: &mut Submission, hidden: &HashSet<String>) -> HashSet<String> {
    let mut words = HashMap::new();
    for piece in submission.evidence.iter_mut().filter(|piece| hidden.contains(&piece.id)) {
        let word = format!("withheld-{}", words.len() + 1);
        words.insert(std::mem::replace(&mut piece.id, word.clone()), word);
        piece.sha256 = Digest::of(&[]);
    }
    for id in submission.answers.iter_mut().flat_map(|own| &mut own.evidence) {
        if let Some(word) = words.get(id) {
            id.clone_from(word);
        }
    }
    words.into_values().collect()
}

/// The file of a submission: its canonical bytes. Taking it along is noted.
pub fn file(cx: &mut Context<'_, '_>, digest: Digest) -> Result<Vec<u8>, Error> {
    let shown = find(cx, digest)?;
    if !shown.is_whole() {
        return Err(Error::not_found());
    }
    let detail = serde_json::json!({ "title": shown.standing.title, "number": shown.row.number.to_string() });
    downloads::note(cx, "submission.download", &Subject::Submission(digest), &detail)?;
    content(cx, digest)
}

/// A piece of evidence of a submission, in the version that was frozen, for whoever may see it there.
pub fn piece(cx: &mut Context<'_, '_>, digest: Digest, id: EvidenceId) -> Result<(Piece, Version), Error> {
    let shown = find(cx, digest)?;
    let organization = cx.organization()?;
    let frozen = shown.submission.piece(&id.to_string()).filter(|piece| !shown.hidden.contains(&piece.id));
    let number = frozen.ok_or_else(Error::not_found)?.version;
    let piece = evidence::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    let version = evidence::find_version(cx.tx, organization, id, number)?.ok_or_else(Error::not_found)?;
    Ok((piece, version))
}

/// Writes down that a piece of a submission was taken along.
pub fn note_piece(cx: &mut Context<'_, '_>, digest: Digest, id: EvidenceId) -> Result<(), Error> {
    let (piece, version) = piece(cx, digest, id)?;
    let detail = serde_json::json!({ "title": piece.evidence.name, "version": version.number, "submission": digest });
    downloads::note(cx, "evidence.download", &Subject::Evidence(id), &detail)
}

/// What the last submission on a road claims, in one line; empty before the first.
pub fn last_tally(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<String, Error> {
    let lang = cx.lang();
    Ok(last(cx, standing)?.map(|(_, said)| said.tally(lang)).unwrap_or_default())
}

/// The last submission on a road, and what it says; `None` if there is none. Only for what is not shown.
pub(crate) fn last(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<Option<(Row, Submission)>, Error> {
    let last = of_road(cx, standing.road.id)?.into_iter().next();
    last.map(|row| said(cx, row.digest).map(|said| (row, said))).transpose()
}

fn content(cx: &mut Context<'_, '_>, digest: Digest) -> Result<Vec<u8>, Error> {
    let organization = cx.organization()?;
    store::content(cx.tx, organization, digest)?.ok_or_else(Error::not_found)
}

/// What a submission says. Its bytes must still be those that its digest names.
pub(crate) fn said(cx: &mut Context<'_, '_>, digest: Digest) -> Result<Submission, Error> {
    let bytes = content(cx, digest)?;
    let read = serde_json::from_slice(&bytes).ok().filter(|_| Digest::of(&bytes) == digest);
    Ok(read.ok_or_else(|| StoreError::Stored { what: "a submission", text: digest.to_string() })?)
}

/// How confidential a piece is: as it was when it was frozen, or as it is now if that is more.
fn class_of(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    piece: &Evidence,
) -> Result<Option<Classification>, Error> {
    let then = Classification::from_word(&piece.classification);
    let now = match piece.id.parse() {
        Ok(id) => evidence::find(cx.tx, organization, id)?.map(|own| own.evidence.classification),
        Err(_) => None,
    };
    Ok(then.zip(now).map(|(then, now)| then.max(now)))
}

/// The evidence of a submission that whoever asks does not see.
fn hidden(cx: &mut Context<'_, '_>, road: RoadId, submission: &Submission) -> Result<HashSet<String>, Error> {
    let organization = cx.organization()?;
    let own = cx.grants().iter().filter(|grant| grant.road() == Some(road));
    let granted = own.filter_map(|grant| grant.opening.evidence).max();
    let sight = match cx.sight() {
        Ok((_, sight)) if sight.is_whole() => return Ok(HashSet::new()),
        Ok((organization, sight)) => Some((organization, sight)),
        Err(_) => None,
    };
    let mut hidden = HashSet::new();
    for piece in &submission.evidence {
        let seen = match (&sight, piece.id.parse::<EvidenceId>()) {
            (Some((organization, sight)), Ok(id)) => evidence::find_seen(cx.tx, *organization, id, sight)?.is_some(),
            _ => false,
        };
        let is_granted = match granted {
            Some(granted) if !seen => class_of(cx, organization, piece)?.is_some_and(|class| class <= granted),
            _ => false,
        };
        if !seen && !is_granted {
            hidden.insert(piece.id.clone());
        }
    }
    Ok(hidden)
}
