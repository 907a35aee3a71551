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
    /// A member in a role.
    Member(Role),
    /// An administrator and lead of another organization on the same server.
    Elsewhere,
    /// Nobody who is signed in.
    Stranger,
}

impl Actor {
    /// Everybody, in the order of the table.
    pub(crate) fn all() -> Vec<Self> {
        Role::ALL.into_iter().map(Self::Member).chain([Self::Elsewhere, Self::Stranger]).collect()
    }

    /// At the head of the column.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Member(role) => role.word(),
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
        let of = |role: Role| Role::ALL.iter().zip(&people).find(|(own, _)| **own == role).expect("a role").1;
        let spare = world.somebody("予備", Role::Viewer).await;
        // Whoever leaves must not be the last administrator.
        world.somebody("控え", Role::Administrator).await;
        let elsewhere = OrganizationId::new(NOW, [2; 10]);
        world.organization(elsewhere, "よその会社").await;
        let other = world.somebody_in(elsewhere, "よその人", Role::Administrator).await;
        let mut known = things(&world, of(Role::SecurityLead), of(Role::Administrator), of(Role::Contributor)).await;
        known.insert("organization".to_owned(), world.organization.to_string());
        known.insert("person".to_owned(), spare.id.to_string());
        let somebody = match actor {
            Actor::Member(role) => of(role).clone(),
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
async fn things(world: &World, lead: &Somebody, admin: &Somebody, worker: &Somebody) -> Known {
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
    let evidence = lead.upload("evidence", &files).await.json();
    let sheet = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/scs-2026-03-answers.xlsx"));
    let import = lead.upload("imports", &[Part::file("scs.xlsx", sheet)]).await.json();
    let invitation = json!({"mail": "asked@example.jp", "roles": ["viewer"]});
    let invited = admin.command(Method::POST, "invitations", &[], &invitation).await.json();
    let feed = lead.command(Method::PUT, "calendar/feed", &[], &Value::Null).await.json();
    let told = Browser::new(world, worker).api("notifications").await.json();
    let reports = lead.api("inspection-reports").await.json();
    let yearly = word(&reports[0]["criterion"]);
    let report_of = format!("{assessment}/{yearly}");
    let known = [
        ("token", made(&lead, "tokens", &json!({"name": "表", "scope": "read", "days": 30}), "id").await),
        (
            "webhook",
            made(&lead, "webhooks", &json!({"url": "https://example.jp/hook", "events": ["task"]}), "id").await,
        ),
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
        ("yearly", yearly),
        ("assessment", assessment),
        ("criterion", criterion.to_owned()),
        ("task", task),
        ("comment", comment),
        ("number", "1".to_owned()),
        ("month", "2026-11".to_owned()),
        ("format", "html".to_owned()),
    ];
    known.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Makes something and returns a word of the answer.
async fn made(by: &Browser, path: &str, body: &Value, field: &str) -> String {
    let answer = by.command(Method::POST, path, &[], body).await;
    assert_eq!(answer.status, 201, "{path}: {}", answer.text());
    word(&answer.json()[field])
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
