//! The description of submissions.

use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_store::{StoreError, Subject, submissions};

use crate::description::{Action, Days, Description};
use crate::naming::{Look, Looking, Named};

/// A submission (提出版).
pub(crate) const SUBMISSION: Description = Description {
    noun: ("提出版", "submission"),
    read: Permission::ReadRoads,
    look: Look::Of(named),
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("submission.create", "が提出版（第{number}版）を固めました", "froze submission no. {number}"),
        Action::new(
            "submission.download",
            "が提出版のファイルを取り出しました",
            "downloaded the file of the submission",
        ),
        Action::new(
            "submission.record",
            "が提出版の確認の記録を書き出しました",
            "exported the record of the review of the submission",
        ),
    ],
    fields: &[],
};

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Submission(digest) = subject else { return Ok(None) };
    let Some(own) = submissions::find(looking.tx, looking.organization, *digest)? else { return Ok(None) };
    let place = looking.assessment(own.assessment)?.map(|own| own.title.clone()).unwrap_or_default();
    let title = Text::new(format!("提出版 第{}版", own.number), format!("Submission no. {}", own.number));
    Ok(Some(Named { title, place, opened: Some(own.road.into()) }))
}
