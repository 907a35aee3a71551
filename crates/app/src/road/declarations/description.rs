//! The description of declarations.

use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_store::{StoreError, Subject, submissions};

use crate::description::{Action, Days, Description, Field, Values};
use crate::naming::{Look, Looking, Named};

/// The word of the management for a submission (自己適合宣誓).
pub(crate) const DECLARATION: Description = Description {
    noun: ("宣誓", "declaration"),
    read: Permission::ReadRoads,
    look: Look::Of(named),
    found: None,
    days: Days::None,
    event: None,
    actions: &[Action::new(
        "declaration.give",
        "が提出版（第{number}版）について宣誓しました",
        "declared submission no. {number}",
    )],
    fields: &[
        Field::new("name", "氏名", "Name", Values::Plain),
        Field::new("office", "役職", "Office", Values::Plain),
        Field::new("text", "宣誓の文", "Words", Values::Plain),
    ],
};

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Declaration(digest) = subject else { return Ok(None) };
    let Some(own) = submissions::find(looking.tx, looking.organization, *digest)? else { return Ok(None) };
    let place = looking.assessment(own.assessment)?.map(|own| own.title.clone()).unwrap_or_default();
    let title = Text::new(format!("第{}版への宣誓", own.number), format!("Declaration of no. {}", own.number));
    Ok(Some(Named { title, place, opened: Some(own.road.into()) }))
}
