//! The description of marks.

use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Aspect, Means};
use tasuki_store::{StoreError, Subject, roads};

use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};

/// The marks of a criterion (印).
pub(crate) const MARK: Description = Description {
    noun: ("確認の印", "mark"),
    read: Permission::ReadRoads,
    look: Look::Of(named),
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("mark.set", "が {criterion} に確認の印を付けました", "marked {criterion}"),
        Action::new("mark.remove", "が {criterion} の確認の印を外しました", "took a mark of {criterion} away"),
    ],
    fields: &[
        Field::new("aspects", "印", "Mark", ASPECTS),
        Field::new("means", "確かめ方", "Rests on", MEANS),
        Field::new("note", "メモ", "Note", Values::Plain),
    ],
};

const ASPECTS: Values = Values::Named(|words| {
    let own: Vec<Aspect> = words.split(' ').filter_map(Aspect::from_word).collect();
    let names = |lang| own.iter().map(|own| own.name(lang)).collect::<Vec<_>>().join(" · ");
    (!own.is_empty()).then(|| both(names))
});
const MEANS: Values = Values::Named(|word| Means::from_word(word).map(|own| both(|lang| own.name(lang))));

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Mark(road, criterion) = subject else { return Ok(None) };
    let Some(own) = roads::find(looking.tx, looking.organization, *road)? else { return Ok(None) };
    let place = looking.assessment(own.assessment)?.map(|own| own.title.clone()).unwrap_or_default();
    Ok(Some(Named { title: Text::new(criterion, criterion), place, opened: Some((*road).into()) }))
}
