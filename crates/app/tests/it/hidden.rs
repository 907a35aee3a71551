//! Characters that nobody sees are not stored in names and texts, wherever these come in.

use tasuki_app::answers::{self, Change};
use tasuki_app::{account, comments, issues, tasks};
use tasuki_scheme::road::IssueKind;

use crate::road_company::{Company, FIRST};

/// A mark of direction, a blank of no width, a letter that looks like a blank, a tag.
const HIDDEN: &str = "\u{202e}\u{200b}\u{3164}\u{e0041}";

#[tokio::test]
async fn nothing_that_nobody_sees_is_stored_in_names_and_texts() {
    let company = Company::appointed().await;
    let (world, lead, assessment) = (&company.world, &company.lead, company.assessment);
    let with = |text: &str| format!("{HIDDEN}{text}{HIDDEN}");

    let name = with("佐藤");
    world.write(lead, move |cx| account::rename(cx, &name)).await.expect("renamed");
    let named = world.read(lead, |cx| Ok(cx.person()?.name.clone())).await.expect("a name");
    let nobody = with("");
    assert!(world.write(lead, move |cx| account::rename(cx, &nobody)).await.is_err(), "nothing to be seen is no name");
    let body = with("見ました");
    let comment = world.write(lead, move |cx| comments::add(cx, assessment, FIRST, &body)).await.expect("said");
    let (title, done_when) = (with("止める"), with("止まったこと"));
    let new = tasks::New {
        assessment,
        criterion: FIRST.to_owned(),
        title,
        done_when,
        owner: None,
        due: None,
        steps: Vec::new(),
    };
    let task = world.write(lead, move |cx| tasks::create(cx, new)).await.expect("a task");
    let change = Change { note: Some(with("定めた ")), ..Change::default() };
    let saved = world.write(lead, move |cx| answers::save(cx, assessment, FIRST, None, &change)).await.expect("saved");
    let issue = company.raise(IssueKind::Question, &with("いつですか")).await.expect("asked");
    let asked = company.write(lead, move |cx, _| issues::find(cx, issue)).await.expect("an issue").text;

    let texts = [&named, &task.title, &task.done_when, &asked];
    assert_eq!(texts, ["佐藤", "止める", "止まったこと", "いつですか"]);
    assert_eq!(comment.body, "見ました");
    assert_eq!(saved.answer.note, "定めた ", "a blank at the end belongs to what is still being written");
}
