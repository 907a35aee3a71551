//! A submission as it was frozen, and its file.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::submissions::{self, Shown};
use tasuki_app::{Context, Error};
use tasuki_assess::Counts;
use tasuki_catalog::Lang;
use tasuki_scheme::{Classification, Permission};
use tasuki_store::assessments::ScopeKind;
use tasuki_store::{Digest, evidence};
use tasuki_trust::submission::{Answer, Evidence};

use super::Place;
use crate::address::escape_query;
use crate::assessments::edition_and_level;
use crate::page::{Page, Section};
use crate::roads::{Crumb, title};
use crate::take::Path;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/submissions/show.html")]
struct Submission {
    page: Page,
    road: Crumb,
    digest: String,
    made: i64,
    made_by: String,
    organization: String,
    identity: String,
    edition: String,
    /// Whether our texts of the edition are still those that were asked.
    is_same_edition: bool,
    assessment: String,
    scope: Vec<ScopeView>,
    counts: Counts,
    answers: Vec<AnswerView>,
    evidence: Vec<PieceView>,
    people: Vec<(String, String)>,
    /// Whether its file is for whoever asks.
    is_whole: bool,
}

struct ScopeView {
    kind: String,
    name: String,
    included: bool,
    reason: String,
}

struct AnswerView {
    id: String,
    title: String,
    status: &'static str,
    note: String,
    substitute: String,
    reason: String,
    accepted: bool,
    confirmed: String,
    owner: String,
    /// Names, with the address of what is still there for whoever asks.
    /// Name and address of each piece, and whether that is a file.
    evidence: Vec<(String, String, bool)>,
}

impl AnswerView {
    /// Whether there is nothing but a state.
    fn says_nothing(&self) -> bool {
        [&self.note, &self.substitute, &self.reason].into_iter().all(String::is_empty) && self.evidence.is_empty()
    }
}

struct PieceView {
    name: String,
    kind: String,
    classification: String,
    version: u32,
    /// Empty for what is not for whoever asks.
    sha256: String,
    ends: String,
    href: String,
    is_file: bool,
}

/// `GET /o/{organization}/submissions/{submission}`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, digest)): Path<Place>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, digest)).await
}

/// `GET /o/{organization}/submissions/{submission}/file`: the canonical bytes.
pub(super) async fn file(State(web): State<Web>, who: Who, Path((organization, digest)): Path<Place>) -> Response {
    web.act(&who, Some(organization), move |cx| {
        let bytes = submissions::file(cx, digest)?;
        Ok(Reply::File { name: name(digest), media_type: "application/json", bytes })
    })
    .await
}

/// The name of its file.
pub(super) fn name(digest: Digest) -> String {
    format!("submission-{}.json", &digest.to_string()[..12])
}

fn show(cx: &mut Context<'_, '_>, who: &Who, digest: Digest) -> Result<Reply, Error> {
    let shown = submissions::find(cx, digest)?;
    let page = Page::load(cx, who, Section::Roads, "提出版", "Submission")?;
    let has_library = cx.may(Permission::ReadEvidence);
    let lang = page.language();
    let own = &shown.submission;
    let catalog = cx.library.shared(&own.edition.id);
    let road = Crumb::new(&shown.standing, lang);
    let number = shown.row.number;
    let heading =
        if lang == Lang::Ja { format!("提出版 第{number}版") } else { format!("Submission no. {number}") };
    let title = |id: &str| title(catalog.as_deref(), id, lang);
    let submission = Submission {
        digest: digest.to_string(),
        made: shown.row.made,
        made_by: shown.row.made_by_name.clone(),
        organization: own.organization.name.clone(),
        identity: own.organization.identity.as_ref().map(|own| own.text.clone()).unwrap_or_default(),
        edition: catalog
            .as_ref()
            .map_or_else(|| own.edition.id.clone(), |catalog| edition_and_level(catalog, own.level, lang)),
        is_same_edition: catalog.as_deref().is_some_and(|catalog| own.edition.is(catalog)),
        assessment: own.assessment.name.clone(),
        scope: own.scope.iter().map(|item| scope(item, lang)).collect(),
        counts: counts(&shown),
        answers: own
            .answers
            .iter()
            .map(|answer| answer_view(answer, title(&answer.criterion), &shown, (&page, has_library)))
            .collect(),
        evidence: own.evidence.iter().map(|piece| piece_view(piece, &shown, (&page, has_library))).collect(),
        people: own.people.iter().map(|person| (person.name.clone(), roles(&person.roles, lang))).collect(),
        is_whole: shown.is_whole(),
        road,
        page: page.titled(heading),
    };
    Reply::page(&submission)
}

