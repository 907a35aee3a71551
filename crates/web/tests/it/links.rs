//! Links: what somebody sees who has one and no account, and what they learn of one that opens nothing.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tasuki_scheme::Role;
use tasuki_web::Limits;

use crate::common::World;
use crate::support::{Answer, Browser, Part};

const CRITERION: &str = "1-1-1-2";
const DAY: u64 = 24 * 60 * 60 * 1_000;

/// A company with an answer and three pieces of evidence, and whoever makes links in it.
struct Company {
    world: World,
    admin: Browser,
    lead: Browser,
    assessment: String,
    evidence: Vec<String>,
}

impl Company {
    async fn new() -> Self {
        let world = World::new().await;
        let admin = Browser::new(&world, &world.somebody("山", Role::Administrator).await);
        let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
        let started = json!({"edition": "scs-2026-03", "level": 4, "title": "本社の自己評価"});
        let assessment = text(&made(&lead, "assessments", &started).await, "id");
        let answer = json!({"status": "partial", "note": "入退室の方針がある。"});
        let path = format!("assessments/{assessment}/answers/{CRITERION}");
        let answered = lead.command(Method::PATCH, &path, &[], &answer).await;
        assert!(answered.status.is_success(), "{}", answered.text());
        let mut evidence = Vec::new();
        for (class, name) in [("public", "方針.txt"), ("internal", "手順.txt"), ("confidential", "構成図.txt")] {
            let parts = [
                Part::field("assessment", &assessment),
                Part::field("criterion", CRITERION),
                Part::field("classification", class),
                Part::file(name, class.as_bytes()),
            ];
            let added = lead.upload("evidence", &parts).await;
            assert!(added.status.is_success(), "{}", added.text());
            evidence.push(text(&added.json()["items"][0], "id"));
        }
        Self { world, admin, lead, assessment, evidence }
    }

    /// A link: its identifier and its code.
    async fn link(&self, permissions: &[&str], evidence: Option<&str>, days: (Option<&str>, &str)) -> (String, String) {
        let opening = json!({
            "assessment": self.assessment, "capacity": "buyer", "permissions": permissions, "evidence": evidence
        });
        let new = json!({"recipient": "青空製作所", "openings": [opening], "starts": days.0, "ends": days.1});
        address(&made(&self.admin, "links", &new).await)
    }

    /// Somebody who has no account.
    fn stranger(&self) -> Browser {
        Browser::of_cookie(&self.world, "")
    }

    /// Somebody who has a visit and no account.
    fn visitor(&self, visit: &str) -> Browser {
        self.stranger().with_cookie(&format!("tasuki-link={visit}"))
    }
}

async fn made(by: &Browser, path: &str, body: &Value) -> Value {
    let answer = by.command(Method::POST, path, &[], body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{path}: {}", answer.text());
    answer.json()
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}")).to_owned()
}

/// Identifier and code of a link that was just made.
fn address(made: &Value) -> (String, String) {
    let address = text(made, "address");
    let (path, code) = address.split_once('#').expect("a code");
    let id = text(made, "id");
    assert!(path.ends_with(&format!("/l/{id}")) && code.starts_with("tsl_"), "{address}");
    (id, code.to_owned())
}

async fn show(browser: &Browser, link: &str, code: &str) -> Answer {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    browser.send(Method::POST, &format!("/l/{link}"), &headers, format!("code={code}").into_bytes()).await
}

/// An answer without what the question said.
fn without(answer: &Answer, words: &[&str]) -> (StatusCode, String) {
    (answer.status, words.iter().fold(answer.text(), |text, word| text.replace(word, "…")))
}

