//! What the ledger says of a ★, what happens while it holds, and what everybody sees of it.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use tasuki_app::agenda::{self, Why};
use tasuki_app::registrations::{self, Entry, Notice, Registered, Seen};
use tasuki_app::{Context, Error, declarations, roads};
use tasuki_scheme::Role;
use tasuki_scheme::road::{Event, State, StepKind};
use tasuki_store::Subject;

use crate::road_company::{Company, code};

const TODAY: Date = date(2026, 11, 21);

fn entry(number: &str) -> Entry {
    let fields = [("number", number), ("organization", "例示工業株式会社"), ("scope", "本社と工場")];
    let fields: BTreeMap<_, _> = fields.map(|(field, text)| (field.to_owned(), text.to_owned())).into();
    Entry { fields, from: Some(date(2026, 11, 20)), until: None }
}

fn seen(found: bool) -> Seen {
    Seen { day: TODAY, place: "https://ledger.example.jp/".to_owned(), found }
}

async fn of_road(company: &Company) -> Registered {
    let road = company.road;
    company.world.read(&company.lead, move |cx| registrations::of_road(cx, road)).await.expect("a registration")
}

async fn register(company: &Company, entry: Entry, seen: Seen) -> Result<State, Error> {
    let work = move |cx: &mut Context<'_, '_>, road| registrations::register(cx, road, None, (&entry, &seen));
    Ok(company.write(&company.lead, work).await?.road.state)
}

#[tokio::test]
async fn what_the_ledger_says_is_entered_with_where_it_was_looked_up() {
    let (company, _) = Company::declared().await;
    assert_eq!(code(register(&company, entry("R-1"), seen(true)).await), "road.not_now");
    company.apply().await;
    let without = |field: &str| {
        let mut own = entry("R-1");
        own.fields.remove(field);
        own
    };
    assert_eq!(code(register(&company, without("number"), seen(true)).await), "registration.entry");
    assert_eq!(code(register(&company, without("scope"), seen(true)).await), "registration.entry");
    assert_eq!(code(register(&company, Entry { from: None, ..entry("R-1") }, seen(true)).await), "registration.entry");
    let backwards = Entry { until: Some(date(2026, 11, 19)), ..entry("R-1") };
    assert_eq!(code(register(&company, backwards, seen(true)).await), "registration.dates");
    let nowhere = Seen { place: " ".to_owned(), ..seen(true) };
    assert_eq!(code(register(&company, entry("R-1"), nowhere).await), "registration.place");
    let tomorrow = Seen { day: date(2026, 11, 22), ..seen(true) };
    assert_eq!(code(register(&company, entry("R-1"), tomorrow).await), "registration.day");
    let long_ago = Seen { day: date(0, 1, 1), ..seen(true) };
    assert_eq!(code(register(&company, entry("R-1"), long_ago).await), "day.impossible");
    let forever = Entry { until: Some(date(9999, 12, 31)), ..entry("R-1") };
    assert_eq!(code(register(&company, forever, seen(true)).await), "registration.dates");

    assert_eq!(register(&company, entry("R-1"), seen(true)).await.expect("registered"), State::Registered);
    let own = of_road(&company).await;
    let registration = own.registration.as_ref().expect("an entry");
    assert_eq!((registration.from, registration.until), (date(2026, 11, 20), date(2027, 11, 19)));
    assert_eq!((own.submission, own.look_ups.len(), own.usual_end()), (1, 1, None));
    assert!(own.holds(TODAY) && own.holds(date(2027, 11, 19)) && !own.holds(date(2027, 11, 20)));
    // ★3 asks for no self-check.
    assert!(own.checks_due.is_empty());
    let check =
        company.write(&company.lead, |cx, road| registrations::self_check(cx, road, None, TODAY, "点検した")).await;
    assert_eq!(code(check), "road.not_now");

    // Not found: what was seen before stays, and the look-up tells.
    let work = |cx: &mut Context<'_, '_>, road| {
        registrations::look_up(cx, road, None, (&Entry::default(), &seen(false)), "一覧にない")
    };
    company.write(&company.lead, work).await.expect("looked up");
    let work = |cx: &mut Context<'_, '_>, road| {
        let changed = Entry { until: Some(date(2027, 12, 31)), ..entry("R-2") };
        registrations::look_up(cx, road, None, (&changed, &seen(true)), "")
    };
    company.write(&company.lead, work).await.expect("looked up");
    let own = of_road(&company).await;
    let found: Vec<_> = own.look_ups.iter().map(|own| (own.what.found, own.note.as_str())).collect();
    assert_eq!(found, [(true, ""), (false, "一覧にない"), (true, "")]);
    let registration = own.registration.as_ref().expect("an entry");
    assert_eq!((registration.fields["number"].as_str(), registration.until), ("R-2", date(2027, 12, 31)));
    assert_eq!(own.usual_end(), Some(date(2027, 11, 19)));

    // Only whoever looks after the road enters anything.
    for by in [&company.worker, &company.expert] {
        let refused = company.write(by, |cx, road| registrations::revoke(cx, road, None, TODAY, "理由")).await;
        assert_eq!(code(refused), "not_found");
    }
}

