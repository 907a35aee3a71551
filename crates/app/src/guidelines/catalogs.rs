//! Catalogues of one's own (独自の枠組み): guidelines that an organization writes for itself, or for its suppliers.
//!
//! An edition is added once and never changed, because answers refer to it; whoever wants it otherwise adds another edition with a
//! crosswalk that says what changed. One that is withdrawn stays readable for the assessments that were begun with it.

pub(crate) mod description;

use std::sync::Arc;

use serde_json::json;
use tasuki_catalog::{Catalog, Lang, Library, Own, Problem, SourceFile, Text, parse_own};
use tasuki_scheme::Permission;
use tasuki_store::catalogs::{self as store, Edition};
use tasuki_store::{OrganizationId, Subject};

use crate::{Context, Error, Field};

/// The maximum number of editions of an organization.
const MOST: usize = 24;
/// The maximum size of all of them together, in characters.
const LARGEST: u64 = 6 << 20;
/// The maximum number of problems that are told.
const TOLD: usize = 100;

/// An edition that passed the check and was not added yet.
#[derive(Debug, Clone)]
pub struct Checked {
    own: Own,
    files: Vec<SourceFile>,
}

/// An edition of the organization.
#[derive(Debug, Clone)]
pub struct Listed {
    /// What is kept about it.
    pub edition: Edition,
    /// The edition itself; `None` if this version of Tasuki cannot read it.
    pub catalog: Option<Arc<Catalog>>,
}

/// The catalogues of the organization, for somebody who may add one.
pub fn for_adding(cx: &Context<'_, '_>) -> Result<Arc<Library>, Error> {
    cx.require(Permission::ManageAssessments)?;
    Ok(Arc::clone(&cx.library))
}

/// Checks the files of an edition as the built-in ones are checked. This is slow, so do not run it in a transaction.
pub fn check(library: &Library, files: Vec<SourceFile>) -> Result<Checked, Error> {
    match parse_own(&files, library) {
        Ok(own) => Ok(Checked { own, files }),
        Err(problems) => Err(wrong(&problems)),
    }
}

/// Every problem with its place, as far as they can be read.
fn wrong(problems: &[Problem]) -> Error {
    let mut error = Error::invalid(
        "catalog.wrong",
        format!("この枠組みには{}件の直すところがあります。", problems.len()),
        format!("This catalogue has {} problems.", problems.len()),
    )
    .hint(
        "それぞれの場所を、求められている形に直して送り直してください。形は catalogs/README.md にあります。",
        "Correct each place as expected there, then send it again. The format is described in catalogs/README.md.",
    );
    error.fields.extend(problems.iter().take(TOLD).map(|problem| {
        let line = problem.line.map_or(String::new(), |line| format!(":{line}"));
        let (found, expected) = (&problem.found, &problem.expected);
        let name = if problem.file.is_empty() { "files".to_owned() } else { format!("{}{line}", problem.file) };
        let message = Text::new(format!("{found}（必要なもの：{expected}）"), format!("{found}; expected {expected}"));
        Field { name, message }
    }));
    error
}

/// Adds an edition.
pub fn add(cx: &mut Context<'_, '_>, checked: Checked) -> Result<Listed, Error> {
    let organization = cx.require(Permission::ManageAssessments)?;
    let Checked { own, files } = checked;
    let size: usize = files.iter().map(|file| file.text.len()).sum();
    let is_full = store::size(cx.tx, organization)? + size as u64 > LARGEST;
    if is_full || store::list(cx.tx, organization)?.len() >= MOST {
        return Err(Error::invalid(
            "catalog.many",
            format!("独自の枠組みは、合わせて{MOST}版、6 MiBまでです。"),
            format!("An organization has at most {MOST} editions of its own, of 6 MiB together."),
        )
        .hint(
            "使い終わった枠組みも数に入ります。複数の枠組みを一つの版にまとめられないか確かめてください。",
            "Those that were withdrawn count too. See whether several catalogues fit into one edition.",
        ));
    }
    let edition = Edition {
        id: own.catalog.id().to_owned(),
        digest: store::digest(&files),
        added: cx.now.milliseconds(),
        added_by: cx.person()?.id,
        archived: None,
    };
    if !store::add(cx.tx, organization, &edition, &files)? {
        return Err(Error::invalid("catalog.taken", "この id の版はもうあります。", "There is an edition with this id already.")
            .hint(
                "加えた版は変えられません。別の id の版として、前の版との対応表と一緒に加えてください。",
                "An edition cannot be changed. Add another one with an id of its own, and a crosswalk from the earlier one.",
            )
            .field("catalog.toml"));
    }
    let listed = Listed { edition, catalog: Some(own.catalog) };
    keep(cx, organization, "catalog.add", None, &listed)?;
    Ok(listed)
}

/// The editions of the organization, in the order in which they were added.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Listed>, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    let all = store::list(cx.tx, organization)?;
    Ok(all.into_iter().map(|edition| listed(cx, edition)).collect())
}

/// One edition, with its files as they were given.
pub fn show(cx: &mut Context<'_, '_>, id: &str) -> Result<(Listed, Vec<SourceFile>), Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    let edition = store::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    let files = store::files(cx.tx, organization, id)?;
    Ok((listed(cx, edition), files))
}

/// Withdraws an edition, so that nothing new begins with it, or offers it again.
pub fn archive(cx: &mut Context<'_, '_>, id: &str, archived: bool) -> Result<Listed, Error> {
    let organization = cx.require(Permission::ManageAssessments)?;
    let before = store::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    if before.archived.is_some() == archived {
        return Ok(listed(cx, before));
    }
    let after = Edition { archived: archived.then(|| cx.now.milliseconds()), ..before.clone() };
    store::archive(cx.tx, organization, id, after.archived)?;
    let after = listed(cx, after);
    keep(cx, organization, if archived { "catalog.archive" } else { "catalog.restore" }, Some(&before), &after)?;
    Ok(after)
}

fn listed(cx: &Context<'_, '_>, edition: Edition) -> Listed {
    let catalog = cx.library.shared(&edition.id).filter(|catalog| catalog.id() == edition.id);
    Listed { catalog: catalog.filter(|_| cx.library.is_own(&edition.id)), edition }
}

/// Writes a change down, and goes on with the catalogues as they are now.
fn keep(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    action: &str,
    before: Option<&Edition>,
    after: &Listed,
) -> Result<(), Error> {
    let edition = &after.edition;
    let title = after.catalog.as_ref().map_or(edition.id.as_str(), |catalog| catalog.title().get(Lang::Ja));
    let detail = json!({ "title": title, "edition": edition.id });
    cx.record(action, &Subject::Catalog(edition.id.clone()), before, Some(edition), &detail)?;
    let stamp = tasuki_store::catalogs::stamp(cx.tx, organization)?;
    cx.library = cx.libraries.find(cx.tx, organization, stamp)?;
    Ok(())
}
