//! The description of roads to a ★.

use tasuki_scheme::Permission;
use tasuki_scheme::road::{Actor, State};
use tasuki_store::{StoreError, Subject, roads};

use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};

/// A road to a ★ (★への道).
pub(crate) const ROAD: Description = Description {
    noun: ("★への道", "road to a ★"),
    read: Permission::ReadRoads,
    look: Look::Of(named),
    found: None,
    days: Days::None,
    event: Some(("★への道が進んだ", "Something happened on a road to a ★")),
    actions: &[
        Action::new("road.open", "が★への道を始めました", "opened a road to a ★"),
        Action::new("road.submit", "が提出版（第{number}版）を作りました", "made submission no. {number}"),
        Action::new("road.return", "が提出版を差し戻しました", "sent the submission back"),
        Action::new("road.correct", "が是正を終えました", "finished the corrections"),
        Action::new("road.confirm", "が提出版（第{number}版）の確認を終えました", "confirmed submission no. {number}"),
        Action::new("road.declare", "が提出版（第{number}版）について宣誓しました", "declared submission no. {number}"),
        Action::new("road.withdraw", "が取り下げました", "withdrew"),
    ],
    fields: &[
        Field::new("state", "段階", "Step", STATE),
        Field::new("acted_as", "立場", "As", ACTOR),
        Field::new("reason", "理由", "Reason", Values::Plain),
    ],
};

const STATE: Values = Values::Named(|word| State::from_word(word).map(|state| both(|lang| state.plain_name(lang))));

const ACTOR: Values = Values::Named(|word| Actor::from_word(word).map(|actor| both(|lang| actor.name(lang))));

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Road(id) = subject else { return Ok(None) };
    let Some(road) = roads::find(looking.tx, looking.organization, *id)? else { return Ok(None) };
    let title = looking.assessment(road.assessment)?.map(|own| own.title.clone()).unwrap_or_default();
    Ok(Some(Named { opened: Some((*id).into()), ..Named::by_itself(&title) }))
}
