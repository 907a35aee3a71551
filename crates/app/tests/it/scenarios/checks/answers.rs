//! An assessment with answers, their versions and their history.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tasuki_app::answers::{self, Change};
use tasuki_app::{assessments, history};
use tasuki_assess::Status;
use tasuki_store::AssessmentId;
use tasuki_store::answers::Answer;

use super::{Check, Notes, Scene, noted, read};

const FIRST: &str = "1-1-1-1";
const SECOND: &str = "4-4-4-2";

pub(super) struct Answers;

#[derive(Serialize, Deserialize)]
struct Noted {
    assessment: AssessmentId,
    title: String,
    /// As they were acknowledged.
    answers: BTreeMap<String, Answer>,
}

async fn save(scene: &Scene<'_>, notes: &mut Noted, criterion: &'static str, change: Change) {
    let (id, version) = (notes.assessment, notes.answers.get(criterion).map_or(0, |own| own.version));
    let asked = change.clone();
    let saved = scene.act(&scene.cast.lead, move |cx| answers::save(cx, id, criterion, Some(version), &change)).await;
    // What is acknowledged is what was asked for, and the rest is as it was.
    let before = notes.answers.get(criterion).cloned().unwrap_or_else(|| Answer::blank(criterion));
    let expected = Answer {
        version: version + 1,
        status: asked.status.unwrap_or(before.status),
        note: asked.note.unwrap_or(before.note),
        reason: asked.reason.unwrap_or(before.reason),
        owner: asked.owner.unwrap_or(before.owner),
        maturity: asked.maturity.unwrap_or(before.maturity),
        changed: saved.answer.changed,
        changed_by: Some(scene.cast.lead.id),
        ..before
    };
    assert_eq!(saved.answer, expected);
    notes.answers.insert(criterion.to_owned(), saved.answer);
}

impl Check for Answers {
    fn name(&self) -> &'static str {
        "answers"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let made = scene.world.assessment(&scene.cast.lead).await;
            let mut notes = Noted { assessment: made.id, title: made.title, answers: BTreeMap::new() };
            let owner = Some(Some(scene.cast.worker.id));
            let note = |text: &str| Some(text.to_owned());
            let met =
                Change { status: Some(Status::Met), note: note("規程にある。"), owner, ..Change::default() };
            save(scene, &mut notes, FIRST, met).await;
            let out =
                Change { status: Some(Status::NotApplicable), reason: note("端末がない"), ..Change::default() };
            save(scene, &mut notes, SECOND, out).await;
            save(scene, &mut notes, FIRST, Change { note: note("規程 3.2 にある。"), ..Change::default() }).await;
            noted(&notes)
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let mut notes: Noted = read(&notes);
            let id = notes.assessment;
            // Whoever saw what is over is told, and nothing of it is kept.
            let late = Change { status: Some(Status::Unmet), ..Change::default() };
            let refused = scene.world.write(&scene.cast.lead, move |cx| answers::save(cx, id, FIRST, Some(1), &late));
            assert_eq!(refused.await.expect_err("it was changed since").code, "answer.conflict");
            let maturity = Change { status: Some(Status::Partial), maturity: Some(Some(3)), ..Change::default() };
            save(scene, &mut notes, FIRST, maturity).await;
            noted(&notes)
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let notes: Noted = read(notes);
            let id = notes.assessment;
            let sheet = scene.get(&scene.cast.worker, move |cx| assessments::sheet(cx, id)).await;
            assert_eq!(sheet.assessment.title, notes.title);
            let found = sheet.answers.into_iter().filter(|own| own.version > 0);
            let found: BTreeMap<_, _> = found.map(|own| (own.criterion.clone(), own)).collect();
            assert_eq!(found, notes.answers);
            for (criterion, answer) in notes.answers {
                let lines = scene.get(&scene.cast.worker, move |cx| history::of_answer(cx, id, &criterion)).await;
                assert_eq!(lines.len(), usize::try_from(answer.version).expect("a version"), "each save has its line");
                assert!(lines.iter().all(|line| line.who.person == Some(scene.cast.lead.id)));
            }
        })
    }
}
