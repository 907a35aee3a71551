//! Links: what one opens to whoever has its code, and what it opens no more once another takes its place.

use futures_util::future::BoxFuture;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use tasuki_app::Credentials;
use tasuki_app::links::{self, New, visits};
use tasuki_scheme::{Capacity, Permission};
use tasuki_store::grants::Opening;
use tasuki_store::{AssessmentId, LinkId, Subject};

use super::{Check, Notes, Scene, noted, read};

const LAST: Date = date(2027, 3, 31);

pub(super) struct Links;

#[derive(Serialize, Deserialize)]
struct Noted {
    opened: AssessmentId,
    /// Not opened to anybody.
    other: AssessmentId,
    valid: Shown,
    /// The link before, with the code that it had.
    over: Option<Shown>,
}

#[derive(Serialize, Deserialize)]
struct Shown {
    link: LinkId,
    code: String,
    visit: String,
}

/// Shows the code of a link, which stands in its address.
async fn enter(scene: &Scene<'_>, link: LinkId, address: &str) -> Shown {
    scene.world.wait(1_000);
    let code = address.rsplit('#').next().unwrap_or_default().to_owned();
    let (id, shown) = (link.to_string(), code.clone());
    let visit = scene.world.app.write(Credentials::None, None, move |cx| visits::enter(cx, &id, &shown)).await;
    Shown { link, code, visit: visit.unwrap_or_else(|error| panic!("the visitor was told {}", error.code)) }
}

/// What a visitor is told who looks at an assessment.
async fn look(scene: &Scene<'_>, shown: &Shown, at: AssessmentId) -> Option<&'static str> {
    let (id, visit) = (shown.link.to_string(), shown.visit.clone());
    let looked = scene.world.app.read(Credentials::None, None, move |cx| {
        visits::arrive(cx, &id, &visit)?;
        visits::look(cx, at).map(drop)
    });
    looked.await.err().map(|error| error.code)
}

impl Check for Links {
    fn name(&self) -> &'static str {
        "links"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let opened = scene.world.assessment(&scene.cast.lead).await.id;
            let other = scene.world.assessment(&scene.cast.lead).await.id;
            let opening = Opening {
                subject: Subject::Assessment(opened),
                capacity: Capacity::Buyer,
                permissions: vec![Permission::ReadResults],
                evidence: None,
            };
            let new =
                New {
                    recipient: "例示自動車 購買部".to_owned(), openings: vec![opening], starts: None, ends: LAST
                };
            let (listed, address) = scene.act(&scene.cast.admin, move |cx| links::create(cx, new)).await;
            let valid = enter(scene, listed.link.id, &address).await;
            noted(&Noted { opened, other, valid, over: None })
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let Noted { opened, other, valid, .. } = read(&notes);
            let link = valid.link;
            let (listed, address) = scene.act(&scene.cast.admin, move |cx| links::replace(cx, link)).await;
            let next = enter(scene, listed.link.id, &address).await;
            noted(&Noted { opened, other, valid: next, over: Some(valid) })
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let notes: Noted = read(notes);
            assert_eq!(look(scene, &notes.valid, notes.opened).await, None);
            assert_eq!(look(scene, &notes.valid, notes.other).await, Some("not_found"), "exactly what was opened");
            let all = scene.get(&scene.cast.admin, links::list).await;
            let state = |id: LinkId| all.iter().find(|own| own.link.id == id).map(|own| own.state);
            assert_eq!(state(notes.valid.link), Some(links::State::Open));
            if let Some(over) = notes.over {
                assert_eq!(look(scene, &over, notes.opened).await, Some("link.replaced"));
                assert_eq!(state(over.link), Some(links::State::Replaced));
                let foreign = Shown { visit: over.visit, ..notes.valid };
                assert_eq!(
                    look(scene, &foreign, notes.opened).await,
                    Some("not_found"),
                    "a visit is bound to its link"
                );
            }
        })
    }
}
