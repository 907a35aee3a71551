//! Reading a workbook in: the form, what was read, and the import.

use std::io::{Read as _, Seek as _};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tasuki_app::imports::{self, Asked, Effect, Found, LARGEST, Outcome, Pending, Upload};
use tasuki_app::once::{Made, Told};
use tasuki_app::{Context, Error, Kind, assessments};
use tasuki_assess::{Counts, Status};
use tasuki_catalog::{Catalog, Lang};
use tasuki_scheme::Permission;
use tasuki_store::answers::Answer;
use tasuki_store::{AssessmentId, OrganizationId, ParcelId};
use tokio::io::AsyncWriteExt as _;

use super::form::Draft;
use super::workshop::{DESK, at};
use crate::answering::words;
use crate::page::{Page, Section};
use crate::server::pay;
use crate::take::{Form, Multipart, Part, Path, Query};
use crate::{Reply, Web, Who, once};

/// How many problems and rows a page shows.
const SHOWN: usize = 200;
const FIRST: usize = 8;
/// Sheets that may be named.
const SHEETS: usize = 64;

#[derive(Template)]
#[template(path = "assessments/import.html")]
struct Choose {
    page: Page,
    editions: Vec<(String, String)>,
    /// What was wrong with the last file.
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "assessments/preview.html")]
struct Preview {
    page: Page,
    action: String,
    upload: Upload,
    edition: String,
    counts: Counts,
    errors: usize,
    problems: Vec<Row>,
    more_problems: usize,
    rows: Vec<Line>,
    draft: Draft,
    levels: Vec<(String, String)>,
    /// Assessments of the same edition: identifier, title, whether it is chosen.
    existing: Vec<(String, String, bool)>,
    effect: Option<EffectView>,
    error: Option<String>,
}

/// Several sheets may be meant.
#[derive(Template)]
#[template(path = "assessments/which.html")]
struct Which {
    page: Page,
    action: String,
    file: String,
    sheets: Vec<String>,
    error: Option<String>,
}

/// One problem.
struct Row {
    is_error: bool,
    place: String,
    title: String,
    found: String,
    expected: String,
}

/// One answer of the file.
struct Line {
    id: String,
    title: String,
    key: &'static str,
    note: String,
}

/// What an import would change.
struct EffectView {
    id: String,
    seen: i64,
    same: usize,
    changes: Vec<ChangeView>,
}

/// One answer that would differ.
struct ChangeView {
    id: String,
    title: String,
    before: &'static str,
    after: &'static str,
    /// Other fields: name, old, new.
    fields: Vec<(&'static str, String, String)>,
}

/// `GET /o/{organization}/assessments/import`.
pub(super) async fn choose(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| Reply::page(&form(cx, &copy, None)?)).await
}

fn form(cx: &mut Context<'_, '_>, who: &Who, error: Option<&Error>) -> Result<Choose, Error> {
    cx.require(Permission::ManageAssessments)?;
    let page = Page::load(cx, who, Section::Assessments, "Excelを読み込む", "Read an Excel file")?;
    let lang = page.language();
    let editions = cx.library.catalogs().filter(|catalog| catalog.is_answered());
    let editions = editions.map(|catalog| (catalog.id().to_owned(), catalog.title().get(lang).to_owned())).collect();
    Ok(Choose { error: error.map(|error| error.sentence(lang)), editions, page })
}

/// A file that was sent, and the edition that was named beside it.
pub(super) struct Sent {
    name: String,
    /// On the disk, under no name: many that arrive slowly must not fill the memory.
    file: std::fs::File,
    digest: [u8; 32],
    edition: String,
    /// The sheets that are meant.
    sheets: Vec<String>,
    /// The key of the form.
    once: String,
    /// The day on which it came.
    today: Date,
}

impl Sent {
    /// Who asks, with what was brought.
    pub(super) fn brought(&self, who: Who) -> Who {
        let sheets = self.sheets.join("\n");
        who.brought(&self.once, &[self.name.as_bytes(), &self.digest, self.edition.as_bytes(), sheets.as_bytes()])
    }
}

