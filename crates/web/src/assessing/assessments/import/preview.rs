//! What was read of a file, and what importing it would change.

use std::sync::Arc;

use askama::Template;
use tasuki_app::imports::{self, Effect, Found, Upload};
use tasuki_app::{Context, Error, assessments};
use tasuki_assess::{Counts, Status};
use tasuki_catalog::{Catalog, Lang};
use tasuki_store::answers::Answer;
use tasuki_store::{AssessmentId, ParcelId};

use crate::assessments::form::Draft;
use crate::page::{Page, Section};
use crate::trouble::Trouble;
use crate::{Reply, Who};

/// The number of problems and rows that a page shows.
const SHOWN: usize = 200;
const FIRST: usize = 8;

#[derive(Template)]
#[template(path = "assessing/assessments/preview.html")]
struct Preview {
    page: Page,
    action: String,
    upload: Upload,
    edition: String,
    counts: Counts,
    errors: usize,
    problems: Vec<Row>,
    more_problems: usize,
    rows: Vec<Line>,
    draft: Draft,
    levels: Vec<(String, String)>,
    /// Assessments of the same edition: identifier, title, whether it is selected.
    existing: Vec<(String, String, bool)>,
    effect: Option<EffectView>,
    trouble: Trouble,
}

/// One problem.
struct Row {
    is_error: bool,
    place: String,
    title: String,
    found: String,
    expected: String,
}

/// One answer of the file.
struct Line {
    id: String,
    title: String,
    key: &'static str,
    note: String,
}

/// What an import would change.
struct EffectView {
    id: String,
    seen: i64,
    same: usize,
    changes: Vec<ChangeView>,
}

/// One answer that would change.
struct ChangeView {
    id: String,
    title: String,
    before: &'static str,
    after: &'static str,
    /// Other fields: name, old, new.
    fields: Vec<(&'static str, String, String)>,
}

/// The page, with what an import into one of the existing assessments would change there.
pub(super) fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    parcel: ParcelId,
    into: Option<AssessmentId>,
    mut draft: Draft,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let upload = imports::load(cx, parcel)?;
    let page = Page::load(cx, who, Section::Assessments, "読み取った内容", "What was read")?;
    let lang = page.language();
    let library = Arc::clone(&cx.library);
    let catalog = library.catalog(&upload.edition).ok_or_else(Error::not_found)?;
    let own = assessments::list(cx)?.into_iter().filter(|own| own.edition == upload.edition && own.archived.is_none());
    let own: Vec<_> = own.collect();
    let effect = match into {
        Some(id) => Some(effect_view(&imports::effect(cx, &upload, id)?, lang)),
        None => None,
    };
    if draft.target.is_empty() {
        draft.target =
            format!("{}/{}", catalog.id(), level(catalog, &upload).map(|level| level.to_string()).unwrap_or_default());
    }
    let preview = Preview {
        action: format!("/o/{}/assessments/import/{parcel}", cx.organization()?),
        edition: catalog.title().get(lang).to_owned(),
        counts: counts(catalog, &upload),
        errors: upload.problems.iter().filter(|problem| problem.is_error).count(),
        problems: upload.problems.iter().take(SHOWN).map(|problem| row(problem, lang)).collect(),
        more_problems: upload.problems.len().saturating_sub(SHOWN),
        rows: lines(catalog, &upload, lang),
        levels: catalog
            .levels()
            .iter()
            .map(|level| (format!("{}/{}", catalog.id(), level.id), level.title.get(lang).to_owned()))
            .collect(),
        existing: own.into_iter().map(|own| (own.id.to_string(), own.title, Some(own.id) == into)).collect(),
        effect,
        trouble,
        draft,
        upload,
        page,
    };
    Reply::page_with(preview.trouble.outcome(), &preview)
}

/// The lowest level that requires everything that the file answers.
fn level(catalog: &Catalog, upload: &Upload) -> Option<u8> {
    let answered = upload.answers.iter().filter(|read| read.answer.status != Status::Unanswered);
    answered.filter_map(|read| catalog.criterion(&read.criterion)?.level).max().or_else(|| catalog.highest_level())
}

fn counts(catalog: &Catalog, upload: &Upload) -> Counts {
    let of = |status: Status| upload.answers.iter().filter(|read| read.answer.status == status).count();
    let counts = Counts {
        met: of(Status::Met),
        partial: of(Status::Partial),
        unmet: of(Status::Unmet),
        not_applicable: of(Status::NotApplicable),
        unanswered: 0,
    };
    Counts { unanswered: catalog.criteria().len() - counts.total(), ..counts }
}

fn row(problem: &Found, lang: Lang) -> Row {
    let parts = [problem.sheet.as_str(), problem.cell.as_str(), problem.criterion.as_deref().unwrap_or_default()];
    Row {
        is_error: problem.is_error,
        place: parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" "),
        title: problem.title.get(lang).to_owned(),
        found: problem.found.clone(),
        expected: problem.expected.get(lang).to_owned(),
    }
}

fn lines(catalog: &Catalog, upload: &Upload, lang: Lang) -> Vec<Line> {
    let first = upload.answers.iter().take(FIRST);
    first
        .map(|read| Line {
            id: read.criterion.clone(),
            title: catalog
                .criterion(&read.criterion)
                .map(|criterion| criterion.title.get(lang).to_owned())
                .unwrap_or_default(),
            key: read.answer.status.word(),
            note: read.answer.note.clone(),
        })
        .collect()
}

fn effect_view(effect: &Effect, lang: Lang) -> EffectView {
    let catalog = &effect.sheet.catalog;
    let changes = effect.changes.iter().map(|(position, before, after)| ChangeView {
        id: after.criterion.clone(),
        title: catalog.criteria()[*position].title.get(lang).to_owned(),
        before: before.status.word(),
        after: after.status.word(),
        fields: fields(before, after, lang),
    });
    EffectView {
        id: effect.sheet.assessment.id.to_string(),
        seen: effect.sheet.revision(),
        same: effect.same,
        changes: changes.collect(),
    }
}

/// The differences besides the state.
fn fields(before: &Answer, after: &Answer, lang: Lang) -> Vec<(&'static str, String, String)> {
    let word = |ja: &'static str, en: &'static str| if lang == Lang::Ja { ja } else { en };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let yes = |yes: bool| if yes { word("承認あり", "accepted").to_owned() } else { String::new() };
    let number = |number: Option<u8>| number.map(|number| number.to_string()).unwrap_or_default();
    let all = [
        (word("現状", "Today"), before.note.clone(), after.note.clone()),
        (word("対象外の理由", "Reason"), before.reason.clone(), after.reason.clone()),
        (word("確認日", "Confirmed on"), day(before.confirmed), day(after.confirmed)),
        (word("対象外の承認", "Acceptance"), yes(before.accepted), yes(after.accepted)),
        (word("成熟度", "Maturity"), number(before.maturity), number(after.maturity)),
    ];
    all.into_iter().filter(|(_, old, new)| old != new).collect()
}
