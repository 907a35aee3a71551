//! A company with one of everything.

use axum::http::Method;
use serde_json::{Value, json};
use tasuki_scheme::Role;
use tasuki_store::OrganizationId;

use super::requests::Known;
use crate::common::{NOW, Somebody, World};
use crate::support::{Browser, Part};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A member in a role; a guest to whom nothing was granted.
    Member(Role),
    /// A guest to whom something was granted.
    Granted(Granted),
    /// A guest who was appointed to review a road.
    Reviewer,
    /// Whoever has shown the code of a link that opens the same, and has no account.
    Link(Granted),
    /// An administrator and lead of another organization on the same server.
    Elsewhere,
    /// Nobody who is signed in.
    Stranger,
}

/// What was granted to a guest, or is opened by a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Granted {
    /// The results of the assessment, and nothing else of it.
    Results,
    /// The answers and evidence up to 社内; guests may comment and accept 対象外, too.
    Answers,
    /// The same of another assessment.
    AnotherAssessment,
    /// The same until yesterday.
    Ended,
}

impl Granted {
    const ALL: [Self; 4] = [Self::Results, Self::Answers, Self::AnotherAssessment, Self::Ended];

    fn name(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Answers => "answers",
            Self::AnotherAssessment => "another",
            Self::Ended => "ended",
        }
    }

    /// The same by a link.
    fn link_name(self) -> &'static str {
        match self {
            Self::Results => "link:results",
            Self::Answers => "link:answers",
            Self::AnotherAssessment => "link:another",
            Self::Ended => "link:ended",
        }
    }
}

impl Actor {
    /// Everybody, in the order of the table.
    pub(crate) fn all() -> Vec<Self> {
        let granted = Granted::ALL.map(Self::Granted);
        let links = Granted::ALL.map(Self::Link);
        Role::ALL
            .into_iter()
            .map(Self::Member)
            .chain(granted)
            .chain([Self::Reviewer])
            .chain(links)
            .chain([Self::Elsewhere, Self::Stranger])
            .collect()
    }

    /// At the head of the column.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Member(role) => role.word(),
            Self::Granted(granted) => granted.name(),
            Self::Reviewer => "reviewer",
            Self::Link(opened) => opened.link_name(),
            Self::Elsewhere => "elsewhere",
            Self::Stranger => "stranger",
        }
    }
}

/// The company, who asks, and what everything is called.
pub(crate) struct Company {
    world: World,
    /// Who asks.
    somebody: Somebody,
    pub(crate) browser: Browser,
    pub(crate) known: Known,
}

impl Company {
    /// Founds it, with somebody in each role and one of everything.
    pub(crate) async fn found(actor: Actor) -> Self {
        let world = World::new().await;
        let mut people = Vec::new();
        for role in Role::ALL {
            people.push(world.somebody(role.word(), role).await);
        }
        let mut guests = Vec::new();
        for granted in Granted::ALL {
            guests.push(world.somebody(granted.name(), Role::Guest).await);
        }
        let of = |role: Role| Role::ALL.iter().zip(&people).find(|(own, _)| **own == role).expect("a role").1;
        let reviewer = world.somebody("確認", Role::Guest).await;
        let spare = world.somebody("予備", Role::Viewer).await;
        // Whoever leaves must not be the last administrator.
        world.somebody("控え", Role::Administrator).await;
        let elsewhere = OrganizationId::new(NOW, [2; 10]);
        world.organization(elsewhere, "よその会社").await;
        let other = world.somebody_in(elsewhere, "よその人", Role::Administrator).await;
        let mut known =
            things(&world, of(Role::SecurityLead), of(Role::Administrator), of(Role::Contributor), &reviewer).await;
        grants(&world, of(Role::Administrator), &guests, &mut known).await;
        let visits = links(&world, of(Role::Administrator), &mut known).await;
        known.insert("organization".to_owned(), world.organization.to_string());
        known.insert("person".to_owned(), spare.id.to_string());
        let somebody = match actor {
            Actor::Member(role) => of(role).clone(),
            Actor::Granted(granted) => {
                Granted::ALL.iter().zip(&guests).find(|(own, _)| **own == granted).expect("a guest").1.clone()
            }
            Actor::Reviewer => reviewer,
            Actor::Link(opened) => {
                let (link, visit) = &visits[Granted::ALL.iter().position(|own| *own == opened).expect("a link")];
                known.insert("link".to_owned(), link.clone());
                Somebody { cookie: format!("; tasuki-link={visit}"), ..other }
            }
            Actor::Elsewhere => other,
            Actor::Stranger => Somebody { cookie: String::new(), ..other },
        };
        let browser = Browser::new(&world, &somebody);
        Self { world, somebody, browser, known }
    }

