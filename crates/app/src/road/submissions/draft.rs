//! A submission as it would be if it were frozen now.

use std::collections::{BTreeMap, BTreeSet};

use tasuki_catalog::Catalog;
use tasuki_scheme::{Classification, Permission};
use tasuki_store::assessments::{self as assessments_store, Origin};
use tasuki_store::evidence::{self, Piece, Sight};
use tasuki_store::{PersonId, answers, members, organizations, persons};
use tasuki_trust::submission::{
    Answer, Edition, Evidence, Identity, Named, Organization, Person, Road, ScopeItem, Submission, TYPE,
};
use tasuki_trust::{Digest, digest_of_edition};

use crate::assessments::{self, Sheet};
use crate::roads::Standing;
use crate::{Context, Error};

/// A piece of evidence with the criteria to which it is attached.
type Attached = (Piece, Vec<String>);

/// The assessment of a road, as a submission of today.
pub(super) fn draft(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<(Sheet, Submission), Error> {
    let sheet = assessments::sheet(cx, standing.road.assessment)?;
    let level = standing.star().level;
    let asked = |id: &str| is_asked(&sheet.catalog, level, id);
    let pieces = attached(cx, standing, asked)?;
    let answers: Vec<Answer> =
        sheet.answers.iter().filter(|own| asked(&own.criterion)).map(|own| answer(own, &pieces)).collect();
    let hands = hands(cx, &sheet, level, &pieces)?;
    let own = &sheet.assessment;
    let submission = Submission {
        form: TYPE.to_owned(),
        organization: organization(cx)?,
        assessment: Named { id: own.id.to_string(), name: own.title.clone() },
        road: Road {
            id: standing.road.id.to_string(),
            scheme: standing.scheme().id.clone(),
            route: standing.route().id.clone(),
            star: standing.star().star,
            number: standing.road.submissions + 1,
        },
        edition: Edition { id: sheet.catalog.id().to_owned(), digest: digest(&sheet.catalog)? },
        level: Some(level),
        scope: own.scope.iter().map(scope_item).collect(),
        day: cx.now.today,
        people: people(cx, &answers, hands)?,
        evidence: pieces.iter().map(|(piece, _)| piece_of(piece)).collect(),
        answers,
    };
    Ok((sheet, submission))
}

/// Whether an edition asks for a criterion at a level.
fn is_asked(catalog: &Catalog, level: u8, id: &str) -> bool {
    catalog.criterion(id).is_some_and(|own| catalog.asks(Some(level), own))
}

/// All evidence in use that supports what is asked, in the order of its identifiers. A submission names it all: who makes one sees it.
fn attached(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    asked: impl Fn(&str) -> bool,
) -> Result<Vec<Attached>, Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let sight = Sight {
        everywhere: Some(Classification::Confidential),
        own: None,
        to_confirm: false,
        holder: None,
        today: cx.now.today,
    };
    let mut pieces = evidence::of_assessment(cx.tx, organization, standing.road.assessment, &sight)?;
    for (_, criteria) in &mut pieces {
        criteria.retain(|id| asked(id));
    }
    pieces.retain(|(_, criteria)| !criteria.is_empty());
    pieces.sort_by_key(|(piece, _)| piece.evidence.id);
    Ok(pieces)
}

fn answer(own: &tasuki_store::answers::Answer, pieces: &[Attached]) -> Answer {
    let supports = |(_, criteria): &&Attached| criteria.contains(&own.criterion);
    Answer {
        criterion: own.criterion.clone(),
        status: own.status,
        note: own.note.clone(),
        substitute: own.substitute.clone(),
        reason: own.reason.clone(),
        accepted: own.accepted,
        maturity: own.maturity,
        confirmed: own.confirmed,
        owner: own.owner.map(|id| id.to_string()),
        answered_by: own.changed_by.map(|id| id.to_string()),
        evidence: pieces.iter().filter(supports).map(|(piece, _)| piece.evidence.id.to_string()).collect(),
    }
}

