//! The road: what the built-in data says, what a broken file is told, and what holds however people act on it.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;
use tasuki_catalog::{Lang, Library, SourceFile};
use tasuki_scheme::road::{
    Actor, Certainty, Course, Event, Lack, Need, Party, Refusal, Route, Scheme, Shown, State, StepKind, parse_scheme,
};

const TEXT: &str = include_str!("../../../catalogs/schemes/scs.toml");

fn scs() -> &'static Scheme {
    &Scheme::builtin()[0]
}

fn route(id: &str) -> &'static Route {
    let Some((_, route)) = scs().route(id) else { panic!("there is no route {id}") };
    route
}

/// The scheme with a text in the place of another.
fn changed(from: &str, to: &str) -> Result<Scheme, Vec<String>> {
    assert!(TEXT.contains(from), "{from}");
    let file = SourceFile { name: "scs.toml".to_owned(), text: TEXT.replacen(from, to, 1) };
    parse_scheme(&file).map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

/// Somebody who may act as anybody, and prepared nothing.
fn anybody() -> Party {
    Party { acts_as: Actor::ALL.into(), prepared: false }
}

fn everything() -> BTreeSet<Need> {
    Need::ALL.into()
}

#[test]
fn what_is_published_is_as_published() {
    use StepKind as S;
    let (three, four) = (scs().star(3).unwrap(), scs().star(4).unwrap());
    assert_eq!((three.valid.years, three.self_check.is_none()), (1, true));
    assert_eq!((four.valid.years, four.self_check.as_ref().map(|own| own.months)), (3, Some(12)));
    assert_eq!(three.reminders.days, [180, 90, 30, 7]);
    let expert = scs().reviewer(Actor::Expert).unwrap();
    assert_eq!(expert.one_of, ["riss", "cais", "cissp", "cisa", "cism", "isms-lead-auditor"]);
    assert_eq!(expert.also, ["training", "registration"]);
    let steps = |id: &str| route(id).steps.iter().map(|step| step.step).collect::<Vec<_>>();
    assert_eq!(steps("star-3"), [S::SelfAssessment, S::Review, S::Declaration, S::Application, S::Registration]);
    assert_eq!(steps("star-4"), S::ALL);
    for star in &scs().stars {
        for edition in &scs().editions {
            let catalog = Library::builtin().catalog(edition).expect("an edition");
            assert!(catalog.levels().iter().any(|level| level.id == star.level), "{edition} {}", star.star);
        }
    }
    // What we made up says so.
    for star in &scs().stars {
        assert_eq!(star.reminders.basis.certainty, Certainty::Assumed);
    }
    assert!(scs().changes.iter().all(|change| change.basis.certainty == Certainty::Assumed));
}

#[test]
fn a_broken_file_is_told_what_is_wrong_and_where() {
    for (from, to, told) in [
        ("id = \"scs\"", "id = 3", "scs.toml:6: invalid type"),
        ("step = \"review\"", "step = \"glance\"", "unknown variant `glance`"),
        ("source = \"policy\" }", "source = \"rumour\" }", "the source rumour; expected the id of one of [[sources]]"),
        ("\"riss\", \"cais\"", "\"riss\", \"psychic\"", "the qualification psychic"),
        ("ja = \"文書確認\"", "ja = \"\"", "a text in one language only: \"Document review\"; expected ja and en"),
        ("valid = { years = 1,", "valid = { years = 0,", "a period of nothing for ★3"),
        ("days = [180, 90, 30, 7]", "days = [7, 30]", "reminders [7, 30]"),
        ("id = \"star-4\"", "id = \"star-3\"", "the route star-3 twice"),
        ("star = 4", "star = 3", "★s out of order or twice"),
        ("step = \"application\"", "step = \"audit\"", "steps out of order or twice"),
        ("step = \"review\"", "step = \"audit\"", "no step review"),
        ("by = [\"expert\"]", "by = []", "review by nobody"),
        ("by = [\"expert\"]", "by = [\"supplier\"]", "review by supplier; expected somebody whose act it can be"),
        ("by = [\"management\"]", "by = [\"expert\"]", "declaration by expert"),
        ("\"no_open_question\", \"no_open_finding\"]", "\"no_open_question\"]", "review without no_open_finding"),
        ("needs = [\"declaration\", ", "needs = [", "declaration without declaration"),
        ("actor = \"expert\"", "actor = \"technical_verifier\"", "the reviewer technical_verifier twice"),
        ("kind = \"general\"", "kind = \"incident\"", "scs.toml:"),
        ("corrected_within = { days = 180", "corrected_within = { days = 0", "no days for the corrections of audit"),
    ] {
        let problems = changed(from, to).expect_err(to).join("\n");
        assert!(problems.contains(told), "{to}: {problems}");
    }
    assert!(changed("valid = { years = 1,", "valid = { years = 2,").is_ok(), "a file of one's own says something else");
}

#[test]
fn every_state_is_reached_and_left_and_every_event_has_an_answer() {
    for route in scs().stars.iter().flat_map(|star| &star.routes) {
        let states = route.states();
        let mut reached = HashSet::from([State::START]);
        loop {
            let before = reached.len();
            let next: Vec<State> =
                route.moves().iter().filter(|own| reached.contains(&own.from)).map(|own| own.next).collect();
            reached.extend(next);
            if reached.len() == before {
                break;
            }
        }
        assert_eq!(reached, states.iter().copied().collect(), "{}", route.id);
        for state in states {
            let left = route.moves().iter().any(|own| own.from == state && own.next != state);
            assert_eq!(left, !state.is_final(), "{state:?}");
            assert_eq!(State::from_word(&state.word()), Some(state));
            assert!(Lang::ALL.into_iter().all(|lang| !state.name(route, lang).is_empty()), "{state:?}");
            for event in Event::ALL {
                let answer = route.next(state, event, &anybody(), &everything());
                match (route.find(state, event), answer) {
                    (Some(row), Ok(next)) => assert_eq!(next, row.next),
                    (None, Err(Refusal::Over)) => assert!(state.is_final()),
                    (None, Err(Refusal::NotNow(possible))) => {
                        assert!(!possible.is_empty() && !possible.contains(&event));
                    }
                    (row, answer) => panic!("{state:?} {event:?}: {row:?} {answer:?}"),
                }
            }
        }
        let mut rows = HashSet::new();
        assert!(route.moves().iter().all(|own| rows.insert((own.from, own.event))), "one row for a state and an event");
    }
}

#[test]
fn each_need_holds_an_act_up_and_so_does_each_wrong_person() {
    for route in scs().stars.iter().flat_map(|star| &star.routes) {
        for row in route.moves() {
            for need in &row.needs {
                let mut met = everything();
                met.remove(need);
                let refused = route.next(row.from, row.event, &anybody(), &met);
                assert_eq!(refused, Err(Refusal::Missing(vec![*need])), "{row:?}");
            }
            for actor in Actor::ALL {
                let party = Party { acts_as: [actor].into(), prepared: false };
                let answer = route.next(row.from, row.event, &party, &everything());
                let wanted =
                    if row.by.contains(&actor) { Ok(row.next) } else { Err(Refusal::NotYours(row.by.clone())) };
                assert_eq!(answer, wanted, "{row:?} by {actor:?}");
            }
        }
    }
}

/// Routes with steps left out of ★4, as an operator may decide them: all that a file of one's own could say.
fn routes() -> Vec<Route> {
    let mut all: Vec<Route> = scs().stars.iter().flat_map(|star| star.routes.clone()).collect();
    for left_out in [
        &[StepKind::Audit][..],
        &[StepKind::TechnicalCheck],
        &[StepKind::Declaration],
        &[StepKind::Declaration, StepKind::Application],
    ] {
        let mut scheme = scs().clone();
        for route in scheme.stars.iter_mut().filter(|own| own.star == 4).flat_map(|own| &mut own.routes) {
            route.steps.retain(|step| !left_out.contains(&step.step));
        }
        // Through the door that a file takes, so that the table is made anew.
        let text = toml::to_string(&scheme).unwrap_or_default();
        let read = parse_scheme(&SourceFile { name: "own.toml".to_owned(), text });
        let Ok(read) = read else { panic!("{left_out:?} cannot be left out: {read:?}") };
        all.extend(read.star(4).into_iter().flat_map(|own| own.routes.clone()));
    }
    all
}

#[derive(Debug, Clone)]
struct Act {
    event: Event,
    party: Party,
    met: BTreeSet<Need>,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let party = (proptest::collection::btree_set(select(Actor::ALL.to_vec()), 0..=6), any::<bool>())
        .prop_map(|(acts_as, prepared)| Party { acts_as, prepared });
    // Mostly everything is there, so that walks come far; sometimes one thing is missing.
    let met = proptest::option::weighted(0.3, select(Need::ALL.to_vec())).prop_map(|lacking| {
        let mut met = everything();
        if let Some(need) = lacking {
            met.remove(&need);
        }
        met
    });
    let act = (select(Event::ALL.to_vec()), party, met).prop_map(|(event, party, met)| Act { event, party, met });
    proptest::collection::vec(act, 0..200)
}

proptest! {
    #[test]
    fn nothing_is_registered_without_each_step_for_what_was_submitted(own in 0..6_usize, acts in acts()) {
        let route = &routes()[own];
        let mut state = State::START;
        // Which steps were ended since the last submission, and the needs of each at its end.
        let mut ended: HashMap<StepKind, BTreeSet<Need>> = HashMap::new();
        for act in acts {
            let Ok(next) = route.next(state, act.event, &act.party, &act.met) else { continue };
            prop_assert!(!(act.event.is_judgement() && act.party.prepared), "{act:?} judged their own work");
            match (act.event, state) {
                (Event::Submit, _) => {
                    ended.clear();
                    ended.insert(StepKind::SelfAssessment, act.met.clone());
                }
                (Event::Confirm | Event::Declare | Event::Apply | Event::Register, State::Doing(kind)) => {
                    ended.insert(kind, act.met.clone());
                }
                // A step that sends back is not ended any more, nor are those after it.
                (Event::Return, _) => {
                    if let State::Correcting(kind) = next {
                        ended.retain(|own, _| *own < kind);
                    }
                }
                _ => {}
            }
            if act.event == Event::Register {
                for step in &route.steps {
                    let met = ended.get(&step.step);
                    prop_assert!(met.is_some(), "registered without {:?}", step.step);
                    let lacking = step.needs.iter().find(|need| !met.unwrap().contains(need));
                    // A self-assessment that came again from a correction needs its submission, not the check before it.
                    prop_assert!(lacking.is_none_or(|need| *need == Need::ReadyCheck), "registered without {lacking:?}");
                }
            }
            state = next;
        }
    }
}

#[test]
fn a_walk_in_order_comes_to_its_end() {
    for route in routes() {
        let mut state = State::START;
        for event in [Event::Submit, Event::Return, Event::Correct, Event::Confirm] {
            state = route.next(state, event, &anybody(), &everything()).expect("a step");
        }
        for event in [Event::Confirm, Event::Confirm, Event::Declare, Event::Apply, Event::Register] {
            state = route.next(state, event, &anybody(), &everything()).unwrap_or(state);
        }
        assert_eq!(state, State::Registered, "{}", route.id);
        let checked = route.next(state, Event::SelfCheck, &anybody(), &everything());
        assert_eq!(checked.is_ok(), route.id == "star-4", "{}", route.id);
    }
}

#[test]
fn a_changed_submission_begins_with_the_first_look_again() {
    for (from, next) in [
        (State::Doing(StepKind::Declaration), State::Doing(StepKind::Review)),
        (State::Doing(StepKind::Registration), State::Doing(StepKind::Review)),
        (State::Correcting(StepKind::Audit), State::Doing(StepKind::Review)),
        (State::Doing(StepKind::TechnicalCheck), State::Doing(StepKind::Review)),
    ] {
        assert_eq!(route("star-4").next(from, Event::Submit, &anybody(), &everything()), Ok(next), "{from:?}");
    }
    let retest = route("star-4").next(State::Correcting(StepKind::Audit), Event::Correct, &anybody(), &everything());
    assert_eq!(retest, Ok(State::Doing(StepKind::Audit)));
}

#[test]
fn who_lacks_a_qualification_is_told_which() {
    let day = date(2026, 12, 1);
    let shown =
        |qualification: &str, until| Shown { qualification: qualification.to_owned(), number: "1".to_owned(), until };
    let complete = [
        shown("riss", Some(date(2026, 11, 30))),
        shown("cisa", Some(day)),
        shown("training", None),
        shown("registration", Some(date(2027, 3, 31))),
    ];
    assert_eq!(scs().lacks(Actor::Expert, &complete, day), [], "the last day counts, and one of them is enough");
    let later = date(2026, 12, 2);
    let ended = Lack::Ended { qualification: "cisa".to_owned(), until: day };
    assert_eq!(scs().lacks(Actor::Expert, &complete, later), [ended]);
    let none = scs().lacks(Actor::Expert, &[], day);
    assert!(
        matches!(&none[..], [Lack::NoneOf { any }, Lack::NotShown { .. }, Lack::NotShown { .. }] if any.len() == 6)
    );
    let nameless = [Shown { number: " ".to_owned(), ..shown("verifier-designation", None) }];
    let lacks = scs().lacks(Actor::TechnicalVerifier, &nameless, day);
    assert_eq!(lacks, [Lack::NotShown { qualification: "verifier-designation".to_owned() }], "a number is asked");
    assert_eq!(scs().lacks(Actor::Supplier, &complete, day), [Lack::UnknownActor]);
}

#[test]
fn a_term_ends_on_the_day_before_its_anniversary() {
    let (three, four) = (scs().star(3).unwrap(), scs().star(4).unwrap());
    assert_eq!(three.last_day(date(2027, 4, 1)), date(2028, 3, 31));
    assert_eq!(three.last_day(date(2028, 2, 29)), date(2029, 2, 28));
    let until = four.last_day(date(2027, 4, 1));
    assert_eq!(until, date(2030, 3, 31));
    assert_eq!(four.self_checks(date(2027, 4, 1), until), [date(2028, 4, 1), date(2029, 4, 1)]);
    assert_eq!(three.self_checks(date(2027, 4, 1), date(2028, 3, 31)), []);
    assert_eq!(
        three.reminded(date(2028, 3, 31)),
        [date(2027, 10, 3), date(2028, 1, 1), date(2028, 3, 1), date(2028, 3, 24)]
    );
}

#[test]
fn every_word_is_there_once() {
    let unique = |words: Vec<&str>| words.iter().collect::<HashSet<_>>().len() == words.len();
    assert!(unique(Need::ALL.map(Need::word).to_vec()) && unique(Event::ALL.map(Event::word).to_vec()));
    for need in Need::ALL {
        assert_eq!(serde_json::to_value(need).unwrap(), need.word());
    }
    for event in Event::ALL {
        assert_eq!(serde_json::to_value(event).unwrap(), event.word());
    }
    for actor in Actor::ALL {
        assert_eq!(serde_json::to_value(actor).unwrap(), actor.word());
    }
    for kind in StepKind::ALL {
        assert_eq!(
            (serde_json::to_value(kind).unwrap(), StepKind::from_word(kind.word())),
            (kind.word().into(), Some(kind))
        );
    }
    assert_eq!((State::from_word("doing/nothing"), State::from_word("done")), (None, None));
}

#[test]
fn a_picture_has_every_way_of_the_table_once_and_every_state_in_a_place_of_its_own() {
    for route in scs().stars.iter().flat_map(|star| &star.routes) {
        let picture = route.picture();
        let places: BTreeSet<_> = picture.places.iter().map(|own| (own.row, own.is_beside)).collect();
        assert_eq!(places.len(), picture.places.len(), "{}", route.id);
        let mut drawn: Vec<_> = picture
            .ways
            .iter()
            .flat_map(|way| {
                way.acts.iter().flat_map(|(event, _)| way.from.iter().map(|from| (*from, *event, way.next)))
            })
            .collect();
        let left_out = |own: &&tasuki_scheme::road::Move| own.from == own.next || own.next == State::Withdrawn;
        let mut moves: Vec<_> =
            route.moves().iter().filter(|own| !left_out(own)).map(|own| (own.from, own.event, own.next)).collect();
        drawn.sort();
        moves.sort();
        assert_eq!(drawn, moves, "{}", route.id);
        // What leads up from corrections leads up from their step as well: the page draws one line for both.
        for way in picture.ways.iter().filter(|way| way.course == Course::Up) {
            for from in &way.from {
                let State::Correcting(step) = from else { continue };
                assert!(way.from.contains(&State::Doing(*step)), "{}: {from:?}", route.id);
            }
        }
    }
}
