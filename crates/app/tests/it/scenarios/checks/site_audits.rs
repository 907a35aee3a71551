//! The on-site audit of a ★4: a frozen population, and samples that are drawn again as they were.

use futures_util::future::BoxFuture;
use jiff::civil::date;
use serde::{Deserialize, Serialize};
use tasuki_app::site_audits::{self, Draw, NewPopulation};
use tasuki_app::{assessments, reviewers, roads, submissions};
use tasuki_scheme::Role;
use tasuki_scheme::road::Actor;
use tasuki_store::{PopulationId, RoadId};
use tasuki_trust::sample;

use super::{Check, Notes, Scene, noted, read};
use crate::common::Somebody;

const CRITERION: &str = "1-2-1-1";
const LIST: &str = "佐藤\n鈴木\n高橋\n田中\n";

pub(super) struct SiteAudits;

#[derive(Serialize, Deserialize)]
struct Noted {
    auditor: Somebody,
    road: RoadId,
    population: PopulationId,
    /// How many items each sample has, the first first.
    sizes: Vec<u32>,
}

/// Draws a sample, by a seed of its own.
async fn draw(scene: &Scene<'_>, own: &Noted, size: u32) {
    let (population, number) = (own.population, own.sizes.len());
    let new = Draw {
        seed: Some(format!("種 {number}")),
        size,
        how: "停止日を見る".to_owned(),
        reason: "もう一度".to_owned(),
    };
    scene.act(&own.auditor, move |cx| site_audits::draw(cx, population, &new)).await;
}

impl Check for SiteAudits {
    fn name(&self) -> &'static str {
        "site_audits"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let lead = &scene.cast.lead;
            let auditor = scene.world.somebody("審査 四郎", Role::Guest).await;
            let (title, edition) = ("★4 への自己評価".to_owned(), "scs-2026-03".to_owned());
            let new = assessments::New { title, edition, level: Some(4), scope: Vec::new(), due: None };
            let assessment = scene.act(lead, move |cx| assessments::create(cx, new)).await.id;
            let new = roads::New { assessment, scheme: "scs".to_owned(), route: "star-4".to_owned(), renews: None };
            let road = scene.act(lead, move |cx| roads::open(cx, &new)).await.road.id;
            let freeze = move |cx: &mut tasuki_app::Context<'_, '_>| {
                let seen = submissions::ready(cx, road)?.digest;
                submissions::freeze(cx, road, seen)
            };
            scene.act(lead, freeze).await;
            let (person, actor, ends) = (auditor.id, Actor::EvaluationBody, date(2027, 12, 31));
            let new = reviewers::New { person, actor, evidence: None, ends, shown: vec![], advised: String::new() };
            scene.act(lead, move |cx| reviewers::appoint(cx, road, new)).await;
            let new = NewPopulation {
                title: "退職者".to_owned(),
                source: "人事の台帳".to_owned(),
                criteria: vec![CRITERION.to_owned()],
                list: LIST.to_owned(),
                heading: false,
            };
            let population = scene.act(&auditor, move |cx| site_audits::freeze(cx, road, &new)).await.id;
            let mut own = Noted { auditor, road, population, sizes: vec![] };
            draw(scene, &own, 2).await;
            own.sizes.push(2);
            noted(&own)
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let mut own: Noted = read(&notes);
            draw(scene, &own, 3).await;
            own.sizes.push(3);
            noted(&own)
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let Noted { road, population, sizes, .. } = read(notes);
            let lead = &scene.cast.lead;
            let (row, list) = scene.get(lead, move |cx| site_audits::list(cx, population)).await;
            let items = sample::items(&list).expect("items");
            assert_eq!((list.as_str(), row.digest), (LIST, sample::digest(&items)));
            let room = scene.get(lead, move |cx| site_audits::room(cx, road)).await;
            let samples = &room.population(population).expect("the population").samples;
            assert_eq!(samples.iter().map(|own| own.row.size).collect::<Vec<_>>(), sizes);
            for own in samples {
                let drawn = sample::draw(&items, &own.row.seed, own.items.len());
                let numbers: Vec<_> = own.items.iter().map(|item| item.row.number as usize - 1).collect();
                assert_eq!(numbers, drawn);
            }
        })
    }
}
