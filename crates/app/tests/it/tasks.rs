//! Tasks from gap to done: who may do what, and that no answer changes by it.

use jiff::civil::date;
use tasuki_app::tasks::{self, Change, Due, Filter, Move, New};
use tasuki_app::{Current, Kind, agenda, history, notifications};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_store::assessments::Assessment;
use tasuki_store::tasks::{State, Step, Task};

use crate::common::{NOW, Somebody, World};

fn new(assessment: &Assessment, criterion: &str) -> New {
    New {
        assessment: assessment.id,
        criterion: criterion.to_owned(),
        title: String::new(),
        done_when: String::new(),
        owner: None,
        due: None,
        steps: Vec::new(),
    }
}

async fn made(world: &World, lead: &Somebody, owner: &Somebody) -> Task {
    let assessment = world.assessment(lead).await;
    let new = New { owner: Some(owner.id), due: Some(date(2026, 11, 25)), ..new(&assessment, "1-1-1-1") };
    world.write(lead, move |cx| tasks::create(cx, new)).await.expect("a task")
}

async fn told(world: &World, somebody: &Somebody) -> Vec<notifications::Kind> {
    let all = world.read(somebody, |cx| notifications::list(cx, None, 50)).await.expect("notifications");
    all.into_iter().map(|told| told.kind).collect()
}

#[tokio::test]
async fn a_gap_becomes_a_task_with_what_the_catalogue_suggests() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let assessment = world.assessment(&lead).await;
    let id = assessment.id;
    let (_, gaps) = world.read(&lead, move |cx| tasks::gaps(cx, id)).await.expect("gaps");
    assert_eq!(gaps.len(), 81);
    let chosen: Vec<New> = gaps.iter().take(3).map(|gap| new(&assessment, &gap.criterion.id)).collect();
    let made = world.write(&lead, move |cx| tasks::create_all(cx, chosen)).await.expect("tasks");
    assert_eq!(made.len(), 3);
    for (task, gap) in made.iter().zip(&gaps) {
        assert_eq!(task.title, gap.criterion.title.ja);
        assert_eq!(task.steps[0].text, gap.criterion.first_step.as_ref().expect("a first step").ja);
        assert!(!task.done_when.is_empty());
    }
    let (_, gaps) = world.read(&lead, move |cx| tasks::gaps(cx, id)).await.expect("gaps");
    assert_eq!(gaps.iter().filter(|gap| !gap.tasks.is_empty()).count(), 3);
}

#[tokio::test]
async fn the_worker_reports_and_somebody_else_reviews() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let worker = world.somebody("鈴木", Role::Contributor).await;
    let approver = world.somebody("山田", Role::Approver).await;
    let task = made(&world, &lead, &worker).await;
    let id = task.id;
    assert_eq!(told(&world, &worker).await, [notifications::Kind::TaskAssigned]);
    let step = |by: &Somebody, step: Move| {
        let by = by.clone();
        let world = &world;
        async move { world.write(&by, move |cx| tasks::advance(cx, id, None, &step)).await }
    };
    assert_eq!(step(&approver, Move::Start {}).await.expect_err("no worker").kind, Kind::NotFound);
    assert_eq!(step(&worker, Move::Start {}).await.expect("begun").state, State::Doing);
    let error = step(&worker, Move::Report { report: "  ".to_owned() }).await.expect_err("no words");
    assert_eq!(error.fields[0].name, "report");
    let reported = step(&worker, Move::Report { report: "手順書を作った".to_owned() }).await.expect("reported");
    assert_eq!((reported.state, reported.reported_by), (State::Reported, Some(worker.id)));
    let lines = world.read(&lead, move |cx| history::of_task(cx, id)).await.expect("a history");
    let state = lines[0].fields.iter().find(|field| field.name == "state").expect("the state");
    let names = [&state.old, &state.new].map(|name| name.as_ref().map(|name| name.ja.as_str()));
    assert_eq!(names, [Some("対応中"), Some("完了報告")]);
    assert_eq!(told(&world, &approver).await, [notifications::Kind::TaskToReview]);
    assert_eq!(step(&worker, Move::Accept { review: String::new() }).await.expect_err("a worker").kind, Kind::NotFound);
    let error = step(&approver, Move::Return { review: String::new() }).await.expect_err("no words");
    assert_eq!(error.code, "task.review");
    step(&approver, Move::Return { review: "版がない".to_owned() }).await.expect("given back");
    assert_eq!(told(&world, &worker).await[0], notifications::Kind::TaskReviewed);
    step(&worker, Move::Report { report: "版を入れた".to_owned() }).await.expect("reported again");
    let done = step(&approver, Move::Accept { review: String::new() }).await.expect("accepted");
    assert_eq!((done.state, done.reviewed_by, done.ended.is_some()), (State::Done, Some(approver.id), true));
    let assessment = done.assessment;
    let answer = world.read(&lead, move |cx| tasuki_app::answers::find(cx, assessment, "1-1-1-1")).await;
    assert!(answer.expect("a look").is_none_or(|answer| answer.status == Status::Unanswered), "the answer flipped");
    assert_eq!(step(&worker, Move::Start {}).await.expect_err("it is over").code, "task.state");
}

