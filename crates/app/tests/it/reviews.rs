//! The review of a submission: an expert from outside marks, asks and finds, the organization answers, and the expert confirms.

use jiff::civil::date;
use tasuki_app::answers::{self, Change};
use tasuki_app::desk::{self, Waiting};
use tasuki_app::evidence::{self, Classification};
use tasuki_app::issues::{self, Thread};
use tasuki_app::records::{self, Format, Work};
use tasuki_app::reviewers::{self, Listed};
use tasuki_app::reviews::{self, Said};
use tasuki_app::turns::{self, Turn};
use tasuki_app::{Context, assessments, carry, declarations, home, notifications, roads, submissions, tasks};
use tasuki_scheme::Role;
use tasuki_scheme::road::{
    Actor, Aspect, Event, IssueKind, IssueState, Lack, Means, ReplyKind, Shown, State, StepKind,
};
use tasuki_store::tasks::State as TaskState;
use tasuki_store::{Digest, OrganizationId};
use tasuki_trust::Submission;
use tasuki_trust::submission::Part;

use crate::common::{NOW, Somebody};
use crate::road_company::{Company, FIRST, SECOND, appointment, code, everything, text_of};

#[tokio::test]
async fn two_rounds_lead_to_a_confirmation() {
    let company = Company::appointed().await;
    let told = company.world.read(&company.expert, |cx| notifications::list(cx, None, 9)).await.expect("a list");
    assert_eq!(told.len(), 1, "the expert is told that the road is open");

    // What is not marked, asked or found keeps it open.
    assert_eq!(code(company.finish(&company.expert, Event::Confirm).await), "road.missing");
    company.mark_all().await;
    let question = company.raise(IssueKind::Question, "いつ承認しましたか。").await.expect("asked");
    let finding = company.raise(IssueKind::Finding, "改訂の記録がない").await.expect("found");
    company.raise(IssueKind::Advice, "版を付けると分かりやすい").await.expect("advised");
    assert_eq!(code(company.finish(&company.expert, Event::Confirm).await), "road.missing");

    // The owner has a task for the question and for the finding, and answers there or here.
    let (mine, filter) = (company.worker.id, tasks::Filter::default());
    let open = company.world.read(&company.worker, move |cx| tasks::list(cx, &filter)).await.expect("tasks");
    let titles: Vec<_> = open.iter().map(|task| (task.title.as_str(), task.owner == Some(mine), task.state)).collect();
    assert_eq!(
        titles,
        [("質問: いつ承認しましたか。", true, TaskState::Open), ("指摘: 改訂の記録がない", true, TaskState::Open)]
    );
    assert_eq!(
        company.finish(&company.expert, Event::Return).await.expect("sent back"),
        State::Correcting(StepKind::Review)
    );
    assert_eq!(code(company.finish(&company.lead, Event::Correct).await), "road.missing");
    let answered = company.reply(&company.worker, question, ReplyKind::Answer, "4月1日の取締役会です。").await;
    assert_eq!(answered.expect("answered"), IssueState::Answered);
    company.reply(&company.worker, finding, ReplyKind::Answer, "記録を付けた").await.expect("answered");

    // The second submission: what is unchanged stays marked, what changed asks again.
    company.answer("規程に定め、改訂の記録を残す").await;
    company.freeze().await;
    let room = company.room(&company.expert).await;
    let open: Vec<_> = room.criteria.iter().filter(|own| !own.is_marked()).map(|own| own.id.as_str()).collect();
    assert_eq!((open, room.shown.row.number), (vec![FIRST], 2));
    let first = room.criteria.iter().find(|own| own.id == FIRST).expect("the criterion");
    assert!(first.changed && first.marks.iter().all(|(_, holding)| !holding.holds()) && first.threads.len() == 3);
    let before = room.before.as_ref().expect("the round before");
    assert_eq!((room.rounds.len(), before.parts(FIRST)), (2, [Part::Note].as_slice()));

    // The first round stays as it was: what was marked and raised then, and nothing before it.
    let round = company.round(&company.expert, 1).await.expect("the first round");
    let note = |said: &Submission| said.answer(FIRST).map(|own| own.note.clone());
    assert_eq!(note(&round.shown.submission), note(&before.submission));
    assert!(round.before.is_none() && round.threads.len() == 3 && !round.marks.is_empty());
    let later = company.round(&company.expert, 2).await.expect("the second round");
    assert!(later.threads.is_empty() && later.marks.is_empty());
    assert_eq!(code(company.round(&company.expert, 3).await), "not_found");

    // An answer is refused with a reason, given again, and accepted.
    assert_eq!(code(company.reply(&company.expert, finding, ReplyKind::Refuse, "").await), "issue.text");
    let refused = company.reply(&company.expert, finding, ReplyKind::Refuse, "日付がない").await;
    assert_eq!(refused.expect("refused"), IssueState::Open);
    company.reply(&company.worker, finding, ReplyKind::Answer, "日付を入れた").await.expect("answered");
    for id in [question, finding] {
        company.reply(&company.expert, id, ReplyKind::Accept, "").await.expect("accepted");
    }
    assert_eq!(code(company.reply(&company.expert, finding, ReplyKind::Accept, "").await), "issue.state");
    let filter = tasks::Filter { state: Some(TaskState::Done), ..tasks::Filter::default() };
    let done = company.world.read(&company.worker, move |cx| tasks::list(cx, &filter)).await.expect("tasks");
    assert_eq!(done.len(), 2, "the tasks followed");

    company.mark_all().await;
    assert_eq!(
        company.finish(&company.expert, Event::Confirm).await.expect("confirmed"),
        State::Doing(StepKind::Declaration)
    );
    let road = company.road;
    let moves = company
        .world
        .read(&company.lead, move |cx| {
            let standing = roads::find(cx, road)?;
            roads::moves(cx, &standing)
        })
        .await
        .expect("moves");
    let confirmed = moves.last().expect("a move");
    assert_eq!(
        (confirmed.event, confirmed.acted_as, confirmed.person),
        (Event::Confirm, Actor::Expert, company.expert.id)
    );
    let digest = room.shown.row.digest.to_string();
    assert_eq!(
        (&confirmed.detail["digest"], confirmed.detail["qualifications"].as_array().map(Vec::len)),
        (&digest.into(), Some(3))
    );
    // A later change asks for everything again.
    assert_eq!(code(company.raise(IssueKind::Question, "まだありますか").await), "issue.not_now");
}

