//! The description of reviewers.

use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_scheme::road::Actor;
use tasuki_store::{StoreError, Subject, reviewers};

use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};

/// Somebody who reviews the submissions of a road (確認する人).
pub(crate) const REVIEWER: Description = Description {
    noun: ("確認する人", "reviewer"),
    read: Permission::ReadRoads,
    look: Look::Of(named),
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("reviewer.appoint", "が確認する人を選びました", "appointed a reviewer"),
        Action::new("reviewer.change", "が確認する人の記録を変えました", "changed the record of a reviewer"),
        Action::new("reviewer.dismiss", "が確認する人を外しました", "dismissed a reviewer"),
    ],
    fields: &[
        Field::new("actor", "立場", "As", ACTOR),
        Field::new("shown", "示した資格", "Qualifications", Values::Plain),
        Field::new("accepted", "資格がなくても認める理由", "Accepted without, because", Values::Plain),
        Field::new("advised", "助言したこと", "Advised on", Values::Plain),
    ],
};

const ACTOR: Values = Values::Named(|word| Actor::from_word(word).map(|actor| both(|lang| actor.name(lang))));

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Reviewer(road, person) = subject else { return Ok(None) };
    let own = reviewers::find(looking.tx, looking.organization, *road, *person)?;
    let title = |name: String| Text::new(&name, &name);
    Ok(own.map(|own| Named { title: title(own.name), place: String::new(), opened: Some((*road).into()) }))
}