#[tokio::test]
async fn with_results_no_text_is_shown_and_with_answers_evidence_up_to_its_class() {
    let company = Company::new().await;
    let (link, code) = company.link(&["read_results"], None, (None, "2027-03-31")).await;
    let stranger = company.stranger();
    let visitor = company.visitor(&stranger.visit(&link, &code).await);
    let opened = visitor.get(&format!("/l/{link}/open")).await.text();
    assert!(opened.contains("本社の自己評価") && opened.contains("青空製作所"), "{opened}");
    let results = visitor.get(&format!("/l/{link}/assessments/{}", company.assessment)).await;
    assert_eq!(results.status, StatusCode::OK);
    for hidden in ["入退室の方針がある。", "方針.txt", "佐藤", "山"] {
        assert!(!results.text().contains(hidden), "{hidden}");
    }
    for evidence in &company.evidence {
        assert_eq!(visitor.get(&format!("/l/{link}/evidence/{evidence}")).await.status, StatusCode::NOT_FOUND);
    }

    let (link, code) = company.link(&["read_assessments"], Some("internal"), (None, "2027-03-31")).await;
    let visitor = company.visitor(&stranger.visit(&link, &code).await);
    let answers = visitor.get(&format!("/l/{link}/assessments/{}", company.assessment)).await.text();
    for shown in ["入退室の方針がある。", "方針.txt", "手順.txt"] {
        assert!(answers.contains(shown), "{shown}");
    }
    assert!(!answers.contains("構成図.txt"));
    for (evidence, bytes) in company.evidence.iter().zip([Some("public"), Some("internal"), None]) {
        let got = visitor.get(&format!("/l/{link}/evidence/{evidence}")).await;
        assert_eq!((got.status == StatusCode::OK).then(|| got.text()).as_deref(), bytes);
    }
    // Who took a file along is told to those who may read about it, by the name to whom the link was sent.
    let history =
        company.lead.get(&format!("/o/{}/evidence/{}", company.lead.organization(), company.evidence[1])).await;
    assert!(history.text().contains("リンク（青空製作所）"), "{}", history.text());
}

#[tokio::test]
async fn unknown_malformed_and_foreign_are_the_same() {
    let company = Company::new().await;
    let (link, code) = company.link(&["read_results"], None, (None, "2027-03-31")).await;
    let (other, other_code) = company.link(&["read_results"], None, (None, "2027-03-31")).await;
    let stranger = company.stranger();
    let nothing = "00000000000000000000000000";
    let asked = [
        (link.as_str(), other_code.as_str()),
        (other.as_str(), code.as_str()),
        (link.as_str(), "tsl_AAAA"),
        (link.as_str(), ""),
        (nothing, code.as_str()),
        ("rocket", code.as_str()),
        ("%2e%2e%2fme", code.as_str()),
    ];
    let mut answers = Vec::new();
    for (id, code) in asked {
        let answer = show(&stranger, id, code).await;
        assert!(answer.header("set-cookie").is_empty());
        answers.push(without(&answer, &[id, "..%2Fme"]));
    }
    assert_eq!(answers[0].0, StatusCode::NOT_FOUND);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");

    // The first page says nothing about any of them, and a visit opens its own link alone.
    let first = stranger.get(&format!("/l/{link}")).await;
    assert_eq!(first.status, StatusCode::OK);
    for id in [nothing, "rocket"] {
        let page = stranger.get(&format!("/l/{id}")).await;
        assert_eq!(without(&page, &[id]), without(&first, &[&link]));
    }
    let visitor = company.visitor(&stranger.visit(&link, &code).await);
    for id in [other.as_str(), nothing, "rocket"] {
        let foreign = visitor.get(&format!("/l/{id}/open")).await;
        let none = stranger.get(&format!("/l/{id}/open")).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        assert_eq!(without(&foreign, &[]), without(&none, &[]));
    }
}

