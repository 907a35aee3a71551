//! Importing a workbook: the form, the preview, and the import.

use std::io::{Read as _, Seek as _};
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tasuki_app::imports::{self, Asked, Effect, Found, LARGEST, Outcome, Pending, Upload};
use tasuki_app::once::{Fulfilled, Made};
use tasuki_app::{Context, Error, assessments};
use tasuki_assess::{Counts, Status};
use tasuki_catalog::{Catalog, Lang, Library};
use tasuki_scheme::Permission;
use tasuki_store::answers::Answer;
use tasuki_store::{AssessmentId, OrganizationId, ParcelId};
use tokio::io::AsyncWriteExt as _;

use super::form::Draft;
use super::workshop::{READING, at};
use crate::page::{Page, Section};
use crate::server::pay;
use crate::take::{Form, Multipart, NotStored, Part, Path, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who, once};

/// The number of problems and rows that a page shows.
const SHOWN: usize = 200;
const FIRST: usize = 8;
/// Sheets that may be named.
const SHEETS: usize = 64;

#[derive(Template)]
#[template(path = "assessing/assessments/import.html")]
struct Choose {
    page: Page,
    editions: Vec<(String, String)>,
    /// The error of the last file.
    trouble: Trouble,
}

#[derive(Template)]
#[template(path = "assessing/assessments/preview.html")]
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
    /// Assessments of the same edition: identifier, title, whether it is selected.
    existing: Vec<(String, String, bool)>,
    effect: Option<EffectView>,
    trouble: Trouble,
}

/// Several sheets may be meant.
#[derive(Template)]
#[template(path = "assessing/assessments/which.html")]
struct Which {
    page: Page,
    action: String,
    file: String,
    sheets: Vec<String>,
    trouble: Trouble,
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

/// One answer that would change.
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
    web.page_for(&who, Some(organization), |cx, who| form(cx, who, Trouble::default())).await
}

fn form(cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble) -> Result<Reply, Error> {
    cx.require(Permission::ManageAssessments)?;
    let page = Page::load(cx, who, Section::Assessments, "Excelを読み込む", "Read an Excel file")?;
    let lang = page.language();
    let editions = cx.library.catalogs().filter(|catalog| cx.library.offers(catalog));
    let editions = editions.map(|catalog| (catalog.id().to_owned(), catalog.title().get(lang).to_owned())).collect();
    Reply::page_with(trouble.outcome(), &Choose { page, editions, trouble })
}

/// An uploaded file, and the edition that was given with it.
pub(super) struct Sent {
    name: String,
    /// An unnamed file on disk: many slow uploads must not fill the memory.
    file: std::fs::File,
    digest: [u8; 32],
    edition: String,
    /// The sheets that are meant.
    sheets: Vec<String>,
    /// The key of the form.
    once: String,
    /// The catalogues, and the day on which it came.
    at: Desk,
}

/// What reading a file needs of the organization.
#[derive(Clone)]
struct Desk {
    library: Arc<Library>,
    today: Date,
}

impl Desk {
    fn of(cx: &Context<'_, '_>) -> Self {
        Self { library: Arc::clone(&cx.library), today: cx.now.today }
    }
}

impl Sent {
    /// The caller, with the identity of the upload.
    pub(super) fn brought(&self, who: Who) -> Who {
        let sheets = self.sheets.join("\n");
        who.brought(&self.once, &[self.name.as_bytes(), &self.digest, self.edition.as_bytes(), sheets.as_bytes()])
    }
}

/// Receives a file, up to the limit. The caller has checked the permission to import.
pub(super) async fn receive(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    mut form: Multipart,
) -> Result<Sent, Error> {
    let permitted = |cx: &mut Context<'_, '_>| cx.require(Permission::ManageAssessments).map(|_| Desk::of(cx));
    let at = web.app().read(who.credentials, Some(organization), permitted).await?;
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
        Error::invalid("import.no_file", "ファイルを選んでください。", "Choose a file.")
            .hint(
                "回答を書いた .xlsx、CSV、JSON のどれかを選び、もう一度送ってください。",
                "Choose an .xlsx, CSV or JSON file with answers, and send it again.",
            )
            .field("file")
    })?;
    Ok(Sent { name, file, digest, edition, sheets, once: key, at })
}