#[tokio::test]
async fn the_management_declares_one_submission_and_a_change_needs_a_new_word() {
    let company = Company::appointed().await;
    let boss = company.world.somebody("社長", Role::Executive).await;
    let digest = company.room(&company.lead).await.shown.row.digest;
    let new = move |digest: Digest| declarations::New {
        digest: digest.to_string(),
        name: "手本 正子".to_owned(),
        office: "代表取締役".to_owned(),
        text: "事実のとおりです。".to_owned(),
    };
    let declare = async |by: &Somebody, new: declarations::New| {
        company.write(by, move |cx, road| declarations::declare(cx, road, None, &new)).await
    };
    assert_eq!(code(declare(&boss, new(digest)).await), "road.not_now");
    company.mark_all().await;
    company.finish(&company.expert, Event::Confirm).await.expect("confirmed");
    // Only the management gives its word, for what it has seen, with name and office.
    for by in [&company.lead, &company.expert, &company.worker] {
        assert_eq!(code(declare(by, new(digest)).await), "not_found");
    }
    assert_eq!(code(declare(&boss, new(Digest::of(b"other"))).await), "declaration.another");
    assert_eq!(
        code(declare(&boss, declarations::New { office: " ".to_owned(), ..new(digest) }).await),
        "declaration.entry"
    );
    let given = declare(&boss, new(digest)).await.expect("declared");
    assert_eq!((given.digest, given.submission, given.person), (digest, 1, boss.id));
    let state = async || company.room(&company.lead).await.standing().road.state;
    assert_eq!(state().await, State::Doing(StepKind::Application));

    // What changes goes back to the review, and the word does not hold for it.
    company.answer("規程に定め、改訂した").await;
    let second = company.freeze().await;
    assert_eq!(state().await, State::Doing(StepKind::Review));
    assert_eq!(code(declare(&boss, new(digest)).await), "declaration.another");
    assert_eq!(code(declare(&boss, new(second)).await), "road.not_now");
    company.mark_all().await;
    company.finish(&company.expert, Event::Confirm).await.expect("confirmed");
    declare(&boss, new(second)).await.expect("declared anew");
    let road = company.road;
    let all = company.world.read(&company.lead, move |cx| declarations::of_road(cx, road)).await.expect("a list");
    assert_eq!(all.iter().map(|own| own.submission).collect::<Vec<_>>(), [2, 1]);
    let standing = company.world.read(&boss, move |cx| roads::find(cx, road)).await.expect("a road");
    let row = company.room(&company.lead).await.shown.row;
    let words = company.world.read(&boss, move |cx| declarations::proposed(cx, &standing, &row)).await.expect("words");
    assert!(words.starts_with("例示工業は、2026-11-21の提出版") && words.contains(&second.to_string()), "{words}");
}

