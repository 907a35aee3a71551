//! Catalogues of the organization's own: they are answered, reported, compared and carried over like the built-in ones, and no other
//! organization sees them.

use std::sync::Arc;

use tasuki_app::answers::{self, Change};
use tasuki_app::assessments::{self, New, Sheet};
use tasuki_app::carry::{self, Wanted, Way};
use tasuki_app::catalogs::{self, Listed};
use tasuki_app::imports::{self, Asked, Outcome};
use tasuki_app::reports::{self, Format};
use tasuki_app::{App, Error, Kind, Options, agenda, compare, feeds, inspections, search, suggestions, tasks};
use tasuki_assess::Status;
use tasuki_catalog::{Lang, SourceFile};
use tasuki_scheme::Role;
use tasuki_store::{AssessmentId, OrganizationId, audit};

use crate::common::{Counting, NOW, Somebody, World};

const FIRST: &str = "mochidashi-1";
const SECOND: &str = "mochidashi-2";
/// A criterion of SCS that says more than A-1-1, as the crosswalk of the sample says.
const RULES: &str = "4-1-9-2";

/// The files of a sample.
pub(crate) fn sample(id: &str) -> Vec<SourceFile> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/catalogs").join(id);
    let read = |entry: std::fs::DirEntry| SourceFile {
        name: entry.file_name().to_string_lossy().into_owned(),
        text: std::fs::read_to_string(entry.path()).expect("a text"),
    };
    std::fs::read_dir(folder).expect("a sample").map(|entry| read(entry.expect("a file"))).collect()
}

async fn add(world: &World, by: &Somebody, files: Vec<SourceFile>) -> Result<Listed, Error> {
    let library = world.read(by, |cx| catalogs::for_adding(cx)).await?;
    let checked = catalogs::check(&library, files)?;
    world.write(by, move |cx| catalogs::add(cx, checked)).await
}

async fn begin(world: &World, by: &Somebody, edition: &'static str) -> Result<AssessmentId, Error> {
    let new = New { title: String::new(), edition: edition.to_owned(), level: None, scope: Vec::new(), due: None };
    world.write(by, move |cx| assessments::create(cx, new)).await.map(|made| made.id)
}

async fn answer(world: &World, by: &Somebody, id: AssessmentId, criterion: &'static str, change: Change) {
    world.write(by, move |cx| answers::save(cx, id, criterion, None, &change)).await.expect("saved");
}

async fn sheet(world: &World, by: &Somebody, id: AssessmentId) -> Sheet {
    world.read(by, move |cx| assessments::sheet(cx, id)).await.expect("a sheet")
}

fn status(status: Status) -> Change {
    Change { status: Some(status), ..Change::default() }
}

/// A lead, and a world with the first edition.
async fn world() -> (World, Somebody) {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    add(&world, &lead, sample(FIRST)).await.expect("added");
    (world, lead)
}

/// Another process on the same database.
fn beside(world: &World) -> App {
    let own = world.app.options();
    let options = Options {
        clock: Arc::clone(&own.clock),
        random: Arc::new(Counting::default()),
        base_url: own.base_url.clone(),
        blobs: own.blobs.clone(),
        addresses: own.addresses,
    };
    App::new(world.store.clone(), options)
}