#[tokio::test]
async fn only_the_right_code_learns_that_a_link_is_over_locked_or_early() {
    let company = Company::new().await;
    let stranger = company.stranger();
    let days = (None, "2027-03-31");
    let (link, code) = company.link(&["read_results"], None, days).await;
    let visit = stranger.visit(&link, &code).await;
    let visitor = company.visitor(&visit);
    let page = format!("/l/{link}/open");
    let post = |what: &str| format!("links/{link}/{what}");
    let states = async || {
        let shown = show(&stranger, &link, &code).await.status;
        (shown, visitor.get(&page).await.status, show(&stranger, &link, "tsl_AAAA").await.status)
    };
    let at = |shown: StatusCode, seen| (shown, seen, StatusCode::NOT_FOUND);

    assert_eq!(states().await, at(StatusCode::SEE_OTHER, StatusCode::OK));
    let done = company.admin.command(Method::POST, &post("lock"), &[], &Value::Null).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    assert_eq!(states().await, at(StatusCode::CONFLICT, StatusCode::CONFLICT));
    let done = company.admin.command(Method::POST, &post("unlock"), &[], &Value::Null).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    assert_eq!(states().await, at(StatusCode::SEE_OTHER, StatusCode::OK));

    // Replaced: the earlier one is gone, the new one opens the same.
    let (new, new_code) = address(&made(&company.admin, &post("replace"), &Value::Null).await);
    assert_eq!(states().await, at(StatusCode::GONE, StatusCode::GONE));
    let visitor_of_new = company.visitor(&stranger.visit(&new, &new_code).await);
    assert_eq!(visitor_of_new.get(&format!("/l/{new}/open")).await.status, StatusCode::OK);
    let again = company.admin.command(Method::POST, &post("lock"), &[], &Value::Null).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());

    // Taken back, also by ending what it holds.
    let listed = company.admin.api("links").await.json();
    assert_eq!((text(&listed[0], "state"), text(&listed[1], "state")), ("open".to_owned(), "replaced".to_owned()));
    let grant = text(&listed[0]["grants"][0], "id");
    let done = company.admin.command(Method::DELETE, &format!("grants/{grant}"), &[], &Value::Null).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    assert_eq!(show(&stranger, &new, &new_code).await.status, StatusCode::GONE);
    assert_eq!(visitor_of_new.get(&format!("/l/{new}/open")).await.status, StatusCode::GONE);

    // Its days: not yet, open, over. Nothing writes down that it has ended.
    let (later, code) = company.link(&["read_results"], None, (Some("2026-11-23"), "2026-11-24")).await;
    let early = show(&stranger, &later, &code).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.text().contains("2026-11-23"), "{}", early.text());
    company.world.wait(2 * DAY);
    assert_eq!(show(&stranger, &later, &code).await.status, StatusCode::SEE_OTHER);
    company.world.wait(2 * DAY);
    assert_eq!(show(&stranger, &later, &code).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_visit_ends_and_never_uses_a_session() {
    let company = Company::new().await;
    let (link, code) = company.link(&["read_results"], None, (None, "2027-03-31")).await;
    // An administrator who opens the link sees what the link opens: nothing more, and without it nothing at all.
    let page = format!("/l/{link}/open");
    assert_eq!(company.admin.get(&page).await.status, StatusCode::NOT_FOUND);
    let visit = company.admin.visit(&link, &code).await;
    let both = company.admin.with_cookie(&format!("tasuki-link={visit}"));
    let shown = both.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK);
    let organization = format!("/o/{}", company.admin.organization());
    assert!(!shown.text().contains(&organization) && !shown.text().contains("山"), "{}", shown.text());
    let evidence = both.get(&format!("/l/{link}/evidence/{}", company.evidence[0])).await;
    assert_eq!(evidence.status, StatusCode::NOT_FOUND);

    // The other way round, a visit is no session.
    let visitor = company.visitor(&visit);
    assert_eq!(visitor.api("assessments").await.status, StatusCode::UNAUTHORIZED);
    let home = visitor.get(&organization).await;
    assert!(home.header("location").starts_with("/sign-in"), "{}", home.status);

    // It ends when it is closed, and after a day of work.
    let second = company.visitor(&company.stranger().visit(&link, &code).await);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let left = visitor.send(Method::POST, &format!("/l/{link}/leave"), &headers, Vec::new()).await;
    assert!(left.header("set-cookie").contains("Max-Age=0"), "{}", left.header("set-cookie"));
    assert_eq!(visitor.get(&page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(second.get(&page).await.status, StatusCode::OK);
    company.world.wait(8 * 60 * 60 * 1_000 + 1);
    assert_eq!(second.get(&page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_link_only_reads_and_whoever_manages_members_makes_it() {
    let company = Company::new().await;
    let opening = json!({"assessment": company.assessment, "capacity": "expert", "permissions": ["comment"]});
    let new = json!({"recipient": "専門家", "openings": [opening], "ends": "2027-03-31"});
    let refused = company.admin.command(Method::POST, "links", &[], &new).await;
    assert_eq!(
        (refused.status, text(&refused.json(), "code")),
        (StatusCode::UNPROCESSABLE_ENTITY, "link.only_reads".to_owned())
    );
    for (new, code) in [
        (json!({"recipient": " ", "openings": [], "ends": "2027-03-31"}), "link.recipient"),
        (json!({"recipient": "専門家", "openings": [], "ends": "2027-03-31"}), "link.nothing"),
        (json!({"recipient": "専門家", "openings": [], "ends": "2026-11-20"}), "grant.days"),
    ] {
        assert_eq!(text(&company.admin.command(Method::POST, "links", &[], &new).await.json(), "code"), code);
    }
    assert_eq!(company.lead.api("links").await.status, StatusCode::NOT_FOUND);

    // The page says the address once, keeps what was typed when it is refused, and lists the link.
    let fields =
        [("recipient", "監査室"), ("assessment", &*company.assessment), ("capacity", "auditor"), ("reads", "results")];
    let refused = company.admin.form("links", &[&fields[..], &[("ends", "いつか")]].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains(r#"value="監査室""#), "{}", refused.text());
    let shown = company.admin.form("links", &[&fields[..], &[("ends", "2027-03-31")]].concat()).await.text();
    assert!(shown.contains("#tsl_"), "{shown}");
    let listed = company.admin.get(&format!("/o/{}/grants", company.admin.organization())).await.text();
    assert!(listed.contains("監査室") && !listed.contains("tsl_"), "{listed}");
}

#[tokio::test]
async fn codes_are_tried_as_rarely_as_passwords() {
    let company = Company::new().await;
    let limits = Limits { requests: 1_000, sign_ins: 3 };
    let stranger = company.stranger().with_limits(limits);
    for _ in 0..3 {
        assert_eq!(show(&stranger, "rocket", "tsl_AAAA").await.status, StatusCode::NOT_FOUND);
    }
    let refused = show(&stranger, "rocket", "tsl_AAAA").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.header("retry-after").is_empty());
}

#[tokio::test]
async fn neither_code_nor_visit_is_kept_in_clear() {
    let company = Company::new().await;
    let (link, code) = company.link(&["read_results"], None, (None, "2026-12-31")).await;
    let visit = show(&company.stranger(), &link, &code).await;
    let visit = visit.header("set-cookie").split(['=', ';']).nth(1).expect("a visit").to_owned();
    assert!(visit.len() > 40 && code.len() > 40, "{visit} {code}");
    // Every byte of the database, also of what was kept to answer the same request again. On PostgreSQL the same is written.
    let Some(folder) = company.world.store.folder() else { return };
    let mut whole = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file").path()) {
        if entry.is_file() {
            whole.extend(std::fs::read(entry).expect("the file"));
        }
    }
    let holds = |secret: &str| whole.windows(secret.len()).any(|part| part == secret.as_bytes());
    assert!(holds(&link) && holds("青空製作所"), "the link is there");
    for secret in [&code, &code["tsl_".len()..], &visit] {
        assert!(!holds(secret), "a secret is readable");
    }
}
