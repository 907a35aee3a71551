//! A form with files, received as a stream: no file is ever completely in memory.

use std::collections::HashMap;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use jiff::civil::Date;
use tasuki_app::evidence::{self, Classification, Content, File, New, Target};
use tasuki_app::{Error, Kind};
use tasuki_store::{BlobError, OrganizationId};

use crate::once::FIELD;
use crate::server::charge;
use crate::take::{Broken, Multipart, NotStored, Part};
use crate::{Web, Who};

/// The most files in one form.
const MOST: usize = 50;

/// A received form: its files are already stored, and are deleted later unless a row refers to them.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub(super) files: Vec<File>,
    fields: HashMap<String, String>,
}

/// Receives a form. The permission is checked before the first byte of a file is read, and again when the row is
/// written.
pub(super) async fn receive(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    mut form: Multipart,
) -> Result<Received, Error> {
    web.app().read(who.credentials, Some(organization), |cx| evidence::permit_add(cx, None)).await?;
    let mut received = Received::default();
    while let Some(part) = form.next().await.map_err(broken)? {
        let name = part.name().to_owned();
        let sent = part.file_name();
        match sent.as_deref().map(evidence::clean_name) {
            // A form without script sends an empty part if no file was chosen.
            Some(_) if sent.as_deref() == Some("") => {}
            Some(file_name) => {
                if received.files.len() == MOST {
                    let error =
                        Error::invalid("upload.many", "一度に送れるのは50件までです。", "At most 50 files at once.")
                            .hint(
                                "50件以下に分けて、何回かで追加してください。",
                                "Add them in parts of at most 50 files.",
                            );
                    return Err(error.field("file"));
                }
                if received.files.is_empty()
                    && let Some(target) = received.target()?
                {
                    web.app()
                        .read(who.credentials, Some(organization), move |cx| evidence::permit_add(cx, Some(&target)))
                        .await?;
                }
                received.files.push(keep(web, part, file_name).await?);
            }
            None => {
                let text = part.text().await.map_err(|broken| Error::from(broken).field(&name))?;
                received.fields.insert(name, text);
            }
        }
    }
    charge(web, who, received.files.len())?;
    Ok(received)
}

/// Streams one file into the blobs; its type is detected from its first bytes.
async fn keep(web: &Web, mut part: Part<'_>, name: String) -> Result<File, Error> {
    let (mut begun, mut head) = (Vec::<Bytes>::new(), Vec::new());
    while head.len() < evidence::HEAD {
        let Some(chunk) = part.chunk().await.map_err(broken)? else { break };
        head.extend_from_slice(&chunk[..chunk.len().min(evidence::HEAD)]);
        begun.push(chunk);
    }
    head.truncate(evidence::HEAD);
    let media_type = evidence::media_type(&head, &name).map_err(|error| named(error, &name))?;
    let source = stream::iter(begun.into_iter().map(Ok)).chain(part);
    let limit = web.largest_file();
    let kept = web.app().blobs().put(source, limit).await.map_err(|error| not_kept(error, &name))?;
    Ok(File { name, digest: kept.digest.to_string(), size: kept.size, media_type: media_type.to_owned() })
}

fn not_kept(error: BlobError, name: &str) -> Error {
    match error {
        BlobError::TooLarge { limit } => too_large(limit, name),
        BlobError::Source(cause) => match cause.downcast::<Broken>() {
            Ok(cause) => broken(*cause),
            Err(_) => broken(Broken::BrokeOff),
        },
        error if error.is_full() => {
            tracing::error!(%error, "a file could not be kept");
            Error::full()
        }
        error => {
            tracing::error!(%error, "a file could not be kept");
            Error::from(NotStored)
        }
    }
}

fn too_large(limit: u64, name: &str) -> Error {
    let megabytes = limit >> 20;
    Error::new(
        Kind::TooLarge,
        "upload.too_large",
        format!("「{name}」は大きすぎます。1件 {megabytes} MB までです。"),
        format!("“{name}” is too large: at most {megabytes} MB a file."),
    )
    .hint("分けるか、縮めてから追加してください。", "Split it or make it smaller.")
    .field("file")
}