#[tokio::test]
async fn it_is_answered_and_everything_that_reads_answers_knows_it() {
    let (world, lead) = world().await;
    let id = begin(&world, &lead, FIRST).await.expect("an assessment");
    let shown = Change { confirmed_on: Some(Some(jiff::civil::date(2025, 11, 1))), ..status(Status::Met) };
    answer(&world, &lead, id, "B-1-2", shown).await;
    answer(&world, &lead, id, "A-1-1", status(Status::Unmet)).await;
    let own = sheet(&world, &lead, id).await;
    assert_eq!((own.assessment.edition.as_str(), own.assessment.level), (FIRST, Some(2)));
    assert_eq!(own.assessment.title, "持ち出し基準 重要（2026年度）");
    assert_eq!((own.answers.len(), own.evaluation.counts.unmet), (4, 1));
    assert_eq!(own.catalog.criterion("A-1-1").expect("a criterion").title.get(Lang::En), "持ち出しの決まり");

    let until = jiff::civil::date(2027, 3, 31);
    let due = world.read(&lead, move |cx| agenda::until(cx, until)).await.expect("an agenda");
    assert_eq!(due[0].title.get(Lang::En), "台帳の突き合わせ", "what is shown yearly has lapsed");
    let inspected = world.read(&lead, inspections::list).await.expect("inspections");
    assert_eq!(inspected[0].criterion.id, "B-1-2");
    let (_, gaps) = world.read(&lead, move |cx| tasks::gaps(cx, id)).await.expect("gaps");
    assert!(gaps.iter().any(|gap| gap.criterion.id == "A-1-1"));
    let found = world.read(&lead, |cx| search::search(cx, "突き合わせ", 5)).await.expect("results");
    assert_eq!(found.hits[0].title, "B-1-2 台帳の突き合わせ");

    // Whoever fetches a feed has no session: the program looks in the name of the person.
    let address = world.write(&lead, feeds::make).await.expect("a feed");
    let secret = address.split('/').rev().nth(1).expect("a secret").to_owned();
    let feed = world.app.system(move |cx| feeds::open(cx, &secret, false)).await;
    assert!(feed.expect("a calendar").contains("台帳の突き合わせ"));
}

#[tokio::test]
async fn it_is_reported_and_its_workbook_is_read_again() {
    let (world, lead) = world().await;
    let id = begin(&world, &lead, FIRST).await.expect("an assessment");
    answer(&world, &lead, id, "A-1-2", Change { note: Some("全台".to_owned()), ..status(Status::Met) }).await;
    let material = world.read(&lead, move |cx| reports::material(cx, id)).await.expect("material");
    for (format, begins) in [
        (Format::Answers, &b"PK"[..]),
        (Format::Gaps, b"PK"),
        (Format::Pdf, b"%PDF-"),
        (Format::Html, b"<!DOCTYPE"),
        (Format::Json, b"{"),
    ] {
        let made = reports::make(&material, format).expect("a document");
        assert!(made.starts_with(begins), "{format:?}");
    }
    let workbook = reports::make(&material, Format::Answers).expect("a workbook");
    let upload = world.read(&lead, move |cx| {
        let asked = Asked { name: "回答.xlsx", edition: None, sheets: &[], today: cx.now.today };
        imports::read(&cx.library, &workbook, &asked)
    });
    let Outcome::Read(upload) = upload.await.expect("read") else { panic!("one sheet") };
    assert_eq!(upload.edition, FIRST, "it is recognised among all that the organization has");
    let met = upload.answers.iter().filter(|read| read.answer.status == Status::Met);
    assert_eq!(met.map(|read| read.criterion.as_str()).collect::<Vec<_>>(), ["A-1-2"]);
}

#[tokio::test]
async fn a_crosswalk_of_its_own_leads_to_suggestions() {
    let (world, lead) = world().await;
    let scs = begin(&world, &lead, "scs-2026-03").await.expect("an assessment");
    answer(&world, &lead, scs, RULES, status(Status::Met)).await;
    let id = begin(&world, &lead, FIRST).await.expect("an assessment");
    let offers = world.read(&lead, move |cx| {
        let sheet = assessments::sheet(cx, id)?;
        let offers = suggestions::offers(cx, &sheet)?;
        let of = |position: usize| sheet.catalog.criteria()[position].id.clone();
        Ok(offers.into_iter().map(|(position, offer)| (of(position), offer.suggestion.status)).collect::<Vec<_>>())
    });
    assert_eq!(offers.await.expect("offers"), [("A-1-1".to_owned(), Status::Met)]);
}

