//! The pages of one assessment, as the tabs above each of them.

use tasuki_app::{Context, Error, assessments};
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;

/// What the head of every page of an assessment shows.
pub(super) struct Tabs {
    pub(super) base: String,
    pub(super) list: String,
    pub(super) title: String,
    /// Edition and level.
    pub(super) edition: String,
    /// Which tab is open.
    pub(super) current: &'static str,
    pub(super) may_manage: bool,
    pub(super) is_archived: bool,
}

impl Tabs {
    pub(super) fn of(
        cx: &Context<'_, '_>,
        assessment: &Assessment,
        current: &'static str,
        lang: Lang,
    ) -> Result<Self, Error> {
        let catalog = assessments::catalog_of(cx, assessment)?;
        let list = format!("/o/{}/assessments", assessment.organization);
        Ok(Self {
            base: format!("{list}/{}", assessment.id),
            list,
            title: assessment.title.clone(),
            edition: format!("{} {}", catalog.title().get(lang), catalog.level_title(assessment.level, lang))
                .trim()
                .to_owned(),
            current,
            may_manage: cx.may(Permission::ManageAssessments),
            is_archived: assessment.archived.is_some(),
        })
    }
}
