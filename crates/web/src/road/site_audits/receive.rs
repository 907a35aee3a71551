//! The form of a population: fields, and the list as a file or pasted.

use tasuki_app::Error;
use tasuki_app::site_audits::{self, LARGEST};
use tasuki_store::{OrganizationId, RoadId};

use super::sent::PopulationSent;
use crate::once::FIELD;
use crate::take::{Multipart, Part};
use crate::{Web, Who};

/// What the form sent.
pub(super) struct Received {
    /// Its fields.
    pub(super) sent: PopulationSent,
    /// The text of the file, if one was chosen.
    pub(super) file: Option<String>,
    /// The key of the form.
    pub(super) once: String,
    /// Why the list cannot be read; the fields are there nevertheless.
    pub(super) problem: Option<Error>,
}

/// Receives the form, after asking whether whoever sends it may freeze a population.
pub(super) async fn receive(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    road: RoadId,
    mut form: Multipart,
) -> Result<Received, Error> {
    web.app().read(who.credentials, Some(organization), move |cx| site_audits::permit(cx, road)).await?;
    let (mut sent, mut file, mut once, mut problem) = (PopulationSent::default(), None, String::new(), None);
    while let Some(part) = form.next().await? {
        match part.name() {
            "title" => sent.title = part.text().await?,
            "source" => sent.source = part.text().await?,
            "criteria" => sent.criteria = part.text().await?,
            "heading" => sent.heading = !part.text().await?.is_empty(),
            FIELD => once = part.text().await?,
            "list" => match site_audits::read_list(&bounded(part).await?) {
                Ok(text) => sent.list = text,
                Err(error) => problem = Some(error),
            },
            "file" => {
                let bytes = bounded(part).await?;
                // A form sends an empty part if no file was chosen.
                if !bytes.is_empty() {
                    match site_audits::read_list(&bytes) {
                        Ok(text) => file = Some(text),
                        Err(error) => problem = Some(error),
                    }
                }
            }
            _ => {}
        }
    }
    Ok(Received { sent, file, once, problem })
}

/// The bytes of a part, up to one more than a list may have: what is longer is refused as such.
async fn bounded(mut part: Part<'_>) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        let room = (LARGEST + 1).saturating_sub(bytes.len());
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if bytes.len() > LARGEST {
            break;
        }
    }
    Ok(bytes)
}