/// Takes a file in, up to the limit. Only those who may import get so far.
pub(super) async fn receive(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    mut form: Multipart,
) -> Result<Sent, Error> {
    let permitted = |cx: &mut Context<'_, '_>| cx.require(Permission::ManageAssessments).map(|_| cx.now.today);
    let today = web.app().read(who.credentials, Some(organization), permitted).await?;
    let (mut file, mut edition, mut key, mut sheets) = (None, String::new(), String::new(), Vec::new());
    while let Some(part) = form.next().await? {
        match part.name() {
            "file" => {
                let name = part.file_name().unwrap_or_default();
                file = put_down(part).await?.map(|(file, digest)| (name, file, digest));
            }
            "edition" => edition = short(part).await?,
            once::FIELD => key = short(part).await?,
            "sheet" => {
                let sheet = short(part).await?;
                if !sheet.is_empty() && sheets.len() < SHEETS {
                    sheets.push(sheet);
                }
            }
            _ => {}
        }
    }
    let (name, file, digest) = file.ok_or_else(|| {
        Error::invalid("import.no_file", "ファイルを選んでください。", "Choose a file.").field("file")
    })?;
    Ok(Sent { name, file, digest, edition, sheets, once: key, today })
}

/// Puts a file down as it arrives, and tells its SHA-256; none when it is empty.
async fn put_down(mut part: Part<'_>) -> Result<Option<(std::fs::File, [u8; 32])>, Error> {
    let file = tokio::task::spawn_blocking(tempfile::tempfile).await.map_err(std::io::Error::other);
    let mut file = tokio::fs::File::from_std(file.flatten().map_err(|error| not_kept(&error))?);
    let (mut size, mut hasher) = (0, Sha256::new());
    while let Some(chunk) = part.chunk().await? {
        hasher.update(&chunk);
        size += chunk.len();
        if size > LARGEST {
            return Err(too_large());
        }
        file.write_all(&chunk).await.map_err(|error| not_kept(&error))?;
    }
    file.flush().await.map_err(|error| not_kept(&error))?;
    Ok(if size == 0 { None } else { Some((file.into_std().await, hasher.finalize().into())) })
}

/// The machine's folder for temporary files is full, or not to be written to.
fn not_kept(error: &std::io::Error) -> Error {
    tracing::error!(%error, "a file that is read in could not be put down");
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Error::full();
    }
    Error::new(Kind::Internal, "upload.store", "ファイルを受け取れませんでした。", "The file could not be taken in.")
        .hint(
            "もう一度お試しください。続くときは管理者へ知らせてください。",
            "Try again; tell your administrator if it goes on.",
        )
}

/// The whole of a file that was put down.
fn pick_up(mut file: &std::fs::File) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
    read.map_err(|error| not_kept(&error))?;
    Ok(bytes)
}

/// A field that is no file: its beginning.
async fn short(part: Part<'_>) -> Result<String, Error> {
    Ok(part.text().await?.trim().chars().take(100).collect())
}

fn too_large() -> Error {
    let limit = LARGEST / (1024 * 1024);
    Error::new(
        Kind::TooLarge,
        "too-large",
        format!("ファイルが大きすぎます。{limit} MBまで読み込めます。"),
        format!("The file is too large. Up to {limit} MB can be read."),
    )
    .hint(
        "回答のシートだけを新しいブックに写して、もう一度読み込んでください。",
        "Copy the answer sheet alone into a new workbook and read that.",
    )
    .field("file")
}

/// Reads what was sent and keeps it for its import; `tell` says what that made. Where several sheets may be meant, `ask` says what becomes of that.
pub(super) async fn take_in(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    sent: Sent,
    tell: impl FnOnce(ParcelId, &Upload) -> Result<Made, Error> + Send + 'static,
    ask: impl FnOnce(&mut Context<'_, '_>, Pending, Vec<u8>) -> Result<Made, Error> + Send + 'static,
) -> Result<Told, Error> {
    let Sent { name, file, edition, sheets, today, .. } = sent;
    let content = move || pick_up(&file);
    let (outcome, pending, bytes) = read(web, Pending { name, edition, sheets }, content, today).await?;
    match outcome {
        Outcome::Read(upload) => {
            web.once(who, Some(organization), move |cx| tell(imports::keep(cx, &upload)?, &upload)).await
        }
        Outcome::Asks(sheets) => {
            web.once(who, Some(organization), move |cx| ask(cx, Pending { sheets, ..pending }, bytes)).await
        }
    }
}

