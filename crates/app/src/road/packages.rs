//! Packages of applications (申請の一式): the last submission with everything that belongs to it, in one zip that anybody can check.
//!
//! A package is collected in a transaction, made outside of one, and then kept: what went to the operator can always be shown again.

mod parts;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use tasuki_catalog::{Catalog, Lang, Library};
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Event, Need, State, StepKind};
use tasuki_store::declarations::Declaration;
use tasuki_store::evidence::Version;
use tasuki_store::packages::{self as store, Package};
use tasuki_store::roads::Move;
use tasuki_store::{Digest, RoadId, Subject, evidence};
use tasuki_trust::package::{Facts, Named, Part, pack, verify};

use crate::records::{self, Work};
use crate::roads::advance::{self, Brought};
use crate::roads::{self, Standing};
use crate::submissions::{self, Shown};
use crate::{Context, Error, Kind, declarations, downloads, reports};

/// The most bytes of evidence in a package: it is made in memory.
pub const LARGEST: u64 = 200 * 1024 * 1024;

/// What a package is made of.
#[derive(Debug, Clone)]
pub struct Material {
    shown: Shown,
    declaration: Option<Declaration>,
    /// What was recorded at each step at which others looked at it, and their word for the last submission.
    looked_at: Vec<LookedAt>,
    catalog: Arc<Catalog>,
    library: Arc<Library>,
    /// The files of evidence that were chosen, in the order of the submission.
    chosen: Vec<Version>,
    /// Which of the evidence of the submission was chosen, by its place there.
    places: Vec<usize>,
    lang: Lang,
    today: Date,
    made_at: Timestamp,
}

impl Material {
    /// The files to fetch, by digest, in the order in which [`make`] takes their bytes.
    pub fn files(&self) -> impl Iterator<Item = Digest> {
        self.chosen.iter().filter_map(|own| own.digest.as_deref()?.parse().ok())
    }

    /// The name of the file: title, number of the submission, and day.
    fn name(&self) -> String {
        let what = if self.lang == Lang::Ja { "申請の一式" } else { "package" };
        let title = format!("{}_{what}{}", self.shown.standing.title, self.shown.row.number);
        reports::file_name(&title, self.today, "zip")
    }
}

/// A step at which others looked at what was submitted.
#[derive(Debug, Clone)]
struct LookedAt {
    work: Work,
    record: records::Material,
    confirmation: Option<Move>,
}

/// A package that was made, without its bytes: those are stored before it is kept.
#[derive(Debug, Clone)]
pub struct Made {
    /// The digest of its list of sums.
    pub digest: Digest,
    /// The submission that is in it.
    pub submission: Digest,
    /// The name of its file.
    pub name: String,
}

/// The packages of a road, the last first.
pub fn of_road(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Vec<Package>, Error> {
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    Ok(store::of_road(cx.tx, organization, road)?)
}

/// One package of a road, to take it along: only for whoever looks after the road, as any evidence may be in it.
pub fn find(cx: &mut Context<'_, '_>, road: RoadId, digest: Digest) -> Result<Package, Error> {
    cx.require(Permission::ManageRoads)?;
    of_road(cx, road)?.into_iter().find(|own| own.digest == digest).ok_or_else(Error::not_found)
}

/// Whether a package can be made on a road now: when everything before the application is done.
pub fn may_be_made(standing: &Standing) -> bool {
    let late = [StepKind::Application, StepKind::Registration].map(State::Doing);
    late.contains(&standing.road.state) || standing.road.state == State::Registered
}

/// Collects what a package of the last submission is made of. `chosen`: the files of evidence that go with it, by their identifiers.
pub fn material(cx: &mut Context<'_, '_>, road: RoadId, chosen: &[String]) -> Result<Material, Error> {
    cx.require(Permission::ManageRoads)?;
    let standing = roads::find(cx, road)?;
    if !may_be_made(&standing) {
        return Err(early());
    }
    let last = submissions::of_road(cx, road)?.into_iter().next().ok_or_else(early)?;
    let shown = submissions::find(cx, last.digest)?;
    if !shown.is_whole() {
        return Err(hidden());
    }
    let said = &shown.submission;
    let catalog = cx.library.shared(&said.edition.id).filter(|own| said.edition.is(own)).ok_or_else(unknown_edition)?;
    let moves = roads::moves(cx, &standing)?;
    let mut looked_at = Vec::new();
    for (work, step) in Work::STEPS {
        if standing.route().step(step).is_none() {
            continue;
        }
        let confirmation = roads::confirmation(&moves, step, last.number).cloned();
        looked_at.push(LookedAt { work, record: records::material(cx, road, work)?, confirmation });
    }
    let declaration = declarations::of_road(cx, road)?.into_iter().find(|own| own.digest == last.digest);
    let (places, chosen) = files(cx, &shown, chosen)?;
    Ok(Material {
        looked_at,
        declaration,
        catalog,
        library: Arc::clone(&cx.library),
        chosen,
        places,
        lang: cx.lang(),
        today: cx.now.today,
        made_at: Timestamp::from_millisecond(cx.now.milliseconds()).unwrap_or_default(),
        shown,
    })
}

/// The files that were chosen, in the versions that were frozen, with their places among the evidence of the submission.
fn files(cx: &mut Context<'_, '_>, shown: &Shown, chosen: &[String]) -> Result<(Vec<usize>, Vec<Version>), Error> {
    let organization = shown.standing.road.organization;
    let (mut places, mut files, mut size) = (Vec::new(), Vec::new(), 0_u64);
    for (place, piece) in shown.submission.evidence.iter().enumerate() {
        if piece.kind != "file" || !chosen.contains(&piece.id) {
            continue;
        }
        let id = piece.id.parse().map_err(|_| Error::not_found())?;
        let version = evidence::find_version(cx.tx, organization, id, piece.version)?.ok_or_else(Error::not_found)?;
        size = size.saturating_add(version.size);
        places.push(place);
        files.push(version);
    }
    // What is not a file of the submission cannot be chosen.
    if chosen.iter().any(|id| !places.iter().any(|place| shown.submission.evidence[*place].id == *id)) {
        return Err(Error::not_found());
    }
    if size > LARGEST { Err(too_large()) } else { Ok((places, files)) }
}

/// Makes a package, and its zip. `files` are the bytes of [`Material::files`]. This is slow (it makes two documents), so do not run it in a transaction.
pub fn make(material: &Material, files: Vec<Vec<u8>>) -> Result<(Made, Vec<u8>), Error> {
    let row = &material.shown.row;
    let facts = Facts {
        organization: material.shown.submission.organization.name.clone(),
        submission: Named { sha256: row.digest, number: row.number, day: row.day },
        made_at: material.made_at,
    };
    let parts: Vec<Part> = parts::all(material, files)?;
    let bytes = pack(&facts, &parts).map_err(|faults| broken(&faults))?;
    // It is read again before anybody gets it: what cannot be verified must not go out.
    let package = verify(&bytes, None, &material.library).map_err(|faults| broken(&faults))?;
    Ok((Made { digest: package.digest, submission: row.digest, name: material.name() }, bytes))
}

/// Keeps a package whose zip has been stored. Between collecting and keeping, a new submission may have been made: then it is refused.
pub fn keep(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    made: &Made,
    (file, size): (Digest, u64),
) -> Result<Package, Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let standing = roads::find(cx, road)?;
    let last = submissions::of_road(cx, road)?.into_iter().next().filter(|own| own.digest == made.submission);
    let last = last.ok_or_else(early)?;
    if let Some(known) = store::of_road(cx.tx, organization, road)?.into_iter().find(|own| own.digest == made.digest) {
        return Ok(known);
    }
    let person = cx.person()?;
    let own = Package {
        digest: made.digest,
        road,
        submission: last.number,
        file,
        size,
        name: made.name.clone(),
        made: cx.now.milliseconds(),
        made_by: person.id,
        made_by_name: person.name.clone(),
    };
    store::add(cx.tx, organization, &own)?;
    let detail = json!({ "title": standing.title, "number": last.number.to_string(), "digest": own.digest });
    cx.record("road.package", &Subject::Road(road), None::<&()>, None, &detail)?;
    Ok(own)
}

