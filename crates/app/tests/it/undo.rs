//! Taking back all that an act did, and what a confirmation is worth once something changed.

use jiff::civil::date;
use tasuki_app::answers::{self, Change, Item};
use tasuki_app::evidence::{self, Classification, Content, New as NewEvidence, Target};
use tasuki_app::{Context, Error, answering, imports, inspections, suggestions, tasks};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_store::answers::Answer;
use tasuki_store::{AssessmentId, EvidenceId};

use crate::common::{Somebody, World};

/// A criterion without a condition: that it does not apply, somebody must accept.
const UNCONDITIONAL: &str = "1-1-1-1";

async fn save(world: &World, by: &Somebody, id: AssessmentId, criterion: &str, change: Change) -> Answer {
    let criterion = criterion.to_owned();
    let work = move |cx: &mut Context<'_, '_>| answers::save(cx, id, &criterion, None, &change);
    world.write(by, work).await.expect("saved").answer
}

/// What a person sees of an answer: all but version and time.
fn seen(answer: &Answer) -> Answer {
    Answer { version: 0, changed: 0, changed_by: None, ..answer.clone() }
}

fn status(status: Status) -> Change {
    Change { status: Some(status), ..Change::default() }
}

/// 対象外 with a reason that a reviewer accepted.
async fn accepted(world: &World, lead: &Somebody, id: AssessmentId) -> Answer {
    let approver = world.somebody("確認者", Role::Approver).await;
    let out = Change { reason: Some("端末がない".to_owned()), ..status(Status::NotApplicable) };
    save(world, lead, id, UNCONDITIONAL, out).await;
    let accept = Change { accepted: Some(true), ..Change::default() };
    let answer = save(world, &approver, id, UNCONDITIONAL, accept).await;
    assert!(answer.accepted);
    answer
}

#[tokio::test]
async fn an_acceptance_ends_with_its_reason_and_with_its_state() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let reason = |text: &str| Change { reason: Some(text.to_owned()), ..Change::default() };
    for change in [reason("使わないことにした"), reason(""), status(Status::Met)] {
        let before = accepted(&world, &lead, id).await;
        let note = Change { note: Some(format!("{change:?}")), ..Change::default() };
        let noted = save(&world, &lead, id, UNCONDITIONAL, note).await;
        assert!(noted.accepted, "what was accepted stays as it was");
        let same = save(&world, &lead, id, UNCONDITIONAL, reason(&before.reason)).await;
        assert!(same.accepted, "the same reason is no change");
        let after = save(&world, &lead, id, UNCONDITIONAL, change.clone()).await;
        assert!(!after.accepted, "{change:?}");
        save(&world, &lead, id, UNCONDITIONAL, status(Status::Unanswered)).await;
    }
}

#[tokio::test]
async fn an_import_with_another_reason_ends_the_acceptance() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    accepted(&world, &lead, id).await;
    let file = format!("criterion,status,note\n{UNCONDITIONAL},対象外,別の理由\n");
    let import = move |cx: &mut Context<'_, '_>| {
        let asked =
            imports::Asked { name: "回答.csv", edition: Some("scs-2026-03"), sheets: &[], today: cx.now.today };
        let imports::Outcome::Read(upload) = imports::read(&cx.library, file.as_bytes(), &asked)? else {
            unreachable!("one sheet")
        };
        let parcel = imports::keep(cx, &upload)?;
        imports::into_existing(cx, parcel, id, None)?;
        answering::overview(cx, id)
    };
    let overview = world.write(&lead, import).await.expect("imported");
    let answer = overview.sheet.answers.iter().find(|answer| answer.criterion == UNCONDITIONAL).expect("the answer");
    assert_eq!((answer.reason.as_str(), answer.accepted), ("別の理由", false));
}