/// Reads a file at its place, where it is taken into memory, and gives it back.
async fn read(
    web: &Web,
    pending: Pending,
    content: impl FnOnce() -> Result<Vec<u8>, Error> + Send + 'static,
    today: Date,
) -> Result<(Outcome, Pending, Vec<u8>), Error> {
    let library = web.app().library();
    at(&DESK, move || {
        let bytes = content()?;
        let Pending { name, edition, sheets } = &pending;
        let asked = Asked { name, edition: Some(edition), sheets, today };
        let outcome = imports::read(library, &bytes, &asked)?;
        Ok((outcome, pending, bytes))
    })
    .await
}

/// `POST /o/{organization}/assessments/import`: a file.
pub(super) async fn send(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    form: Multipart,
) -> Response {
    let done = async {
        let sent = receive(&web, &who, organization, form).await?;
        let who = sent.brought(who.clone());
        let next = move |id, _: &Upload| Reply::Go(format!("/o/{organization}/assessments/import/{id}")).made();
        let ask = move |cx: &mut Context<'_, '_>, pending: Pending, bytes| {
            let id = imports::keep_pending(cx, &pending, bytes)?;
            Reply::Go(format!("/o/{organization}/assessments/import/{id}")).made()
        };
        take_in(&web, &who, organization, sent, next, ask).await.map(Reply::told)
    };
    match done.await {
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::TooLarge | Kind::Busy | Kind::Full) => {
            let copy = who.clone();
            let outcome = crate::Outcome::of(&error);
            let refused =
                move |cx: &mut Context<'_, '_>| Reply::page_with(outcome, &self::form(cx, &copy, Some(&error))?);
            web.page(&who, Some(organization), refused).await
        }
        done => Reply::respond(&who, done),
    }
}

/// Where it is to go.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Into {
    #[serde(default)]
    into: String,
}

/// `GET /o/{organization}/assessments/import/{parcel}`: what was read, and where it may go.
pub(super) async fn preview(
    State(web): State<Web>,
    who: Who,
    Path((organization, parcel)): Path<(OrganizationId, ParcelId)>,
    Query(into): Query<Into>,
) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| {
        if let Some((pending, _)) = imports::pending(cx, parcel)? {
            return Reply::page(&which(cx, &copy, parcel, pending, None)?);
        }
        let chosen = into.into.parse().ok();
        Reply::page(&show(cx, &copy, parcel, chosen, Draft::default(), None)?)
    })
    .await
}

fn which(
    cx: &mut Context<'_, '_>,
    who: &Who,
    parcel: ParcelId,
    pending: Pending,
    error: Option<&Error>,
) -> Result<Which, Error> {
    let page = Page::load(cx, who, Section::Assessments, "どのシートを読みますか", "Which sheet is meant?")?;
    let error = error.map(|error| error.sentence(page.language()));
    let action = format!("/o/{}/assessments/import/{parcel}", cx.organization()?);
    Ok(Which { action, file: pending.name, sheets: pending.sheets, error, page })
}

