//! Catalogues of one's own: in one language or two, checked like ours, and beside them in a library.

use std::sync::Arc;

use tasuki_catalog::{Lang, Library, Own, Problem, SourceFile, parse_catalog, parse_own};

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), text: text.to_owned() }
}

const HEAD: &str = r#"id = "house-1"
framework = "house"
edition = "2026"
languages = ["ja"]
title = { ja = "情報管理の社内基準" }
publisher = { ja = "情報管理課" }
document = { ja = "社内規程集" }
scale = "scs"
[counts]
requirements = 1
criteria = 2
"#;

const PART: &str = r#"[[requirements]]
id = "A"
title = { ja = "持ち出し" }

[[criteria]]
id = "A-1"
requirement = "A"
kind = "rule"
title = { ja = "持ち出しの決まり" }
statement = { ja = "端末を社外へ持ち出すときの決まりがある。" }

[[criteria]]
id = "A-2"
requirement = "A"
kind = "operate"
title = { ja = "暗号化" }
statement = { ja = "持ち出す端末を暗号化している。" }
thresholds = [{ value = 1, unit = "times", bound = "at-least", subject = { ja = "年間の確認" } }]
"#;

fn first() -> Vec<SourceFile> {
    vec![file("catalog.toml", HEAD), file("a.toml", PART)]
}

/// The second edition: one criterion reworded, one added.
fn second() -> Vec<SourceFile> {
    let head = HEAD.replace("house-1", "house-2").replace("criteria = 2", "criteria = 3");
    let part = format!(
        "{PART}\n[[criteria]]\nid = \"A-3\"\nrequirement = \"A\"\nkind = \"record\"\ntitle = {{ ja = \"記録\" }}\n\
         statement = {{ ja = \"持ち出しを記録している。\" }}\n"
    );
    let changes = r#"from = "house-1"
to = "house-2"
source = { ja = "改定の記録" }
[[changes]]
from = ["A-1"]
to = ["A-1"]
change = "unchanged"
[[changes]]
from = ["A-2"]
to = ["A-2"]
change = "reworded"
reason = { ja = "言葉を直した。" }
[[changes]]
from = []
to = ["A-3"]
change = "added"
reason = { ja = "記録を求めることにした。" }
"#;
    vec![file("catalog.toml", &head), file("a.toml", &part), file("crosswalks/house-1--house-2.toml", changes)]
}

/// A crosswalk from the first edition to a built-in one.
fn to_builtin(relation: &str) -> SourceFile {
    let target = &Library::builtin().catalog("scs-2026-03").expect("built in").criteria()[0].id;
    let text = format!(
        "from = \"house-1\"\nto = \"scs-2026-03\"\nsource = {{ ja = \"担当の判断\" }}\n[[pairs]]\nfrom = \"A-1\"\n\
         to = \"{target}\"\nrelation = \"{relation}\"\nreason = {{ ja = \"同じことを求めている。\" }}\n"
    );
    file("house-1--scs-2026-03.toml", &text)
}

