//! Every address as everybody: each page and each operation of the API, as each role, as somebody of another organization and as a stranger.
//!
//! The table of who gets what is the snapshot beside this file. A page cannot be forgotten, as the router tells its addresses; nor an
//! operation, as the description of the API is made from the handlers; nor what is sent to them (`authorization/requests.txt`).

mod company;
mod requests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use tasuki_scheme::Role;
use tokio::sync::Semaphore;

use self::company::{Actor, Company};
use self::requests::{Known, Sample, fill, samples};
use crate::support::Answer;

/// Where strangers are let in, each with the reason.
const OPEN: &[(&str, &str)] = &[
    ("/sign-in", "how one stops being a stranger"),
    ("/sign-out", "harmless without a session"),
    ("/welcome/", "the secret in the link lets in"),
    ("/demo/", "the secret in the link lets in"),
    ("/invitations/", "the secret in the link lets in"),
    ("/l/", "the code of the link lets in"),
    ("/feeds/", "the secret in the link lets in"),
    ("/me/mail/{secret}", "the secret in the link lets in"),
    ("/registrations/", "what the organization chose to show to everybody; nothing else is there"),
    ("/preferences", "language and theme of pages before sign-in"),
    ("/assets/", "the same for everybody"),
    ("/healthz", "for whoever watches the server"),
    ("/readyz", "for whoever watches the server"),
    ("/metrics", "has a guard of its own: a token, or this machine"),
    ("/api/v1/openapi.json", "tells nothing of what is kept"),
    ("/api/docs", "tells nothing of what is kept"),
];
/// An identifier that nothing has.
const NOTHING: &str = "00000000000000000000000000";
/// A digest that nothing has.
const NO_DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

fn is_open(address: &str) -> bool {
    OPEN.iter().any(|(prefix, _)| address.starts_with(prefix))
}

/// One method of one address.
type Route = (Method, String);

/// Every route: those of the pages, for which the router is asked which methods it takes, and the operations of the API.
async fn routes(company: &Company) -> Vec<Route> {
    let mut routes = BTreeSet::new();
    for address in tasuki_web::page_addresses() {
        let path = path(&address, &company.known);
        let answer = company.browser.send(Method::OPTIONS, &path, &[], Vec::new()).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{address}");
        let methods = answer.header("allow").split(',').filter(|method| *method != "HEAD");
        routes.extend(methods.map(|method| (address.clone(), method.to_owned())));
    }
    for (address, item) in tasuki_web::openapi()["paths"].as_object().expect("paths") {
        let methods = item.as_object().expect("operations").keys().map(|method| method.to_uppercase());
        routes.extend(methods.map(|method| (address.clone(), method)));
    }
    routes.into_iter().map(|(address, method)| (method.parse().expect("a method"), address)).collect()
}

/// The address of a thing. What it is called may depend on the kind of address: secrets do.
fn path(address: &str, known: &Known) -> String {
    let first = address.split('/').nth(1).unwrap_or_default();
    let secret = known.get(&format!("{first} secret")).cloned().unwrap_or_else(|| "wrong".to_owned());
    let mut known = known.clone();
    known.insert("secret".to_owned(), secret);
    let path = fill(address, &known);
    // What the company has none of: no identifier of anything.
    path.split('/').map(|part| if part.starts_with('{') { NOTHING } else { part }).collect::<Vec<_>>().join("/")
}

/// The same names for things that do not exist; those of the catalogue and plain words stay.
fn nothing(known: &Known, keep: impl Fn(&str) -> bool) -> Known {
    let plain = ["criterion", "yearly", "number", "item", "undrawn", "month", "day", "format"];
    let is_kept = |name: &str| plain.contains(&name) || keep(name) || name.ends_with("secret");
    known
        .iter()
        .map(|(name, value)| (name.clone(), if is_kept(name) { value.clone() } else { unlike(value).to_owned() }))
        .collect()
}

/// What nothing is called, in the form of a name.
fn unlike(name: &str) -> &'static str {
    if name.len() == NO_DIGEST.len() { NO_DIGEST } else { NOTHING }
}

/// What an answer says, without the identifiers that were in the question.
fn said(answer: &Answer, known: &Known) -> String {
    let names = known.values().filter(|value| [NOTHING.len(), NO_DIGEST.len()].contains(&value.len()));
    names.fold(answer.text(), |text, value| text.replace(value, unlike(value)))
}

async fn ask(company: &Company, (method, address): &Route, sample: &Sample, known: &Known) -> Answer {
    let (kind, body) = sample.body(known);
    let headers: Vec<_> = kind.iter().map(|kind| ("content-type", *kind)).collect();
    let path = path(address, &sample.names(known)) + &sample.query(known);
    company.browser.send(method.clone(), &path, &headers, body).await
}

/// How many people look at everything at the same time.
const TOGETHER: usize = 3;