/// A sheet was chosen for a file that waits: reads it, and goes on to what was read.
async fn choose_sheets(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    parcel: ParcelId,
    chosen: Vec<String>,
) -> Response {
    let find = move |cx: &mut Context<'_, '_>| {
        let (pending, bytes) = imports::pending(cx, parcel)?.ok_or_else(Error::not_found)?;
        Ok((pending, bytes, cx.now.today))
    };
    let done = async {
        let (pending, bytes, today) = web.app().read(who.credentials, Some(organization), find).await?;
        if chosen.is_empty() {
            return Err(Error::invalid("import.no_sheet", "シートを選んでください。", "Choose a sheet.").field("sheet"));
        }
        let wanted = Pending { sheets: chosen, ..pending };
        let (outcome, _, _) = read(web, wanted, || Ok(bytes), today).await?;
        let Outcome::Read(upload) = outcome else {
            let message = "選んだシートどうしが同じ評価基準に答えています。";
            return Err(Error::invalid("sheet-ambiguous", message, "The chosen sheets answer the same criteria.")
                .hint("どれか一つを選んでください。", "Choose one of them.")
                .field("sheet"));
        };
        let keep = move |cx: &mut Context<'_, '_>| imports::keep(cx, &upload);
        web.app().write(who.credentials, Some(organization), keep).await
    };
    match done.await {
        Ok(id) => Reply::respond(who, Ok(Reply::Go(format!("/o/{organization}/assessments/import/{id}")))),
        Err(error) if error.kind == Kind::Invalid => {
            let copy = who.clone();
            let outcome = crate::Outcome::of(&error);
            let again = move |cx: &mut Context<'_, '_>| {
                let (pending, _) = imports::pending(cx, parcel)?.ok_or_else(Error::not_found)?;
                Reply::page_with(outcome, &which(cx, &copy, parcel, pending, Some(&error))?)
            };
            web.page(who, Some(organization), again).await
        }
        Err(error) => Reply::respond(who, Err(error)),
    }
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    parcel: ParcelId,
    into: Option<AssessmentId>,
    mut draft: Draft,
    error: Option<&Error>,
) -> Result<Preview, Error> {
    let upload = imports::load(cx, parcel)?;
    let page = Page::load(cx, who, Section::Assessments, "読み取った内容", "What was read")?;
    let lang = page.language();
    let catalog = cx.library.catalog(&upload.edition).ok_or_else(Error::not_found)?;
    let own = assessments::list(cx)?.into_iter().filter(|own| own.edition == upload.edition && own.archived.is_none());
    let own: Vec<_> = own.collect();
    let effect = match into {
        Some(id) => Some(effect_view(&imports::effect(cx, &upload, id)?, lang)),
        None => None,
    };
    if draft.target.is_empty() {
        draft.target =
            format!("{}/{}", catalog.id(), level(catalog, &upload).map(|level| level.to_string()).unwrap_or_default());
    }
    Ok(Preview {
        action: format!("/o/{}/assessments/import/{parcel}", cx.organization()?),
        edition: catalog.title().get(lang).to_owned(),
        counts: counts(catalog, &upload),
        errors: upload.problems.iter().filter(|problem| problem.is_error).count(),
        problems: upload.problems.iter().take(SHOWN).map(|problem| row(problem, lang)).collect(),
        more_problems: upload.problems.len().saturating_sub(SHOWN),
        rows: lines(catalog, &upload, lang),
        levels: catalog
            .levels()
            .iter()
            .map(|level| (format!("{}/{}", catalog.id(), level.id), level.title.get(lang).to_owned()))
            .collect(),
        existing: own.into_iter().map(|own| (own.id.to_string(), own.title, Some(own.id) == into)).collect(),
        effect,
        error: error.map(|error| error.sentence(lang)),
        draft,
        upload,
        page,
    })
}

/// The lowest level that asks for everything that the file answers.
fn level(catalog: &Catalog, upload: &Upload) -> Option<u8> {
    let answered = upload.answers.iter().filter(|read| read.answer.status != Status::Unanswered);
    answered.filter_map(|read| catalog.criterion(&read.criterion)?.level).max().or_else(|| catalog.highest_level())
}

fn counts(catalog: &Catalog, upload: &Upload) -> Counts {
    let of = |status: Status| upload.answers.iter().filter(|read| read.answer.status == status).count();
    let counts = Counts {
        met: of(Status::Met),
        partial: of(Status::Partial),
        unmet: of(Status::Unmet),
        not_applicable: of(Status::NotApplicable),
        unanswered: 0,
    };
    Counts { unanswered: catalog.criteria().len() - counts.total(), ..counts }
}

fn row(problem: &Found, lang: Lang) -> Row {
    let parts = [problem.sheet.as_str(), problem.cell.as_str(), problem.criterion.as_deref().unwrap_or_default()];
    Row {
        is_error: problem.is_error,
        place: parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" "),
        title: problem.title.get(lang).to_owned(),
        found: problem.found.clone(),
        expected: problem.expected.get(lang).to_owned(),
    }
}

