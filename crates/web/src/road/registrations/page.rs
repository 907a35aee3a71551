//! The page of a registration, with everything that is entered about it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use tasuki_app::registrations::{self, Registered};
use tasuki_app::{Context, Error, roads, submissions};
use tasuki_catalog::Lang;
use tasuki_scheme::road::{Event, LedgerField};
use tasuki_store::{OrganizationId, RoadId};

use super::Place;
use super::forms::Sent;
use crate::page::{Page, Section};
use crate::roads::{Crumb, unsure};
use crate::take::{Form, Path, day};
use crate::time::whole_day;
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/registrations/page.html")]
struct Registration {
    page: Page,
    road: Crumb,
    version: i64,
    entry: Option<EntryView>,
    look_ups: Vec<LookUpView>,
    self_checks: Vec<(String, String, String)>,
    /// The days of the self-checks that are still to be done, each with whether it has passed.
    checks_due: Vec<(String, bool)>,
    notices: Vec<NoticeView>,
    /// What can be entered now, by the words of events, as far as it is the task of whoever looks.
    mine: Vec<&'static str>,
    /// The fields of the form about the ledger.
    fields: Vec<FieldView>,
    /// All fields that everybody may see, each with whether they do.
    choices: Vec<(String, String, bool)>,
    /// The kinds of changes: word, name, what it obliges to.
    kinds: Vec<(String, String, String)>,
    renewal: String,
    /// What the form sends that opens the renewal: assessment, scheme and route.
    again: String,
    public: String,
    sent: Sent,
    /// Which form was sent.
    opened: &'static str,
    trouble: Trouble,
}

/// What the ledger says.
struct EntryView {
    /// Name, text, and how sure it is that entries have it.
    facts: Vec<(String, String, String)>,
    holds: bool,
    /// Whether its last day has passed.
    ended: bool,
    /// The end that the scheme would give, where the ledger has another one.
    usual: String,
    /// The submission that was registered: its number and its digest.
    submission: Option<(u32, String)>,
}

struct LookUpView {
    day: String,
    place: String,
    found: bool,
    note: String,
    by: String,
}

struct NoticeView {
    name: String,
    obliges: String,
    certainty: String,
    day: String,
    /// The day on which the operator was told; empty: not yet.
    told: String,
    note: String,
    by: String,
    /// Its kind and its day, as a form sends them.
    kind: String,
    day_sent: String,
}

/// A field of the form about the ledger.
struct FieldView {
    id: String,
    title: String,
    value: String,
    required: bool,
    hint: String,
    error: String,
}

impl Registration {
    fn can(&self, event: &str) -> bool {
        self.mine.contains(&event)
    }

    /// What is wrong with a field of a form; the fields of several forms have one name.
    fn error(&self, form: &str, field: &str) -> String {
        if self.opened == form { self.trouble.of(field) } else { String::new() }
    }
}

/// `GET /o/{organization}/roads/{road}/registration`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, road)): Path<Place>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, road, None, "", Trouble::default())).await
}

type Pairs = Form<Vec<(String, String)>>;

/// Enters what a form sends, and shows the page again.
async fn enter<F>(
    web: Web,
    who: Who,
    (organization, road): Place,
    pairs: Pairs,
    form: &'static str,
    work: F,
) -> Response
where
    F: FnOnce(&mut Context<'_, '_>, RoadId, &Sent) -> Result<(), Error> + Send + 'static,
{
    let sent = Sent::new(pairs.0);
    let typed = sent.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        work(cx, road, &sent)?;
        Ok(Reply::Go(own_page(organization, road)))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, road, Some(typed), form, trouble))
        .await
}

fn own_page(organization: OrganizationId, road: RoadId) -> String {
    format!("/o/{organization}/roads/{road}/registration?told=saved")
}

/// `POST /o/{organization}/roads/{road}/registration`.
pub(super) async fn register(State(web): State<Web>, who: Who, Path(place): Path<Place>, pairs: Pairs) -> Response {
    let work = |cx: &mut Context<'_, '_>, road, sent: &Sent| {
        registrations::register(cx, road, Some(sent.version()), (&sent.entry()?, &sent.seen()?)).map(drop)
    };
    enter(web, who, place, pairs, "register", work).await
}

/// `POST /o/{organization}/roads/{road}/registration/look-ups`.
pub(super) async fn look_up(State(web): State<Web>, who: Who, Path(place): Path<Place>, pairs: Pairs) -> Response {
    let work = |cx: &mut Context<'_, '_>, road, sent: &Sent| {
        registrations::look_up(cx, road, Some(sent.version()), (&sent.entry()?, &sent.seen()?), &sent.note).map(drop)
    };
    enter(web, who, place, pairs, "look_up", work).await
}