#[tokio::test]
async fn what_a_reviewer_lacks_is_told_and_the_organization_decides() {
    let company = Company::new().await;
    let new = appointment(
        &company.expert,
        vec![Shown { qualification: "cissp".to_owned(), number: "1".to_owned(), until: Some(date(2026, 1, 31)) }],
    );
    let listed =
        company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");
    let lacks = |own: &Listed| own.lacks.len();
    assert!(matches!(listed.lacks[0], Lack::Ended { .. }) && lacks(&listed) == 3 && !listed.is_accepted());
    company.mark_all().await;
    assert_eq!(code(company.finish(&company.expert, Event::Confirm).await), "road.missing");
    // The expert enters what they have, and does not accept themselves.
    let (person, shown) = (company.expert.id, everything()[..2].to_vec());
    let change = reviewers::Change { shown: Some(shown), ..reviewers::Change::default() };
    let entered = company
        .write(&company.expert, move |cx, road| reviewers::change(cx, road, person, Some(1), change))
        .await
        .expect("entered");
    assert_eq!(lacks(&entered), 1);
    let accept =
        || reviewers::Change { accepted: Some("登録は申請中".to_owned()), ..reviewers::Change::default() };
    let (own, late) = (accept(), accept());
    assert_eq!(
        code(company.write(&company.expert, move |cx, road| reviewers::change(cx, road, person, None, own)).await),
        "not_found"
    );
    assert_eq!(
        code(company.write(&company.lead, move |cx, road| reviewers::change(cx, road, person, Some(1), late)).await),
        "reviewer.conflict"
    );
    company
        .write(&company.lead, move |cx, road| reviewers::change(cx, road, person, Some(2), accept()))
        .await
        .expect("accepted");
    company.finish(&company.expert, Event::Confirm).await.expect("confirmed");
}

#[tokio::test]
async fn nobody_judges_what_they_prepared_or_advised_on() {
    let company = Company::new().await;
    for person in [&company.lead, &company.worker] {
        let new = appointment(person, everything());
        company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");
        let said = Said {
            criterion: SECOND.to_owned(),
            aspects: vec![Aspect::Fits],
            means: Means::Interview,
            note: String::new(),
        };
        assert_eq!(code(company.write(person, move |cx, road| reviews::mark(cx, road, &said)).await), "road.own_work");
        assert!(company.room(person).await.prepared);
    }
    let new = reviewers::New { advised: "規程の作り方".to_owned(), ..appointment(&company.expert, everything()) };
    company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");
    let said =
        Said { criterion: SECOND.to_owned(), aspects: vec![Aspect::Fits], means: Means::Test, note: String::new() };
    assert_eq!(
        code(company.write(&company.expert, move |cx, road| reviews::mark(cx, road, &said)).await),
        "road.own_work"
    );
    assert_eq!(code(company.finish(&company.expert, Event::Confirm).await), "road.own_work");
}