#[tokio::test]
async fn an_end_is_on_the_agenda_and_a_renewal_takes_it_off() {
    let (company, digest) = Company::declared().await;
    company.apply().await;
    register(&company, entry("R-1"), seen(true)).await.expect("registered");
    let days = async |until: Date| {
        let all = company.world.read(&company.lead, move |cx| agenda::until(cx, until)).await.expect("an agenda");
        let own = all.into_iter().filter(|item| matches!(item.subject, Subject::Road(_)));
        own.map(|item| (item.why, item.day, item.notice.into_owned())).collect::<Vec<_>>()
    };
    assert_eq!(days(date(2027, 11, 18)).await, []);
    let end = (Why::Registration, date(2027, 11, 19), vec![180, 90, 30, 7]);
    assert_eq!(days(date(2027, 11, 19)).await, [end]);

    // A renewal is another road, whose first submission is compared with what was registered.
    let (first, assessment) = (company.road, company.assessment);
    let new = roads::New { assessment, scheme: "scs".to_owned(), route: "star-3".to_owned(), renews: Some(first) };
    let again = new.clone();
    let opened = company.world.write(&company.lead, move |cx| roads::open(cx, &new)).await.expect("a renewal");
    assert_eq!(opened.road.renews, Some(first));
    assert_eq!(of_road(&company).await.renewal, Some(opened.road.id));
    let standing = opened.clone();
    let renewed = move |cx: &mut Context<'_, '_>| tasuki_app::submissions::renewed(cx, &standing);
    let renewed = company.world.read(&company.lead, renewed).await.expect("a submission");
    assert_eq!(renewed.expect("one").digest, digest);
    let id = opened.road.id;
    // What was registered may be submitted as it is: it is another road.
    let check = company.world.read(&company.lead, move |cx| tasuki_app::submissions::ready(cx, id)).await;
    let check = check.expect("a check");
    assert!(!check.is_unchanged() && check.digest != digest);
    company.answer("規程を改めた").await;
    let ready = company.world.read(&company.lead, move |cx| tasuki_app::submissions::ready(cx, id)).await;
    let changes = ready.expect("a check").changes.expect("compared with what was registered");
    assert!(!changes.criteria.is_empty());
    // Nothing but a registration is renewed.
    let not_registered = roads::New { renews: Some(id), ..again };
    let refused = company.world.write(&company.lead, move |cx| roads::open(cx, &not_registered)).await;
    assert_eq!(code(refused), "road.renews");
}