    /// The same company again, for the next change.
    pub(crate) fn again(&self) -> Self {
        let world = self.world.copy();
        let browser = Browser::new(&world, &self.somebody);
        Self { world, somebody: self.somebody.clone(), browser, known: self.known.clone() }
    }

    /// How many entries the audit log has, of all organizations and of none.
    pub(crate) async fn audited(&self) -> i64 {
        let count = self.world.store.read(|tx| tx.one("SELECT COUNT(*) FROM audit", &[], |row| row.get(0)));
        count.await.expect("the audit log").unwrap_or_default()
    }

    /// What is not as the audit log says: each with what is wrong with it.
    pub(crate) async fn untold(&self) -> Vec<(String, &'static str)> {
        let compared = self.world.store.read(tasuki_store::audit::compare).await.expect("compared");
        assert!(compared.different <= 100, "all of them are told");
        compared.differences.into_iter().map(|own| (own.subject, own.problem)).collect()
    }
}

/// One of everything, made as people make it.
async fn things(world: &World, lead: &Somebody, admin: &Somebody, worker: &Somebody, reviewer: &Somebody) -> Known {
    let (lead, admin) = (Browser::new(world, lead), Browser::new(world, admin));
    let assessment = made(&lead, "assessments", &json!({"edition": "scs-2026-03", "level": 4}), "id").await;
    let criterion = "1-1-1-2";
    let of_criterion = format!("assessments/{assessment}/criteria/{criterion}");
    let answer = json!({"status": "partial", "note": "方針はある。"});
    let answered =
        lead.command(Method::PATCH, &format!("assessments/{assessment}/answers/{criterion}"), &[], &answer).await;
    assert!(answered.status.is_success(), "{}", answered.text());
    let task = json!({"assessment": assessment, "criterion": criterion, "owner": worker.id, "due": "2026-11-25"});
    let task = made(&lead, "tasks", &task, "id").await;
    let comment = made(&lead, &format!("{of_criterion}/comments"), &json!({"body": "見てください。"}), "id").await;
    let files =
        [Part::field("assessment", &assessment), Part::field("criterion", criterion), Part::file("a.txt", b"a")];
    let evidence = lead.upload("evidence", &files).await;
    assert!(evidence.status.is_success(), "{}", evidence.text());
    let evidence = evidence.json();
    let sheet = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/scs-2026-03-answers.xlsx"));
    let import = imported(&lead, sheet).await;
    let invitation = json!({"mail": "asked@example.jp", "roles": ["viewer"]});
    let invited = admin.command(Method::POST, "invitations", &[], &invitation).await.json();
    let feed = lead.command(Method::PUT, "calendar/feed", &[], &Value::Null).await.json();
    let told = Browser::new(world, worker).api("notifications").await.json();
    let reports = lead.api("inspection-reports").await.json();
    let yearly = word(&reports[0]["criterion"]);
    let report_of = format!("{assessment}/{yearly}");
    let [road, submission, issue, ready] =
        submitted(&lead, &assessment, &Browser::new(world, reviewer), reviewer).await;
    let [population, sample, item, undrawn] = sampled(&Browser::new(world, reviewer), &road).await;
    let [target, finding] = checked(&lead, &road).await;
    let known = [
        ("target", target),
        ("finding", finding),
        ("token", made(&lead, "tokens", &json!({"name": "表", "scope": "read", "days": 30}), "id").await),
        (
            "webhook",
            made(&lead, "webhooks", &json!({"url": "https://example.jp/hook", "events": ["task"]}), "id").await,
        ),
        ("catalog", made(&lead, "catalogs", &tiny(), "id").await),
        ("partner", made(&lead, "partners", &json!({"name": "例示商会", "supplies": "めっき"}), "id").await),
        ("site", made(&admin, "sites", &json!({"name": "本社"}), "id").await),
        ("report", order(&lead, &assessment).await),
        ("evidence", word(&evidence["items"][0]["id"])),
        ("import", word(&import["id"])),
        ("parcel", word(&import["id"])),
        ("invitation", word(&invited["id"])),
        ("invitations secret", secret(&word(&invited["link"]))),
        ("feeds secret", secret(word(&feed["address"]).trim_end_matches("/tasuki.ics"))),
        ("notification", word(&told["items"][0]["id"])),
        ("report_of", report_of),
        ("road", road),
        ("submission", submission),
        ("ready", ready),
        ("issue", issue),
        ("reviewer", reviewer.id.to_string()),
        ("population", population),
        ("sample", sample),
        ("item", item),
        ("undrawn", undrawn),
        ("yearly", yearly),
        ("assessment", assessment),
        ("criterion", criterion.to_owned()),
        ("task", task),
        ("comment", comment),
        ("number", "1".to_owned()),
        ("month", "2026-11".to_owned()),
        ("day", "2026-11-21".to_owned()),
        ("format", "html".to_owned()),
    ];
    known.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A road with a submission under review and a question about it, and the digest of the check before the next one.
async fn submitted(lead: &Browser, assessment: &str, reviews: &Browser, reviewer: &Somebody) -> [String; 4] {
    let road = made(lead, "roads", &json!({"assessment": assessment, "route": "star-4"}), "id").await;
    let ready = async || word(&lead.api(&format!("roads/{road}/ready")).await.json()["digest"]);
    let first = json!({"digest": ready().await});
    let submission = made(lead, &format!("roads/{road}/submissions"), &first, "digest").await;
    let new = json!({"person": reviewer.id, "actor": "evaluation_body", "evidence": "internal", "ends": "2027-03-31"});
    made(lead, &format!("roads/{road}/reviewers"), &new, "person").await;
    let question = json!({"criterion": "1-1-1-1", "kind": "question", "text": "いつ承認しましたか。"});
    let issue = made(reviews, &format!("roads/{road}/issues"), &question, "id").await;
    let path = format!("assessments/{assessment}/answers/1-1-1-1");
    let changed = lead.command(Method::PATCH, &path, &[], &json!({"note": "方針があり、周知している。"})).await;
    assert!(changed.status.is_success(), "{}", changed.text());
    let next = ready().await;
    [road, submission, issue, next]
}

/// A population of two items with a sample of one, and the numbers of the item that was drawn and of the other.
async fn sampled(reviews: &Browser, road: &str) -> [String; 4] {
    let list = json!({"title": "退職者", "source": "台帳", "criteria": ["1-1-1-1"], "list": "佐藤\n鈴木"});
    let population = made(reviews, &format!("roads/{road}/audit/populations"), &list, "id").await;
    let draw = json!({"size": 1, "how": "停止日を見る", "seed": "4-2-6"});
    let sample = made(reviews, &format!("populations/{population}/samples"), &draw, "id").await;
    let drawn =
        reviews.api(&format!("samples/{sample}")).await.json()["items"][0]["number"].as_u64().expect("a number");
    [population, sample, drawn.to_string(), (3 - drawn).to_string()]
}

/// A target of the technical check of a road, and something that a scan found on it.
async fn checked(lead: &Browser, road: &str) -> [String; 2] {
    let path = format!("roads/{road}/technical-check");
    let target = made(lead, &format!("{path}/targets"), &json!({"name": "fw", "in_scope": true}), "id").await;
    let scan = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/scans/office.nessus"));
    let sent = lead.upload(&format!("{path}/scans"), &[Part::file("office.nessus", scan)]).await;
    assert!(sent.status.is_success(), "{}", sent.text());
    let found = lead.api(&format!("{path}/findings")).await.json();
    [target, word(&found["items"][0]["id"])]
}

/// A catalogue of one criterion.
fn tiny() -> Value {
    let head = "id = \"tiny-1\"\nframework = \"tiny\"\nedition = \"1\"\nlanguages = [\"ja\"]\ntitle = { ja = \"小さな基準\" }\n\
                publisher = { ja = \"例示工業\" }\ndocument = { ja = \"規程\" }\nscale = \"scs\"\n\
                [counts]\nrequirements = 1\ncriteria = 1\n";
    let part = "[[requirements]]\nid = \"1\"\ntitle = { ja = \"方針\" }\n[[criteria]]\nid = \"1-1\"\nrequirement = \"1\"\n\
                kind = \"rule\"\ntitle = { ja = \"方針\" }\nstatement = { ja = \"方針がある。\" }\n";
    json!({"files": [{"name": "catalog.toml", "text": head}, {"name": "a.toml", "text": part}]})
}

/// Opens to each guest what is theirs.
async fn grants(world: &World, admin: &Somebody, guests: &[Somebody], known: &mut Known) {
    let admin = Browser::new(world, admin);
    let assessment = known["assessment"].clone();
    let other = made(&admin, "assessments", &json!({"edition": "jama-2.3", "level": 1}), "id").await;
    known.insert("other".to_owned(), other.clone());
    for (granted, guest) in Granted::ALL.into_iter().zip(guests) {
        let of = if granted == Granted::AnotherAssessment { &other } else { &assessment };
        let opening = opening(granted, of, &["comment", "accept_not_applicable"]);
        let grant = json!({"person": guest.id, "opening": opening, "ends": "2027-03-31"});
        let id = made(&admin, "grants", &grant, "id").await;
        if granted == Granted::Ended {
            let ended = admin.command(Method::DELETE, &format!("grants/{id}"), &[], &Value::Null).await;
            assert_eq!(ended.status, 204, "{}", ended.text());
        }
        if granted == Granted::Answers {
            known.insert("grant".to_owned(), id);
        }
    }
}

fn opening(granted: Granted, assessment: &str, permissions: &[&str]) -> Value {
    match granted {
        Granted::Results => json!({"assessment": assessment, "capacity": "buyer", "permissions": ["read_results"]}),
        _ => {
            json!({"assessment": assessment, "capacity": "expert", "permissions": permissions, "evidence": "internal"})
        }
    }
}

/// Makes a link for each opening and shows its code. Returns the links with the cookies of the visits.
async fn links(world: &World, admin: &Somebody, known: &mut Known) -> Vec<(String, String)> {
    let admin = Browser::new(world, admin);
    let mut visits = Vec::new();
    for granted in Granted::ALL {
        let of = if granted == Granted::AnotherAssessment { &known["other"] } else { &known["assessment"] };
        let body = json!({
            "recipient": "取引先",
            "openings": [opening(granted, of, &["read_assessments"])],
            "ends": "2027-03-31"
        });
        let answer = admin.command(Method::POST, "links", &[], &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let (id, address) = (word(&answer.json()["id"]), word(&answer.json()["address"]));
        let code = address.rsplit('#').next().unwrap_or_default();
        let visit = admin.visit(&id, code).await;
        if granted == Granted::Ended {
            let ended = admin.command(Method::DELETE, &format!("links/{id}"), &[], &Value::Null).await;
            assert_eq!(ended.status, 204, "{}", ended.text());
        }
        if granted == Granted::Answers {
            known.insert("link".to_owned(), id.clone());
            known.insert("code".to_owned(), code.to_owned());
        }
        visits.push((id, visit));
    }
    visits
}

/// Makes something and returns a word of the answer.
async fn made(by: &Browser, path: &str, body: &Value, field: &str) -> String {
    let answer = by.command(Method::POST, path, &[], body).await;
    assert_eq!(answer.status, 201, "{path}: {}", answer.text());
    word(&answer.json()[field])
}

/// Uploads a workbook. Who comes while too many others read theirs is asked to come again, and all companies are founded at once.
async fn imported(by: &Browser, sheet: &[u8]) -> Value {
    loop {
        let read = by.upload("imports", &[Part::file("scs.xlsx", sheet)]).await;
        if read.status != 503 {
            assert!(read.status.is_success(), "{}", read.text());
            return read.json();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// Orders a report and returns its identifier.
async fn order(by: &Browser, assessment: &str) -> String {
    let ordered = by.form(&format!("assessments/{assessment}/reports"), &[("format", "json")]).await;
    assert_eq!(ordered.status, 303, "{}", ordered.text());
    let report = secret(ordered.header("location"));
    let file = format!("/o/{}/assessments/{assessment}/reports/{report}/file", by.organization());
    // It is made beside; whether it is ready must not be luck.
    while by.get(&file).await.status != 200 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    report
}

fn word(value: &Value) -> String {
    value.as_str().expect("a word").to_owned()
}

fn secret(link: &str) -> String {
    link.rsplit('/').next().unwrap_or_default().to_owned()
}