#[tokio::test]
async fn whoever_only_made_the_submission_marks_nothing_either() {
    let company = Company::appointed().await;
    company.mark_all().await;
    company.raise(IssueKind::Finding, "改訂の記録がない").await.expect("found");
    company.finish(&company.expert, Event::Return).await.expect("sent back");
    company.answer("規程に定め、改訂の記録を残す").await;
    let maker = company.world.somebody("別の責任者", Role::SecurityLead).await;
    company.freeze_by(&maker).await;
    let new = appointment(&maker, everything());
    company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");

    assert!(company.room(&maker).await.prepared);
    let said =
        Said { criterion: SECOND.to_owned(), aspects: vec![Aspect::Fits], means: Means::Test, note: String::new() };
    assert_eq!(code(company.write(&maker, move |cx, road| reviews::mark(cx, road, &said)).await), "road.own_work");
    // Somebody else's submission after it does not make it another's work.
    company.answer("規程をもう一度改めた").await;
    company.freeze().await;
    assert!(company.room(&maker).await.prepared);
}

#[tokio::test]
async fn whoever_had_a_hand_in_it_prepared_it_whoever_touched_it_last() {
    let company = Company::new().await;
    let (world, id) = (&company.world, company.assessment);
    let somebody = async |name| world.somebody(name, Role::Contributor).await;
    let (one, many, keeper) =
        (somebody("書いた人").await, somebody("まとめて書いた人").await, somebody("証跡の人").await);
    let bystander = somebody("何もしない人").await;
    let said = |note: &str| Change { note: Some(note.to_owned()), ..Change::default() };
    let change = said("下書き");
    world.write(&one, move |cx| answers::save(cx, id, FIRST, None, &change)).await.expect("saved");
    let items: Vec<_> = [FIRST, SECOND]
        .map(|criterion| answers::Item { criterion: criterion.to_owned(), version: None, change: said("一括") })
        .into();
    world.write(&many, move |cx| answers::save_many(cx, id, items)).await.expect("saved");
    let content = evidence::Content::Note("点検の記録".to_owned());
    let new = evidence::New { name: "点検".to_owned(), ..evidence::New::of(content) };
    let target = evidence::Target { assessment: id, criterion: SECOND.to_owned() };
    world.write(&keeper, move |cx| evidence::add(cx, new, Some(&target))).await.expect("added");
    // Somebody else touches all of it last, and is responsible for it.
    company.answer("清書").await;
    let change = said("清書");
    world.write(&company.lead, move |cx| answers::save(cx, id, SECOND, None, &change)).await.expect("saved");

    let people = [&one, &many, &keeper, &bystander];
    for person in people {
        let new = appointment(person, everything());
        company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");
        assert!(!company.room(person).await.prepared, "{}: nothing of it is submitted yet", person.name);
    }
    company.freeze().await;
    for person in people {
        let expected = person.id != bystander.id;
        assert_eq!(company.room(person).await.prepared, expected, "{}", person.name);
    }
    assert_eq!(code(company.finish(&one, Event::Confirm).await), "road.own_work");

    // Who wrote what was carried over has prepared the next assessment, too.
    let wanted = carry::Wanted { from: id, edition: "scs-2026-03".to_owned(), level: Some(3) };
    let next = world.write(&company.lead, move |cx| carry::make(cx, &wanted, "次の評価", None)).await.expect("made").id;
    let new = roads::New { assessment: next, scheme: "scs".to_owned(), route: "star-3".to_owned(), renews: None };
    let road = world.write(&company.lead, move |cx| roads::open(cx, &new)).await.expect("a road").road.id;
    let freeze = move |cx: &mut Context<'_, '_>| {
        let seen = submissions::ready(cx, road)?.digest;
        submissions::freeze(cx, road, seen)
    };
    world.write(&company.lead, freeze).await.expect("frozen");
    for person in people {
        let expected = person.id != bystander.id;
        let room = world.read(person, move |cx| reviews::room(cx, road)).await.expect("a room");
        assert_eq!(room.prepared, expected, "{}", person.name);
    }
}

