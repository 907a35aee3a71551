//! Documents: the workbook of the same answers is the same, byte by byte, and reading it changes no answer.

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tasuki_app::answers::{self, Change, Item};
use tasuki_app::imports;
use tasuki_app::reports::{self, Format};
use tasuki_assess::Status;
use tasuki_store::{AssessmentId, hex};

use super::{Check, Notes, Scene, noted, read};

const EDITION: &str = "scs-2026-03";

pub(super) struct Reports;

#[derive(Serialize, Deserialize)]
struct Noted {
    assessment: AssessmentId,
    /// The SHA-256 of the answer workbook and of the gap workbook.
    digests: [String; 2],
    answered: usize,
}

async fn workbook(scene: &Scene<'_>, id: AssessmentId, format: Format) -> Vec<u8> {
    let material = scene.get(&scene.cast.worker, move |cx| reports::material(cx, id)).await;
    reports::make(&material, format).expect("a workbook")
}

/// The answer workbook and the gap workbook.
async fn workbooks(scene: &Scene<'_>, id: AssessmentId) -> [Vec<u8>; 2] {
    [workbook(scene, id, Format::Answers).await, workbook(scene, id, Format::Gaps).await]
}

fn digests(made: &[Vec<u8>; 2]) -> [String; 2] {
    [hex(&sha256(&made[0])), hex(&sha256(&made[1]))]
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).into()
}

async fn answer(scene: &Scene<'_>, id: AssessmentId, criteria: &[&str], status: Status) {
    let change = Change { status: Some(status), note: Some("写し".to_owned()), ..Change::default() };
    let item = |own: &&str| Item { criterion: (*own).to_owned(), version: None, change: change.clone() };
    let items = criteria.iter().map(item).collect();
    scene.act(&scene.cast.lead, move |cx| answers::save_many(cx, id, items).map(drop)).await;
}

impl Check for Reports {
    fn name(&self) -> &'static str {
        "reports"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let assessment = scene.world.assessment(&scene.cast.lead).await.id;
            answer(scene, assessment, &["1-1-1-1", "1-1-1-2"], Status::Met).await;
            answer(scene, assessment, &["4-4-4-2"], Status::Partial).await;
            let made = workbooks(scene, assessment).await;
            assert!(made == workbooks(scene, assessment).await, "made twice, they are the same");
            noted(&Noted { assessment, digests: digests(&made), answered: 3 })
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let mut notes: Noted = read(&notes);
            answer(scene, notes.assessment, &["4-4-4-2", "4-4-1-1"], Status::Unmet).await;
            let before = notes.digests;
            notes.digests = digests(&workbooks(scene, notes.assessment).await);
            assert!(before != notes.digests, "other answers make another workbook");
            notes.answered = 4;
            noted(&notes)
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let notes: Noted = read(notes);
            let id = notes.assessment;
            let made = workbooks(scene, id).await;
            // With other words the bytes are others, and so they may be with another version.
            if scene.same_words {
                assert_eq!(digests(&made), notes.digests);
            }
            let [bytes, _] = made;
            let effect = scene.get(&scene.cast.lead, move |cx| {
                let asked =
                    imports::Asked { name: "回答.xlsx", edition: Some(EDITION), sheets: &[], today: cx.now.today };
                let imports::Outcome::Read(upload) = imports::read(&cx.library, &bytes, &asked)? else {
                    unreachable!("one sheet")
                };
                imports::effect(cx, &upload, id)
            });
            let effect = effect.await;
            assert!(effect.changes.is_empty(), "reading the workbook changes nothing: {:?}", effect.changes);
            assert_eq!(effect.same, notes.answered);
        })
    }
}
