//! The names and phrases that people read about a criterion.

use std::collections::HashSet;

use tasuki_catalog::{
    Audience, Bound, Cadence, ChangeKind, Effort, Kind, Lang, Library, Relation, Text, Threshold, Unit,
};

/// Asserts that in each language all values have a name and no two have the same.
fn told_apart<T: Copy>(all: &[T], name: impl Fn(T, Lang) -> &'static str) {
    for lang in [Lang::Ja, Lang::En] {
        let names: HashSet<_> = all.iter().map(|one| name(*one, lang)).collect();
        assert!(names.len() == all.len() && !names.contains(""), "{names:?}");
    }
}

#[test]
fn kinds_are_told_apart() {
    told_apart(&[Kind::Rule, Kind::MakeKnown, Kind::Operate, Kind::Record, Kind::Inspect], Kind::name);
}

#[test]
fn intervals_and_events_are_told_apart() {
    use Cadence::{
        BeforeStart, Continuous, Daily, HalfYearly, Monthly, OnChange, OnIncident, OnJoining, OnLeaving, Quarterly,
        Weekly, Yearly,
    };
    let intervals = [Continuous, Daily, Weekly, Monthly, Quarterly, HalfYearly, Yearly];
    let events = [OnChange, OnJoining, OnLeaving, OnIncident, BeforeStart];
    told_apart(&[&intervals[..], &events].concat(), Cadence::name);
}

#[test]
fn changes_between_editions_are_told_apart() {
    told_apart(&ChangeKind::ALL, ChangeKind::name);
}

#[test]
fn a_criterion_is_called_by_its_number_and_its_name() {
    let criterion = Library::builtin().catalog("scs-2026-03").unwrap().criterion("4-4-4-2").unwrap();
    let title = criterion.numbered_title();
    assert_eq!(title.ja, format!("4-4-4-2 {}", criterion.title.ja));
    assert_eq!(title.en, format!("4-4-4-2 {}", criterion.title.en));
}

#[test]
fn efforts_are_told_apart() {
    told_apart(&[Effort::Small, Effort::Medium, Effort::Large], Effort::name);
}

#[test]
fn audiences_are_told_apart() {
    use Audience::{
        Administrators, AllUsers, Developers, Dispatched, Employees, External, IncidentTeam, Officers, Partners,
        Seconded,
    };
    let inside = [Officers, Employees, Dispatched, Seconded, External];
    let others = [Administrators, Developers, Partners, IncidentTeam, AllUsers];
    told_apart(&[inside, others].concat(), Audience::name);
}

#[test]
fn names_are_in_the_language_of_the_reader() {
    assert_eq!((Kind::Inspect.name(Lang::Ja), Kind::Inspect.name(Lang::En)), ("点検", "inspect"));
    let term = &Library::builtin().glossary().terms[0];
    assert_eq!((term.name(Lang::Ja), term.name(Lang::En)), (term.ja.as_str(), term.en.as_str()));
}

#[test]
fn a_figure_says_which_side_of_it_is_right() {
    use Bound::{AtLeast, AtMost, Exactly};
    for (value, unit, bound, ja, en) in [
        (8.0, Unit::Characters, AtLeast, "対象: 8文字以上", "subject: at least 8 characters"),
        (14.0, Unit::Days, AtMost, "対象: 14日以内", "subject: at most 14 days"),
        (24.0, Unit::Hours, AtMost, "対象: 24時間以内", "subject: at most 24 hours"),
        (15.0, Unit::Minutes, AtMost, "対象: 15分以内", "subject: at most 15 minutes"),
        (6.0, Unit::Months, AtMost, "対象: 6か月以内", "subject: at most 6 months"),
        (3.0, Unit::Years, AtMost, "対象: 3年以内", "subject: at most 3 years"),
        (10.0, Unit::Attempts, AtMost, "対象: 10回の試行以下", "subject: at most 10 attempts"),
        (7.5, Unit::Percent, AtMost, "対象: 7.5％以下", "subject: at most 7.5 per cent"),
        (3.0, Unit::Generations, Exactly, "対象: 3世代", "subject: 3 generations"),
    ] {
        let threshold = Threshold { value, unit, bound, subject: Text::new("対象", "subject") };
        assert_eq!((threshold.phrase(Lang::Ja), threshold.phrase(Lang::En)), (ja.to_owned(), en.to_owned()));
    }
}

#[test]
fn words_of_relations_in_files_are_those_of_the_standard() {
    let words = ["equal", "equivalent", "subset", "superset", "intersects", "none"];
    for (relation, word) in Relation::ALL.into_iter().zip(words) {
        let read: Relation = serde_json::from_value(word.into()).expect(word);
        assert_eq!(read, relation);
    }
}