/// `POST /o/{organization}/roads/{road}/registration/self-checks`.
pub(super) async fn self_check(State(web): State<Web>, who: Who, Path(place): Path<Place>, pairs: Pairs) -> Response {
    let work = |cx: &mut Context<'_, '_>, road, sent: &Sent| {
        registrations::self_check(cx, road, Some(sent.version()), day(&sent.day, "day")?, &sent.note).map(drop)
    };
    enter(web, who, place, pairs, "self_check", work).await
}

/// `POST /o/{organization}/roads/{road}/registration/notices`.
pub(super) async fn notify(State(web): State<Web>, who: Who, Path(place): Path<Place>, pairs: Pairs) -> Response {
    let work = |cx: &mut Context<'_, '_>, road, sent: &Sent| {
        registrations::notify(cx, road, Some(sent.version()), &sent.notice()?, &sent.note).map(drop)
    };
    enter(web, who, place, pairs, "notify", work).await
}

/// `POST /o/{organization}/roads/{road}/registration/revoke`.
pub(super) async fn revoke(State(web): State<Web>, who: Who, Path(place): Path<Place>, pairs: Pairs) -> Response {
    let work = |cx: &mut Context<'_, '_>, road, sent: &Sent| {
        registrations::revoke(cx, road, Some(sent.version()), day(&sent.day, "day")?, &sent.note).map(drop)
    };
    enter(web, who, place, pairs, "revoke", work).await
}

/// `POST /o/{organization}/roads/{road}/registration/return`.
pub(super) async fn send_back(State(web): State<Web>, who: Who, Path(place): Path<Place>, pairs: Pairs) -> Response {
    let work = |cx: &mut Context<'_, '_>, road, sent: &Sent| {
        registrations::send_back(cx, road, Some(sent.version()), &sent.note).map(drop)
    };
    enter(web, who, place, pairs, "return", work).await
}

/// `POST /o/{organization}/roads/{road}/registration/public`.
pub(super) async fn publish(State(web): State<Web>, who: Who, Path(place): Path<Place>, pairs: Pairs) -> Response {
    let work = |cx: &mut Context<'_, '_>, road, sent: &Sent| {
        registrations::publish(cx, road, Some(sent.version()), &sent.shown).map(drop)
    };
    enter(web, who, place, pairs, "public", work).await
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    typed: Option<Sent>,
    opened: &'static str,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let own = registrations::of_road(cx, road)?;
    let page = Page::load(cx, who, Section::Roads, "★の登録", "Registration of the ★")?;
    let (lang, today) = (page.language(), cx.now.today);
    let next = roads::next(cx, &own.standing);
    let mine: Vec<&str> = next.iter().filter(|own| own.is_mine).map(|own| own.event.word()).collect();
    let sent = match typed {
        Some(typed) => typed,
        None if mine.contains(&Event::Register.word()) || own.registration.is_some() => proposed(cx, &own)?,
        None => Sent::default(),
    };
    let (standing, registration) = (&own.standing, own.registration.as_ref());
    let organization = standing.road.organization;
    let again = match (standing.road.state, &own.renewal) {
        (tasuki_scheme::road::State::Registered, None) if mine.contains(&Event::LookUp.word()) => {
            format!("{}/{}/{}", standing.road.assessment, standing.road.scheme, standing.road.route)
        }
        _ => String::new(),
    };
    let view = Registration {
        road: Crumb::new(standing, lang),
        version: standing.road.version,
        entry: entry(cx, &own, &page)?,
        look_ups: look_ups(&own, lang),
        self_checks: own
            .self_checks
            .iter()
            .map(|own| (whole_day(own.what, lang), own.note.clone(), own.by.clone()))
            .collect(),
        checks_due: own.checks_due.iter().map(|day| (whole_day(*day, lang), *day < today)).collect(),
        notices: notices(&own, lang),
        mine,
        fields: own.fields().iter().map(|field| field_view(field, &sent, &trouble, lang)).collect(),
        choices: choices(&own, lang),
        kinds: kinds(&own, lang),
        renewal: own.renewal.map(|id| format!("{}/roads/{id}", page.base())).unwrap_or_default(),
        again,
        public: match registration {
            Some(own) if !own.shown.is_empty() => format!("/registrations/{organization}/{road}"),
            _ => String::new(),
        },
        page,
        sent,
        opened,
        trouble,
    };
    Reply::page_with(view.trouble.outcome(), &view)
}