#[tokio::test]
async fn it_is_carried_over_to_its_second_edition() {
    let (world, lead) = world().await;
    let id = begin(&world, &lead, FIRST).await.expect("an assessment");
    for criterion in ["A-1-1", "A-1-2", "B-1-1", "B-1-2"] {
        answer(&world, &lead, id, criterion, status(Status::Met)).await;
    }
    let wanted = move || Wanted { from: id, edition: SECOND.to_owned(), level: None };
    let early = world.read(&lead, move |cx| carry::preview(cx, &wanted())).await.expect_err("not there yet");
    assert_eq!(early.code, "carry.edition");

    add(&world, &lead, sample(SECOND)).await.expect("added");
    let preview = world.read(&lead, move |cx| carry::preview(cx, &wanted())).await.expect("a preview");
    let Way::Answers { rows, .. } = &preview.way else { panic!("the same framework") };
    let again = rows.iter().filter(|row| row.again).map(|row| preview.target.criteria()[row.position].id.as_str());
    assert_eq!(again.collect::<Vec<_>>(), ["B-1-2", "B-1-3"], "what became stricter, and what is new");
    let made = world.write(&lead, move |cx| carry::make(cx, &wanted(), "", None)).await.expect("made").id;
    let after = sheet(&world, &lead, made).await;
    assert_eq!((after.assessment.edition.as_str(), after.answers[0].status), (SECOND, Status::Met));

    let compared = world.read(&lead, move |cx| {
        let (left, right) = (compare::side(cx, id, None)?, compare::side(cx, made, None)?);
        compare::compare(cx, left, right)
    });
    assert!(compared.await.expect("a comparison").differences.iter().any(|one| one.from.is_none()), "one was added");
}

#[tokio::test]
async fn no_other_organization_sees_it() {
    let (world, lead) = world().await;
    let id = begin(&world, &lead, FIRST).await.expect("an assessment");
    let elsewhere = OrganizationId::new(NOW, [2; 10]);
    world.organization(elsewhere, "見本商事").await;
    let other = world.somebody_in(elsewhere, "鈴木", Role::SecurityLead).await;
    for organization in [elsewhere, world.organization] {
        let read = world.app.read(other.credentials, Some(organization), |cx| catalogs::show(cx, FIRST)).await;
        assert_eq!(read.expect_err("nothing").kind, Kind::NotFound);
        let known = world.app.read(other.credentials, Some(organization), |cx| Ok(cx.library.catalog(FIRST).is_some()));
        assert!(!known.await.expect("a library"));
    }
    let begun = world.app.write(other.credentials, Some(elsewhere), |cx| {
        let new = New { title: String::new(), edition: FIRST.to_owned(), level: None, scope: Vec::new(), due: None };
        assessments::create(cx, new)
    });
    assert_eq!(begun.await.expect_err("no such edition").code, "assessment.edition");
    // They may have one of the same name, which is another.
    let mut files = sample(FIRST);
    for file in &mut files {
        file.text = file.text.replace("持ち出しの決まり", "別の決まり");
    }
    let library =
        world.app.read(other.credentials, Some(elsewhere), |cx| catalogs::for_adding(cx)).await.expect("theirs");
    let checked = catalogs::check(&library, files).expect("a catalogue");
    world.app.write(other.credentials, Some(elsewhere), |cx| catalogs::add(cx, checked)).await.expect("added");
    let own = sheet(&world, &lead, id).await;
    assert_eq!(own.catalog.criterion("A-1-1").expect("a criterion").title.ja, "持ち出しの決まり");
}

#[tokio::test]
async fn another_process_knows_it_at_once() {
    let (world, lead) = world().await;
    let beside = beside(&world);
    let knows = |id: &'static str| {
        let read =
            beside.read(lead.credentials, Some(world.organization), move |cx| Ok(cx.library.catalog(id).is_some()));
        async { read.await.expect("a library") }
    };
    assert!(knows(FIRST).await && !knows(SECOND).await);
    add(&world, &lead, sample(SECOND)).await.expect("added");
    assert!(knows(SECOND).await);
    let before = world.read(&lead, |cx| Ok(cx.library.shared(FIRST))).await.expect("a library").expect("an edition");
    world.write(&lead, |cx| catalogs::archive(cx, SECOND, true)).await.expect("withdrawn");
    let after = world.read(&lead, |cx| Ok(cx.library.shared(FIRST))).await.expect("a library").expect("an edition");
    assert!(Arc::ptr_eq(&before, &after), "what did not change is not read again");
}

