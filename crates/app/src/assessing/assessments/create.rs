//! Beginning an assessment.

use serde::Deserialize;
use tasuki_catalog::{Catalog, Lang, legible, visible};
use tasuki_scheme::Permission;
use tasuki_store::AssessmentId;
use tasuki_store::Subject;
use tasuki_store::assessments::{self, Assessment, Origin, ScopeItem};

use super::look::tell;
use crate::{Context, Error, happened};

/// The data of a new assessment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct New {
    /// Its name; if empty, it is named after the edition and level.
    #[serde(default)]
    pub title: String,
    /// The edition: `scs-2026-03`, or its framework.
    pub edition: String,
    /// The target level; `None` means the highest.
    pub level: Option<u8>,
    /// What is in and what is out.
    #[serde(default)]
    pub scope: Vec<ScopeItem>,
    /// When it is to be done.
    pub due: Option<jiff::civil::Date>,
}

/// Begins an assessment.
pub fn create(cx: &mut Context<'_, '_>, new: New) -> Result<Assessment, Error> {
    create_from(cx, new, Origin::New)
}

/// The error of a level that the edition does not have.
pub(super) fn unknown_level() -> Error {
    Error::invalid("assessment.level", "この版にない水準です。", "The edition has no such level.")
        .hint("その版にある水準を選んでください。", "Choose one of the levels of that edition.")
        .field("level")
}

/// Creates an assessment whose first answers come from elsewhere.
pub fn create_from(cx: &mut Context<'_, '_>, new: New, origin: Origin) -> Result<Assessment, Error> {
    let organization = cx.require(Permission::ManageAssessments)?;
    let catalog = cx.library.shared(&new.edition).filter(|catalog| cx.library.offers(catalog)).ok_or_else(|| {
        Error::invalid("assessment.edition", "この版は評価に使えません。", "This edition cannot be assessed.")
            .hint(
                "一覧から、回答できる枠組みの版を選んでください。",
                "Choose an edition that can be answered from the list.",
            )
            .field("edition")
    })?;
    let level = new.level.or_else(|| catalog.highest_level());
    if level.is_some_and(|level| catalog.level(level).is_none()) {
        return Err(unknown_level());
    }
    let scope = checked_scope(new.scope)?;
    happened::possible_if_any(new.due, "due")?;
    let lang = cx.lang();
    let title = match &*visible(&new.title) {
        "" => usual_title(&catalog, level, lang, cx.now.today),
        title => title.chars().take(200).collect(),
    };
    let now = cx.now.milliseconds();
    let assessment = Assessment {
        organization,
        id: AssessmentId::new(now, cx.random()),
        title,
        edition: catalog.id().to_owned(),
        level,
        scope,
        origin,
        due: new.due,
        created: now,
        created_by: cx.person()?.id,
        changed: now,
        archived: None,
        version: 1,
    };
    assessments::add(cx.tx, &assessment)?;
    let detail =
        serde_json::json!({ "title": assessment.title, "edition": assessment.edition, "level": assessment.level });
    cx.record("assessment.create", &Subject::Assessment(assessment.id), None, Some(&assessment), &detail)?;
    tell(cx, &assessment, detail)?;
    Ok(assessment)
}

/// The default name of an assessment: the framework and the level, and the business year, which begins in April.
fn usual_title(catalog: &Catalog, level: Option<u8>, lang: Lang, today: jiff::civil::Date) -> String {
    let name = format!("{} {}", catalog.short_title().get(lang), catalog.level_title(level, lang));
    let year = if today.month() < 4 { today.year() - 1 } else { today.year() };
    match lang {
        Lang::Ja => format!("{}（{year}年度）", name.trim_end()),
        Lang::En => format!("{} (FY{year})", name.trim_end()),
    }
}

/// A scope without characters that nobody sees, if it is complete: a name for each entry, and a reason for each exclusion.
pub(super) fn checked_scope(mut scope: Vec<ScopeItem>) -> Result<Vec<ScopeItem>, Error> {
    for item in &mut scope {
        (item.name, item.reason) = (visible(&item.name), legible(&item.reason));
    }
    if scope.len() > 200 {
        let error =
            Error::invalid("assessment.scope_long", "適用範囲は200件までです。", "A scope has at most 200 entries.")
                .hint(
                    "まとめられる対象を一つの行にまとめてください。",
                    "Combine entries that belong together into one row.",
                );
        return Err(error.field("scope"));
    }
    if scope.iter().any(|item| item.name.is_empty()) {
        let error =
            Error::invalid("assessment.scope_name", "適用範囲の名前を入れてください。", "Name what is in the scope.")
                .hint(
                    "名前のない行に名前を入れるか、その行を消してください。",
                    "Name every row, or remove the rows without a name.",
                );
        return Err(error.field("scope"));
    }
    if scope.iter().any(|item| !item.included && item.reason.is_empty()) {
        let error = Error::invalid(
            "assessment.scope_reason",
            "適用範囲から外す理由を書いてください。",
            "Say why it is out of scope.",
        )
        .hint(
            "範囲から外した行に、外す理由を一言書いてください。",
            "Add a short reason to each row that is out of scope.",
        );
        return Err(error.field("scope"));
    }
    Ok(scope)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tasuki_catalog::Library;

    use super::*;

    #[test]
    fn what_nobody_named_is_called_by_its_guideline_and_the_business_year() {
        let said = |edition: &str, level, lang, today| {
            usual_title(Library::builtin().catalog(edition).unwrap(), level, lang, today)
        };
        assert_eq!(said("scs-2026-03", Some(3), Lang::Ja, date(2026, 11, 21)), "SCS評価制度 ★3（2026年度）");
        assert_eq!(said("scs-2026-03", Some(4), Lang::En, date(2027, 3, 31)), "SCS evaluation ★4 (FY2026)");
        assert_eq!(said("scs-2026-03", Some(3), Lang::Ja, date(2027, 4, 1)), "SCS評価制度 ★3（2027年度）");
        let all = |edition| said(edition, None, Lang::Ja, date(2026, 4, 1));
        assert!(all("mgl-2.0").ends_with("（2026年度）"), "{}", all("mgl-2.0"));
    }
}