#[tokio::test]
async fn nobody_accepts_themselves_or_takes_back_what_they_advised_on() {
    let company = Company::appointed().await;
    let change = async |by: &Somebody, person, change: reviewers::Change| {
        company.write(by, move |cx, road| reviewers::change(cx, road, person, None, change)).await
    };
    let advised = |text: &str| reviewers::Change { advised: Some(text.to_owned()), ..reviewers::Change::default() };
    let expert = company.expert.id;
    change(&company.expert, expert, advised("規程の作り方")).await.expect("they say so themselves");
    for less in ["", "規程"] {
        assert_eq!(code(change(&company.expert, expert, advised(less)).await), "reviewer.advised");
    }
    change(&company.expert, expert, advised("規程の作り方、点検の様式")).await.expect("more");
    change(&company.lead, expert, advised("")).await.expect("the organization says that they did not");

    let other = company.world.somebody("別の責任者", Role::SecurityLead).await;
    let (person, new) = (other.id, appointment(&other, Vec::new()));
    company.write(&other, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");
    let accept = || reviewers::Change { accepted: Some("十分".to_owned()), ..reviewers::Change::default() };
    assert_eq!(code(change(&other, person, accept()).await), "road.own_work");
    change(&company.lead, person, accept()).await.expect("accepted by somebody else");
    // Nor do they accept their own answer.
    let asked = company.raise(IssueKind::Question, "どこにありますか").await.expect("asked");
    company.reply(&other, asked, ReplyKind::Answer, "第3条です").await.expect("answered");
    assert_eq!(code(company.reply(&other, asked, ReplyKind::Accept, "").await), "road.own_work");
    company.reply(&company.expert, asked, ReplyKind::Accept, "").await.expect("accepted");
}

#[tokio::test]
async fn whoever_was_dismissed_is_appointed_anew_and_nobody_on_a_road_that_ended() {
    let company = Company::appointed().await;
    let expert = company.expert.id;
    let appoint = async || {
        let new = appointment(&company.expert, everything());
        company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await
    };
    assert_eq!(code(appoint().await), "reviewer.known");
    let asked = company.raise(IssueKind::Question, "どこにありますか").await.expect("asked");
    company.write(&company.lead, move |cx, road| reviewers::dismiss(cx, road, expert)).await.expect("dismissed");
    let listed = appoint().await.expect("appointed anew");
    assert_eq!((listed.reviewer.version, listed.ends), (2, Some(date(2026, 12, 31))));
    company.write(&company.lead, |cx, road| roads::withdraw(cx, road, None, "延期")).await.expect("withdrawn");
    company.write(&company.lead, move |cx, road| reviewers::dismiss(cx, road, expert)).await.expect("dismissed");
    assert_eq!(code(appoint().await), "reviewer.over");
    assert_eq!(code(company.reply(&company.worker, asked, ReplyKind::Answer, "ここです").await), "issue.over");
}

#[tokio::test]
async fn whose_turn_it_is_is_shown_and_told() {
    let company = Company::new().await;
    let boss = company.world.somebody("社長", Role::Executive).await;
    let road = company.road;
    let turn = async |by: &Somebody| {
        let shown = move |cx: &mut Context<'_, '_>| {
            let standing = roads::find(cx, road)?;
            turns::of(cx, &standing)
        };
        company.world.read(by, shown).await.expect("a turn")
    };
    let told = async |by: &Somebody| {
        let all = company.world.read(by, |cx| notifications::list(cx, None, 20)).await.expect("a list");
        all.iter().filter(|own| own.kind == notifications::Kind::RoadWaits).count()
    };
    assert_eq!(turn(&company.lead).await, Some(Turn::Appoint(vec![Actor::Expert])));
    assert_eq!(turn(&boss).await, Some(Turn::Wait(vec![Actor::Expert])));
    let new = appointment(&company.expert, everything());
    company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");
    assert_eq!(turn(&company.lead).await, Some(Turn::Wait(vec![Actor::Expert])));
    assert_eq!(turn(&company.expert).await, Some(Turn::LookAt(StepKind::Review)));

    // A question about a criterion of which nobody is responsible is asked of whoever made the submission.
    company.mark_all().await;
    let new = issues::New {
        criterion: SECOND.to_owned(),
        kind: IssueKind::Question,
        severity: None,
        text: "どこにありますか".to_owned(),
        due: None,
        deferrable: true,
        item: None,
    };
    let asked = company.write(&company.expert, move |cx, road| issues::raise(cx, road, new)).await.expect("asked");
    let tasks = company.world.read(&company.lead, move |cx| tasks::page(cx, None, 9)).await.expect("tasks");
    assert_eq!(tasks.iter().map(|own| own.owner).collect::<Vec<_>>(), [Some(company.lead.id)]);
    assert_eq!(turn(&company.lead).await, Some(Turn::Answer { step: StepKind::Review, open: 1 }));
    let before = told(&company.expert).await;
    company.reply(&company.lead, asked.id, ReplyKind::Answer, "第3条です").await.expect("answered");
    assert_eq!(told(&company.expert).await, before + 1, "who asked is told of the answer");
    company.reply(&company.expert, asked.id, ReplyKind::Accept, "").await.expect("accepted");

    company.finish(&company.expert, Event::Confirm).await.expect("confirmed");
    assert_eq!((turn(&boss).await, told(&boss).await), (Some(Turn::Declare), 1));
    assert_eq!(turn(&company.lead).await, Some(Turn::Wait(vec![Actor::Management])));
    let home = company.world.read(&boss, home::home).await.expect("a home");
    assert!(matches!(&home.next[0], home::Next::Road { turn: Turn::Declare, .. }), "{:?}", home.next);
}

#[tokio::test]
async fn a_reviewer_sees_the_submission_and_nothing_else_until_the_end() {
    let company = Company::appointed().await;
    let other = company.world.somebody("別の専門家", Role::Guest).await;
    let (expert, road, assessment) = (&company.expert, company.road, company.assessment);
    let read = async |by: &Somebody| company.world.read(by, move |cx| roads::find(cx, road)).await.map(drop);
    read(expert).await.expect("it is open to the expert");
    assert_eq!(code(read(&other).await), "not_found");
    assert_eq!(code(company.world.read(expert, move |cx| assessments::find(cx, assessment)).await), "not_found");
    assert_eq!(company.world.read(expert, roads::list).await.expect("a list").len(), 1);
    assert!(company.world.read(&other, roads::list).await.expect("a list").is_empty());

    // Evidence as far as the class says, in the version that was frozen.
    let room = company.room(expert).await;
    let digest = room.shown.row.digest;
    assert_eq!(room.shown.hidden, ["withheld-1".to_owned()].into());
    assert!(!format!("{:?}", room.shown.submission).contains(&company.secret.to_string()));
    let (internal, secret) = (company.internal, company.secret);
    let piece = async |id| company.world.read(expert, move |cx| submissions::piece(cx, digest, id)).await;
    assert_eq!(piece(internal).await.expect("a piece").1.body, "規程の内容");
    assert_eq!(code(piece(secret).await), "not_found");
    assert_eq!(code(company.world.write(expert, move |cx| submissions::file(cx, digest)).await), "not_found");
    // What became more confidential since is not shown any more.
    let change = evidence::Change { classification: Some(Classification::Confidential), ..evidence::Change::default() };
    company.world.write(&company.lead, move |cx| evidence::change(cx, internal, None, &change)).await.expect("changed");
    assert_eq!(code(piece(internal).await), "not_found");

    // Nobody else marks; whoever was dismissed does not either, and what they said stays.
    let said = || Said {
        criterion: SECOND.to_owned(),
        aspects: vec![Aspect::Explained],
        means: Means::Document,
        note: "確かめた".to_owned(),
    };
    for by in [&company.lead, &company.worker, &other] {
        let said = said();
        assert_eq!(code(company.write(by, move |cx, road| reviews::mark(cx, road, &said)).await), "not_found");
    }
    company.write(expert, move |cx, road| reviews::mark(cx, road, &said())).await.expect("marked");
    let person = expert.id;
    company.write(&company.lead, move |cx, road| reviewers::dismiss(cx, road, person)).await.expect("dismissed");
    assert_eq!(code(read(expert).await), "not_found");
    assert_eq!(
        code(company.write(expert, move |cx, road| reviews::unmark(cx, road, SECOND, Aspect::Explained)).await),
        "not_found"
    );
    let room = company.room(&company.lead).await;
    let second = room.criteria.iter().find(|own| own.id == SECOND).expect("the criterion");
    assert_eq!(second.mark(Aspect::Explained).expect("a mark").name, "専門家");
    assert_eq!(room.reviewers[0].ends, None);
}

#[tokio::test]
async fn appointing_is_checked() {
    let company = Company::new().await;
    let elsewhere = OrganizationId::new(NOW, [2; 10]);
    company.world.organization(elsewhere, "よその会社").await;
    let stranger = company.world.somebody_in(elsewhere, "よその人", Role::Guest).await;
    for (new, expected) in [
        (reviewers::New { actor: Actor::EvaluationBody, ..appointment(&company.expert, vec![]) }, "reviewer.actor"),
        (reviewers::New { ends: date(2026, 11, 1), ..appointment(&company.expert, vec![]) }, "grant.days"),
        (appointment(&stranger, vec![]), "reviewer.person"),
        (
            appointment(
                &company.expert,
                vec![Shown { qualification: "driver".to_owned(), number: "1".to_owned(), until: None }],
            ),
            "reviewer.shown",
        ),
        (
            appointment(
                &company.expert,
                vec![Shown { qualification: "riss".to_owned(), number: String::new(), until: Some(date(2027, 1, 1)) }],
            ),
            "reviewer.shown",
        ),
    ] {
        let refused = company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await;
        assert_eq!(code(refused), expected);
    }
    let (new, again, by_worker) = (
        appointment(&company.expert, vec![]),
        appointment(&company.expert, vec![]),
        appointment(&company.expert, vec![]),
    );
    assert_eq!(
        code(company.write(&company.worker, move |cx, road| reviewers::appoint(cx, road, by_worker)).await),
        "not_found"
    );
    company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");
    assert_eq!(
        code(company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, again)).await),
        "reviewer.known"
    );
}