fn lines(catalog: &Catalog, upload: &Upload, lang: Lang) -> Vec<Line> {
    let first = upload.answers.iter().take(FIRST);
    first
        .map(|read| Line {
            id: read.criterion.clone(),
            title: catalog
                .criterion(&read.criterion)
                .map(|criterion| criterion.title.get(lang).to_owned())
                .unwrap_or_default(),
            key: words::key(read.answer.status),
            note: read.answer.note.clone(),
        })
        .collect()
}

fn effect_view(effect: &Effect, lang: Lang) -> EffectView {
    let catalog = effect.sheet.catalog;
    let changes = effect.changes.iter().map(|(position, before, after)| ChangeView {
        id: after.criterion.clone(),
        title: catalog.criteria()[*position].title.get(lang).to_owned(),
        before: words::key(before.status),
        after: words::key(after.status),
        fields: fields(before, after, lang),
    });
    EffectView {
        id: effect.sheet.assessment.id.to_string(),
        seen: effect.sheet.revision(),
        same: effect.same,
        changes: changes.collect(),
    }
}

/// What differs besides the state.
fn fields(before: &Answer, after: &Answer, lang: Lang) -> Vec<(&'static str, String, String)> {
    let word = |ja: &'static str, en: &'static str| if lang == Lang::Ja { ja } else { en };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let yes = |yes: bool| if yes { word("承認あり", "accepted").to_owned() } else { String::new() };
    let number = |number: Option<u8>| number.map(|number| number.to_string()).unwrap_or_default();
    let all = [
        (word("現状", "Today"), before.note.clone(), after.note.clone()),
        (word("対象外の理由", "Reason"), before.reason.clone(), after.reason.clone()),
        (word("確認日", "Confirmed on"), day(before.confirmed), day(after.confirmed)),
        (word("対象外の承認", "Acceptance"), yes(before.accepted), yes(after.accepted)),
        (word("成熟度", "Maturity"), number(before.maturity), number(after.maturity)),
    ];
    all.into_iter().filter(|(_, old, new)| old != new).collect()
}

/// `POST /o/{organization}/assessments/import/{parcel}`: says which sheet is meant; or imports, into a new assessment or one that is there.
pub(super) async fn commit(
    State(web): State<Web>,
    who: Who,
    Path((organization, parcel)): Path<(OrganizationId, ParcelId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    if pairs.iter().any(|(name, _)| name == "which") {
        let sheets =
            pairs.into_iter().filter(|(name, _)| name == "sheet").map(|(_, sheet)| sheet).take(SHEETS).collect();
        return choose_sheets(&web, &who, organization, parcel, sheets).await;
    }
    let value = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    let into = value("into").and_then(|id| id.parse::<AssessmentId>().ok());
    let seen = value("seen").and_then(|seen| seen.parse().ok());
    let draft = Draft::read(pairs);
    let (copy, typed) = (who.clone(), draft.clone());
    let counted = (web.clone(), who.clone());
    let done = web.attempt(&who, Some(organization), move |cx| {
        let made = match into {
            Some(into) => imports::into_existing(cx, parcel, into, seen)?,
            None => imports::into_new(cx, parcel, draft.new_assessment()?)?,
        };
        pay(&counted.0, &counted.1, answers_in(&counted.0, &made.edition));
        Ok(Reply::Go(format!("/o/{organization}/assessments/{}", made.id)))
    });
    match done.await {
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::Conflict | Kind::State) => {
            let outcome = crate::Outcome::of(&error);
            web.page(&who, Some(organization), move |cx| {
                Reply::page_with(outcome, &show(cx, &copy, parcel, into, typed, Some(&error))?)
            })
            .await
        }
        done => Reply::respond(&who, done),
    }
}

/// How many answers an assessment of an edition has: what is imported or carried over counts as so many requests.
pub(super) fn answers_in(web: &Web, edition: &str) -> usize {
    web.app().library().catalog(edition).map_or(0, |catalog| catalog.criteria().len())
}
