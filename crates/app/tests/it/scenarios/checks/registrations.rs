//! Packages and registrations: a road that was reviewed, declared and applied for, each byte of its packages, and what its ledger said whenever it was
//! looked up.

use std::collections::BTreeMap;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use tasuki_app::packages::{self, Made};
use tasuki_app::registrations::{self, Entry, Notice, Seen};
use tasuki_app::{assessments, reviewers, reviews, roads, submissions};
use tasuki_catalog::Library;
use tasuki_scheme::Role;
use tasuki_scheme::road::{Event, State};
use tasuki_store::{Digest, RoadId};
use tasuki_trust::package::{Facts, Kind, Named, Part, pack, verify};

use super::{Check, Notes, Scene, noted, read};
use crate::road_company::{appointment, everything};
use crate::road_course::{declare, mark_all, submit};

/// The day on which it was registered, and those on which the ledger was looked up.
const FROM: Date = date(2026, 11, 19);
const LOOKED: [Date; 2] = [date(2026, 11, 20), date(2026, 11, 21)];
const PLACE: &str = "https://ledger.example.jp/";

pub(super) struct Registrations;

#[derive(Serialize, Deserialize)]
struct Noted {
    road: RoadId,
    /// The submission that was applied for.
    submission: Digest,
    /// The packages, the first first: the digest of each, and that of its zip.
    packages: Vec<(Digest, Digest)>,
    /// The number in the ledger, and the last day, as they were last seen.
    number: String,
    until: Date,
    /// How often it was looked up.
    looked: usize,
}

/// Makes a package of the submission and keeps it. Its documents take seconds to make; what holds of its bytes does not depend on them.
async fn keep(scene: &Scene<'_>, own: &mut Noted) {
    let lead = &scene.cast.lead;
    let (road, submission, number) = (own.road, own.submission, own.packages.len());
    let shown = scene.get(lead, move |cx| submissions::find(cx, submission)).await;
    let frozen = scene.act(lead, move |cx| submissions::file(cx, submission)).await;
    let part = |path: &str, kind, bytes: Vec<u8>| Part { path: path.to_owned(), kind, title: String::new(), bytes };
    let parts = [
        part("submission.json", Kind::Submission, frozen),
        part("evidence.csv", Kind::Other, format!("{number}\r\n").repeat(3_000).into_bytes()),
    ];
    let facts = Facts {
        organization: shown.submission.organization.name,
        submission: Named { sha256: submission, number: shown.row.number, day: shown.row.day },
        made_at: Timestamp::UNIX_EPOCH,
    };
    let bytes = pack(&facts, &parts).expect("a package");
    let digest = verify(&bytes, None, Library::builtin()).expect("nothing wrong with it").digest;
    let size = bytes.len() as u64;
    let kept = scene.world.app.blobs().put(stream::iter([Ok::<_, std::io::Error>(Bytes::from(bytes))]), size).await;
    let file = kept.expect("a file").digest;
    let made = Made { digest, submission, name: format!("一式{number}.zip") };
    scene.act(lead, move |cx| packages::keep(cx, road, &made, (file, size))).await;
    own.packages.push((digest, file));
}

fn entry(number: &str, until: Date) -> Entry {
    let fields = [("number", number), ("organization", "例示工業株式会社"), ("scope", "本社と工場")];
    let fields: BTreeMap<_, _> = fields.map(|(field, text)| (field.to_owned(), text.to_owned())).into();
    Entry { fields, from: Some(FROM), until: Some(until) }
}

fn seen(day: Date) -> Seen {
    Seen { day, place: PLACE.to_owned(), found: true }
}