#[tokio::test]
async fn undo_gives_a_reviewers_mark_back_and_only_to_what_was_accepted() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let other = world.somebody("山田", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let before = accepted(&world, &lead, id).await;
    let made = save(&world, &lead, id, UNCONDITIONAL, status(Status::Met)).await;
    assert!(!made.accepted);
    let back = |made: &Answer| Change { undoes: Some(made.version), ..status(Status::NotApplicable) };
    // Somebody else's undo is a change like any other.
    let theirs = save(&world, &other, id, UNCONDITIONAL, back(&made)).await;
    assert!(!theirs.accepted);
    save(&world, &lead, id, UNCONDITIONAL, status(Status::Met)).await;
    let undone = save(&world, &lead, id, UNCONDITIONAL, back(&made)).await;
    assert_eq!(seen(&undone), seen(&before));
    // The reason was changed in between: what comes back is not what was accepted.
    let made = save(&world, &lead, id, UNCONDITIONAL, status(Status::Met)).await;
    let reason = Change { reason: Some("ほかの理由".to_owned()), ..Change::default() };
    save(&world, &lead, id, UNCONDITIONAL, reason).await;
    let undone = save(&world, &lead, id, UNCONDITIONAL, back(&made)).await;
    assert_eq!((undone.status, undone.accepted), (Status::NotApplicable, false));
}

/// Answers everything of another assessment as met, with a note and a piece of evidence; returns what it then offers elsewhere.
async fn offered(world: &World, lead: &Somebody, own: AssessmentId) -> (String, suggestions::Offer, EvidenceId) {
    let known = world.assessment(lead).await.id;
    let fill = move |cx: &mut Context<'_, '_>| {
        let change = Change { note: Some("写した文".to_owned()), ..status(Status::Met) };
        answers::save(cx, known, "3-1-4-1", None, &change)?;
        let content = Content::Note("方針は掲示板にある。".to_owned());
        let new = NewEvidence {
            name: "方針".to_owned(),
            classification: Some(Classification::Internal),
            owner: None,
            effective: None,
            ends: None,
            content,
        };
        let target = Target { assessment: known, criterion: "3-1-4-1".to_owned() };
        let piece = evidence::add(cx, new, Some(&target))?;
        let overview = answering::overview(cx, own)?;
        let position = overview.sheet.catalog.position("3-1-4-1").expect("the criterion");
        Ok((overview.offers[&position].clone(), piece.evidence.id))
    };
    let (offer, piece) = world.write(lead, fill).await.expect("an offer");
    ("3-1-4-1".to_owned(), offer, piece)
}

fn attached(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str) -> Result<Vec<EvidenceId>, Error> {
    let pieces = evidence::of_criterion(cx, id, criterion)?;
    Ok(pieces.into_iter().map(|piece| piece.evidence.id).collect())
}

#[tokio::test]
async fn undo_takes_back_all_that_a_suggestion_brought() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let (criterion, offer, piece) = offered(&world, &lead, id).await;
    let (own, digest) = (criterion.clone(), offer.digest.clone());
    let accept = move |cx: &mut Context<'_, '_>| suggestions::accept(cx, id, &own, Some(0), &digest);
    let made = world.write(&lead, accept).await.expect("accepted").answer;
    assert_eq!((made.status, made.note.as_str()), (Status::Met, "写した文"));
    let look = async || {
        let own = criterion.clone();
        world.read(&lead, move |cx| attached(cx, id, &own)).await.expect("evidence")
    };
    assert_eq!(look().await, [piece]);
    let back = Change { undoes: Some(made.version), ..status(Status::Unanswered) };
    let undone = save(&world, &lead, id, &criterion, back).await;
    assert_eq!(seen(&undone), Answer::blank(&criterion), "nothing of it is left");
    assert_eq!(look().await, []);
}

#[tokio::test]
async fn what_was_written_since_stays() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let (criterion, offer, _) = offered(&world, &lead, id).await;
    let (own, digest) = (criterion.clone(), offer.digest.clone());
    let accept = move |cx: &mut Context<'_, '_>| suggestions::accept(cx, id, &own, Some(0), &digest);
    let made = world.write(&lead, accept).await.expect("accepted").answer;
    let note = Change { note: Some("自分の言葉".to_owned()), ..Change::default() };
    save(&world, &lead, id, &criterion, note).await;
    let back = Change { undoes: Some(made.version), ..status(Status::Unanswered) };
    let undone = save(&world, &lead, id, &criterion, back).await;
    assert_eq!((undone.status, undone.note.as_str()), (Status::Unanswered, "自分の言葉"));
}

