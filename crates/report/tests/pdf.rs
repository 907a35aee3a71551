//! The PDF report of every answerable edition.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::date};
use tasuki_assess::{Answers, Assessment, Outlook, Status};
use tasuki_catalog::{Catalog, Lang, Library};
use tasuki_report::{ReportOptions, pdf};

/// Answers of the sample workbook of an edition, where there is one, else a pattern; some with dates, notes and lapses.
fn answers(catalog: &Catalog) -> Answers {
    let samples: BTreeMap<String, BTreeMap<String, Status>> =
        serde_json::from_str(include_str!("expected.json")).unwrap();
    let sample = samples.get(&format!("{}-answers.xlsx", catalog.id()));
    let mut answers = Answers::new(catalog);
    for (at, criterion) in catalog.criteria().iter().enumerate() {
        let pattern = [Status::Met, Status::Met, Status::Partial, Status::Met, Status::Unmet, Status::Met];
        let answer = answers.at_mut(at);
        answer.status = match sample {
            Some(sample) => sample.get(&criterion.id).copied().unwrap_or_default(),
            None => pattern[at % pattern.len()],
        };
        if at % 3 == 0 {
            answer.confirmed = date(2026, 7, 1).checked_sub((at as i64 * 5 % 420).days()).ok();
        }
        if at % 7 == 1 {
            answer.note = "規程は2024年に作り、全員に配っています。閲覧は社内の掲示板から。😀".to_owned();
        }
    }
    answers
}

fn assessment(catalog: &Catalog, level: Option<u8>) -> Assessment<'_> {
    Assessment::new(catalog, level, answers(catalog), date(2026, 7, 1), None)
}

fn options<'a>(lang: Lang, outlooks: &'a [Outlook<'a>]) -> ReportOptions<'a> {
    ReportOptions {
        lang,
        organization: Some("例示工業株式会社"),
        created: date(2026, 7, 2),
        outlooks,
        library: Library::builtin(),
        source_name: Some("scs-2026-03-answers.xlsx"),
    }
}

#[test]
fn dump() {
    let Ok(folder) = std::env::var("TASUKI_DUMP") else { return };
    let library = Library::builtin();
    for (id, level) in [
        ("scs-2026-03", Some(3)),
        ("scs-2026-03", Some(4)),
        ("scs-2025-12", Some(3)),
        ("jama-2.3", Some(3)),
        ("mgl-2.0", None),
        ("cpsf-draft", None),
    ] {
        let catalog = library.catalog(id).unwrap();
        let assessment = assessment(catalog, level);
        let outlooks: Vec<_> = ["jama-2.3", "nist-csf-2.0"]
            .iter()
            .filter(|target| **target != id)
            .filter_map(|target| assessment.outlook(library, library.catalog(target)?))
            .collect();
        for (lang, code) in [(Lang::Ja, "ja"), (Lang::En, "en")] {
            let start = std::time::SystemTime::now();
            let bytes = pdf(&assessment, &options(lang, &outlooks))
                .unwrap_or_else(|error| panic!("{id} {level:?} {code}: {error}"));
            println!("{id} {level:?} {code} {:?} {} KiB", start.elapsed().unwrap(), bytes.len() / 1024);
            std::fs::write(format!("{folder}/{id}-{}-{code}.pdf", level.unwrap_or(0)), bytes).unwrap();
        }
    }
}
