//! The example: an invented company and its partners with work in progress, so that new users of Tasuki can see how
//! it is used.
//!
//! Its contents are data: the files in `demo/`. Everything is done by the people of the company through the same use
//! cases as in real work, each action on its own day, so that the history, the figures over time and the audit log
//! look real.

mod chain;
mod data;
mod play;
mod roads;

use bytes::Bytes;
use futures_util::stream;
use tasuki_store::{OrganizationId, PersonId, organizations, persons};

use crate::sign_in::{self, Origin};
use crate::{App, Context, Credentials, Error, Kind};

/// More than the size of any file of the example.
const LIMIT: u64 = 1 << 20;

/// The company, and the person who opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entrance {
    /// The company.
    pub organization: OrganizationId,
    /// Its administrator.
    pub administrator: PersonId,
}

/// Fills an empty database with the example. A database that already has the example is not changed; one with any
/// other data is refused and not changed.
pub async fn fill(app: &App) -> Result<Entrance, Error> {
    let example = data::load()?;
    let mail = example.main.administrator()?.mail.clone();
    let (empty, found) =
        app.read(Credentials::None, None, move |cx| Ok((persons::is_empty(cx.tx)?, entrance(cx, &mail)?))).await?;
    match found {
        Some(entrance) => return Ok(entrance),
        None if !empty => return Err(occupied()),
        None => {}
    }
    for file in &example.main.evidence {
        let bytes = Bytes::from(file.text.clone().into_bytes());
        let kept = app.blobs().put(stream::iter([Ok::<_, std::io::Error>(bytes)]), LIMIT).await;
        kept.map_err(|error| {
            tracing::error!(%error, "a file of the example was not kept");
            Error::new(
                Kind::Internal,
                "demo.files",
                "例の証跡を置けませんでした。",
                "The example's files could not be kept.",
            )
            .hint(
                "--blobs の場所に空きがあり、書き込めるかを確かめて、もう一度お試しください。",
                "Check that there is room at --blobs and that it can be written, then try again.",
            )
        })?;
    }
    app.system(move |cx| {
        let entrance = play::play(cx, &example.main)?;
        example.partners.iter().try_for_each(|partner| play::play(cx, partner).map(drop))?;
        Ok(entrance)
    })
    .await
}

/// Opens a session of the example's administrator and returns its secret.
pub fn enter(cx: &mut Context<'_, '_>, entrance: Entrance) -> Result<String, Error> {
    let administrator = persons::find(cx.tx, entrance.administrator)?.ok_or_else(Error::not_found)?;
    let origin = Origin { device: "demo".to_owned(), ..Origin::default() };
    sign_in::enter(cx, administrator, "demo", true, &origin)
}

/// The example, if the database already has it.
fn entrance(cx: &mut Context<'_, '_>, mail: &str) -> Result<Option<Entrance>, Error> {
    let Some(person) = persons::find_by_mail(cx.tx, mail)? else { return Ok(None) };
    let today = cx.now.today.to_string();
    // The company was created before its partners.
    let own = organizations::of_person(cx.tx, person.id, &today)?.into_iter().min_by_key(|own| own.created);
    Ok(own.map(|own| Entrance { organization: own.id, administrator: person.id }))
}

fn occupied() -> Error {
    Error::new(
        Kind::State,
        "demo.occupied",
        "このデータベースには、すでに別のデータがあります。",
        "This database already holds something else.",
    )
    .hint("--data で空のフォルダを指定してください。", "Choose an empty folder with --data.")
}

#[cfg(test)]
mod tests;
