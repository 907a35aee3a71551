//! A company with an assessment on a running server, and a token that may answer it: the setup for the benches and
//! the crash test.

use serde_json::{Value, json};

use crate::{
    browse::Visitor,
    http::{Client, Response},
    server::Server,
};

/// The first administrator. Invented.
const PERSON: [(&str, &str); 4] = [
    ("organization", "例示工業株式会社"),
    ("name", "山 一郎"),
    ("mail", "yama@example.jp"),
    ("password", "asagiri-no-hashi-42"),
];
/// The assessment covers the whole default edition: 153 criteria.
const EDITION: (&str, u8) = ("scs-2026-03", 4);

/// One criterion of it.
pub(crate) const CRITERION: &str = "1-1-1-1";

/// An assessment, and the credentials to answer it.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    port: u16,
    pub(crate) organization: String,
    pub(crate) assessment: String,
    /// The session of the administrator, as the value of a header.
    cookie: String,
    /// A token that may answer, as the value of a header.
    bearer: String,
}

/// The state of one criterion, as last returned by the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) criterion: String,
    pub(crate) status: String,
    pub(crate) version: u64,
}

impl Answer {
    /// A status different from the current one.
    pub(crate) fn changed(&self) -> &'static str {
        if self.status == "met" { "partial" } else { "met" }
    }

    /// The state that the server returns after a save. Fails if it was not saved.
    pub(crate) fn read_saved(&self, response: &Response) -> Result<Self, String> {
        Self::read(&self.criterion, &response.json()?["answer"])
    }

    fn read(criterion: &str, value: &Value) -> Result<Self, String> {
        let version = value["version"].as_u64().ok_or_else(|| format!("{criterion} has no version in {value}"))?;
        let status = value["status"].as_str().unwrap_or("unanswered").to_owned();
        Ok(Self { criterion: criterion.to_owned(), status, version })
    }
}

impl Stage {
    /// Signs in the first administrator of a new server, as a person would, and creates an assessment.
    pub(crate) fn prepare(server: &Server) -> Result<Self, String> {
        let mut visitor = Visitor::new(server.port)?;
        let welcome = visitor.open(&server.welcome()?)?.form("organization")?;
        let home = visitor.submit(&welcome, &PERSON)?;
        let organization = home.path.split('/').nth(2).map(str::to_owned);
        let organization = organization.ok_or_else(|| format!("no organization in {}", home.path))?;
        let tokens = format!("/o/{organization}/tokens");
        let form = visitor.open(&tokens)?.form("scope")?;
        let made = visitor.submit(&form, &[("name", "load"), ("scope", "admin"), ("days", "30")])?;
        let secret = made.html.split("id=\"secret\">").nth(1).and_then(|rest| rest.split('<').next());
        let bearer = format!("Bearer {}", secret.ok_or_else(|| format!("no token on {}:\n{}", made.path, made.html))?);
        let cookie = visitor.cookie();
        let mut stage = Self { port: server.port, organization, assessment: String::new(), cookie, bearer };
        let path = format!("/api/v1/organizations/{}/assessments", stage.organization);
        let body = json!({ "title": "★4", "edition": EDITION.0, "level": EDITION.1 }).to_string();
        let headers = [&stage.credentials()[..], &[("Content-Type", "application/json")]].concat();
        let made = stage.connect()?.request("POST", &path, &headers, body.as_bytes())?.json()?;
        let id = made["id"].as_str().ok_or_else(|| format!("no id in {made}"))?;
        id.clone_into(&mut stage.assessment);
        Ok(stage)
    }

    /// The answering page.
    pub(crate) fn page(&self) -> String {
        format!("/o/{}/assessments/{}", self.organization, self.assessment)
    }

    /// The path of the first page of the organization.
    pub(crate) fn home(&self) -> String {
        format!("/o/{}", self.organization)
    }

    /// Another connection.
    pub(crate) fn connect(&self) -> Result<Client, String> {
        Client::connect(self.port)
    }

    /// The same stage on a restarted server.
    pub(crate) fn on(&self, server: &Server) -> Self {
        Self { port: server.port, ..self.clone() }
    }

    /// The path of the assessment in the API.
    pub(crate) fn tree(&self) -> String {
        format!("/api/v1/organizations/{}/assessments/{}", self.organization, self.assessment)
    }

    /// The credentials of a program.
    pub(crate) fn credentials(&self) -> [(&str, &str); 1] {
        [("Authorization", &self.bearer)]
    }

    /// The credentials of a person in a browser.
    pub(crate) fn session(&self) -> [(&str, &str); 2] {
        [("Cookie", &self.cookie), ("Accept", "text/html")]
    }

    /// The current state of every answer.
    pub(crate) fn answers(&self) -> Result<Vec<Answer>, String> {
        let tree = self.connect()?.get(&self.tree(), &self.credentials())?.json()?;
        let mut answers = Vec::new();
        collect(&tree, &mut answers)?;
        if answers.is_empty() { Err(format!("no answers in {tree}")) } else { Ok(answers) }
    }

    /// The current state of one answer.
    pub(crate) fn answer(&self, criterion: &str) -> Result<Answer, String> {
        let found = self.answers()?.into_iter().find(|answer| answer.criterion == criterion);
        found.ok_or_else(|| format!("there is no {criterion}"))
    }

    /// Saves a status. Succeeds only if the server confirms it.
    pub(crate) fn save(&self, connection: &mut Client, answer: &Answer, status: &str) -> Result<Answer, String> {
        answer.read_saved(&self.send(connection, answer, status)?)
    }

    /// Requests to save a status, and reads the whole response.
    pub(crate) fn send(&self, connection: &mut Client, answer: &Answer, status: &str) -> Result<Response, String> {
        let path = format!("{}/answers/{}", self.tree(), answer.criterion);
        let expected = format!("\"{}\"", answer.version);
        let own = [("If-Match", expected.as_str()), ("Content-Type", "application/json")];
        let headers = [&self.credentials()[..], &own].concat();
        let body = json!({ "status": status }).to_string();
        connection.request("PATCH", &path, &headers, body.as_bytes())
    }
}

/// Every criterion with its answer, at any depth of the tree.
fn collect(value: &Value, answers: &mut Vec<Answer>) -> Result<(), String> {
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| collect(item, answers)),
        Value::Object(fields) => {
            if let (Some(criterion), Some(answer)) =
                (fields.get("criterion").and_then(Value::as_str), fields.get("version").map(|_| value))
            {
                answers.push(Answer::read(criterion, answer)?);
            }
            fields.values().try_for_each(|field| collect(field, answers))
        }
        _ => Ok(()),
    }
}