/// Records that somebody took a package along.
pub fn note(cx: &mut Context<'_, '_>, road: RoadId, digest: Digest) -> Result<(), Error> {
    find(cx, road, digest)?;
    downloads::note(cx, "road.download", &Subject::Road(road), &json!({ "digest": digest }))
}

/// Enters that a package went to the operator. `version` is that of the road that the person saw.
pub fn apply(cx: &mut Context<'_, '_>, road: RoadId, version: Option<i64>, digest: Digest) -> Result<Standing, Error> {
    let package = find(cx, road, digest)?;
    let standing = roads::find(cx, road)?;
    advance::check_version(&standing.road, version)?;
    let mut brought = Brought { detail: json!({ "package": digest }), ..Brought::default() };
    if package.submission == standing.road.submissions {
        brought.met.insert(Need::Package);
    }
    let party = advance::party(cx, road);
    let road = advance::advance(cx, &standing, Event::Apply, &party, brought)?;
    Ok(standing.after(road))
}

fn early() -> Error {
    Error::new(
        Kind::State,
        "package.early",
        "一式は、申請の段階になってから作ります。",
        "A package is made when it is time to apply.",
    )
    .hint(
        "いまの提出版の確認と宣誓が済むと、作れるようになります。",
        "It can be made once the current submission has been confirmed and declared.",
    )
}

fn hidden() -> Error {
    Error::new(
        Kind::State,
        "package.hidden",
        "提出版に、あなたの役割では見られない証跡があります。",
        "The submission names evidence that your role does not see.",
    )
    .hint(
        "すべての証跡を見られる人（セキュリティ責任者）が作ってください。",
        "Let somebody make it who sees all the evidence: a security lead.",
    )
}

fn unknown_edition() -> Error {
    Error::new(
        Kind::State,
        "package.edition",
        "提出版の評価基準が、いまのカタログにありません。",
        "The edition of the submission is not known here any more.",
    )
    .hint(
        "新しい提出版を作り、確認と宣誓をやり直してください。",
        "Make a new submission, and have it confirmed and declared.",
    )
}

fn too_large() -> Error {
    Error::invalid("package.size", "選んだ証跡が大きすぎます。", "The chosen evidence is too large.")
        .hint(
            "合わせて200 MBまでです。大きい証跡は外して、別に渡してください。",
            "At most 200 MB together. Leave large pieces out and hand them over in another way.",
        )
        .field("evidence")
}

fn broken(faults: &[tasuki_trust::package::Fault]) -> Error {
    tracing::error!(?faults, "a package could not be made");
    Error::new(Kind::Internal, "package.failed", "一式を作れませんでした。", "The package could not be made.").hint(
        "もう一度お試しください。続くときは管理者へ知らせてください。",
        "Try again; tell your administrator if it goes on.",
    )
}