#[tokio::test]
async fn nobody_reviews_their_own_work_unless_alone() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let task = made(&world, &lead, &lead).await;
    let id = task.id;
    let report = Move::Report { report: "した".to_owned() };
    world.write(&lead, move |cx| tasks::advance(cx, id, None, &report)).await.expect("reported");
    let other = world.somebody("山田", Role::Approver).await;
    let accept = || Move::Accept { review: String::new() };
    let error = world.write(&lead, move |cx| tasks::advance(cx, id, None, &accept())).await.expect_err("own work");
    assert_eq!((error.kind, error.code), (Kind::State, "task.own_review"));
    let (organization, person) = (world.organization, other.id);
    world.arrange(move |tx| tasuki_store::members::remove(tx, organization, person).map(|_| ())).await;
    let done = world.write(&lead, move |cx| tasks::advance(cx, id, None, &accept())).await.expect("alone");
    assert_eq!(done.state, State::Done);
}

#[tokio::test]
async fn who_is_second_is_told_and_loses_nothing() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let worker = world.somebody("鈴木", Role::Contributor).await;
    let task = made(&world, &lead, &worker).await;
    let id = task.id;
    let title = |title: &str| Change { title: Some(title.to_owned()), ..Change::default() };
    let (first, second) = (title("先"), title("後"));
    world.write(&lead, move |cx| tasks::change(cx, id, Some(1), &first)).await.expect("the first");
    let error = world.write(&lead, move |cx| tasks::change(cx, id, Some(1), &second)).await.expect_err("the second");
    assert_eq!(error.kind, Kind::Conflict);
    assert!(matches!(&error.current, Some(Current::Task(task)) if task.title == "先"), "{:?}", error.current);
    let renamed = title("勝手に");
    let error = world.write(&worker, move |cx| tasks::change(cx, id, None, &renamed)).await.expect_err("only steps");
    assert_eq!(error.kind, Kind::NotFound);
    let steps = Change { steps: Some(vec![Step { text: "確かめる".to_owned(), done: true }]), ..Change::default() };
    let task = world.write(&worker, move |cx| tasks::change(cx, id, None, &steps)).await.expect("own steps");
    assert!(task.steps[0].done);
}

#[tokio::test]
async fn what_is_due_is_counted_for_each_person() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let worker = world.somebody("鈴木", Role::Contributor).await;
    let task = made(&world, &lead, &worker).await;
    assert_eq!(world.read(&worker, agenda::due_count).await.expect("a count"), 1);
    assert_eq!(world.read(&lead, agenda::due_count).await.expect("a count"), 0);
    let change = tasuki_app::answers::Change {
        owner: Some(Some(worker.id)),
        due: Some(Some(date(2026, 11, 20))),
        ..Default::default()
    };
    let assessment = task.assessment;
    let save =
        move |cx: &mut tasuki_app::Context<'_, '_>| tasuki_app::answers::save(cx, assessment, "1-2-1-1", None, &change);
    world.write(&lead, save).await.expect("an answer");
    assert_eq!(world.read(&worker, agenda::due_count).await.expect("a count"), 2);
    let filter = Filter { owner: Some(Some(worker.id)), due: Some(Due::Overdue), ..Filter::default() };
    let late = world.read(&worker, move |cx| tasks::due(cx, &filter)).await.expect("answers");
    assert_eq!(late.iter().map(|answer| answer.criterion.as_deref()).collect::<Vec<_>>(), [Some("1-2-1-1")]);
    assert!(world.read(&worker, move |cx| tasks::list(cx, &filter)).await.expect("tasks").is_empty());
}

#[tokio::test]
async fn a_viewer_reads_and_a_guest_of_another_house_sees_nothing() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let viewer = world.somebody("閲", Role::Viewer).await;
    let task = made(&world, &lead, &lead).await;
    let id = task.id;
    assert_eq!(world.read(&viewer, move |cx| tasks::find(cx, id)).await.expect("to see").id, id);
    let assessment = task.assessment;
    let new = New {
        assessment,
        criterion: "1-1-1-1".to_owned(),
        title: String::new(),
        done_when: String::new(),
        owner: None,
        due: None,
        steps: Vec::new(),
    };
    assert_eq!(
        world.write(&viewer, move |cx| tasks::create(cx, new)).await.expect_err("a viewer").kind,
        Kind::NotFound
    );
    let elsewhere = tasuki_store::OrganizationId::new(NOW, [9; 10]);
    world.organization(elsewhere, "よその会社").await;
    let stranger = world.somebody_in(elsewhere, "外", Role::SecurityLead).await;
    let error = world.app.read(stranger.credentials, Some(elsewhere), move |cx| tasks::find(cx, id)).await;
    assert_eq!(error.expect_err("a stranger").kind, Kind::NotFound);
}
