//! The decision which ★ we ask of a partner: the questions of the scheme, each with its reason.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::register::{self, Decision};
use tasuki_app::{Context, Error, members};
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Asking, Reply as Answered};
use tasuki_store::PartnerId;
use tasuki_store::register::{Need, NeedReply, Partner};

use super::Place;
use super::form::{Fields, all, field};
use crate::page::{Page, Section};
use crate::roads::unsure;
use crate::take::{Form, Path, seen};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// A reply in words.
pub(super) struct Said {
    /// What the question is about.
    pub(super) short: String,
    /// The reply.
    pub(super) reply: &'static str,
    /// Why.
    pub(super) reason: String,
}

impl Said {
    /// The replies of a decision. A question that the scheme no longer asks is shown by its identifier.
    pub(super) fn all(asking: Option<&Asking>, need: &Need, lang: Lang) -> Vec<Self> {
        let short = |id: &str| {
            let known = asking.and_then(|asking| asking.questions.iter().find(|own| own.id == id));
            known.map_or_else(|| id.to_owned(), |own| own.short.get(lang).to_owned())
        };
        let said = |own: &NeedReply| Self {
            short: short(&own.question),
            reply: own.reply.name(lang),
            reason: own.reason.clone(),
        };
        need.replies.iter().map(said).collect()
    }
}

/// A question with what is answered.
struct Question {
    id: String,
    title: String,
    help: String,
    certainty: String,
    reply: Answered,
    reason: String,
}

/// Something else to look at, and whether it is chosen.
struct Factor {
    id: String,
    title: String,
    certainty: String,
    chosen: bool,
}

/// A decision of the past.
struct Past {
    star: Option<u8>,
    day: i64,
    by: String,
    reason: String,
    said: Vec<Said>,
}

#[derive(Template)]
#[template(path = "partners/register/need.html")]
struct Deciding {
    page: Page,
    partner: Partner,
    questions: Vec<Question>,
    factors: Vec<Factor>,
    replies: [Answered; 3],
    /// The ★s that can be asked, the lower one first.
    stars: [u8; 2],
    rule: String,
    /// What is chosen: `3`, `4`, `none`, or nothing yet.
    star: String,
    reason: String,
    number: String,
    past: Vec<Past>,
    trouble: Trouble,
}

/// `GET /o/{organization}/partners/{partner}/need`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, id)): Path<Place>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, id, None, Trouble::default())).await
}

/// What stands in the form.
#[derive(Debug, Clone, Default)]
struct Sent {
    decision: Decision,
    /// `3`, `4`, `none`, or nothing yet.
    star: String,
    /// The number of the decision that the person saw.
    number: String,
}

impl Sent {
    fn of(need: &Need) -> Self {
        let star = need.star.map_or_else(|| "none".to_owned(), |star| star.to_string());
        let decision = Decision {
            replies: need.replies.clone(),
            factors: need.factors.clone(),
            star: need.star,
            reason: need.reason.clone(),
        };
        Self { decision, star, number: need.number.to_string() }
    }

    fn read(fields: &Fields) -> Self {
        let questions = all(fields, "question").map(|id| NeedReply {
            question: id.to_owned(),
            reply: Answered::from_word(field(fields, &format!("reply-{id}"))).unwrap_or_default(),
            reason: field(fields, &format!("reason-{id}")).to_owned(),
        });
        let star = field(fields, "star").to_owned();
        let decision = Decision {
            replies: questions.collect(),
            factors: all(fields, "factor").map(str::to_owned).collect(),
            star: star.parse().ok(),
            reason: field(fields, "reason").to_owned(),
        };
        Self { decision, star, number: field(fields, "number").to_owned() }
    }
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    id: PartnerId,
    typed: Option<Sent>,
    trouble: Trouble,
) -> Result<Reply, Error> {
    cx.require(Permission::ManagePartners)?;
    let (partner, needs) = (register::find(cx, id)?, register::needs(cx, id)?);
    let asking = register::asking(cx).ok_or_else(Error::not_found)?;
    let page = Page::load(cx, who, Section::Partners, "求める★を決める", "Decide which ★ to ask")?;
    let lang = page.language();
    let first = || Sent { number: "0".to_owned(), ..Sent::default() };
    let Sent { decision, star, number } = typed.unwrap_or_else(|| needs.first().map_or_else(first, Sent::of));
    let questions = asking.questions.iter().map(|own| {
        let said = decision.replies.iter().find(|said| said.question == own.id);
        Question {
            id: own.id.clone(),
            title: own.title.get(lang).to_owned(),
            help: own.help.get(lang).to_owned(),
            certainty: unsure(&own.basis, lang),
            reply: said.map(|said| said.reply).unwrap_or_default(),
            reason: said.map(|said| said.reason.clone()).unwrap_or_default(),
        }
    });
    let factors = asking.factors.iter().map(|own| Factor {
        id: own.id.clone(),
        title: own.title.get(lang).to_owned(),
        certainty: unsure(&own.basis, lang),
        chosen: decision.factors.contains(&own.id),
    });
    let (questions, factors) = (questions.collect(), factors.collect());
    let mut past = Vec::new();
    for need in &needs {
        let (by, said) = (members::name_of(cx, need.by)?, Said::all(Some(&asking), need, lang));
        past.push(Past { star: need.star, day: need.at, by, reason: need.reason.clone(), said });
    }
    let (replies, stars, rule) = (Answered::ALL, [asking.no, asking.yes], unsure(&asking.basis, lang));
    let reason = decision.reason;
    let shown =
        Deciding { page, partner, questions, factors, replies, stars, rule, star, reason, number, past, trouble };
    Reply::page_with(shown.trouble.outcome(), &shown)
}

/// `POST /o/{organization}/partners/{partner}/need`.
pub(super) async fn decide(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
    Form(fields): Form<Fields>,
) -> Response {
    let sent = Sent::read(&fields);
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        if sent.star.is_empty() {
            return Err(Error::invalid("partner.undecided", "求める★を選んでください。", "Choose the ★ to ask.")
                .hint(
                    "決めるのは人です。答えからの目安は質問の下にあります。",
                    "A person decides; the rule stands below the questions.",
                )
                .field("star"));
        }
        register::decide(cx, id, Some(seen(&sent.number)), &sent.decision)?;
        Ok(Reply::Go(format!("/o/{organization}/partners/{id}?told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, id, Some(typed), trouble)).await
}
