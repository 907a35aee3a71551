//! The description of comments.

use tasuki_scheme::Permission;
use tasuki_store::{StoreError, Subject};
use tasuki_store::{comments, persons};

use crate::description::{Action, Days, Description, Field, Values};
use crate::naming::{Look, Looking, Named};

/// A comment (会話).
pub(crate) const COMMENT: Description = Description {
    noun: ("書き込み", "comment"),
    read: Permission::ReadAssessments,
    look: Look::Of(named),
    found: Some(("会話", "Comments")),
    days: Days::None,
    event: Some(("コメントが書かれた", "A comment was written")),
    actions: &[
        Action::new("comment.add", "が書き込みました", "commented"),
        Action::new("comment.edit", "が書き込みを直しました", "edited a comment"),
        Action::new("comment.remove", "が書き込みを削除しました", "removed a comment"),
    ],
    fields: &[Field::new("body", "本文", "Text", Values::Plain)],
};

/// A comment is called as its criterion, with the name of who wrote it.
fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Comment(id) = subject else { return Ok(None) };
    let Some(comment) = comments::find(looking.tx, looking.organization, *id)? else { return Ok(None) };
    let named = looking.of_criterion(comment.assessment, &comment.criterion)?;
    let place = persons::find(looking.tx, comment.author)?.map(|author| author.name).unwrap_or_default();
    Ok(named.map(|named| Named { place, ..named }))
}