#[tokio::test]
async fn the_desk_shows_what_waits_from_every_organization() {
    let company = Company::appointed().await;
    let show = async |by: &Somebody| company.world.app.read(by.credentials, None, desk::show).await.expect("a desk");
    let desk = show(&company.expert).await;
    assert_eq!(desk.entries.len(), 1);
    let entry = &desk.entries[0];
    assert_eq!((entry.name.as_str(), entry.waiting.as_slice()), ("例示工業", &[(Waiting::Marks, 81)][..]));
    assert!(entry.waits() && !entry.prepared && entry.ends == date(2026, 12, 31));
    assert!(show(&company.lead).await.entries.is_empty());

    // What was answered waits for the reviewer, what is asked for the organization.
    company.mark_all().await;
    let question = company.raise(IssueKind::Question, "どこにありますか").await.expect("asked");
    assert!(!show(&company.expert).await.entries[0].waits());
    company.reply(&company.worker, question, ReplyKind::Answer, "規程の第3条です").await.expect("answered");
    assert_eq!(show(&company.expert).await.entries[0].waiting, [(Waiting::Answers, 1)]);

    // An organization that asks for a second factor shows nothing before it.
    let organization = company.world.organization;
    company
        .world
        .arrange(move |tx| {
            tx.execute("UPDATE sessions SET assured = 0", &[])?;
            let sql = "UPDATE organizations SET second_factor = 1 WHERE id = ?1";
            tx.execute(sql, tasuki_store::params![&organization]).map(drop)
        })
        .await;
    let desk = show(&company.expert).await;
    assert_eq!((desk.entries.len(), desk.closed), (0, vec!["例示工業".to_owned()]));
}

