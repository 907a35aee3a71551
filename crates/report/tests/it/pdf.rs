//! The PDF report of every answerable edition: it can be made, is tagged and reproducible, and matches the
//! evaluation.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::date};
use lopdf::{Document, Object};
use tasuki_assess::{Answers, Assessment, Outlook, Status};
use tasuki_catalog::{Catalog, Lang, Library, Scale};
use tasuki_report::{ReportOptions, pdf};

use crate::read::pages;

/// The answers of an edition's sample workbook, or a pattern if there is none; some with dates, notes and lapses.
fn answers(catalog: &Catalog) -> Answers {
    let samples: BTreeMap<String, BTreeMap<String, Status>> =
        serde_json::from_str(include_str!("expected.json")).unwrap();
    let sample = samples.get(&format!("{}-answers.xlsx", catalog.id()));
    let pattern = [Status::Met, Status::Met, Status::Partial, Status::Met, Status::Unmet, Status::Met];
    let mut answers = Answers::new(catalog);
    for (at, (criterion, days)) in catalog.criteria().iter().zip((0_i64..).step_by(5)).enumerate() {
        let answer = answers.at_mut(at);
        answer.status = match sample {
            Some(sample) => sample.get(&criterion.id).copied().unwrap_or_default(),
            None => pattern[at % pattern.len()],
        };
        if at % 3 == 0 {
            answer.confirmed = date(2026, 7, 1).checked_sub((days % 420).days()).ok();
        }
        if at % 7 == 1 {
            answer.note.push_str("規程は2024年に作り、全員に配っています。😀 = #let x $y$ *強調*");
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
        source_name: Some("answers.xlsx"),
        remarks: &[],
        overdue: &[],
    }
}

fn is_answerable(catalog: &Catalog) -> bool {
    !matches!(catalog.scale(), Scale::Reference | Scale::Rating)
}

fn check(catalog: &Catalog, level: Option<u8>, lang: Lang) {
    let assessment = assessment(catalog, level);
    let what = format!("{} {level:?} {lang:?}", catalog.id());
    let bytes = pdf(&assessment, &options(lang, &[])).unwrap_or_else(|error| panic!("{what}: {error}"));
    let pages = pages(&bytes);
    let (satisfied, asked) = (assessment.evaluation.satisfied(), assessment.evaluation.criteria.len());

    assert!(pages[1].contains(&format!("{satisfied}/{asked}")), "{what}: {}", pages[1]);
    assert!(pages[1].contains(&(asked - satisfied).to_string()), "{what}");
    let promise = ["Tasukiは★を付与しません", "Tasukidoesnotgranta★"];
    assert!(
        promise.iter().any(|promise| pages[1].contains(promise)),
        "{what}: the summary is one page, with its promise"
    );
    let second = ["2要求事項ごとの結果", "2Resultsbyrequirement"];
    assert!(second.iter().any(|heading| pages[2].contains(heading)), "{what}: the summary is one page");
    let all = pages.concat();
    for verdict in &assessment.evaluation.criteria {
        let id = &catalog.criteria()[verdict.position].id;
        assert!(all.contains(id.as_str()), "{what}: {id} is missing");
    }
    assert!(!all.contains("合格"), "{what}: nobody passes");
}

#[test]
fn every_answerable_edition_in_japanese() {
    for catalog in Library::builtin().catalogs().filter(|catalog| is_answerable(catalog)) {
        check(catalog, catalog.highest_level(), Lang::Ja);
    }
}

#[test]
fn lower_levels_and_english() {
    let catalog = |name| Library::builtin().catalog(name).unwrap();
    check(catalog("scs"), Some(3), Lang::Ja);
    check(catalog("scs"), Some(3), Lang::En);
    check(catalog("jama"), Some(3), Lang::En);
    check(catalog("cpsf"), None, Lang::En);
    check(catalog("mgl"), None, Lang::En);
}

#[test]
fn blank_and_complete_answers() {
    let catalog = Library::builtin().catalog("scs").unwrap();
    for status in [Status::Unanswered, Status::Met] {
        let mut answers = Answers::new(catalog);
        (0..catalog.criteria().len()).for_each(|at| answers.at_mut(at).status = status);
        let assessment = Assessment::new(catalog, Some(3), answers, date(2026, 7, 1), None);
        let satisfied = assessment.evaluation.satisfied();
        let nameless = ReportOptions { organization: None, source_name: None, ..options(Lang::Ja, &[]) };
        let pages = pages(&pdf(&assessment, &nameless).unwrap());
        assert!(pages[1].contains(&format!("{satisfied}/81項目を満たしています")), "{}", pages[1]);
        assert!(!pages[0].contains("例示工業"));
    }
}

#[test]
fn outlooks_show_their_path() {
    let library = Library::builtin();
    let assessment = assessment(library.catalog("scs").unwrap(), Some(3));
    let outlooks = [assessment.outlook(library, library.catalog("jama").unwrap()).unwrap()];
    let suggested = outlooks[0].suggestions.first().unwrap();
    let all = pages(&pdf(&assessment, &options(Lang::Ja, &outlooks)).unwrap()).concat();
    assert!(all.contains("ほかの枠組みへの見通し"));
    assert!(all.contains(&suggested.because[0].from));
}

#[test]
fn same_input_same_bytes() {
    let assessment = assessment(Library::builtin().catalog("mgl").unwrap(), None);
    let make = || pdf(&assessment, &options(Lang::Ja, &[])).unwrap();
    let first = make();
    assert!(first == make());
    assert!(first == std::thread::scope(|scope| scope.spawn(make).join().unwrap()));
}

#[test]
fn tagged_titled_and_with_its_fonts() {
    let assessment = assessment(Library::builtin().catalog("mgl").unwrap(), None);
    let bytes = pdf(&assessment, &options(Lang::Ja, &[])).unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"ja-JP");
    assert!(catalog.get(b"StructTreeRoot").is_ok());
    assert!(catalog.get(b"Outlines").is_ok());
    let count = |kind: &[u8], value: &[u8]| {
        let is = |object: &&Object| {
            let dictionary = object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict));
            dictionary.and_then(|entries| entries.get(kind)).and_then(Object::as_name).is_ok_and(|name| name == value)
        };
        document.objects.values().filter(is).count()
    };
    assert!(count(b"S", b"H1") >= 5, "chapters are headings");
    assert_eq!(count(b"S", b"Figure"), 1, "the radar");
    assert!(count(b"S", b"TH") > 10, "tables have header cells");
    assert_eq!(count(b"Type", b"Font"), 4, "two families of glyphs, each with its descendant");
    let metadata = String::from_utf8_lossy(&bytes).into_owned();
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(metadata.contains("セキュリティ対策 自己評価報告書"));
}