fn read(files: &[SourceFile], library: &Library) -> Own {
    parse_own(files, library).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn told(files: &[SourceFile]) -> Vec<String> {
    parse_own(files, Library::builtin()).expect_err("something is wrong").iter().map(Problem::to_string).collect()
}

#[test]
fn in_one_language_it_is_shown_in_that_language_everywhere() {
    let own = read(&first(), Library::builtin());
    assert_eq!(own.catalog.languages(), [Lang::Ja]);
    let criterion = own.catalog.criterion("A-2").unwrap();
    assert_eq!(criterion.statement.en, criterion.statement.ja);
    assert_eq!(criterion.thresholds[0].subject.get(Lang::En), "年間の確認");
    assert_eq!(own.catalog.title().get(Lang::En), "情報管理の社内基準");
    let english: Vec<_> = first().iter().map(|own| file(&own.name, &own.text.replace("ja", "en"))).collect();
    assert_eq!(read(&english, Library::builtin()).catalog.languages(), [Lang::En]);
}

#[test]
fn texts_are_in_the_languages_that_it_names() {
    let mut files = first();
    files[0].text = HEAD.replace("languages = [\"ja\"]\n", "");
    let all = told(&files);
    assert_eq!(all.len(), 4, "the head, a requirement and two criteria: {all:?}");
    assert_eq!(all[0], "catalog.toml:1: an empty text in house-1; expected Japanese and English");
    files = first();
    files[1].text = PART.replace("{ ja = \"暗号化\" }", "{ ja = \"暗号化\", en = \"Encryption\" }");
    assert_eq!(
        told(&files),
        ["a.toml:13: a text in another language in A-2; expected Japanese alone, or both languages in catalog.toml"]
    );
    files[0].text = HEAD.replace("[\"ja\"]", "[]");
    assert!(told(&files)[0].contains("languages []"), "{:?}", told(&files));
    files[0].text = HEAD.replace("[\"ja\"]", "[\"ja\", \"ja\"]");
    assert!(told(&files)[0].contains("languages [Ja, Ja]"), "{:?}", told(&files));
}

#[test]
fn ours_are_in_both_languages() {
    for catalog in Library::builtin().catalogs() {
        assert_eq!(catalog.languages(), Lang::ALL, "{}", catalog.id());
    }
    for term in &Library::builtin().glossary().terms {
        assert!(!term.explanation.ja.is_empty() && !term.explanation.en.is_empty(), "{}", term.id);
    }
    assert!(parse_catalog(&first()).is_ok(), "what checks a folder checks one's own too");
}

#[test]
fn a_library_with_it_finds_it_beside_ours() {
    let builtin = Library::builtin();
    let library = builtin.and(Arc::new(read(&first(), builtin)), true);
    let library = library.and(Arc::new(read(&second(), &library)), true);
    assert!(library.offers(library.catalog("house-1").unwrap()) && library.offers(library.catalog("scs").unwrap()));
    assert!(!library.offers(library.catalog("nist-csf-2.0").unwrap()), "nobody answers it");
    let withdrawn = builtin.and(Arc::new(read(&first(), builtin)), false);
    assert!(!withdrawn.offers(withdrawn.catalog("house-1").unwrap()));
    assert_eq!(library.editions().count(), builtin.editions().count() + 2);
    assert_eq!(library.catalog("house").map(|own| own.id().to_owned()).as_deref(), Some("house-1"));
    assert!(library.is_own("house-2") && !library.is_own("scs-2026-03") && builtin.catalog("house-1").is_none());
    let diff = library.crosswalk("house-1", "house-2").unwrap();
    assert_eq!((diff.changes.len(), diff.pairs.len()), (3, 3));
    assert_eq!(diff.changes[1].reason.as_ref().unwrap().en, "言葉を直した。");
    assert_eq!(library.crosswalk("house-2", "house-1").unwrap().from, "house-2");
    let (ours, shared) = (builtin.shared("scs").unwrap(), library.shared("scs").unwrap());
    assert!(Arc::ptr_eq(&ours, &shared), "the built-in ones are not copied");
}

#[test]
fn what_it_says_about_ours_is_composed_with_our_crosswalks() {
    let mut files = first();
    files.push(to_builtin("equivalent"));
    let library = Library::builtin().and(Arc::new(read(&files, Library::builtin())), true);
    let route = library.route("house-1", "jama-2.3").unwrap();
    assert_eq!(route[..2], ["house-1", "scs-2026-03"]);
    assert!(!library.compose(&route[..2]).unwrap().is_empty());
    assert!(Library::builtin().route("house-1", "scs-2026-03").is_none());
}

#[test]
fn an_edition_of_ours_that_comes_later_is_hidden_by_it() {
    let own = read(&first(), Library::builtin());
    let mut catalog = first();
    catalog[0].text = HEAD.replace("house-1", "scs-2026-03");
    let hiding = Own { catalog: Arc::new(parse_catalog(&catalog).unwrap()), ..own };
    let library = Library::builtin().and(Arc::new(hiding), true);
    assert_eq!(library.catalog("scs-2026-03").unwrap().criteria().len(), 2);
    assert_eq!(library.editions().filter(|id| *id == "scs-2026-03").count(), 1);
    assert!(library.crosswalks().all(|(from, to)| from != "scs-2026-03" && to != "scs-2026-03"));
    assert!(library.crosswalk("scs-2025-12", "scs-2026-03").is_none(), "it is about another edition");
}

#[test]
fn names_do_not_collide_and_fit_into_addresses() {
    let named = |id: &str| {
        let mut files = first();
        files[0].text = HEAD.replace("house-1", id);
        told(&files)
    };
    for taken in ["scs-2026-03", "scs"] {
        assert!(named(taken)[0].contains(&format!("edition {taken}, which is there already")), "{:?}", named(taken));
    }
    for wrong in ["", "a/b", "家", "..", "a b", &"x".repeat(41)] {
        assert!(named(wrong)[0].contains("; expected 1 to 40 ASCII letters"), "{wrong}: {:?}", named(wrong));
    }
    let mut files = first();
    files[1].text = PART.replace("\"A-2\"", "\"A/2\"");
    assert_eq!(told(&files), ["a.toml:13: identifier \"A/2\"; expected 1 to 40 ASCII letters, digits, - . and _"]);
}

#[test]
fn a_crosswalk_is_about_this_edition_and_one_that_is_there() {
    let with = |name: &str, text: &str| {
        let mut files = first();
        files.push(file(name, text));
        told(&files)
    };
    let right = to_builtin("equal").text;
    for name in ["house-1--house-0.toml", "scs-2025-12--scs-2026-03.toml", "house-1--house-1.toml", "house-1--scs.toml"]
    {
        assert!(
            with(name, &right)[0].contains("; expected one between house-1 and"),
            "{name}: {:?}",
            with(name, &right)
        );
    }
    assert!(with("house-1--jama-2.3.toml", &right)[0].contains("expected the editions of the file's name"));
    let unknown = right.replace("A-1", "A-9");
    assert!(with("house-1--scs-2026-03.toml", &unknown)[0].contains("A-9, unknown in house-1"));
    let blank = right.replace("同じことを求めている。", " ");
    assert!(
        with("house-1--scs-2026-03.toml", &blank)[0].contains("an empty text, or one that cannot be shown, in A-1")
    );
}

#[test]
fn files_of_strangers_are_bounded() {
    let with = |more: Vec<SourceFile>| told(&[first(), more].concat());
    assert!(with(vec![file("big.toml", &"#".repeat(1 << 20))])[0].contains("expected at most 1048576"));
    let many = (0..40).map(|number| file(&format!("{number}.toml"), "")).collect();
    assert!(with(many)[0].contains("42 files; expected at most 40"));
    for name in ["../a.toml", "a.txt", "", "/a.toml", "名.toml"] {
        assert!(with(vec![file(name, "")])[0].contains("the name of a TOML file"), "{name}");
    }
    assert!(with(vec![file("a.toml", "")])[0].contains("this file twice"));
    assert!(with(vec![file("other/catalog.toml", HEAD)])[0].contains("several catalog.toml"));
    let walls = "\"A-1\", ".repeat(10_000);
    let heavy = to_builtin("equal").text.replace("to = \"1", &format!("to = [{walls}] #"));
    let heavy = with(vec![file("house-1--scs-2026-03.toml", &heavy)]);
    assert!(heavy[0].contains("too many pairs"), "{heavy:?}");
}

#[test]
fn figures_and_areas_that_cannot_be_are_refused() {
    let mut files = first();
    files[0].text = format!(
        "{HEAD}[[groups]]\nid = \"g\"\nparent = \"h\"\ntitle = {{ ja = \"甲\" }}\n\
         [[groups]]\nid = \"h\"\nparent = \"g\"\ntitle = {{ ja = \"乙\" }}\n"
    );
    let all = told(&files);
    assert!(all.iter().any(|told| told.contains("group g inside itself")), "{all:?}");
    files = first();
    files[0].text = HEAD.replace("scale = \"scs\"", "scale = \"jama\"\npoints = { met = 1, partial = 2, unmet = 0 }");
    assert!(told(&files)[0].contains("points 1, 2 and 0"), "{:?}", told(&files));
    files = first();
    files[1].text = PART.replace("value = 1", "value = nan");
    assert!(told(&files)[0].contains("a threshold of A-2 without a figure"), "{:?}", told(&files));
    files[1].text = PART.replace("暗号化\" }", "暗号\\u0000化\" }");
    assert!(told(&files)[0].contains("a control character in A-2"), "{:?}", told(&files));
}

#[test]
fn a_criterion_has_at_most_fifty_counterparts_in_a_crosswalk() {
    let scs = Library::builtin().catalog("scs-2026-03").expect("an edition");
    let problems = |count: usize| {
        let targets: Vec<String> = scs.criteria().iter().take(count).map(|own| format!("{:?}", own.id)).collect();
        let text = format!(
            "from = \"house-1\"\nto = \"scs-2026-03\"\nsource = {{ ja = \"対照\" }}\nrelation = \"intersects\"\nreason = {{ ja = \"重なり\" \
             }}\n[[pairs]]\nfrom = \"A-1\"\nto = [{}]\n",
            targets.join(", ")
        );
        let mut files = first();
        files.push(file("house-1--scs-2026-03.toml", &text));
        parse_own(&files, Library::builtin()).err().unwrap_or_default()
    };
    assert_eq!(problems(50), []);
    for count in [51, 60] {
        let found: Vec<String> = problems(count).iter().map(ToString::to_string).collect();
        let told = format!("house-1--scs-2026-03.toml: {count} counterparts of A-1; expected at most 50");
        assert_eq!(found, [told]);
    }
}
