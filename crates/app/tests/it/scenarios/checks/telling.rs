//! What people are told, and the days in the calendar.

use futures_util::future::BoxFuture;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use tasuki_app::answers::{self, Change};
use tasuki_app::{calendar, comments, notifications, tasks};
use tasuki_catalog::Lang;
use tasuki_scheme::Role;
use tasuki_store::AssessmentId;

use super::{Check, Notes, Scene, noted, read};
use crate::common::Somebody;

const CRITERION: &str = "4-4-4-2";
const DUE: Date = date(2026, 12, 15);
const LATER: Date = date(2026, 12, 28);

pub(super) struct Telling;

#[derive(Serialize, Deserialize)]
struct Noted {
    reader: Somebody,
    assessment: AssessmentId,
    /// What the reader was told, the newest first: when, and of what kind it is.
    told: Vec<(i64, String)>,
    /// Those that were read.
    read: usize,
    /// Until when the answer is due, and the task.
    days: [Date; 2],
}

async fn told(scene: &Scene<'_>, reader: &Somebody) -> Vec<notifications::Told> {
    scene.get(reader, |cx| notifications::list(cx, None, 50)).await
}

async fn note(scene: &Scene<'_>, notes: &mut Noted) {
    let all = told(scene, &notes.reader).await;
    notes.told = all.iter().map(|own| (own.at, own.kind.key().to_owned())).collect();
}

impl Check for Telling {
    fn name(&self) -> &'static str {
        "telling"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let reader = scene.world.somebody("予定 六郎", Role::Contributor).await;
            let assessment = scene.world.assessment(&scene.cast.lead).await.id;
            let due = Change { due: Some(Some(DUE)), owner: Some(Some(reader.id)), ..Change::default() };
            scene.act(&scene.cast.lead, move |cx| answers::save(cx, assessment, CRITERION, None, &due).map(drop)).await;
            let new = tasks::New {
                assessment,
                criterion: CRITERION.to_owned(),
                title: "台帳を作る".to_owned(),
                done_when: String::new(),
                owner: Some(reader.id),
                due: Some(LATER),
                steps: Vec::new(),
            };
            scene.act(&scene.cast.lead, move |cx| tasks::create(cx, new).map(drop)).await;
            let body = format!("@{} お願いします", reader.name);
            scene.act(&scene.cast.lead, move |cx| comments::add(cx, assessment, CRITERION, &body).map(drop)).await;
            let mut notes = Noted { reader, assessment, told: Vec::new(), read: 0, days: [DUE, LATER] };
            note(scene, &mut notes).await;
            assert_eq!(notes.told.len(), 2, "of the task and of the comment");
            noted(&notes)
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let mut notes: Noted = read(&notes);
            scene.act(&notes.reader, notifications::mark_all).await;
            notes.read = notes.told.len();
            let assessment = notes.assessment;
            notes.days[0] = date(2026, 12, 20);
            let due = Change { due: Some(Some(notes.days[0])), ..Change::default() };
            scene.act(&scene.cast.lead, move |cx| answers::save(cx, assessment, CRITERION, None, &due).map(drop)).await;
            let body = format!("@{} 延ばしました", notes.reader.name);
            scene.act(&scene.cast.lead, move |cx| comments::add(cx, assessment, CRITERION, &body).map(drop)).await;
            note(scene, &mut notes).await;
            noted(&notes)
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let notes: Noted = read(notes);
            let all = told(scene, &notes.reader).await;
            let found: Vec<_> = all.iter().map(|own| (own.at, own.kind.key().to_owned())).collect();
            assert_eq!(found, notes.told);
            assert!(all.iter().all(|own| own.sentence(Lang::Ja).contains("責任 花子")), "they say who did it");
            assert_eq!(all.iter().filter(|own| own.read.is_some()).count(), notes.read);
            let assessment = notes.assessment;
            let days =
                scene.get(&notes.reader, |cx| calendar::entries(cx, date(2026, 12, 1), date(2026, 12, 31))).await;
            let mine = days.into_iter().filter(|own| own.is_mine && own.criterion.as_deref() == Some(CRITERION));
            let mine: Vec<Date> = mine.map(|own| own.day).collect();
            assert_eq!(mine, notes.days, "{assessment}");
        })
    }
}
