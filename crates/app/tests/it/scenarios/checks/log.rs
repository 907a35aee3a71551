//! The audit log: its chains hold, nothing of it is lost, and the data is as it says.

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tasuki_store::StoreError;
use tasuki_store::audit::{self, Named};

use super::{Check, Notes, Scene, noted, read};

pub(super) struct Log;

#[derive(Serialize, Deserialize)]
struct Noted {
    heads: Vec<Named>,
    entries: i64,
}

/// Whether it is about what the tests put there without an entry: the organization and its people.
fn is_arranged(own: &audit::Difference) -> bool {
    ["organization", "member", "person", "session"].contains(&own.kind) && own.problem == "no entry speaks of it"
}

async fn note(scene: &Scene<'_>) -> Notes {
    let (summary, _, heads) = looked(scene).await;
    noted(&Noted { heads, entries: summary.entries })
}

async fn looked(scene: &Scene<'_>) -> (audit::Summary, audit::Compared, Vec<Named>) {
    let look = scene
        .world
        .store
        .read(|tx| Ok::<_, StoreError>((audit::verify_all(tx)?, audit::compare(tx)?, audit::heads(tx)?)));
    look.await.expect("the log")
}

impl Check for Log {
    fn name(&self) -> &'static str {
        "log"
    }

    /// It is the last check, so that it notes what the others did.
    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(note(scene))
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, _: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(note(scene))
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let notes: Noted = read(notes);
            let (summary, compared, _) = looked(scene).await;
            assert_eq!(summary.broken, None);
            assert!(summary.entries >= notes.entries, "no entry is lost");
            let heads = notes.heads;
            let missing = scene.world.store.read(move |tx| audit::heads_missing(tx, &heads)).await.expect("the log");
            assert!(missing.is_empty(), "what was the end of a chain is in it: {missing:?}");
            let behind = compared.differences.iter().find(|own| !is_arranged(own));
            assert!(behind.is_none(), "the data is as the log says: {behind:?}");
        })
    }
}
