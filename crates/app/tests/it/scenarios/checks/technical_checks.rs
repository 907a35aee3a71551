//! Technical checks: a road to a ★4 with its list of targets and a scan, and a later scan that closes what it found.

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tasuki_app::technical_checks::{self as checks, Entry, Stage};
use tasuki_app::{assessments, roads};
use tasuki_store::RoadId;

use super::{Check, Notes, Scene, noted, read};

pub(super) struct TechnicalChecks;

#[derive(Serialize, Deserialize)]
struct Noted {
    road: RoadId,
    is_closed: bool,
}

/// A port of the mail server, open or not any more, as nmap tells it.
fn nmap(start: i64, state: &str) -> String {
    format!(
        "<nmaprun scanner=\"nmap\" start=\"{start}\" version=\"7.93\"><scaninfo protocol=\"tcp\" services=\"1-1000\"/>\
         <host><status state=\"up\"/><address addr=\"192.0.2.20\" addrtype=\"ipv4\"/>\
         <ports><port protocol=\"tcp\" portid=\"23\"><state state=\"{state}\"/><service name=\"telnet\"/></port></ports></host>\
         <runstats><finished time=\"{start}\" exit=\"success\"/></runstats></nmaprun>"
    )
}

async fn import(scene: &Scene<'_>, road: RoadId, start: i64, state: &str) {
    let sent = checks::read("nmap.xml", nmap(start, state).as_bytes()).expect("a scan");
    scene.act(&scene.cast.lead, move |cx| checks::import(cx, road, &sent)).await;
}

impl Check for TechnicalChecks {
    fn name(&self) -> &'static str {
        "technical checks"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let (title, edition) = ("★4 への自己評価".to_owned(), "scs-2026-03".to_owned());
            let new = assessments::New { title, edition, level: Some(4), scope: Vec::new(), due: None };
            let assessment = scene.act(&scene.cast.lead, move |cx| assessments::create(cx, new)).await.id;
            let new = roads::New { assessment, scheme: "scs".to_owned(), route: "star-4".to_owned(), renews: None };
            let road = scene.act(&scene.cast.lead, move |cx| roads::open(cx, &new)).await.road.id;
            let entry = Entry {
                name: "mail".to_owned(),
                addresses: "192.0.2.0/24".to_owned(),
                in_scope: true,
                kind: "mail".to_owned(),
                exposure: "internet".to_owned(),
                ..Entry::default()
            };
            scene.act(&scene.cast.lead, move |cx| checks::add_target(cx, road, &entry)).await;
            import(scene, road, 1_794_445_200, "open").await;
            noted(&Noted { road, is_closed: false })
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let Noted { road, .. } = read(&notes);
            import(scene, road, 1_794_531_600, "closed").await;
            noted(&Noted { road, is_closed: true })
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let Noted { road, is_closed } = read(notes);
            let check = scene.get(&scene.cast.lead, move |cx| checks::check(cx, road)).await;
            assert_eq!((check.targets.len(), check.scans.len()), (1, 1 + usize::from(is_closed)));
            let stages: Vec<Stage> = check.findings.iter().map(checks::Judged::stage).collect();
            assert_eq!(stages, [if is_closed { Stage::Closed } else { Stage::ToJudge }]);
            assert_eq!(check.findings[0].target_name(), "mail");
        })
    }
}