impl Check for Registrations {
    fn name(&self) -> &'static str {
        "packages and registrations"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let lead = &scene.cast.lead;
            let expert = scene.world.somebody("専門 五郎", Role::Guest).await;
            let boss = scene.world.somebody("社長 六子", Role::Executive).await;
            let (title, edition) = ("登録する自己評価".to_owned(), "scs-2026-03".to_owned());
            let new = assessments::New { title, edition, level: Some(3), scope: Vec::new(), due: None };
            let assessment = scene.act(lead, move |cx| assessments::create(cx, new)).await.id;
            let new = roads::New { assessment, scheme: "scs".to_owned(), route: "star-3".to_owned(), renews: None };
            let road = scene.act(lead, move |cx| roads::open(cx, &new)).await.road.id;
            let new = appointment(&expert, everything());
            scene.act(lead, move |cx| reviewers::appoint(cx, road, new)).await;
            scene.act(lead, move |cx| submit(cx, road)).await;
            scene.act(&expert, move |cx| mark_all(cx, road)).await;
            scene.act(&expert, move |cx| reviews::finish(cx, road, None, Event::Confirm)).await;
            scene.act(&boss, move |cx| declare(cx, road)).await;
            let submission = scene.get(lead, move |cx| submissions::of_road(cx, road)).await[0].digest;
            let (packages, number, until) = (Vec::new(), "R-1".to_owned(), date(2027, 11, 18));
            let mut own = Noted { road, submission, packages, number, until, looked: 1 };
            keep(scene, &mut own).await;
            let package = own.packages[0].0;
            scene.act(lead, move |cx| packages::apply(cx, road, None, package)).await;
            let said = (entry(&own.number, own.until), seen(LOOKED[0]));
            scene.act(lead, move |cx| registrations::register(cx, road, None, (&said.0, &said.1))).await;
            noted(&own)
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let (mut own, lead): (Noted, _) = (read(&notes), &scene.cast.lead);
            let road = own.road;
            keep(scene, &mut own).await;
            (own.number, own.until, own.looked) = ("R-2".to_owned(), date(2027, 12, 31), 2);
            let said = (entry(&own.number, own.until), seen(LOOKED[1]));
            let look_up = move |cx: &mut tasuki_app::Context<'_, '_>| {
                registrations::look_up(cx, road, None, (&said.0, &said.1), "番号が変わった")
            };
            scene.act(lead, look_up).await;
            let notice = Notice { kind: "incident".to_owned(), day: LOOKED[1], told: None };
            scene.act(lead, move |cx| registrations::notify(cx, road, None, &notice, "端末を一台なくした")).await;
            noted(&own)
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let (own, lead): (Noted, _) = (read(notes), &scene.cast.lead);
            let road = own.road;
            let kept = scene.get(lead, move |cx| packages::of_road(cx, road)).await;
            let kept: Vec<_> = kept.into_iter().rev().map(|own| (own.digest, own.file)).collect();
            assert_eq!(kept, own.packages);
            for (digest, file) in own.packages {
                let zip = scene.world.app.blobs().get(file).await.expect("the files").expect("the zip");
                let bytes = zip.bytes().await.expect("its bytes");
                let package = verify(&bytes, Some(digest), Library::builtin()).expect("every byte is there");
                assert_eq!(package.manifest.facts.submission.sha256, own.submission);
            }
            let found = scene.get(lead, move |cx| registrations::of_road(cx, road)).await;
            assert_eq!((found.standing.road.state, found.submission), (State::Registered, 1));
            let ledger = found.registration.as_ref().expect("an entry");
            assert_eq!(
                (&*ledger.fields["number"], ledger.fields.len(), ledger.from, ledger.until),
                (&*own.number, 3, FROM, own.until)
            );
            assert!(found.holds(own.until) && !found.holds(own.until.tomorrow().expect("a day")));
            let looked: Vec<_> = found.look_ups.iter().map(|own| (own.what.day, own.what.place.as_str())).collect();
            let expected = LOOKED[..own.looked].iter().map(|day| (*day, PLACE));
            let mut sorted = looked.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, expected.collect::<Vec<_>>());
            assert_eq!(found.notices.len(), own.looked - 1);
        })
    }
}
