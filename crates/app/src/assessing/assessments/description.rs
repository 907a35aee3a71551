//! The description of assessments.

use tasuki_scheme::Permission;
use tasuki_store::{StoreError, Subject};

use super::days::days;
use crate::description::{Action, Days, Description, Field, Values};
use crate::naming::{Look, Looking, Named};

/// An assessment (評価).
pub(crate) const ASSESSMENT: Description = Description {
    noun: ("評価", "assessment"),
    read: Permission::ReadAssessments,
    look: Look::Of(named),
    found: None,
    days: Days::Of(days),
    event: Some(("評価が作られた、変わった", "An assessment was made or changed")),
    actions: &[
        Action::new("assessment.create", "が評価を始めました", "began the assessment"),
        Action::new("assessment.import", "が表から評価を作りました", "imported the assessment"),
        Action::new("assessment.carry", "が評価を引き継ぎました", "carried the assessment over"),
        Action::new("assessment.update", "が評価を変えました", "changed the assessment"),
        Action::new("assessment.archive", "が評価を保管しました", "archived the assessment"),
        Action::new("assessment.restore", "が評価を元に戻しました", "restored the assessment"),
        Action::new("assessment.export", "が評価を書き出しました", "exported the assessment"),
        Action::new("assessment.download", "が評価の文書を取り出しました", "downloaded a document of the assessment"),
        Action::new("answers.save", "が{count}件の回答を変えました", "changed {count} answers"),
        Action::new("answers.undo", "が{count}件の回答を元に戻しました", "undid {count} changes"),
        Action::new("answers.accept", "が{count}件の提案を採用しました", "accepted {count} suggestions"),
        Action::new("answers.import", "が表から{count}件の回答を読み込みました", "imported {count} answers"),
        Action::new("answers.carry", "が{count}件の回答を引き継ぎました", "carried {count} answers over"),
        Action::new("pieces.attach", "が{count}件の証跡を付けました", "attached {count} pieces of evidence"),
        Action::new("pieces.detach", "が{count}件の証跡を外しました", "took off {count} pieces of evidence"),
    ],
    fields: &[
        Field::new("title", "名前", "Name", Values::Plain),
        Field::new("due", "期限", "Due", Values::Plain),
        Field::new("level", "水準", "Level", Values::Plain),
    ],
};

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Assessment(id) = subject else { return Ok(None) };
    let title = looking.assessment(*id)?.map(|own| own.title.clone());
    Ok(title.map(|title| Named { opened: Some((*id).into()), ..Named::by_itself(&title) }))
}
