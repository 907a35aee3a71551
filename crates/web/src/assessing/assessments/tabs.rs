//! The pages of an assessment, as tabs at the top of each of them.

use tasuki_app::{Context, Error, assessments};
use tasuki_catalog::{Catalog, Lang};
use tasuki_scheme::Permission;
use tasuki_store::AssessmentId;
use tasuki_store::assessments::Assessment;

/// The data in the header of every page of an assessment.
pub(super) struct Tabs {
    pub(super) base: String,
    pub(super) list: String,
    pub(super) title: String,
    /// Edition and level.
    pub(super) edition: String,
    /// Which tab is open.
    pub(super) current: &'static str,
    pub(super) may_manage: bool,
    /// Whether the answers may be read, and not only the results.
    pub(super) may_read: bool,
    pub(super) is_archived: bool,
}

/// The page of an assessment within its organization with which somebody begins: the answers, or what came of them.
pub(crate) fn first_page(cx: &Context<'_, '_>, id: AssessmentId) -> String {
    let page = if cx.may_in(Permission::ReadAssessments, id) { "" } else { "/overview" };
    format!("/assessments/{id}{page}")
}

/// Edition and level as one line: `SCS評価制度 ★3`.
pub(crate) fn edition_and_level(catalog: &Catalog, level: Option<u8>, lang: Lang) -> String {
    format!("{} {}", catalog.title().get(lang), catalog.level_title(level, lang)).trim().to_owned()
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
            edition: edition_and_level(&catalog, assessment.level, lang),
            current,
            may_manage: cx.may(Permission::ManageAssessments),
            may_read: cx.may_in(Permission::ReadAssessments, assessment.id),
            is_archived: assessment.archived.is_some(),
        })
    }
}
