//! Every capability in every circumstance: what was made is there and goes on working after a restart, a kill, a backup, on the other engine,
//! in the database of an earlier release, and with a revised catalogue.
//!
//! A *check* ([`checks`]) is written once: it makes something (`begin`), goes on with it (`change`), and looks whether everything is as it
//! should be (`validate`). A *scenario* says what happens between these. All checks share a database, so that each is tested beside the others.
//!
//! The database of an earlier release is in `crates/app/tests/releases`, one folder for each: what every check's `begin` of that
//! version made. `cargo xtask keep-release NAME` makes a new folder; do it with each release. A check that came later is begun anew there.

mod checks;
mod happenings;
mod killed;
mod releases;

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tasuki_scheme::Role;

use crate::common::{Somebody, World};
use happenings::Happening;

/// What a check notes of what it made, for its `change` and `validate`, which may run in another process and another version.
type Notes = Value;

/// The people whom every check finds there.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cast {
    admin: Somebody,
    lead: Somebody,
    worker: Somebody,
}

/// What a check sees of the world in which it runs.
struct Scene<'a> {
    world: &'a World,
    cast: &'a Cast,
    /// Whether everything is written in the words with which the check began: the same catalogue, and the same version of Tasuki.
    same_words: bool,
}

/// A capability that must work in every scenario.
trait Check {
    /// Its name in the notes of an earlier release.
    fn name(&self) -> &'static str;
    /// Makes something.
    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes>;
    /// Goes on with what was made, perhaps long ago.
    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes>;
    /// Fails unless everything is as the notes say. It is called any number of times, before and after the change.
    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()>;
}

/// All notes, and who is there.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    cast: Cast,
    checks: BTreeMap<String, Notes>,
}

/// The part of a scenario that makes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    Begin,
    Change,
}

async fn cast(world: &World) -> Cast {
    Cast {
        admin: world.somebody("管理 一郎", Role::Administrator).await,
        lead: world.somebody("責任 花子", Role::SecurityLead).await,
        worker: world.somebody("担当 次郎", Role::Contributor).await,
    }
}

/// Begins whatever has not begun yet.
async fn begin(world: &World, cast: Cast, mut checks: BTreeMap<String, Notes>) -> Kept {
    let scene = Scene { world, cast: &cast, same_words: true };
    for check in checks::all() {
        if !checks.contains_key(check.name()) {
            checks.insert(check.name().to_owned(), check.begin(&scene).await);
        }
    }
    Kept { cast, checks }
}

async fn change(world: &World, mut kept: Kept, same_words: bool) -> Kept {
    let scene = Scene { world, cast: &kept.cast, same_words };
    for check in checks::all() {
        let notes = kept.checks.remove(check.name()).expect("a check that has begun");
        kept.checks.insert(check.name().to_owned(), check.change(&scene, notes).await);
    }
    kept
}

async fn validate(world: &World, kept: &Kept, same_words: bool) {
    let scene = Scene { world, cast: &kept.cast, same_words };
    for check in checks::all() {
        check.validate(&scene, &kept.checks[check.name()]).await;
    }
}

/// Plays a scenario on a new database: the same happens after the beginning and after the change.
async fn play(happening: Happening) {
    let world = World::new().await;
    let cast = cast(&world).await;
    let kept = if happening == Happening::Killed {
        let (world, kept) = killed::perform(world, Part::Begin, Kept { cast, checks: BTreeMap::new() }).await;
        return go_on(world, kept, happening).await;
    } else {
        begin(&world, cast, BTreeMap::new()).await
    };
    validate(&world, &kept, true).await;
    let Some(world) = happening.befall(world).await else { return };
    go_on(world, kept, happening).await;
}

async fn go_on(world: World, kept: Kept, happening: Happening) {
    let same_words = happening != Happening::Revised;
    validate(&world, &kept, same_words).await;
    let (world, kept) = if happening == Happening::Killed {
        killed::perform(world, Part::Change, kept).await
    } else {
        let kept = change(&world, kept, same_words).await;
        let Some(world) = happening.befall(world).await else { return };
        (world, kept)
    };
    validate(&world, &kept, same_words).await;
}

#[tokio::test]
async fn nothing_happens() {
    play(Happening::Nothing).await;
}

#[tokio::test]
async fn the_server_restarts() {
    play(Happening::Restarted).await;
}

#[tokio::test]
async fn the_server_is_killed() {
    play(Happening::Killed).await;
}

#[tokio::test]
async fn a_backup_is_restored() {
    play(Happening::Restored).await;
}

#[tokio::test]
async fn the_database_moves_to_the_other_engine() {
    play(Happening::Moved).await;
}

#[tokio::test]
async fn the_catalogue_is_revised() {
    play(Happening::Revised).await;
}

#[tokio::test]
async fn databases_of_earlier_releases_go_on() {
    let mut opened = 0;
    for release in releases::all() {
        let (world, kept) = releases::open(&release).await;
        let Kept { cast, checks } = kept;
        assert!(!checks.is_empty(), "{} has notes", release.display());
        let kept = begin(&world, cast, checks).await;
        validate(&world, &kept, false).await;
        let kept = change(&world, kept, false).await;
        validate(&world, &kept, false).await;
        // What came from an earlier release can be backed up like everything else.
        let world = Happening::Restored.befall(world).await.expect("a backup");
        validate(&world, &kept, false).await;
        opened += 1;
    }
    assert!(opened > 0, "there is no earlier release");
}