/// Stores a file while it arrives, and returns its SHA-256; `None` if it is empty.
async fn put_down(mut part: Part<'_>) -> Result<Option<(std::fs::File, [u8; 32])>, Error> {
    let file = tokio::task::spawn_blocking(tempfile::tempfile).await.map_err(std::io::Error::other);
    let mut file = tokio::fs::File::from_std(file.flatten().map_err(|error| not_kept(&error))?);
    let (mut size, mut hasher) = (0, Sha256::new());
    while let Some(chunk) = part.chunk().await? {
        hasher.update(&chunk);
        size += chunk.len();
        if size > LARGEST {
            return Err(imports::too_large());
        }
        file.write_all(&chunk).await.map_err(|error| not_kept(&error))?;
    }
    file.flush().await.map_err(|error| not_kept(&error))?;
    Ok(if size == 0 { None } else { Some((file.into_std().await, hasher.finalize().into())) })
}

/// The machine's folder for temporary files is full or not writable.
fn not_kept(error: &std::io::Error) -> Error {
    tracing::error!(%error, "a file that is read in could not be put down");
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Error::full();
    }
    Error::from(NotStored)
}

/// The complete contents of a stored file.
fn pick_up(mut file: &std::fs::File) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
    read.map_err(|error| not_kept(&error))?;
    Ok(bytes)
}

/// The beginning of a field that is not a file.
async fn short(part: Part<'_>) -> Result<String, Error> {
    Ok(part.text().await?.trim().chars().take(100).collect())
}

/// Reads an uploaded file and stores the result for its import; `tell` makes the response. If several sheets could be
/// meant, `ask` makes it.
pub(super) async fn take_in(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    sent: Sent,
    tell: impl FnOnce(ParcelId, &Upload) -> Result<Made, Error> + Send + 'static,
    ask: impl FnOnce(&mut Context<'_, '_>, Pending, Vec<u8>) -> Result<Made, Error> + Send + 'static,
) -> Result<Fulfilled, Error> {
    let Sent { name, file, edition, sheets, at, .. } = sent;
    let content = move || pick_up(&file);
    let (outcome, pending, bytes) = read(Pending { name, edition, sheets }, content, at).await?;
    match outcome {
        Outcome::Read(upload) => {
            web.once(who, Some(organization), move |cx| tell(imports::keep(cx, &upload)?, &upload)).await
        }
        Outcome::Asks(sheets) => {
            web.once(who, Some(organization), move |cx| ask(cx, Pending { sheets, ..pending }, bytes)).await
        }
    }
}

/// Reads a file when it is its turn, because this loads it into memory, and returns the file as well.
async fn read(
    pending: Pending,
    content: impl FnOnce() -> Result<Vec<u8>, Error> + Send + 'static,
    desk: Desk,
) -> Result<(Outcome, Pending, Vec<u8>), Error> {
    at(&READING, move || {
        let bytes = content()?;
        let Pending { name, edition, sheets } = &pending;
        let asked = Asked { name, edition: Some(edition), sheets, today: desk.today };
        let outcome = imports::read(&desk.library, &bytes, &asked)?;
        Ok((outcome, pending, bytes))
    })
    .await
}

/// `POST /o/{organization}/assessments/import`: uploads a file.
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
        Err(error) => web.again(&who, Some(organization), Trouble::keeping(error, who.lang), self::form).await,
        done => Reply::respond(&who, done),
    }
}

/// Where it is to go.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Target {
    #[serde(default)]
    into: String,
}

/// `GET /o/{organization}/assessments/import/{parcel}`: the preview, with the assessments into which it can be
/// imported.
pub(super) async fn preview(
    State(web): State<Web>,
    who: Who,
    Path((organization, parcel)): Path<(OrganizationId, ParcelId)>,
    Query(into): Query<Target>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        if let Some((pending, _)) = imports::pending(cx, parcel)? {
            return which(cx, who, parcel, pending, Trouble::default());
        }
        let chosen = into.into.parse().ok();
        show(cx, who, parcel, chosen, Draft::default(), Trouble::default())
    })
    .await
}