/// What somebody saw, and what was wrong with it.
#[derive(Default)]
struct Visit {
    seen: Vec<(Route, Option<StatusCode>)>,
    problems: Vec<String>,
}

/// Asks for everything as somebody. Each change happens in a company of its own, so that the order of things does not matter.
async fn visit(actor: Actor) -> Visit {
    let founded = Company::found(actor).await;
    let (samples, mut company, mut visit) = (samples(), founded.again(), Visit::default());
    // What the company was founded with stands in no log.
    let untold = company.untold().await;
    for route in routes(&company).await {
        let (method, address) = &route;
        let sample = match samples.get(&(method.as_str(), address.as_str())) {
            Some(sample) => sample.clone(),
            None if *method == Method::GET => Sample::default(),
            None => panic!("{method} {address} needs a line in authorization/requests.txt"),
        };
        if sample.takes_long()
            && !matches!(actor, Actor::Member(Role::Administrator) | Actor::Elsewhere | Actor::Stranger)
        {
            visit.seen.push((route, None));
            continue;
        }
        let before = company.audited().await;
        let answer = ask(&company, &route, &sample, &company.known).await;
        let done = answer.status.is_success() || answer.status.is_redirection();
        let mut problem = judge(&company, actor, &route, &sample, &answer).await;
        if !done && !address.starts_with("/sign-in") && company.audited().await != before {
            problem = Some("was refused, and yet something changed".to_owned());
        }
        visit.problems.extend(problem.map(|problem| format!("{}: {method} {address}: {problem}", actor.name())));
        if done && *method != Method::GET {
            // Whatever changed, the log says of it what is there now.
            let wrong = company.untold().await.into_iter().filter(|own| !untold.contains(own)).collect::<Vec<_>>();
            if !wrong.is_empty() {
                visit.problems.push(format!("{}: {method} {address}: {wrong:?}", actor.name()));
            }
            company = founded.again();
        }
        visit.seen.push((route, Some(answer.status)));
    }
    visit
}

/// What is wrong with an answer, whoever may do what.
async fn judge(company: &Company, actor: Actor, route: &Route, sample: &Sample, answer: &Answer) -> Option<String> {
    let address = route.1.as_str();
    if answer.status.is_server_error() {
        return Some(format!("{} {}", answer.status, answer.text()));
    }
    match actor {
        Actor::Stranger | Actor::Link(_) if !is_open(address) => is_asked_to_sign_in(address, answer),
        Actor::Elsewhere if address.contains("{organization}") && answer.status != StatusCode::NOT_FOUND => {
            Some(format!("let in: {} {}", answer.status, answer.text()))
        }
        Actor::Elsewhere if address.contains("{organization}") => {
            is_like_nothing(company, route, sample, answer, |_| false).await
        }
        Actor::Member(_) | Actor::Granted(_) | Actor::Link(_) if answer.status == StatusCode::NOT_FOUND => {
            // What the thing itself is kept in may be known to exist.
            let last = address.rsplit('{').next().and_then(|rest| rest.split('}').next()).unwrap_or_default();
            is_like_nothing(company, route, sample, answer, |name| name != last).await
        }
        _ => None,
    }
}

/// Unknown and forbidden look the same: the answer is the one for what does not exist.
async fn is_like_nothing(
    company: &Company,
    route: &Route,
    sample: &Sample,
    answer: &Answer,
    keep: impl Fn(&str) -> bool,
) -> Option<String> {
    let nothing = nothing(&company.known, keep);
    let other = ask(company, route, sample, &nothing).await;
    let told =
        |answer: &Answer| (answer.status, answer.header("content-type").to_owned(), said(answer, &company.known));
    let (own, other) = (told(answer), told(&other));
    (own != other).then(|| format!("tells what exists: {own:?} is not {other:?}"))
}