#[tokio::test]
async fn changes_and_incidents_oblige_and_a_registration_can_be_taken_away() {
    let (company, _) = Company::declared().await;
    company.apply().await;
    let back = company.write(&company.lead, |cx, road| registrations::send_back(cx, road, None, "範囲を直す")).await;
    assert_eq!(back.expect("sent back").road.state, State::Correcting(StepKind::Review));
    // Where words were enough, the same submission is confirmed and declared again.
    company.finish(&company.lead, Event::Correct).await.expect("corrected");
    company.finish(&company.expert, Event::Confirm).await.expect("confirmed");
    let boss = company.world.somebody("会長", Role::Executive).await;
    let digest = company.room(&company.lead).await.shown.row.digest;
    let new = declarations::New {
        digest: digest.to_string(),
        name: "見本 会長".to_owned(),
        office: "会長".to_owned(),
        text: "事実のとおりです。".to_owned(),
    };
    company.write(&boss, move |cx, road| declarations::declare(cx, road, None, &new)).await.expect("declared again");
    company.apply().await;
    let back = company.write(&company.lead, |cx, road| registrations::send_back(cx, road, None, "範囲を直す")).await;
    assert_eq!(back.expect("sent back").road.state, State::Correcting(StepKind::Review));
    // What the operator wants changed goes through a new submission.
    company.answer("範囲を書き直した").await;
    company.freeze().await;
    let back = company.write(&company.lead, |cx, road| registrations::send_back(cx, road, None, "もう一度")).await;
    assert_eq!(code(back), "not_found");

    let (company, _) = Company::declared().await;
    company.apply().await;
    register(&company, entry("R-1"), seen(true)).await.expect("registered");
    let notify = async |kind: &'static str, day: Date, note: &'static str| {
        let notice = Notice { kind: kind.to_owned(), day, told: None };
        let work = move |cx: &mut Context<'_, '_>, road| registrations::notify(cx, road, None, &notice, note);
        company.write(&company.lead, work).await
    };
    assert_eq!(code(notify("rumour", TODAY, "うわさ").await), "registration.kind");
    assert_eq!(code(notify("incident", date(2026, 11, 22), "明日の事故").await), "registration.day");
    assert_eq!(code(notify("incident", TODAY, " ").await), "road.reason");
    notify("incident", TODAY, "ランサムウェア").await.expect("recorded");
    let own = of_road(&company).await;
    assert_eq!((own.notices[0].what.kind.as_str(), own.notices[0].note.as_str()), ("incident", "ランサムウェア"));
    assert!(own.holds(TODAY));
    // That the operator was told is entered afterwards, and it stays one notice.
    let notice = Notice { kind: "incident".to_owned(), day: TODAY, told: Some(TODAY) };
    let work = move |cx: &mut Context<'_, '_>, road| registrations::notify(cx, road, None, &notice, "ランサムウェア");
    company.write(&company.lead, work).await.expect("told");
    let own = of_road(&company).await;
    assert_eq!((own.notices.len(), own.notices[0].what.told), (1, Some(TODAY)));

    let work = |cx: &mut Context<'_, '_>, road| registrations::revoke(cx, road, None, TODAY, "申告の誤り");
    assert_eq!(company.write(&company.lead, work).await.expect("revoked").road.state, State::Revoked);
    assert!(!of_road(&company).await.holds(TODAY));
    let all = company.world.read(&company.lead, |cx| agenda::until(cx, date(2028, 1, 1))).await.expect("an agenda");
    assert!(all.iter().all(|item| item.why != Why::Registration));
}

#[tokio::test]
async fn everybody_sees_what_the_organization_chose_and_nothing_else() {
    let (company, _) = Company::declared().await;
    company.apply().await;
    register(&company, entry("R-1"), seen(true)).await.expect("registered");
    let (organization, road) = (company.world.organization, company.road);
    let public = async || company.world.nobody(move |cx| registrations::public(cx, organization, road)).await;
    assert_eq!(code(public().await), "not_found");
    let publish = async |shown: &'static [&'static str]| {
        let shown: Vec<String> = shown.iter().map(|field| (*field).to_owned()).collect();
        let work = move |cx: &mut Context<'_, '_>, road| registrations::publish(cx, road, None, &shown);
        company.write(&company.lead, work).await.map(drop)
    };
    publish(&["number", "until", "rumour"]).await.expect("published");
    let own = public().await.expect("a page");
    assert_eq!((own.shown.as_slice(), own.fields.len()), (["number".to_owned(), "until".to_owned()].as_slice(), 1));
    assert!(own.holds(TODAY) && own.looked.is_some_and(|own| own.found));
    publish(&[]).await.expect("closed");
    assert_eq!(code(public().await), "not_found");
}
