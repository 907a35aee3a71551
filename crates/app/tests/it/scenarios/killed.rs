//! Killed: a part of a scenario runs in a process of its own, which goes on saving until it is killed.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use tasuki_app::answers::{self, Change};
use tasuki_assess::Status;
use tasuki_store::{Address, AssessmentId, OrganizationId};

use super::happenings::blocking;
use super::{Kept, Part, begin, change};
use crate::common::{Ground, World};

const VARIABLE: &str = "TASUKI_TEST_KILLED";
const CRITERION: &str = "1-1-1-1";
/// How many saves are acknowledged before the process is killed.
const ACKNOWLEDGED: usize = 25;

/// What the process is told.
#[derive(Serialize, Deserialize)]
struct Order {
    part: Part,
    /// A folder, or the address of a PostgreSQL database.
    database: String,
    folder: String,
    organization: OrganizationId,
    /// The time, in milliseconds since 1970.
    now: u64,
    /// On which answer it goes on saving.
    noise: AssessmentId,
    kept: Kept,
}

/// What the process says, a line each.
#[derive(Serialize, Deserialize)]
enum Said {
    /// The part is done, and these are the notes.
    Done(Box<Kept>),
    /// This version was acknowledged.
    Saved(i64),
}

/// Performs a part in a process that is killed after it, in the middle of further saves. What it acknowledged must be there.
pub(super) async fn perform(world: World, part: Part, kept: Kept) -> (World, Kept) {
    let noise = world.assessment(&kept.cast.lead).await.id;
    let (lead, organization) = (kept.cast.lead.clone(), world.organization);
    let ground = world.stopped();
    let database = match &ground.address {
        Address::Folder(folder) => folder.display().to_string(),
        Address::Postgres(url) => url.clone(),
    };
    let folder = ground.folder.display().to_string();
    let now = ground.now();
    let order = Order { part, database, folder, organization, now, noise, kept };
    let order = serde_json::to_string(&order).expect("an order");
    let (kept, last) = blocking(move || run_and_kill(&order)).await;
    let world = ground.open();
    let read = move |cx: &mut tasuki_app::Context<'_, '_>| answers::find(cx, noise, CRITERION);
    let found = world.read(&lead, read).await.expect("an answer").expect("an answer");
    assert!(found.version >= last, "acknowledged was version {last}, and there is {found:?}");
    (world, kept)
}

fn run_and_kill(order: &str) -> (Kept, i64) {
    let program = std::env::current_exe().expect("this program");
    let name = "scenarios::killed::the_process_that_is_killed";
    let mut command = Command::new(program);
    command.args(["--exact", name, "--ignored", "--nocapture"]).env(VARIABLE, order);
    let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("a process");
    let lines = BufReader::new(process.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let (mut done, mut last, mut count) = (None, 0, 0);
    for line in lines {
        // What the test runner says is in between.
        match serde_json::from_str(&line) {
            Ok(Said::Done(kept)) => done = Some(*kept),
            Ok(Said::Saved(version)) => (last, count) = (version, count + 1),
            Err(_) => {}
        }
        if count == ACKNOWLEDGED {
            break;
        }
    }
    process.kill().expect("it is killed");
    process.wait().expect("it has ended");
    assert_eq!(count, ACKNOWLEDGED, "it ended by itself; its output tells why");
    (done.expect("the part was done"), last)
}

fn say(said: &Said) {
    let mut out = std::io::stdout();
    let line = serde_json::to_string(said).expect("a line");
    // On a line of its own, whatever the test runner has begun to write.
    if writeln!(out, "\n{line}").and_then(|()| out.flush()).is_err() {
        // Nobody listens any more.
        std::process::exit(1);
    }
}

#[tokio::test]
#[ignore = "runs as a process of its own, with an order"]
async fn the_process_that_is_killed() {
    let Ok(order) = std::env::var(VARIABLE) else { return };
    let Order { part, database, folder, organization, now, noise, kept } =
        serde_json::from_str(&order).expect("an order");
    // Each process makes identifiers of its own.
    let first = if part == Part::Begin { 1 << 40 } else { 2 << 40 };
    let address = Address::from_str(&database).expect("an address");
    let world = Ground::there(address, folder.into(), organization, first, now).open();
    let kept = match part {
        Part::Begin => begin(&world, kept.cast, kept.checks).await,
        Part::Change => change(&world, kept, true).await,
    };
    let lead = kept.cast.lead.clone();
    say(&Said::Done(Box::new(kept)));
    loop {
        let save = move |cx: &mut tasuki_app::Context<'_, '_>| {
            let before = answers::find(cx, noise, CRITERION)?.map_or(Status::Unanswered, |own| own.status);
            let status = if before == Status::Met { Status::Partial } else { Status::Met };
            answers::save(cx, noise, CRITERION, None, &Change { status: Some(status), ..Change::default() })
        };
        let saved = world.write(&lead, save).await.expect("saved");
        say(&Said::Saved(saved.answer.version));
    }
}