fn is_asked_to_sign_in(address: &str, answer: &Answer) -> Option<String> {
    let asked = if address.starts_with("/api/") {
        answer.status == StatusCode::UNAUTHORIZED && answer.header("content-type") == "application/problem+json"
    } else {
        let by_script =
            answer.status == StatusCode::UNAUTHORIZED && answer.header("content-type") == "application/problem+json";
        by_script || (answer.status.is_redirection() && answer.header("location").starts_with("/sign-in"))
    };
    (!asked)
        .then(|| format!("is not asked to sign in: {} {} {}", answer.status, answer.header("location"), answer.text()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_gets_what_the_table_says() {
    let actors = Actor::all();
    // A few at a time: all of them at once, on a machine that is busy already, wait for each other until the server gives up.
    let turns = Arc::new(Semaphore::new(TOGETHER));
    let in_turn = |actor: Actor| {
        let turns = turns.clone();
        async move {
            let _turn = turns.acquire().await.expect("nobody closes it");
            visit(actor).await
        }
    };
    let visits: Vec<_> = actors.iter().map(|actor| tokio::spawn(in_turn(*actor))).collect();
    let mut table: Table = BTreeMap::new();
    let mut problems = Vec::new();
    for visit in visits {
        let visit = visit.await.expect("a visit");
        problems.extend(visit.problems);
        for ((method, address), status) in visit.seen {
            table.entry((address, method.to_string())).or_default().push(status);
        }
    }
    let samples = samples();
    for (method, address) in samples.keys() {
        assert!(
            table.contains_key(&((*address).to_owned(), (*method).to_owned())),
            "{method} {address} is no route any more"
        );
    }
    for ((address, method), statuses) in &table {
        let sample = samples.get(&(method.as_str(), address.as_str()));
        let wanted = sample.map_or(address.contains("{organization}"), |sample| sample.succeeds);
        let somebody = statuses.iter().flatten().any(|status| status.is_success() || status.is_redirection());
        if wanted && !somebody {
            problems.push(format!("nobody succeeds with {method} {address}: {statuses:?}"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    insta::assert_snapshot!("access", written(&actors, &table));
}

/// What is posted and makes nothing: it brings what is there into a state, or writes a file that nobody keeps.
const MAKES_NOTHING: [&str; 19] = [
    "/withdraw",
    "/set-aside",
    "/apply",
    "/registration/revoke",
    "/registration/return",
    "/roads/{road}/review",
    "/archive",
    "/restore",
    "/lock",
    "/unlock",
    "/notifications/read",
    "/suggestions/{criterion}/accept",
    "/suggestions/{criterion}/dismiss",
    "/tasks/{task}/moves",
    "/inspection-reports/{assessment}/{criterion}/file",
    "/members/{person}/disable",
    "/members/{person}/enable",
    "/members/{person}/remove-factors",
    "/members/{person}/erasure",
];

#[tokio::test]
async fn whatever_makes_something_takes_a_key_and_counts_once() {
    let samples = samples();
    let who = [Actor::Member(Role::SecurityLead), Actor::Member(Role::Administrator), Actor::Reviewer];
    let founded = [Company::found(who[0]).await, Company::found(who[1]).await, Company::found(who[2]).await];
    let mut problems = Vec::new();
    for (address, item) in tasuki_web::openapi()["paths"].as_object().expect("paths") {
        let Some(post) = item.get("post") else { continue };
        let named = |given: &serde_json::Value| given["name"] == "Idempotency-Key";
        let takes = post["parameters"].as_array().is_some_and(|given| given.iter().any(named));
        if takes == MAKES_NOTHING.iter().any(|end| address.ends_with(end)) {
            problems.push(format!("{address}: takes a key: {takes}"));
        }
        // What this company is not in the state for is tried where it is.
        if !takes || !samples[&("POST", address.as_str())].succeeds {
            continue;
        }
        // Not everything is for a lead, for an administrator, or for a reviewer.
        let mut answers = Vec::new();
        for company in &founded {
            answers = twice(company, address, &samples).await;
            if answers[0].status.is_success() {
                break;
            }
        }
        let (first, second) = (&answers[0], &answers[1]);
        let same = first.status == second.status && first.bytes == second.bytes;
        if !first.status.is_success() || !same || second.header("idempotency-replayed") != "true" {
            problems.push(format!("{address}: {} {}, {} {}", first.status, first.text(), second.status, second.text()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// What is answered to the same request under the same key.
async fn twice(
    founded: &Company,
    address: &str,
    samples: &BTreeMap<(&'static str, &'static str), Sample>,
) -> Vec<Answer> {
    let company = founded.again();
    let (kind, body) = samples[&("POST", address)].body(&company.known);
    let mut headers = vec![("idempotency-key", "once")];
    headers.extend(kind.map(|kind| ("content-type", kind)));
    let path = path(address, &company.known);
    let mut answers = Vec::new();
    for _ in 0..2 {
        answers.push(company.browser.send(Method::POST, &path, &headers, body.clone()).await);
    }
    answers
}

/// Address and method, and what each got; nothing where only one was asked for all.
type Table = BTreeMap<(String, String), Vec<Option<StatusCode>>>;

/// The table as people read it.
fn written(actors: &[Actor], table: &Table) -> String {
    let width = table.keys().map(|(address, _)| address.len()).max().unwrap_or_default();
    let names: Vec<&str> = actors.iter().map(|actor| actor.name()).collect();
    let mut text = format!("{:7}{:width$}  {}\n", "", "", names.join("  "));
    for ((address, method), statuses) in table {
        let _ = write!(text, "{method:7}{address:width$}");
        for (name, status) in names.iter().zip(statuses) {
            let _ = write!(text, "  {:<1$}", status.as_ref().map_or("-", StatusCode::as_str), name.len());
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}