fn which(
    cx: &mut Context<'_, '_>,
    who: &Who,
    parcel: ParcelId,
    pending: Pending,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let page = Page::load(cx, who, Section::Assessments, "どのシートを読みますか", "Which sheet is meant?")?;
    let action = format!("/o/{}/assessments/import/{parcel}", cx.organization()?);
    let Pending { name: file, sheets, .. } = pending;
    Reply::page_with(trouble.outcome(), &Which { page, action, file, sheets, trouble })
}

/// Reads the chosen sheets of a waiting file, and continues with the preview.
async fn choose_sheets(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    parcel: ParcelId,
    chosen: Vec<String>,
) -> Response {
    let find = move |cx: &mut Context<'_, '_>| {
        let (pending, bytes) = imports::pending(cx, parcel)?.ok_or_else(Error::not_found)?;
        Ok((pending, bytes, Desk::of(cx)))
    };
    let done = async {
        let (pending, bytes, desk) = web.app().read(who.credentials, Some(organization), find).await?;
        if chosen.is_empty() {
            return Err(Error::invalid("import.no_sheet", "シートを選んでください。", "Choose a sheet.")
                .hint(
                    "読み込むシートを一つ以上選び、もう一度送ってください。",
                    "Choose at least one sheet to read, and send it again.",
                )
                .field("sheet"));
        }
        let wanted = Pending { sheets: chosen, ..pending };
        let (outcome, _, _) = read(wanted, || Ok(bytes), desk).await?;
        let upload = match outcome {
            Outcome::Read(upload) => upload,
            Outcome::Asks(sheets) => return Err(imports::which_sheet(sheets)),
        };
        let keep = move |cx: &mut Context<'_, '_>| imports::keep(cx, &upload);
        web.app().write(who.credentials, Some(organization), keep).await
    };
    match done.await {
        Ok(id) => Reply::respond(who, Ok(Reply::Go(format!("/o/{organization}/assessments/import/{id}")))),
        Err(error) => {
            let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| {
                let (pending, _) = imports::pending(cx, parcel)?.ok_or_else(Error::not_found)?;
                which(cx, who, parcel, pending, trouble)
            };
            web.again(who, Some(organization), Trouble::keeping(error, who.lang), again).await
        }
    }
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    parcel: ParcelId,
    into: Option<AssessmentId>,
    mut draft: Draft,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let upload = imports::load(cx, parcel)?;
    let page = Page::load(cx, who, Section::Assessments, "読み取った内容", "What was read")?;
    let lang = page.language();
    let library = Arc::clone(&cx.library);
    let catalog = library.catalog(&upload.edition).ok_or_else(Error::not_found)?;
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
    let preview = Preview {
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
        trouble,
        draft,
        upload,
        page,
    };
    Reply::page_with(preview.trouble.outcome(), &preview)
}

/// The lowest level that requires everything that the file answers.
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
            key: read.answer.status.word(),
            note: read.answer.note.clone(),
        })
        .collect()
}

fn effect_view(effect: &Effect, lang: Lang) -> EffectView {
    let catalog = &effect.sheet.catalog;
    let changes = effect.changes.iter().map(|(position, before, after)| ChangeView {
        id: after.criterion.clone(),
        title: catalog.criteria()[*position].title.get(lang).to_owned(),
        before: before.status.word(),
        after: after.status.word(),
        fields: fields(before, after, lang),
    });
    EffectView {
        id: effect.sheet.assessment.id.to_string(),
        seen: effect.sheet.revision(),
        same: effect.same,
        changes: changes.collect(),
    }
}

/// The differences besides the state.
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

/// `POST /o/{organization}/assessments/import/{parcel}`: chooses a sheet, or imports into a new or an existing
/// assessment.
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
    let (typed, counted) = (draft.clone(), web.clone());
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let made = match into {
            Some(into) => imports::into_existing(cx, parcel, into, seen)?,
            None => imports::into_new(cx, parcel, draft.new_assessment()?)?,
        };
        pay(&counted, who, answers_in(cx, &made.edition));
        Ok(Reply::Go(format!("/o/{organization}/assessments/{}", made.id)))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, parcel, into, typed, trouble);
    web.submit(&who, Some(organization), work, again).await
}

/// The number of criteria of an edition: importing or carrying over answers counts as so many requests.
pub(super) fn answers_in(cx: &Context<'_, '_>, edition: &str) -> usize {
    cx.library.catalog(edition).map_or(0, |catalog| catalog.criteria().len())
}
