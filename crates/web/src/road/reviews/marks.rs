//! Marking a criterion on the page of the room.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::reviews::{self, Said};
use tasuki_app::{Context, Error};
use tasuki_scheme::road::{Aspect, Means};
use tasuki_store::RoadId;

use super::{Place, path, room};
use crate::take::{Form, Path};
use crate::{Reply, Web, Who};

/// What the form sends; a field may stand several times.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    criterion: String,
    aspects: Vec<Aspect>,
    means: Option<Means>,
    note: String,
}

impl Sent {
    fn new(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "criterion" => sent.criterion = value,
                "aspect" => sent.aspects.extend(Aspect::from_word(&value)),
                "means" => sent.means = Means::from_word(&value),
                "note" => sent.note = value,
                _ => {}
            }
        }
        sent
    }

    fn said(self) -> Said {
        let means = self.means.unwrap_or(Means::Document);
        Said { criterion: self.criterion, aspects: self.aspects, means, note: self.note }
    }
}

/// `POST /o/{organization}/roads/{road}/review/marks`: marks, and goes on to the next criterion that is open.
pub(super) async fn mark(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent::new(pairs);
    let criterion = sent.criterion.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let said = sent.said();
        reviews::mark(cx, road, &said)?;
        let next = next_open(cx, road, said.criterion)?;
        Ok(Reply::Go(path(organization, road, &next)))
    };
    let wanted = room::Wanted::of(criterion);
    web.submit(&who, Some(organization), work, move |cx, who, trouble| room::show(cx, who, road, &wanted, trouble))
        .await
}

/// The same criterion while it is open, then the next one that is.
fn next_open(cx: &mut Context<'_, '_>, road: RoadId, criterion: String) -> Result<String, Error> {
    let room = reviews::room(cx, road)?;
    let is_open = room.criteria.iter().any(|own| own.id == criterion && own.is_open());
    let next = if is_open { None } else { room.next_open(&criterion) };
    Ok(next.unwrap_or(criterion))
}

/// Which mark is taken away.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Removed {
    criterion: String,
    aspect: String,
}

/// `POST /o/{organization}/roads/{road}/review/marks/remove`.
pub(super) async fn unmark(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(sent): Form<Removed>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        let aspect = Aspect::from_word(&sent.aspect).ok_or_else(Error::not_found)?;
        reviews::unmark(cx, road, &sent.criterion, aspect)?;
        Ok(Reply::Go(path(organization, road, &sent.criterion)))
    })
    .await
}
