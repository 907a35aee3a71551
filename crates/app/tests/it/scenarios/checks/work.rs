//! A task and its way, and what is said about the criterion.

use futures_util::future::BoxFuture;
use jiff::civil::date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tasuki_app::tasks::{self, Move};
use tasuki_app::{comments, search};
use tasuki_store::tasks::{Step, Task};
use tasuki_store::{AssessmentId, CommentId};

use super::{Check, Notes, Scene, noted, read};

const CRITERION: &str = "4-4-4-2";

pub(super) struct Work;

#[derive(Serialize, Deserialize)]
struct Noted {
    assessment: AssessmentId,
    task: Task,
    comment: CommentId,
    comments: Vec<Value>,
}

async fn said(scene: &Scene<'_>, assessment: AssessmentId) -> Vec<Value> {
    let all = scene.get(&scene.cast.worker, move |cx| comments::list(cx, assessment, CRITERION)).await;
    all.iter().map(noted).collect()
}

impl Check for Work {
    fn name(&self) -> &'static str {
        "work"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let (cast, assessment) = (scene.cast, scene.world.assessment(&scene.cast.lead).await.id);
            let new = tasks::New {
                assessment,
                criterion: CRITERION.to_owned(),
                title: "更新の手順を作る".to_owned(),
                done_when: "手順が配られた。".to_owned(),
                owner: Some(cast.worker.id),
                due: Some(date(2026, 12, 10)),
                steps: vec![Step { text: "下書き".to_owned(), done: true }],
            };
            let made = scene.act(&cast.lead, move |cx| tasks::create(cx, new)).await;
            let step = Move::Report { report: "配りました。".to_owned() };
            let task = scene.act(&cast.worker, move |cx| tasks::advance(cx, made.id, Some(1), &step)).await;
            let first = scene.act(&cast.lead, move |cx| comments::add(cx, assessment, CRITERION, "急ぎます")).await;
            let body = format!("@{} 見てください", cast.lead.name);
            scene.act(&cast.worker, move |cx| comments::add(cx, assessment, CRITERION, &body)).await;
            noted(&Noted { assessment, task, comment: first.id, comments: said(scene, assessment).await })
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let mut notes: Noted = read(&notes);
            let (id, version, comment) = (notes.task.id, notes.task.version, notes.comment);
            let step = Move::Accept { review: "確かめました。".to_owned() };
            notes.task = scene.act(&scene.cast.lead, move |cx| tasks::advance(cx, id, Some(version), &step)).await;
            scene.act(&scene.cast.lead, move |cx| comments::edit(cx, comment, None, "済みました").map(drop)).await;
            notes.comments = said(scene, notes.assessment).await;
            assert_eq!(notes.comments.len(), 2);
            noted(&notes)
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let notes: Noted = read(notes);
            let id = notes.task.id;
            assert_eq!(scene.get(&scene.cast.worker, move |cx| tasks::find(cx, id)).await, notes.task);
            assert_eq!(said(scene, notes.assessment).await, notes.comments);
            let found = scene.get(&scene.cast.worker, |cx| search::search(cx, "更新の手順", 20)).await;
            assert!(found.hits.iter().any(|hit| hit.subject == tasuki_store::Subject::Task(id)), "it is found");
        })
    }
}
