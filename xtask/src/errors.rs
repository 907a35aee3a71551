//! `docs/reference/errors.md`: every error code with what happened and what to do, read from where the code is made.
//!
//! A code is made in one of two ways: by a constructor (`Error::invalid("code", ja, en).hint(ja, en)`), or by an enum
//! with the methods `message` and `hint`. The texts must be written there, each code must have one place, and both
//! languages must be given; everything else is reported, and nothing is written.

mod calls;
mod enums;
mod page;
mod sources;
mod texts;

use std::collections::BTreeMap;

use sources::Source;
use texts::Pair;

/// A code, where it is made, and its texts; a text that depends on the case has several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    code: String,
    place: String,
    messages: Vec<Pair>,
    hints: Vec<Pair>,
}

/// A part of the page: its heading in both languages, an introduction, and what it is read from.
struct Part {
    title: Pair,
    about: Pair,
    from: From,
}

enum From {
    /// The constructors of a type in some crates, and the enums of some files.
    Calls { of: &'static str, crates: &'static [&'static str], enums: &'static [&'static str] },
    /// One enum.
    Enum { file: &'static str, name: &'static str },
}

/// The whole page, or what is wrong in the sources.
pub(crate) fn page() -> Result<String, Vec<String>> {
    let sources = sources::all().map_err(|error| vec![error])?;
    let (mut problems, mut text) = (Vec::new(), page::head());
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for part in page::parts() {
        let told = read(&part.from, &sources, &mut problems);
        for one in &told {
            places.entry(one.code.clone()).or_default().push(one.place.clone());
        }
        text += &page::part(&part, &told);
    }
    problems.extend(twice(&places));
    if problems.is_empty() { Ok(text + &page::foot()) } else { Err(problems) }
}

fn read(from: &From, sources: &[Source], problems: &mut Vec<String>) -> Vec<Told> {
    let mut told = match from {
        From::Calls { of, crates, enums } => {
            let own = |source: &&Source| crates.iter().any(|name| source.name.starts_with(&format!("crates/{name}/")));
            let own: Vec<&Source> = sources.iter().filter(own).collect();
            let mut told = calls::read(of, &own, problems);
            for source in sources.iter().filter(|source| enums.contains(&source.name.as_str())) {
                told.extend(enums::read(source, None, problems));
            }
            told
        }
        From::Enum { file, name } => {
            let source = sources.iter().find(|source| source.name == *file);
            source.map(|source| enums::read(source, Some(name), problems)).unwrap_or_default()
        }
    };
    if told.is_empty() {
        problems
            .push("a part of docs/reference/errors.md is empty: xtask/src/errors/page.rs names its source".to_owned());
    }
    told.sort_by(|one, other| one.code.cmp(&other.code));
    told
}

/// Codes that are made in several places, which could say different things.
fn twice(places: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let twice = places.iter().filter(|(_, places)| places.len() > 1);
    twice
        .map(|(code, places)| {
            format!("the code {code} is made in several places, give it one constructor: {}", places.join(", "))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Vec<Told>, Vec<String>) {
        let source = Source::parsed("crates/app/src/x.rs", text).expect("the text is Rust");
        let mut problems = Vec::new();
        let told = calls::read("Error", &[&source], &mut problems);
        (told, problems)
    }

    fn pair(ja: &str, en: &str) -> Pair {
        (ja.to_owned(), en.to_owned())
    }

    #[test]
    fn texts_are_read_in_the_ways_in_which_they_are_written() {
        let (all, problems) = told(
            r#"
            fn chained() -> Error {
                Error::invalid("a.one", format!("{n}件まで"), format!("At most {}", n)).hint("減らす", "Fewer").field("x")
            }
            fn bound(state: State) -> Error {
                let (ja, en) = match state { State::A => ("甲", "A"), State::B => ("乙", "B") };
                let error = Error::new(Kind::State, "a.two", ja, en);
                if x { error.hint("一", "one") } else { error.hint("二", "two") }
            }
            fn given(code: &'static str) -> Error {
                Error::too_many(3, code, "多い", "Many").hint("待つ", "Wait")
            }
            fn gives() { given("a.three"); x::given("a.four"); y::given("not.this"); }
            fn passes(e: &Other) -> Error { Error::new(Kind::State, e.code(), e.ja(), e.en()).hint(e.a(), e.b()) }
            #[cfg(test)]
            mod tests { fn f() { Error::invalid(x, y, z); } }
            "#,
        );
        assert_eq!(problems, Vec::<String>::new());
        let mut codes: Vec<_> = all.iter().map(|told| told.code.as_str()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["a.four", "a.one", "a.three", "a.two"]);
        let of = |code: &str| all.iter().find(|told| told.code == code).expect("it was read");
        assert_eq!(of("a.one").messages, [pair("…件まで", "At most …")]);
        assert_eq!(of("a.two").messages, [pair("甲", "A"), pair("乙", "B")]);
        assert_eq!(of("a.two").hints, [pair("一", "one"), pair("二", "two")]);
    }

    #[test]
    fn what_cannot_be_read_is_a_problem() {
        for (text, problem) in [
            (r#"fn f() { Error::invalid("a", "あ", "a"); }"#, "no hint"),
            (r#"fn f(a: &str) { Error::invalid("a", a, "a").hint("い", "b"); }"#, "its message"),
            (r#"fn f() { Error::invalid("a", "あ", "a").hint("", "b"); }"#, "its hint"),
            (r#"fn f() { Error::invalid(NAME, "あ", "a").hint("い", "b"); }"#, "code"),
            (r#"fn f(code: &'static str) { Error::invalid(code, "あ", "a").hint("い", "b"); }"#, "nobody calls"),
        ] {
            let (_, problems) = told(text);
            assert!(problems.iter().any(|told| told.contains(problem)), "{text}: {problems:?}");
        }
        let places = BTreeMap::from([("a".to_owned(), vec!["x".to_owned(), "y".to_owned()])]);
        assert_eq!(twice(&places).len(), 1);
    }

    #[test]
    fn enums_tell_each_of_their_variants() {
        let text = r#"
            enum Refusal { Short { least: usize }, Stale, Wrong }
            impl Refusal {
                fn code(&self) -> &'static str { match self { Self::Short { .. } => "r-short", Self::Stale => "r-stale", Self::Wrong => "r-wrong" } }
                fn message(&self) -> Text { match self {
                    Self::Short { .. } => Text::new("短い", "Short"),
                    Self::Stale | Self::Wrong => told(),
                } }
                fn hint(&self) -> Text { match self {
                    Self::Short { least } => Text::new(format!("{least}字"), format!("{least}")),
                    Self::Stale | Self::Wrong => Text::new("もう一度", "Again"),
                } }
            }
            fn told() -> Text { Text::new("違う", "Wrong") }
        "#;
        let source = Source::parsed("crates/signin/src/x.rs", text).expect("the text is Rust");
        let mut problems = Vec::new();
        let all = enums::read(&source, None, &mut problems);
        assert_eq!(problems, Vec::<String>::new());
        let codes: Vec<_> = all.iter().map(|told| told.code.as_str()).collect();
        assert_eq!(codes, ["r-short", "r-stale", "r-wrong"]);
        assert_eq!(all[0].hints, [pair("…字", "…")]);
        assert_eq!(all[2].messages, [pair("違う", "Wrong")]);
        let bare =
            Source::parsed("x.rs", &text.replace("Self::Stale | Self::Wrong => told()", "other => other.text()"));
        enums::read(&bare.expect("the text is Rust"), None, &mut problems);
        assert!(problems.iter().any(|problem| problem.contains("r-stale")), "{problems:?}");
    }
}