#[tokio::test]
async fn issues_tell_who_waits() {
    let company = Company::appointed().await;
    let question = company.raise(IssueKind::Question, "どこにありますか").await.expect("asked");
    assert_eq!(code(company.raise(IssueKind::Question, " ").await), "issue.text");
    assert_eq!(code(company.reply(&company.worker, question, ReplyKind::Accept, "").await), "not_found");
    assert_eq!(code(company.reply(&company.expert, question, ReplyKind::Answer, "自分で").await), "not_found");
    assert_eq!(code(company.reply(&company.expert, question, ReplyKind::Accept, "").await), "issue.state");
    let retracted = company.reply(&company.expert, question, ReplyKind::Retract, "見つけました").await;
    assert_eq!(retracted.expect("taken back"), IssueState::Settled);
    let road = company.road;
    let threads: Vec<Thread> =
        company.world.read(&company.worker, move |cx| issues::of_road(cx, road)).await.expect("threads");
    assert_eq!((threads.len(), threads[0].replies.len(), threads[0].issue.severity), (1, 1, None));
}

#[tokio::test]
async fn the_record_of_a_review_says_what_the_room_shows() {
    let company = Company::appointed().await;
    company.mark_all().await;
    company.raise(IssueKind::Question, "規程の改訂日はいつですか").await.expect("raised");

    let (own, theirs) = (company.record(&company.lead).await, company.record(&company.expert).await);
    assert_eq!(own.name(Format::Pdf), "自己評価_文書確認の記録_1_2026-11-21.pdf");
    assert!(records::make(&own, Format::Pdf).expect("a document").starts_with(b"%PDF-"));
    let whole = text_of(&records::make(&own, Format::Workbook).expect("a workbook"));
    for said in ["規程の改訂日はいつですか", "専門家", "規程に定めた", "構成図"] {
        assert!(whole.contains(said), "{said}");
    }
    // What the expert does not see in the room does not stand in their record.
    let less = text_of(&records::make(&theirs, Format::Workbook).expect("a workbook"));
    assert!(less.contains("規程の改訂日はいつですか") && !less.contains("構成図"));

    let of = own.of();
    company.world.write(&company.expert, move |cx| records::note(cx, of, Format::Pdf)).await.expect("noted");
    let (road, stranger) = (company.road, company.world.somebody("部外者", Role::Guest).await);
    assert_eq!(
        code(company.world.read(&stranger, move |cx| records::material(cx, road, Work::Review)).await),
        "not_found"
    );
}

