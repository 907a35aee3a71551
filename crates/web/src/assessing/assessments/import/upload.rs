//! A file of answers that is sent: received onto the disk, read when it is its turn, and stored for its import.

use std::sync::Arc;

use crate::assessments::workshop::{READING, at};
use crate::take::{Multipart, Part, pick_up, put_down};
use crate::{Web, Who, once};
use jiff::civil::Date;
use tasuki_app::imports::{self, Asked, LARGEST, Outcome, Pending, Upload};
use tasuki_app::once::{Fulfilled, Made};
use tasuki_app::{Context, Error};
use tasuki_catalog::Library;
use tasuki_scheme::Permission;
use tasuki_store::{OrganizationId, ParcelId};

/// Sheets that may be named.
pub(super) const SHEETS: usize = 64;

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
pub(super) struct Desk {
    library: Arc<Library>,
    today: Date,
}

impl Desk {
    pub(super) fn of(cx: &Context<'_, '_>) -> Self {
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
                file = put_down(part, LARGEST, imports::too_large).await?.map(|(file, digest)| (name, file, digest));
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
pub(super) async fn read(
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
