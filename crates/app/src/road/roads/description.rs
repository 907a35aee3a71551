//! The description of roads to a ★.

use tasuki_scheme::Permission;
use tasuki_scheme::road::{Actor, State};
use tasuki_store::{StoreError, Subject, roads};

use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};
use crate::registrations::days::days;

/// A road to a ★ (★への道).
pub(crate) const ROAD: Description = Description {
    noun: ("★への道", "road to a ★"),
    read: Permission::ReadRoads,
    look: Look::Of(named),
    found: None,
    days: Days::Of(days),
    event: Some(("★への道が進んだ", "Something happened on a road to a ★")),
    actions: &[
        Action::new("road.open", "が★への道を始めました", "opened a road to a ★"),
        Action::new("road.submit", "が提出版（第{number}版）を作りました", "made submission no. {number}"),
        Action::new("road.return", "が提出版を差し戻しました", "sent the submission back"),
        Action::new("road.correct", "が是正を終えました", "finished the corrections"),
        Action::new("road.confirm", "が提出版（第{number}版）の確認を終えました", "confirmed submission no. {number}"),
        Action::new("road.declare", "が提出版（第{number}版）について宣誓しました", "declared submission no. {number}"),
        Action::new(
            "road.package",
            "が申請の一式（第{number}版）を作りました",
            "made a package of submission no. {number}",
        ),
        Action::new("road.download", "が申請の一式を持ち出しました", "took a package along"),
        Action::new(
            "road.record",
            "が審査・検証の記録を持ち出しました",
            "took a record of the audit or the check along",
        ),
        Action::new("road.apply", "が申請しました（第{number}版）", "applied with submission no. {number}"),
        Action::new("road.register", "が★の登録を記録しました", "recorded the registration of the ★"),
        Action::new("road.look_up", "が台帳の照会を記録しました", "recorded a look-up of the ledger"),
        Action::new("road.self_check", "が自己点検を記録しました", "recorded a self-check"),
        Action::new("road.notify", "が変更・事故を記録しました", "recorded a change or an incident"),
        Action::new(
            "road.publish",
            "が公開する登録の内容を変えました",
            "changed what everybody sees of the registration",
        ),
        Action::new("road.withdraw", "が取り下げました", "withdrew"),
        Action::new("road.revoke", "が登録の取消を記録しました", "recorded that the registration was revoked"),
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