/// The same error with the name of the file that it is about.
fn named(mut error: Error, name: &str) -> Error {
    error.message.ja = format!("「{name}」: {}", error.message.ja);
    error.message.en = format!("“{name}”: {}", error.message.en);
    let message = error.message.clone();
    for field in &mut error.fields {
        field.message.clone_from(&message);
    }
    error
}

fn broken(broken: Broken) -> Error {
    Error::from(broken).field("file")
}

fn unknown_classification() -> Error {
    Error::invalid("evidence.classification", "この機密区分はありません。", "There is no such classification.")
        .hint("public・internal・confidential のどれかにしてください。", "Use public, internal or confidential.")
        .field("classification")
}

/// The error of something that is not a date.
pub(super) fn no_day(field: &str) -> Error {
    Error::invalid("evidence.field", "日付を読めません。", "This is not a date.")
        .hint("2026-11-21 の形で入れ直すか、空欄にしてください。", "Enter it like 2026-11-21, or leave it empty.")
        .field(field)
}

/// The error of a new piece or version without contents.
pub(super) fn nothing() -> Error {
    Error::invalid("evidence.nothing", "ファイルを選んでください。", "Choose a file.")
        .hint("リンクかメモでもかまいません。", "A link or a note will do as well.")
        .field("file")
}

impl Received {
    /// The caller, with the identity of the upload.
    pub(super) fn brought(&self, who: Who) -> Who {
        let rendered = self.field(FIELD).to_owned();
        let mut fields: Vec<_> = self.fields.iter().filter(|(name, _)| *name != FIELD).collect();
        fields.sort_unstable();
        let fields = fields.into_iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
        let files = self.files.iter().flat_map(|file| [file.name.as_bytes(), file.digest.as_bytes()]);
        who.brought(&rendered, &fields.chain(files).collect::<Vec<_>>())
    }

    /// A field; empty if it was not sent.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }

    /// The criterion to which the form attaches the evidence.
    pub(super) fn target(&self) -> Result<Option<Target>, Error> {
        match (self.field("assessment"), self.field("criterion")) {
            ("", _) | (_, "") => Ok(None),
            (assessment, criterion) => {
                let assessment = assessment.parse().map_err(|_| Error::not_found())?;
                Ok(Some(Target { assessment, criterion: criterion.to_owned() }))
            }
        }
    }

    /// The data of a new piece besides its content.
    pub(super) fn new_pieces(&self) -> Result<Vec<New>, Error> {
        let classification = match self.field("classification") {
            "" => None,
            word => Some(Classification::from_word(word).ok_or_else(unknown_classification)?),
        };
        let owner = match self.field("owner") {
            "" => None,
            id => Some(id.parse().map_err(|_| evidence::unknown_owner())?),
        };
        let (effective, ends) = (self.day("effective")?, self.day("ends")?);
        let contents = self.contents();
        if contents.is_empty() {
            return Err(nothing());
        }
        // Several pieces cannot have the same name.
        let name = if contents.len() == 1 { self.field("name") } else { "" };
        let new = |content| New { name: name.to_owned(), content, classification, owner, effective, ends };
        Ok(contents.into_iter().map(new).collect())
    }

    /// The files, else the link, else the note.
    pub(super) fn contents(&self) -> Vec<Content> {
        if !self.files.is_empty() {
            return self.files.iter().cloned().map(Content::File).collect();
        }
        match (self.field("link"), self.field("note")) {
            ("", "") => Vec::new(),
            ("", note) => vec![Content::Note(note.to_owned())],
            (link, _) => vec![Content::Link(link.to_owned())],
        }
    }

    fn day(&self, name: &str) -> Result<Option<Date>, Error> {
        match self.field(name) {
            "" => Ok(None),
            day => day.parse().map(Some).map_err(|_| no_day(name)),
        }
    }
}