fn counts(shown: &Shown) -> Counts {
    let mut counts = Counts::default();
    shown.submission.answers.iter().for_each(|own| counts.add(own.status));
    counts
}

fn scope(own: &tasuki_trust::submission::ScopeItem, lang: Lang) -> ScopeView {
    let kind = ScopeKind::from_word(&own.kind).map_or_else(|| own.kind.clone(), |kind| kind.name(lang).to_owned());
    ScopeView { kind, name: own.name.clone(), included: own.included, reason: own.reason.clone() }
}

fn roles(words: &[String], lang: Lang) -> String {
    let roles = words.iter().filter_map(|word| word.parse::<tasuki_scheme::Role>().ok());
    lang.joined(roles.map(|role| role.name(lang)))
}

fn answer_view(answer: &Answer, title: String, shown: &Shown, (page, has_library): (&Page, bool)) -> AnswerView {
    let name_of = |id: &String| shown.submission.people.iter().find(|own| own.id == *id).map(|own| own.name.clone());
    let pieces = answer.evidence.iter().filter_map(|id| shown.submission.piece(id));
    AnswerView {
        id: answer.criterion.clone(),
        title,
        status: answer.status.word(),
        note: answer.note.clone(),
        substitute: answer.substitute.clone(),
        reason: answer.reason.clone(),
        accepted: answer.accepted,
        confirmed: answer.confirmed.map(|day| page.day(day)).unwrap_or_default(),
        owner: answer.owner.as_ref().and_then(name_of).unwrap_or_default(),
        evidence: pieces
            .map(|piece| (piece.name.clone(), href(piece, shown, page, has_library), piece.kind == "file"))
            .collect(),
    }
}

fn piece_view(piece: &Evidence, shown: &Shown, (page, has_library): (&Page, bool)) -> PieceView {
    let lang = page.language();
    let kind =
        evidence::Kind::from_word(&piece.kind).map_or_else(|| piece.kind.clone(), |own| own.name(lang).to_owned());
    let class = Classification::from_word(&piece.classification).map(|own| own.name(lang).to_owned());
    PieceView {
        name: piece.name.clone(),
        kind,
        classification: class.unwrap_or_default(),
        version: piece.version,
        sha256: if shown.hidden.contains(&piece.id) { String::new() } else { piece.sha256.to_string() },
        ends: piece.ends.map(|day| page.day(day)).unwrap_or_default(),
        href: href(piece, shown, page, has_library),
        is_file: piece.kind == "file",
    }
}

/// The file of a piece as it was submitted: an address for everybody who sees it there, whether the library of evidence is theirs or not.
pub(crate) fn file_of(page: &Page, submission: Digest, piece: &str) -> String {
    format!("{}/submissions/{submission}/evidence/{piece}", page.base())
}

/// Where a piece is, in the version that was frozen; empty for what is not for whoever asks. Links and notes are in the library for whoever
/// may read it, and for everybody else in the room.
fn href(piece: &Evidence, shown: &Shown, page: &Page, has_library: bool) -> String {
    if shown.hidden.contains(&piece.id) {
        return String::new();
    }
    let named = shown.submission.answers.iter().find(|answer| answer.evidence.contains(&piece.id));
    match (piece.kind.as_str(), has_library, named) {
        ("file", ..) => file_of(page, shown.row.digest, &piece.id),
        (_, true, _) => format!("{}/evidence/{}", page.base(), piece.id),
        (_, false, Some(answer)) => {
            let criterion = escape_query(&answer.criterion);
            format!("{}/roads/{}/review?c={criterion}&e={}", page.base(), shown.row.road, piece.id)
        }
        (_, false, None) => String::new(),
    }
}
