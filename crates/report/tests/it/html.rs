//! The HTML page is complete and self-contained, and nothing that people wrote is executed.

use tasuki_assess::{Answers, Assessment};
use tasuki_catalog::{Lang, Library};
use tasuki_report::html;

use crate::common::{AS_OF, answerable, assessment, options, outlooks};

fn pages() -> impl Iterator<Item = (String, String)> {
    answerable().flat_map(|catalog| {
        let assessment = assessment(catalog);
        let outlooks = outlooks(&assessment);
        [Lang::Ja, Lang::En]
            .map(|lang| (format!("{} {lang:?}", catalog.id()), html(&assessment, &options(lang, &outlooks)).unwrap()))
    })
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    for (name, page) in pages() {
        for outside in ["src=", "@import", "<link", "<script", "<iframe", "javascript:", "url(http"] {
            assert!(!page.contains(outside), "{name}: {outside}");
        }
        // The SVG namespace is a name, not an address that is fetched.
        let bare = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!bare.contains("http://") && !bare.contains("https://"), "{name}");
        assert!(page.contains("default-src 'none'"), "{name}");
    }
}

#[test]
fn what_people_wrote_is_escaped() {
    for (name, page) in pages() {
        assert!(!page.contains("<script>alert"), "{name}");
        assert!(page.contains("&lt;script&gt;") || page.contains("&#60;script&#62;"), "{name}");
        assert!(!page.contains("例示工業 <株>"), "{name}");
    }
}

#[test]
fn every_criterion_of_the_level_is_on_the_page() {
    for catalog in answerable() {
        let page = html(&assessment(catalog), &options(Lang::Ja, &[])).unwrap();
        for criterion in catalog.criteria() {
            assert!(page.contains(&format!(">{}<", criterion.id)), "{} {}", catalog.id(), criterion.id);
        }
    }
}

#[test]
fn the_page_has_landmarks_headings_and_headers() {
    for (name, page) in pages() {
        for wanted in
            ["<main", "<nav", "<header", "<footer", "class=\"skip\"", "scope=\"col\"", "scope=\"row\"", "<h1>", "<svg"]
        {
            assert!(page.contains(wanted), "{name}: {wanted}");
        }
        let language = if name.ends_with("Ja") { "<html lang=\"ja\">" } else { "<html lang=\"en\">" };
        assert!(page.contains(language), "{name}");
        assert_eq!(page.matches("<details").count(), page.matches("</details>").count(), "{name}");
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
    }
}

#[test]
fn identifiers_of_the_page_are_unique() {
    for (name, page) in pages() {
        let mut seen = std::collections::HashSet::new();
        for id in page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(seen.insert(id), "{name}: {id} twice");
        }
    }
}

#[test]
fn the_page_never_says_passed_and_says_who_grants() {
    for (name, page) in pages() {
        let sentence =
            if name.ends_with("Ja") { "Tasukiは★を付与しません。" } else { "Tasuki does not grant a ★." };
        assert!(page.contains(sentence), "{name}");
        assert!(!page.contains("合格"), "{name}");
    }
}

#[test]
fn an_unanswered_sheet_and_a_nameless_company_make_a_page() {
    let library = Library::builtin();
    for catalog in answerable() {
        let assessment = Assessment::new(catalog, None, Answers::new(catalog), AS_OF, None);
        let mut options = options(Lang::Ja, &[]);
        (options.organization, options.source_name, options.library) = (None, None, library);
        let page = html(&assessment, &options).unwrap();
        assert!(page.contains("<strong>0</strong>"), "{}", catalog.id());
    }
}

#[test]
fn the_same_input_gives_the_same_page() {
    let first: Vec<_> = pages().collect();
    assert_eq!(first, pages().collect::<Vec<_>>());
}
