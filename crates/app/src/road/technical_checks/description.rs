//! The description of technical checks.

use tasuki_assess::scan::Disposition;
use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_store::{StoreError, Subject, roads};

use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};

/// The technical check of a road (技術検証).
pub(crate) const TECHNICAL_CHECK: Description = Description {
    noun: ("技術検証", "technical check"),
    read: Permission::ReadRoads,
    look: Look::Of(named),
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("technical_check.add_target", "が検証の対象「{name}」を加えました", "added the target “{name}”"),
        Action::new(
            "technical_check.change_target",
            "が検証の対象「{name}」を変えました",
            "changed the target “{name}”",
        ),
        Action::new(
            "technical_check.remove_target",
            "が検証の対象「{name}」を外しました",
            "removed the target “{name}”",
        ),
        Action::new(
            "technical_check.import_targets",
            "が検証の対象の一覧（{count} 件）を取り込みました",
            "imported a list of {count} targets",
        ),
        Action::new(
            "technical_check.import",
            "が検査結果「{file}」を取り込みました（新しく {opened} 件、再び {reopened} 件、解消 {closed} 件）",
            "imported the scan “{file}” ({opened} new, {reopened} again, {closed} closed)",
        ),
        Action::new(
            "technical_check.dispose",
            "が検出事項「{finding}」など {count} 件の処置を決めました",
            "decided about “{finding}” ({count} findings)",
        ),
        Action::new(
            "technical_check.agree",
            "が検出事項「{finding}」など {count} 件の処置に同意しました",
            "agreed about “{finding}” ({count} findings)",
        ),
        Action::new(
            "technical_check.refuse",
            "が検出事項「{finding}」など {count} 件の処置に同意しませんでした",
            "did not agree about “{finding}” ({count} findings)",
        ),
        Action::new(
            "technical_check.gone",
            "が検出事項「{finding}」など {count} 件の解消を確かめました",
            "saw that “{finding}” is gone ({count} findings)",
        ),
    ],
    fields: &[
        Field::new("disposition", "処置", "What is done", DISPOSITION),
        Field::new("reason", "理由", "Reason", Values::Plain),
        Field::new("owner", "担当", "Owner", Values::Plain),
        Field::new("in_scope", "対象の内外", "In scope", SCOPE),
        Field::new("addresses", "アドレス", "Addresses", Values::Plain),
    ],
};

const DISPOSITION: Values = Values::Named(|word| Disposition::from_word(word).map(|own| both(|lang| own.name(lang))));
const SCOPE: Values = Values::Named(|word| match word {
    "true" => Some(Text::new("検証する", "tested")),
    "false" => Some(Text::new("検証しない", "not tested")),
    _ => None,
});

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::TechnicalCheck(id) = subject else { return Ok(None) };
    let Some(road) = roads::find(looking.tx, looking.organization, *id)? else { return Ok(None) };
    let place = looking.assessment(road.assessment)?.map(|own| own.title.clone()).unwrap_or_default();
    let title = Text::new("技術検証", "Technical check");
    Ok(Some(Named { title, place, opened: Some((*id).into()) }))
}
