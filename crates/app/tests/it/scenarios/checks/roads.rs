//! Roads to a ★: one on which a second submission follows the first, one that is withdrawn.

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tasuki_app::assessments::{self, New};
use tasuki_app::{Context, Error, answers, roads, submissions};
use tasuki_assess::Status;
use tasuki_catalog::Library;
use tasuki_scheme::road::State;
use tasuki_store::{AssessmentId, Digest, RoadId};
use tasuki_trust::submission::verify;

use super::{Check, Notes, Scene, noted, read};

const CRITERION: &str = "1-2-1-1";

pub(super) struct Roads;

#[derive(Serialize, Deserialize)]
struct Noted {
    assessment: AssessmentId,
    road: RoadId,
    /// The submissions on it, the first first.
    submissions: Vec<Digest>,
    withdrawn: RoadId,
    is_withdrawn: bool,
}

async fn assessment(scene: &Scene<'_>, title: &str) -> AssessmentId {
    let (title, edition) = (title.to_owned(), "scs-2026-03".to_owned());
    let new = New { title, edition, level: Some(3), scope: Vec::new(), due: None };
    scene.act(&scene.cast.lead, move |cx| assessments::create(cx, new)).await.id
}

async fn open(scene: &Scene<'_>, assessment: AssessmentId) -> RoadId {
    let new = roads::New { assessment, scheme: "scs".to_owned(), route: "star-3".to_owned(), renews: None };
    scene.act(&scene.cast.lead, move |cx| roads::open(cx, &new)).await.road.id
}

fn freeze(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Digest, Error> {
    let seen = submissions::ready(cx, road)?.digest;
    Ok(submissions::freeze(cx, road, seen)?.digest)
}

impl Check for Roads {
    fn name(&self) -> &'static str {
        "roads"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let assessment = assessment(scene, "★3 への自己評価").await;
            let road = open(scene, assessment).await;
            let first = scene.act(&scene.cast.lead, move |cx| freeze(cx, road)).await;
            let other = self::assessment(scene, "取り下げる自己評価").await;
            let withdrawn = open(scene, other).await;
            noted(&Noted { assessment, road, submissions: vec![first], withdrawn, is_withdrawn: false })
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let mut noted_so_far: Noted = read(&notes);
            let Noted { assessment, road, withdrawn, .. } = noted_so_far;
            let met = answers::Change { status: Some(Status::Met), ..answers::Change::default() };
            scene.act(&scene.cast.lead, move |cx| answers::save(cx, assessment, CRITERION, None, &met)).await;
            noted_so_far.submissions.push(scene.act(&scene.cast.lead, move |cx| freeze(cx, road)).await);
            scene.act(&scene.cast.lead, move |cx| roads::withdraw(cx, withdrawn, None, "範囲を見直す")).await;
            noted(&Noted { is_withdrawn: true, ..noted_so_far })
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let Noted { road, submissions, withdrawn, is_withdrawn, .. } = read(notes);
            let lead = &scene.cast.lead;
            let listed = scene.get(lead, move |cx| submissions::of_road(cx, road)).await;
            let listed: Vec<Digest> = listed.into_iter().rev().map(|own| own.digest).collect();
            assert_eq!(listed, submissions);
            for digest in submissions {
                let bytes = scene.act(lead, move |cx| submissions::file(cx, digest)).await;
                verify(&bytes, Some(digest), Library::builtin()).expect("nothing wrong with it");
            }
            let other = scene.get(lead, move |cx| roads::find(cx, withdrawn)).await.road.state;
            assert_eq!(other, if is_withdrawn { State::Withdrawn } else { State::START });
        })
    }
}
