//! People who act at random: members whose roles change, somebody from outside to whom something is granted, whoever has a link, and a server that restarts, all on
//! the same assessment, and on the roads to a ★ that begin with it.
//!
//! A *plan* ([`plan`]) is made from a seed ([`chance`]), and played against the application ([`stage`], [`perform`]). A model that was written by hand
//! from the rules ([`rules`], [`model`], [`acts`]) says what each step must lead to. Looked at is whether anything acknowledged was
//! lost, whether anything refused left a trace, whether anybody got to read what they may not ([`looks`]), and whether the audit log holds.
//!
//! A plan that fails is shortened ([`shorten`]) and printed. Saved as a file it is played again with
//! `cargo xtask people replay FILE`; in `crates/app/tests/plans` it is played with every run of the tests.
//! `cargo xtask people SECONDS` makes plans from a new seed for as long as it is told to.

mod acts;
mod chance;
mod looks;
mod model;
mod perform;
mod plan;
mod roads;
mod rules;
mod shorten;
mod stage;
mod visitors;
mod walking;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use chance::Chance;
use model::Model;
use plan::{Act, At, Criterion, Place, Plan, Step, Who};
use shorten::shorten;
use stage::play;

/// Steps of a plan.
const STEPS: usize = 60;
/// The plans of the ordinary tests.
const SEEDS: std::ops::Range<u64> = 0..3;

/// Plays a plan, and fails with the shortest one that fails like it.
async fn check(plan: Plan, from: &str) {
    let Err((number, fault)) = play(&plan).await else { return };
    let alike = async |plan: &Plan| play(plan).await.is_err_and(|(_, own)| own.what == fault.what);
    // What comes after the fault is not needed, unless it was only seen at the end.
    let upto = Plan(plan.0[..plan.0.len().min(number + 1)].to_vec());
    let plan = if alike(&upto).await { upto } else { plan };
    let short = shorten(plan, alike).await;
    let again = play(&short).await.err().map_or_else(String::new, |(_, fault)| fault.to_string());
    let name = format!("people-{}.plan", from.replace(|own: char| !own.is_alphanumeric(), "-"));
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let text = format!("# {again}\n{short}");
    let saved = std::fs::write(&file, &text).map_or_else(|error| error.to_string(), |()| file.display().to_string());
    panic!("{from}: {fault}\nshortened to {} steps, saved as {saved}:\n{text}", short.0.len());
}

#[tokio::test]
async fn people_who_act_at_random_lose_nothing_and_do_nothing_forbidden() {
    for seed in SEEDS {
        check(Chance::new(seed).plan(STEPS), &format!("seed {seed}")).await;
    }
}

/// Plans that failed once.
#[tokio::test]
async fn what_failed_once_does_not_fail_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    let mut played = 0;
    for file in std::fs::read_dir(&folder).expect("the folder of plans") {
        let file = file.expect("a plan").path();
        let text = std::fs::read_to_string(&file).expect("a plan");
        let plan: Plan = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        check(plan, &file.file_stem().unwrap_or_default().to_string_lossy()).await;
        played += 1;
    }
    assert!(played > 0, "{} has no plans", folder.display());
}

/// For as long as `TASUKI_PEOPLE_SECONDS` says, from the seed `TASUKI_PEOPLE_SEED`; or the plan in the file `TASUKI_PEOPLE_PLAN`.
#[tokio::test]
#[ignore = "takes as long as it is told to: cargo xtask people SECONDS"]
async fn people_act_at_random_for_a_long_time() {
    let variable = |name: &str| std::env::var(name).ok();
    if let Some(file) = variable("TASUKI_PEOPLE_PLAN") {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let plan = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
        return check(plan, &file).await;
    }
    let number = |name: &str| variable(name).and_then(|text| text.parse::<u64>().ok());
    let seconds = Duration::from_secs(number("TASUKI_PEOPLE_SECONDS").expect("TASUKI_PEOPLE_SECONDS"));
    let first = number("TASUKI_PEOPLE_SEED").expect("TASUKI_PEOPLE_SEED");
    #[expect(clippy::disallowed_methods, reason = "how long the test runs is no part of what it tests")]
    let (begin, now) = (Instant::now(), Instant::now);
    let mut seed = first;
    while now() - begin < seconds {
        check(Chance::new(seed).plan(STEPS), &format!("seed {seed}")).await;
        seed += 1;
    }
    println!("played {} plans of {STEPS} steps, seeds {first} to {}", seed - first, seed - 1);
}