/// A form with what the ledger said last, or will probably say.
fn proposed(cx: &mut Context<'_, '_>, own: &Registered) -> Result<Sent, Error> {
    let entry = match &own.registration {
        None => registrations::proposed(cx, &own.standing)?,
        Some(own) => registrations::Entry { fields: own.fields.clone(), from: Some(own.from), until: Some(own.until) },
    };
    let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    Ok(Sent {
        fields: entry.fields,
        from: written(entry.from),
        until: written(entry.until),
        day: cx.now.today.to_string(),
        place: own.look_ups.first().map(|own| own.what.place.clone()).unwrap_or_default(),
        ..Sent::default()
    })
}

fn entry(cx: &mut Context<'_, '_>, own: &Registered, page: &Page) -> Result<Option<EntryView>, Error> {
    let Some(registration) = &own.registration else { return Ok(None) };
    let (lang, standing) = (page.language(), &own.standing);
    let text = |field: &LedgerField| match field.field.as_str() {
        "star" => standing.star().title.get(lang).to_owned(),
        "from" => whole_day(registration.from, lang),
        "until" => whole_day(registration.until, lang),
        id => registration.fields.get(id).cloned().unwrap_or_default(),
    };
    let facts = standing
        .scheme()
        .ledger
        .iter()
        .map(|field| (field.title.get(lang).to_owned(), text(field), unsure(&field.basis, lang)));
    let facts = facts.filter(|(_, text, _)| !text.is_empty()).collect();
    let all = submissions::of_road(cx, standing.road.id)?;
    let submission = all.into_iter().find(|row| row.number == own.submission);
    Ok(Some(EntryView {
        facts,
        holds: own.holds(cx.now.today),
        ended: registration.until < cx.now.today,
        usual: own.usual_end().map(|day| whole_day(day, lang)).unwrap_or_default(),
        submission: submission.map(|row| (row.number, row.digest.to_string())),
    }))
}

fn look_ups(own: &Registered, lang: Lang) -> Vec<LookUpView> {
    let view = |own: &registrations::Done<registrations::Seen>| LookUpView {
        day: whole_day(own.what.day, lang),
        place: own.what.place.clone(),
        found: own.what.found,
        note: own.note.clone(),
        by: own.by.clone(),
    };
    own.look_ups.iter().map(view).collect()
}

fn notices(own: &Registered, lang: Lang) -> Vec<NoticeView> {
    let scheme = own.standing.scheme();
    let view = |own: &registrations::Done<registrations::Notice>| {
        let kind = scheme.change(&own.what.kind);
        NoticeView {
            name: kind.map_or_else(|| own.what.kind.clone(), |kind| kind.title.get(lang).to_owned()),
            obliges: kind.map(|kind| kind.obliges.get(lang).to_owned()).unwrap_or_default(),
            certainty: kind.map(|kind| unsure(&kind.basis, lang)).unwrap_or_default(),
            day: whole_day(own.what.day, lang),
            told: own.what.told.map(|day| whole_day(day, lang)).unwrap_or_default(),
            note: own.note.clone(),
            by: own.by.clone(),
            kind: own.what.kind.clone(),
            day_sent: own.what.day.to_string(),
        }
    };
    own.notices.iter().map(view).collect()
}

fn field_view(field: &LedgerField, sent: &Sent, trouble: &Trouble, lang: Lang) -> FieldView {
    FieldView {
        id: field.field.clone(),
        title: field.title.get(lang).to_owned(),
        value: sent.fields.get(&field.field).cloned().unwrap_or_default(),
        required: field.required,
        hint: if field.required {
            ""
        } else if lang == Lang::Ja {
            "任意"
        } else {
            "Optional"
        }
        .to_owned(),
        error: trouble.of(&field.field),
    }
}

fn choices(own: &Registered, lang: Lang) -> Vec<(String, String, bool)> {
    let Some(registration) = &own.registration else { return Vec::new() };
    let choice = |field: &LedgerField| {
        (field.field.clone(), field.title.get(lang).to_owned(), registration.shown.contains(&field.field))
    };
    own.standing.scheme().ledger.iter().map(choice).collect()
}

fn kinds(own: &Registered, lang: Lang) -> Vec<(String, String, String)> {
    let kind = |own: &tasuki_scheme::road::ChangeKind| {
        (own.kind.clone(), own.title.get(lang).to_owned(), own.obliges.get(lang).to_owned())
    };
    own.standing.scheme().changes.iter().map(kind).collect()
}
