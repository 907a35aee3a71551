//! The descriptions of audits and of their samples.

use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{ItemResult, Means};
use tasuki_store::site_audits::{populations, samples};
use tasuki_store::{RoadId, StoreError, Subject, roads};

use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};

/// The on-site audit of a road (実地審査).
pub(crate) const SITE_AUDIT: Description = Description {
    noun: ("実地審査", "on-site audit"),
    read: Permission::ReadRoads,
    look: Look::Of(audit),
    found: None,
    days: Days::None,
    event: Some(("実地審査の記録が増えた", "Something was recorded in an on-site audit")),
    actions: &[
        Action::new("site_audit.plan", "が実地審査の計画を書きました", "planned the on-site audit"),
        Action::new(
            "site_audit.freeze",
            "が母集団「{population}」を固定しました",
            "froze the population “{population}”",
        ),
        Action::new(
            "site_audit.set_aside",
            "が母集団「{population}」を外しました",
            "set the population “{population}” aside",
        ),
        Action::new("site_audit.interview", "が聞き取りを記録しました", "noted an interview"),
        Action::new(
            "site_audit.download",
            "が母集団「{population}」の一覧を持ち出しました",
            "downloaded the list of the population “{population}”",
        ),
        Action::new(
            "site_audit.record",
            "が実地審査の記録を持ち出しました",
            "downloaded the record of the on-site audit",
        ),
    ],
    fields: &[
        Field::new("starts", "始まり", "From", Values::Plain),
        Field::new("ends", "終わり", "Until", Values::Plain),
        Field::new("place", "場所", "Place", Values::Plain),
        Field::new("people", "人", "People", Values::Plain),
        Field::new("areas", "見るところ", "Areas", Values::Plain),
        Field::new("items", "件数", "Items", Values::Plain),
        Field::new("digest", "SHA-256", "SHA-256", Values::Plain),
        Field::new("source", "出どころ", "Source", Values::Plain),
        Field::new("criteria", "評価基準", "Criteria", Values::Plain),
        Field::new("who", "相手", "With", Values::Plain),
        Field::new("day", "日", "Day", Values::Plain),
        Field::new("text", "内容", "Text", Values::Plain),
        Field::new("aside", "外した理由", "Set aside because", Values::Plain),
    ],
};

/// A sample with what was found on its items (抽出).
pub(crate) const SAMPLE: Description = Description {
    noun: ("抽出", "sample"),
    read: Permission::ReadRoads,
    look: Look::Of(sample),
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new(
            "sample.draw",
            "が「{population}」から抽出しました（第{number}回）",
            "drew sample no. {number} of “{population}”",
        ),
        Action::new("sample.choose", "が「{population}」の件を選んで加えました", "chose an item of “{population}”"),
        Action::new(
            "sample.set_aside",
            "が「{population}」の抽出（第{number}回）を外しました",
            "set sample no. {number} of “{population}” aside",
        ),
        Action::new(
            "sample.examine",
            "が「{population}」の {item} の結果を書きました",
            "examined {item} of “{population}”",
        ),
        Action::new(
            "sample.retest",
            "が「{population}」の {item} を再確認しました",
            "retested {item} of “{population}”",
        ),
        Action::new("sample.review", "が「{population}」の結果を見直しました", "reviewed a result of “{population}”"),
    ],
    fields: &[
        Field::new("result", "結果", "Result", RESULT),
        Field::new("means", "確かめ方", "Rests on", MEANS),
        Field::new("text", "見たこと", "What was found", Values::Plain),
        Field::new("day", "日", "Day", Values::Plain),
        Field::new("seed", "種", "Seed", Values::Plain),
        Field::new("size", "件数", "Size", Values::Plain),
        Field::new("how", "手順", "Procedure", Values::Plain),
        Field::new("reason", "理由", "Reason", Values::Plain),
        Field::new("item", "件", "Item", Values::Plain),
        Field::new("chosen", "選んだ理由", "Chosen because", Values::Plain),
        Field::new("aside", "外した理由", "Set aside because", Values::Plain),
    ],
};

const RESULT: Values = Values::Named(|word| ItemResult::from_word(word).map(|own| both(|lang| own.name(lang))));
const MEANS: Values = Values::Named(|word| Means::from_word(word).map(|own| both(|lang| own.name(lang))));

fn audit(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::SiteAudit(road) = subject else { return Ok(None) };
    on_road(looking, *road, Text::new("実地審査", "On-site audit"))
}

fn sample(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Sample(id) = subject else { return Ok(None) };
    let Some(own) = samples::find(looking.tx, looking.organization, *id)? else { return Ok(None) };
    let population = populations::find(looking.tx, looking.organization, own.population)?;
    let title = population.map(|own| own.title).unwrap_or_default();
    let title =
        Text::new(format!("{title}の抽出（第{}回）", own.number), format!("Sample no. {} of {title}", own.number));
    on_road(looking, own.road, title)
}

fn on_road(looking: &mut Looking<'_, '_>, id: RoadId, title: Text) -> Result<Option<Named>, StoreError> {
    let Some(road) = roads::find(looking.tx, looking.organization, id)? else { return Ok(None) };
    let place = looking.assessment(road.assessment)?.map(|own| own.title.clone()).unwrap_or_default();
    Ok(Some(Named { title, place, opened: Some(id.into()) }))
}