#[tokio::test]
async fn a_bulk_act_is_taken_back_with_all_that_ended_with_it() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let before = accepted(&world, &lead, id).await;
    let item = |criterion: &str, version, change: Change| Item { criterion: criterion.to_owned(), version, change };
    let all = vec![
        item(UNCONDITIONAL, Some(before.version), status(Status::Met)),
        item("4-4-4-2", Some(0), status(Status::Met)),
    ];
    let done = world.write(&lead, move |cx| answers::save_many(cx, id, all)).await.expect("saved");
    let back = done.before.iter().map(|old| {
        let change = Change { undoes: Some(old.version + 1), ..status(old.status) };
        item(&old.criterion, Some(old.version + 1), change)
    });
    let back: Vec<Item> = back.collect();
    let undone = world.write(&lead, move |cx| answers::save_many(cx, id, back)).await.expect("saved");
    for (old, new) in done.before.iter().zip(&undone.saved) {
        assert_eq!(seen(&new.answer), seen(old));
    }
}

#[tokio::test]
async fn what_an_inspection_confirmed_ends_with_the_state_and_a_typed_date_does_not() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let inspected = async |day| {
        let find =
            move |cx: &mut Context<'_, '_>| Ok(inspections::list(cx)?.first().map(|one| one.criterion.id.clone()));
        let criterion = world.read(&lead, find).await.expect("a list").expect("one with an interval");
        save(&world, &lead, id, &criterion, Change { confirmed_on: Some(None), ..status(Status::Met) }).await;
        let own = criterion.clone();
        let record = inspections::Record { on: day, result: Status::Met, record: "見た".to_owned() };
        world.write(&lead, move |cx| inspections::record(cx, id, &own, &record)).await.expect("recorded");
        criterion
    };
    let day = date(2026, 11, 20);
    let criterion = inspected(day).await;
    let left = save(&world, &lead, id, &criterion, status(Status::Unmet)).await;
    assert_eq!(left.confirmed, None);
    let back = Change { undoes: Some(left.version), ..status(Status::Met) };
    assert_eq!(save(&world, &lead, id, &criterion, back).await.confirmed, Some(day), "undo knows it");
    let typed = Change { confirmed_on: Some(Some(date(2026, 11, 1))), ..Change::default() };
    save(&world, &lead, id, &criterion, typed).await;
    let left = save(&world, &lead, id, &criterion, status(Status::Partial)).await;
    assert_eq!(left.confirmed, Some(date(2026, 11, 1)));
}

#[tokio::test]
async fn a_task_that_was_confirmed_as_done_is_not_changed_behind_that() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let worker = world.somebody("鈴木", Role::Contributor).await;
    let id = world.assessment(&lead).await.id;
    let new = tasks::New {
        assessment: id,
        criterion: "1-1-1-1".to_owned(),
        title: "方針を決める".to_owned(),
        done_when: String::new(),
        owner: Some(worker.id),
        due: None,
        steps: Vec::new(),
    };
    let task = world.write(&lead, move |cx| tasks::create(cx, new)).await.expect("a task").id;
    let step =
        async |by: &Somebody, step: tasks::Move| world.write(by, move |cx| tasks::advance(cx, task, None, &step)).await;
    step(&worker, tasks::Move::Report { report: "決めた".to_owned() }).await.expect("reported");
    let done = step(&lead, tasks::Move::Accept { review: "よい".to_owned() }).await.expect("confirmed");
    assert_eq!(done.reviewed_by, Some(lead.id));
    let change = tasks::Change { done_when: Some("もっと多く".to_owned()), ..tasks::Change::default() };
    let again = change.clone();
    let refused = world.write(&lead, move |cx| tasks::change(cx, task, None, &change)).await;
    assert_eq!(refused.expect_err("confirmed").code, "task.done");
    let open = step(&lead, tasks::Move::Reopen {}).await.expect("taken up again");
    assert_eq!((open.reviewed_by, open.review.as_str()), (None, ""));
    world.write(&lead, move |cx| tasks::change(cx, task, None, &again)).await.expect("changed");
}