#[tokio::test]
async fn one_that_is_withdrawn_stays_for_what_was_begun_with_it() {
    let (world, lead) = world().await;
    let id = begin(&world, &lead, FIRST).await.expect("an assessment");
    let withdrawn = world.write(&lead, |cx| catalogs::archive(cx, FIRST, true)).await.expect("withdrawn");
    assert_eq!(withdrawn.edition.archived, Some(NOW));
    assert_eq!(begin(&world, &lead, FIRST).await.expect_err("withdrawn").code, "assessment.edition");
    answer(&world, &lead, id, "A-1-1", status(Status::Met)).await;
    assert_eq!(sheet(&world, &lead, id).await.evaluation.counts.met, 1);
    world.write(&lead, |cx| catalogs::archive(cx, FIRST, false)).await.expect("offered again");
    begin(&world, &lead, FIRST).await.expect("another assessment");
}

#[tokio::test]
async fn it_is_added_once_and_written_down() {
    let (world, lead) = world().await;
    let library = world.read(&lead, |cx| catalogs::for_adding(cx)).await.expect("a library");
    let again = catalogs::check(&library, sample(FIRST)).expect_err("it is there");
    assert!(again.fields[0].message.en.contains("which is there already"), "{:?}", again.fields);
    // Somebody else was faster after the check.
    let checked = catalogs::check(tasuki_catalog::Library::builtin(), sample(FIRST)).expect("a catalogue");
    let again = world.write(&lead, move |cx| catalogs::add(cx, checked)).await.expect_err("it is there");
    assert_eq!(again.code, "catalog.taken");
    world.write(&lead, |cx| catalogs::archive(cx, FIRST, true)).await.expect("withdrawn");
    world.write(&lead, |cx| catalogs::archive(cx, FIRST, true)).await.expect("nothing to do");
    let chain = world.organization;
    let told = world.store.read(move |tx| audit::newest(tx, chain.as_str(), 10)).await.expect("a log");
    let told: Vec<_> = told.iter().map(|entry| (entry.action.as_str(), entry.subject.as_str())).collect();
    assert_eq!(told, [("catalog.archive", "catalog/mochidashi-1"), ("catalog.add", "catalog/mochidashi-1")]);
    let compared = world.store.read(audit::compare).await.expect("a comparison");
    assert!(compared.differences.iter().all(|one| !one.subject.starts_with("catalog/")), "{:?}", compared.differences);
}

#[tokio::test]
async fn all_problems_are_told_with_their_places() {
    let (world, lead) = world().await;
    let library = world.read(&lead, |cx| catalogs::for_adding(cx)).await.expect("a library");
    let mut files = sample(SECOND);
    for file in &mut files {
        file.text = file.text.replace("level = 2\n", "level = 9\n").replace("[\"A-1-1\"]\n\n", "[\"A-9\"]\n\n");
    }
    let wrong = catalogs::check(&library, files).expect_err("wrong");
    assert_eq!((wrong.code, wrong.kind), ("catalog.wrong", Kind::Invalid));
    assert!(wrong.fields.len() > 2, "{:?}", wrong.fields);
    assert!(wrong.fields.iter().any(|field| field.name.starts_with("b.toml:")), "{:?}", wrong.fields);
}

#[tokio::test]
async fn an_organization_has_a_bounded_number_of_them() {
    let (world, lead) = world().await;
    let mut last = None;
    for number in 2..=25 {
        let mut files: Vec<_> = sample(FIRST).into_iter().filter(|file| !file.name.contains("--")).collect();
        for file in &mut files {
            file.text = file.text.replace("id = \"mochidashi-1\"", &format!("id = \"mochidashi-x{number}\""));
        }
        last = Some(add(&world, &lead, files).await);
    }
    assert_eq!(last.expect("many").expect_err("too many").code, "catalog.many");
    assert_eq!(world.read(&lead, catalogs::list).await.expect("a list").len(), 24);
}

#[tokio::test]
async fn only_who_manages_assessments_adds_one() {
    let (world, _) = world().await;
    for role in [Role::Contributor, Role::Viewer, Role::Executive] {
        let somebody = world.somebody("別の人", role).await;
        assert_eq!(add(&world, &somebody, sample(SECOND)).await.expect_err("not theirs").kind, Kind::NotFound);
        let archived = world.write(&somebody, |cx| catalogs::archive(cx, FIRST, true)).await;
        assert_eq!(archived.expect_err("not theirs").kind, Kind::NotFound);
        let all = world.read(&somebody, catalogs::list).await.expect("a list");
        assert_eq!(all[0].edition.id, FIRST, "who reads assessments reads what they answer");
    }
}
