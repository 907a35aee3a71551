//! Answers to test the documents with.

use jiff::{ToSpan, civil::Date, civil::date};
use tasuki_assess::{Answers, Assessment, Outlook, Status};
use tasuki_catalog::{Catalog, Lang, Library, Scale};
use tasuki_report::ReportOptions;

/// A note that a spreadsheet program or a browser would execute if it were not escaped.
pub(crate) const HOSTILE: &str = "=cmd|'/c calc'!A1 <script>alert(1)</script> & \"quoted\"";

pub(crate) const AS_OF: Date = date(2026, 11, 21);

/// The editions that people answer.
pub(crate) fn answerable() -> impl Iterator<Item = &'static Catalog> {
    Library::builtin().catalogs().filter(|catalog| !matches!(catalog.scale(), Scale::Reference | Scale::Rating))
}

/// Every status, hostile notes, old and recent dates; the statuses of the sample sheet if there is one.
pub(crate) fn answers(catalog: &Catalog) -> Answers {
    let samples: serde_json::Value = serde_json::from_str(include_str!("expected.json")).unwrap();
    let sample = samples.get(format!("{}-answers.xlsx", catalog.id()));
    let mut answers = Answers::new(catalog);
    for (at, criterion) in catalog.criteria().iter().enumerate() {
        let answer = answers.at_mut(at);
        answer.status = match sample {
            Some(sample) => serde_json::from_value(sample[&criterion.id].clone()).unwrap(),
            None => Status::ALL[at % Status::ALL.len()],
        };
        match answer.status {
            Status::Met => {
                let days = i64::try_from(at).unwrap() * 37 % 440;
                answer.confirmed = date(2025, 9, 1).checked_add(days.days()).ok();
            }
            Status::Unanswered => {}
            _ => HOSTILE.clone_into(&mut answer.note),
        }
        answer.accepted = answer.status == Status::NotApplicable && at % 2 == 0;
    }
    answers
}

pub(crate) fn assessment(catalog: &Catalog) -> Assessment<'_> {
    Assessment::new(catalog, catalog.highest_level(), answers(catalog), AS_OF, None)
}

/// What the answers say about the other editions.
pub(crate) fn outlooks<'a>(assessment: &Assessment<'_>) -> Vec<Outlook<'a>> {
    let library = Library::builtin();
    let others = answerable().filter(|other| other.id() != assessment.catalog.id());
    others.filter_map(|other| assessment.outlook(library, other)).collect()
}

pub(crate) fn options<'a>(lang: Lang, outlooks: &'a [Outlook<'a>]) -> ReportOptions<'a> {
    ReportOptions {
        lang,
        organization: Some("例示工業 <株>"),
        created: AS_OF,
        outlooks,
        library: Library::builtin(),
        source_name: Some("answers.xlsx"),
        remarks: &[],
        overdue: &[],
    }
}