#[test]
fn a_plan_reads_back_from_its_text() {
    for seed in 0..50 {
        let plan = Chance::new(seed).plan(200);
        assert_eq!(plan.to_string().parse(), Ok(plan));
    }
    let text =
        "# a comment\n\n{\"who\":\"lead\",\"act\":{\"say\":{\"at\":{\"place\":\"own\",\"criterion\":\"1-1-1-2\"}}}}\n";
    let step = Step { who: Who::Lead, act: Act::Say { at: At { place: Place::Own, criterion: Criterion::Second } } };
    assert_eq!(text.parse(), Ok(Plan(vec![step])));
    assert!("\n{\"who\":\"nobody\"}".parse::<Plan>().is_err_and(|error| error.starts_with("line 2: ")));
}

#[test]
fn a_seed_means_the_same_plan_everywhere_and_every_act_occurs() {
    let mut numbers = Chance::new(0);
    // The first values of SplitMix64 for the seed 0.
    assert_eq!([numbers.next(), numbers.next()], [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
    let text = Chance::new(1).plan(2_000).to_string();
    let acts = [
        "save",
        "accept",
        "many",
        "undo",
        "race",
        "say",
        "edit_comment",
        "remove_comment",
        "add_evidence",
        "read_evidence",
        "classify",
        "detach",
        "task",
        "move",
        "grant",
        "end_grant",
        "link",
        "lock_link",
        "replace_link",
        "end_link",
        "visit",
        "open_road",
        "freeze",
        "appoint",
        "dismiss",
        "mark_all",
        "raise",
        "reply",
        "finish",
        "declare",
        "withdraw",
        "role",
        "remove",
        "look",
        "day",
        "restart",
    ];
    for act in acts {
        assert!(
            text.contains(&format!("\"act\":{{\"{act}\":")) || text.contains(&format!("\"act\":\"{act}\"")),
            "{act}"
        );
    }
}

/// Roads that end at their beginning would prove little.
#[test]
fn roads_come_far_and_people_are_stopped_on_them() {
    let (mut declared, mut told) = (0, BTreeSet::new());
    for seed in 0..100 {
        let mut model = Model::new();
        for (number, step) in Chance::new(seed).plan(STEPS).0.iter().enumerate() {
            if model.has_object(step.who, &step.act) {
                told.extend(model.act(number, step.who, &step.act).err());
            }
        }
        declared += model.roads.iter().map(|road| road.course.declared).sum::<usize>();
    }
    assert!(declared > 5, "{declared}");
    for code in [
        "road.exists",
        "submission.unchanged",
        "reviewer.known",
        "reviewer.person",
        "mark.not_now",
        "issue.not_now",
        "issue.state",
        "review.nothing_submitted",
        "road.own_work",
        "road.missing",
        "road.not_now",
        "road.over",
        "declaration.another",
    ] {
        assert!(told.contains(code), "nobody is told {code}: {told:?}");
    }
}

#[tokio::test]
async fn a_plan_that_fails_is_shortened_to_what_it_needs() {
    // It fails where a day goes by after something was said, and the server restarts later.
    let needs = |plan: &Plan| {
        let mut wanted = ["say", "day", "restart"].into_iter().peekable();
        for step in &plan.0 {
            let name = serde_json::to_string(&step.act).expect("a step");
            wanted.next_if(|wanted| name.contains(&format!("\"{wanted}\"")));
        }
        wanted.peek().is_none()
    };
    let mut shortened = 0;
    for seed in 0..80 {
        let plan = Chance::new(seed).plan(150);
        if !needs(&plan) {
            continue;
        }
        let mut tries = 0;
        let short = shorten(plan, async |plan| {
            tries += 1;
            needs(plan)
        });
        let short = short.await;
        assert!(needs(&short) && short.0.len() == 3, "{short}");
        assert!(tries < 150, "{tries} tries");
        shortened += 1;
    }
    assert!(shortened > 10, "{shortened}");
    // What always fails needs no step at all.
    assert_eq!(shorten(Chance::new(1).plan(10), async |_| true).await, Plan::default());
}
