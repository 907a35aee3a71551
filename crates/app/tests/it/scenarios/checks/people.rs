//! Members, their roles and areas, and a guest who sees exactly what was granted.

use futures_util::future::BoxFuture;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use tasuki_app::evidence::{self, Classification, Content, New, Target};
use tasuki_app::members::{self, Place};
use tasuki_app::{assessments, comments, grants};
use tasuki_scheme::{Capacity, Permission, Role, Roles};
use tasuki_store::grants::{Holder, Opening};
use tasuki_store::members::Area;
use tasuki_store::{AssessmentId, EvidenceId, GrantId, Subject};

use super::{Check, Notes, Scene, noted, read};
use crate::common::Somebody;

const CRITERION: &str = "1-1-1-1";
const EDITION: &str = "scs-2026-03";
const LAST: Date = date(2027, 3, 31);

pub(super) struct People;

#[derive(Serialize, Deserialize)]
struct Noted {
    guest: Somebody,
    /// A contributor of one area.
    helper: Somebody,
    /// What the helper may answer: the first area, the fourth.
    answers: [bool; 2],
    assessments: [AssessmentId; 2],
    pieces: [EvidenceId; 2],
    grant: GrantId,
    /// Which of the two the guest sees.
    open: usize,
}

async fn open(scene: &Scene<'_>, guest: &Somebody, to: AssessmentId) -> GrantId {
    let opening = Opening {
        subject: Subject::Assessment(to),
        capacity: Capacity::Expert,
        permissions: vec![Permission::Comment],
        evidence: Some(Classification::Internal),
    };
    let new = grants::New { person: guest.id, opening, starts: None, ends: LAST };
    scene.act(&scene.cast.admin, move |cx| grants::create(cx, new)).await.grant.id
}

/// Gives somebody a role, in some areas, until a day.
async fn be(scene: &Scene<'_>, who: &Somebody, role: Role, areas: &[&str], ends: Option<Date>) {
    let area = |area: &&str| Area { edition: EDITION.to_owned(), area: (*area).to_owned() };
    let place = Place { roles: Roles::new([role]), areas: areas.iter().map(area).collect(), ends };
    let person = who.id;
    scene.act(&scene.cast.admin, move |cx| members::change(cx, person, place).map(drop)).await;
}

async fn piece(scene: &Scene<'_>, assessment: AssessmentId) -> EvidenceId {
    let new = New::of(Content::Note("規程の写し".to_owned()));
    let target = Target { assessment, criterion: CRITERION.to_owned() };
    scene.act(&scene.cast.lead, move |cx| evidence::add(cx, new, Some(&target))).await.evidence.id
}

impl Check for People {
    fn name(&self) -> &'static str {
        "people"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let guest = scene.world.somebody("専門 三郎", Role::Guest).await;
            let helper = scene.world.somebody("手伝 四郎", Role::Viewer).await;
            be(scene, &guest, Role::Guest, &[], Some(LAST)).await;
            be(scene, &helper, Role::Contributor, &["1"], None).await;
            let one = scene.world.assessment(&scene.cast.lead).await.id;
            let other = scene.world.assessment(&scene.cast.lead).await.id;
            let pieces = [piece(scene, one).await, piece(scene, other).await];
            let grant = open(scene, &guest, one).await;
            noted(&Noted { guest, helper, answers: [true, false], assessments: [one, other], pieces, grant, open: 0 })
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let mut notes: Noted = read(&notes);
            let grant = notes.grant;
            scene.act(&scene.cast.admin, move |cx| grants::end(cx, grant)).await;
            notes.open = 1 - notes.open;
            notes.grant = open(scene, &notes.guest, notes.assessments[notes.open]).await;
            be(scene, &notes.helper, Role::Contributor, &["4"], None).await;
            notes.answers = [false, true];
            noted(&notes)
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let notes: Noted = read(notes);
            let (open, own) = (notes.open, notes.assessments[notes.open]);
            let listed = scene.get(&notes.guest, assessments::list).await;
            assert_eq!(listed.iter().map(|own| own.id).collect::<Vec<_>>(), [own], "exactly what was granted");
            for place in [0, 1] {
                let (id, piece) = (notes.assessments[place], notes.pieces[place]);
                let reads = scene.world.read(&notes.guest, move |cx| assessments::sheet(cx, id).map(drop)).await;
                let sees = scene.world.read(&notes.guest, move |cx| evidence::find(cx, piece).map(drop)).await;
                // Asked with a text that is refused, so that nothing is written.
                let says = scene.world.write(&notes.guest, move |cx| comments::add(cx, id, CRITERION, " ").map(drop));
                let codes = [reads.err(), sees.err(), says.await.err()].map(|error| error.map(|error| error.code));
                let expected = if place == open { [None, None, Some("comment.empty")] } else { [Some("not_found"); 3] };
                assert_eq!(codes, expected);
            }
            let held = scene.get(&scene.cast.admin, grants::list).await;
            let held = held.iter().filter(|own| own.grant.holder == Holder::Person(notes.guest.id));
            let valid: Vec<_> = held.filter(|own| own.valid).map(|own| (own.grant.id, own.grant.ends)).collect();
            assert_eq!(valid, [(notes.grant, LAST)]);
            let may = scene.get(&notes.helper, |cx| Ok(["1", "4"].map(|area| cx.may_answer(EDITION, area)))).await;
            assert_eq!(may, notes.answers);
            let guest = scene.world.write(&notes.guest, |cx| members::list(cx).map(drop)).await;
            assert_eq!(guest.expect_err("who the members are is not granted").code, "not_found");
        })
    }
}