/// The text of all files below a folder of the crate, except the report of inspections, which has its own words.
fn sources(folder: &std::path::Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let others = entries.filter(|path| path.file_stem() != Some("inspections".as_ref()));
    others.map(|path| if path.is_dir() { sources(&path) } else { std::fs::read_to_string(path).unwrap() }).collect()
}

/// The names in `words.rs`, after checking that no text is empty.
fn words() -> Vec<&'static str> {
    let declared = include_str!("../../src/words.rs").split_once("\nwords! {").unwrap().1;
    assert!(!declared.contains(" \"\""), "a text is empty");
    let names = declared.lines().filter_map(|line| line.strip_prefix("    ")?.split_once(": \"")).map(|(name, _)| name);
    names.filter(|name| name.chars().all(is_of_a_name)).collect()
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter == '_'
}

/// The names that follow `owner.` in `text`.
fn asked<'t>(text: &'t str, owner: &str) -> Vec<&'t str> {
    let owner = format!("{owner}.");
    let rest = text.split(&owner).skip(1);
    rest.map(|rest| rest.split(|letter| !is_of_a_name(letter)).next().unwrap_or_default()).collect()
}

#[test]
fn words_and_templates_fit() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let (templates, code) = (sources(&root.join("templates")), sources(&root.join("src")));
    let words = words();
    assert!(words.len() > 150, "only {} words", words.len());
    let in_templates = asked(&templates, "words");
    for name in &in_templates {
        assert!(words.contains(name), "{name} is not in words.rs");
    }
    let in_code = ["words", "self", "Words::of(lang)"].map(|owner| asked(&code, owner)).concat();
    for name in words {
        assert!(in_templates.contains(&name) || in_code.contains(&name), "nobody says {name}");
    }
}
