//! The description of evidence.

use tasuki_scheme::Permission;
use tasuki_store::evidence;
use tasuki_store::evidence::Classification;
use tasuki_store::{StoreError, Subject};

use super::days::days;
use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};

/// A piece of evidence (証跡).
pub(crate) const EVIDENCE: Description = Description {
    noun: ("証跡", "evidence"),
    read: Permission::ReadEvidence,
    look: Look::Of(named),
    found: Some(("証跡", "Evidence")),
    days: Days::Of(days),
    event: Some(("証跡が変わった", "Evidence changed")),
    actions: &[
        Action::new("evidence.add", "が証跡を追加しました", "added the evidence"),
        Action::new("evidence.change", "が証跡の情報を変えました", "changed the evidence"),
        Action::new("evidence.archive", "が証跡を保管しました", "archived the evidence"),
        Action::new("evidence.restore", "が証跡を元に戻しました", "restored the evidence"),
        Action::new("evidence.attach", "が評価基準 {criterion} に付けました", "attached it to {criterion}"),
        Action::new("evidence.detach", "が評価基準 {criterion} から外しました", "took it off {criterion}"),
        Action::new("evidence.version", "が新しい版「{file_name}」を追加しました", "added a new version “{file_name}”"),
        Action::new("evidence.download", "が証跡を取り出しました", "downloaded the evidence"),
    ],
    fields: &[
        Field::new("name", "名前", "Name", Values::Plain),
        Field::new("number", "版", "Version", Values::Plain),
        Field::new("owner", "担当", "Owner", Values::Person),
        Field::new("classification", "機密区分", "Classification", CLASSIFICATION),
        Field::new("effective", "開始日", "Effective from", Values::Plain),
        Field::new("ends", "終了日", "Ends on", Values::Plain),
    ],
};

/// The classifications of evidence, as shown to people.
const CLASSIFICATION: Values =
    Values::Named(|word| Classification::from_word(word).map(|own| both(|lang| own.name(lang))));

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Evidence(id) = subject else { return Ok(None) };
    let piece = evidence::find(looking.tx, looking.organization, *id)?;
    Ok(piece
        .map(|piece| Named { place: piece.owner_name.unwrap_or_default(), ..Named::by_itself(&piece.evidence.name) }))
}