fn piece_of(piece: &Piece) -> Evidence {
    let (own, file) = (&piece.evidence, &piece.file);
    let stored = file.digest.as_deref().and_then(|digest| digest.parse().ok());
    Evidence {
        id: own.id.to_string(),
        name: own.name.clone(),
        kind: own.kind.word().to_owned(),
        classification: own.classification.word().to_owned(),
        version: file.number,
        sha256: stored.unwrap_or_else(|| Digest::of(file.body.as_bytes())),
        file_name: file.file_name.clone(),
        ends: own.ends,
    }
}

fn scope_item(own: &tasuki_store::assessments::ScopeItem) -> ScopeItem {
    ScopeItem {
        kind: own.kind.word().to_owned(),
        name: own.name.clone(),
        included: own.included,
        reason: own.reason.clone(),
    }
}

fn organization(cx: &mut Context<'_, '_>) -> Result<Organization, Error> {
    let id = cx.organization()?;
    let own = organizations::find(cx.tx, id)?.ok_or_else(Error::not_found)?;
    let identity = Identity { kind: own.identity_kind, text: own.identity };
    Ok(Organization { id: id.to_string(), name: own.name, identity: Some(identity) })
}

/// Everybody who had a hand in what is submitted, whether somebody else touched it later or not: whoever changed an answer or attached
/// evidence to it, whoever added the evidence, and all of them in the assessments from which the answers were carried over.
fn hands(cx: &mut Context<'_, '_>, sheet: &Sheet, level: u8, pieces: &[Attached]) -> Result<BTreeSet<PersonId>, Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let mut all: BTreeSet<PersonId> = pieces.iter().map(|(piece, _)| piece.file.added_by).collect();
    let (mut next, mut known) = (Some(sheet.assessment.clone()), BTreeSet::new());
    while let Some(own) = next.filter(|own| known.insert(own.id)) {
        // Another edition counts its criteria in another way: there, every hand counts.
        let is_meant = |id: &str| own.edition != sheet.assessment.edition || is_asked(&sheet.catalog, level, id);
        let named = answers::hands(cx.tx, organization, own.id)?.into_iter().filter(|(id, _)| is_meant(id));
        // The log names a token together with its person, and what nobody decided by a word.
        all.extend(named.filter_map(|(_, actor)| actor.split('/').next()?.parse::<PersonId>().ok()));
        // Out of another framework come suggestions only, and no answers.
        let framework = |id: &str| cx.library.catalog(id).map(|own| own.framework().to_owned());
        next = match own.origin {
            Origin::Carried { from, edition } if framework(&edition) == framework(&own.edition) => {
                assessments_store::find(cx.tx, organization, from)?
            }
            Origin::New | Origin::Workbook { .. } | Origin::Carried { .. } => None,
        };
    }
    Ok(all)
}

/// Everybody who had a hand in it, whom the answers name, and who makes the submission, with their roles today.
fn people(cx: &mut Context<'_, '_>, answers: &[Answer], hands: BTreeSet<PersonId>) -> Result<Vec<Person>, Error> {
    let organization = cx.organization()?;
    let members: BTreeMap<String, _> =
        members::list(cx.tx, organization)?.into_iter().map(|own| (own.person.to_string(), own)).collect();
    let mut ids: BTreeSet<String> =
        answers.iter().flat_map(|own| own.owner.iter().chain(&own.answered_by)).cloned().collect();
    ids.extend(hands.into_iter().chain([cx.person()?.id]).map(|id| id.to_string()));
    ids.into_iter().map(|id| person(cx, id, &members)).collect()
}

fn person(cx: &mut Context<'_, '_>, id: String, members: &BTreeMap<String, members::Member>) -> Result<Person, Error> {
    if let Some(own) = members.get(&id) {
        let roles = own.roles.iter().map(|role| role.word().to_owned()).collect();
        return Ok(Person { id, name: own.name.clone(), roles });
    }
    let former = match id.parse::<PersonId>() {
        Ok(person) => persons::find(cx.tx, person)?,
        Err(_) => None,
    };
    Ok(Person { id, name: former.map(|own| own.name).unwrap_or_default(), roles: Vec::new() })
}

fn digest(catalog: &Catalog) -> Result<Digest, Error> {
    digest_of_edition(catalog).map_err(|_| Error::internal())
}