#[tokio::test]
async fn a_mark_outlives_its_reviewer_and_asks_again_if_it_was_their_own_work() {
    let company = Company::appointed().await;
    company.mark_all().await;
    let second = company.world.somebody("二人目", Role::Guest).await;
    let new = appointment(&second, everything());
    company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");
    let expert = company.expert.id;
    company.write(&company.lead, move |cx, road| reviewers::dismiss(cx, road, expert)).await.expect("dismissed");

    // What they found stays, and whoever confirms sees whose marks that rests on.
    let room = company.room(&second).await;
    let [own] = &room.marked_by()[..] else { panic!("one of them") };
    assert_eq!((own.person, own.is_appointed), (expert, false));
    assert!(own.marks > 81 && room.criteria.iter().all(reviews::Criterion::is_marked));

    // They advised, which the organization learns later: what they said of that is no review.
    let advised = Some("規程の作り方".to_owned());
    let change = reviewers::Change { advised, ..reviewers::Change::default() };
    let enter = move |cx: &mut Context<'_, '_>, road| reviewers::change(cx, road, expert, None, change);
    company.write(&company.lead, enter).await.expect("entered");
    let room = company.room(&second).await;
    assert!(room.marked_by().is_empty() && !room.criteria.iter().any(reviews::Criterion::is_marked));
    let holding = room.criteria[0].marks.iter().map(|(_, own)| *own);
    assert!(holding.eq([reviews::Holding::Prepared; 3]), "they are there, and say why they do not count");
    assert_eq!(code(company.finish(&second, Event::Confirm).await), "road.missing");
}
