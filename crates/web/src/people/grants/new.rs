//! Opening something to a member.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::grants::{self, New};
use tasuki_app::{Context, Error, members};
use tasuki_scheme::{Permission, Role};
use tasuki_store::OrganizationId;

use super::form::{OpeningForm, SentDays, SentOpening};
use crate::page::{Page, Section};
use crate::take::{Form, Path, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/grants/new.html")]
struct Opened {
    page: Page,
    /// Members: identifier, name, whether chosen. Those from outside come first.
    people: Vec<(String, String, bool)>,
    opening: OpeningForm,
    days: SentDays,
    trouble: Trouble,
}

/// For whom the form is opened.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    person: String,
    assessment: String,
}

/// What the form sends.
#[derive(Debug, Clone, Default)]
struct Sent {
    person: String,
    days: SentDays,
    opening: SentOpening,
}

impl Sent {
    fn new(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "person" => sent.person = value,
                name if sent.days.take(name, &value) => {}
                name => sent.opening.take(name, &value),
            }
        }
        sent
    }

    /// A grant for each assessment.
    fn grants(&self) -> Result<Vec<New>, Error> {
        let nobody = || {
            Error::invalid("grant.person", "だれに許可するかを選んでください。", "Choose to whom it is granted.")
                .hint("メンバーの中から選びます。", "Choose one of the members.")
                .field("person")
        };
        let person = self.person.parse().map_err(|_| nobody())?;
        let (starts, ends) = self.days.days()?;
        let openings = self.opening.openings()?;
        if openings.is_empty() {
            return Err(Error::invalid(
                "grant.nothing",
                "評価を一つ以上選んでください。",
                "Choose at least one assessment.",
            )
            .hint("一覧の評価に印を付けてください。", "Tick assessments in the list.")
            .field("assessment"));
        }
        Ok(openings.into_iter().map(|opening| New { person, opening, starts, ends }).collect())
    }
}

/// `GET /o/{organization}/grants/new`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(asked): Query<Asked>,
) -> Response {
    let mut opening = SentOpening::proposed();
    opening.assessments.extend(Some(asked.assessment).filter(|id| !id.is_empty()));
    let sent = Sent { person: asked.person, days: SentDays::default(), opening };
    web.page_for(&who, Some(organization), |cx, who| show(cx, who, sent, Trouble::default())).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, mut sent: Sent, trouble: Trouble) -> Result<Reply, Error> {
    cx.require(Permission::ManageMembers)?;
    let mut all = members::list(cx)?;
    all.retain(|own| !own.ended && !own.disabled);
    all.sort_by_key(|own| !own.member.roles.contains(Role::Guest));
    let last = all.iter().find(|own| own.member.person.as_str() == sent.person).and_then(|own| own.member.ends);
    if let Some(last) = last.filter(|_| sent.days.ends.is_empty()) {
        sent.days.ends = last.to_string();
    }
    let people = all.into_iter().map(|own| {
        let id = own.member.person.to_string();
        let chosen = id == sent.person;
        (id, own.member.name, chosen)
    });
    let people = people.collect();
    let opening = OpeningForm::new(cx, sent.opening)?;
    let page = Page::load(cx, who, Section::Members, "評価を開く", "Open an assessment")?;
    Reply::page_with(trouble.outcome(), &Opened { page, people, opening, days: sent.days, trouble })
}

/// `POST /o/{organization}/grants`.
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent::new(pairs);
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        sent.grants()?.into_iter().try_for_each(|new| grants::create(cx, new).map(drop))?;
        Ok(Reply::Go(format!("/o/{organization}/grants?told=saved")))
    };
    web.submit(&who, Some(organization), work, |cx, who, trouble| show(cx, who, typed, trouble)).await
}
