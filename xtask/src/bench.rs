//! `cargo xtask bench server`: the performance budgets of the server, measured from outside on both engines.
//!
//! Saves are measured in turns with bare one-row commits of the same engine on the same disk, because the speed of
//! disks varies. With `TASUKI_BINARY` another build is measured, for a comparison with an earlier one in one sitting.

mod bare;
mod fill;
mod load;
mod samples;
mod table;

use std::{env, path::Path, time::Duration};

use tempfile::TempDir;

use crate::{
    Chore,
    postgres::{self, Postgres},
    server::{self, Server, Setup},
    shell,
    stage::Stage,
};
use load::Seen;
use samples::Samples;
use table::Table;

/// The variable that names the build to be measured.
const BINARY: &str = "TASUKI_BINARY";
/// The numbers of assessments in the database for the measurements.
const SIZES: [usize; 2] = [10, 10_000];
/// The number of turns of bare commits and saves: short turns, because a slow phase of the disk may last for
/// seconds.
const TURNS: usize = 16;
/// Saves, and bare commits, in each turn.
const SAVES: usize = 250;
const TOGETHER: usize = 16;
const READS: usize = 400;
/// Reads of a page that may take long where there is very much.
const FEW: usize = 20;
const MOST_RESIDENT: f64 = 60.0;
/// The CPU time that the best-known open-source peer needs for one saved result, in ms, with 10 and with 1,000
/// audits in its database.
const PEER_SAVE: [f64; 2] = [137.0, 6168.0];

/// Measures and prints everything. Fails if a budget is exceeded.
pub(crate) fn server(sizes: &[&str]) -> Chore {
    if cfg!(debug_assertions) {
        // The client and the bare commits must be optimized like the server with which they are compared.
        let words = [&["run", "--quiet", "--release", "--package", "xtask", "--", "bench", "server"], sizes].concat();
        return shell::run(&mut shell::program("cargo", &words)).map_err(|error| vec![error]);
    }
    let wanted: Result<Vec<usize>, _> = sizes.iter().map(|size| size.parse()).collect();
    let wanted = wanted.map_err(|_| vec!["bench server wants numbers of assessments".to_owned()])?;
    let sizes = if wanted.is_empty() { &SIZES[..] } else { &wanted };
    measure(sizes).map_err(|error| vec![error]).and_then(|over| if over.is_empty() { Ok(()) } else { Err(over) })
}

fn measure(sizes: &[usize]) -> Result<Vec<String>, String> {
    let binary = env::var_os(BINARY).map_or_else(|| server::build(true), |path| Ok(path.into()))?;
    let mut table = Table::default();
    for size in sizes {
        engine(&mut table, &binary, *size, None)?;
    }
    if postgres::installed() {
        let cluster = Postgres::start()?;
        for size in sizes {
            let name = format!("tasuki_{size}");
            engine(&mut table, &binary, *size, Some(cluster.create(&name)?))?;
        }
    } else {
        println!("\nskipped: PostgreSQL is not installed ({})", postgres::PACKAGE);
    }
    Ok(table.over())
}

fn engine(table: &mut Table, binary: &Path, size: usize, database: Option<String>) -> Result<(), String> {
    let folder = TempDir::with_prefix("tasuki-bench-").map_err(|error| format!("temporary folder: {error}"))?;
    let setup = Setup { binary: binary.to_owned(), data: folder.path().to_owned(), database, demo: false };
    let engine = if setup.database.is_some() { "PostgreSQL" } else { "SQLite" };
    Table::head(&format!("{engine}, {size} assessments"));

    let server = setup.serve()?;
    let ready = |took: Duration, most: u64| {
        let most = Duration::from_millis(most);
        Some((took <= most, format!("≤ {}", table::shown(most))))
    };
    table.figure("first start, with its migrations", &table::shown(server.took), ready(server.took, 1000));
    let stage = Stage::prepare(&server)?;
    // Every criterion gets an answer, so that the copies also have them.
    load::saves(&stage, 1, stage.answers()?.len())?;
    server.stop()?;
    fill::copies(&setup, &stage.assessment, size)?;
    let server = setup.serve()?;
    table.figure("ready on an existing database", &table::shown(server.took), ready(server.took, 300));
    let stage = stage.on(&server);

    reads(table, &stage)?;
    saves(table, &setup, &server, &stage, size)?;
    let resident = server.resident()?;
    let budget = (resident <= MOST_RESIDENT, format!("≤ {MOST_RESIDENT} MiB"));
    table.figure("resident after all these requests", &format!("{resident:.1} MiB"), Some(budget));
    server.stop()
}

fn reads(table: &mut Table, stage: &Stage) -> Result<(), String> {
    // The lower bound of every HTTP request.
    let (floor, _) = load::gets(stage, "/healthz", &[], READS)?;
    table.times("a request that does nothing", &floor, None);
    let (tree, size) = load::gets(stage, &stage.tree(), &stage.credentials(), READS)?;
    table.times(&format!("the tree as JSON ({} KiB)", size >> 10), &tree, Some(Duration::from_millis(5)));
    let (page, size) = load::gets(stage, &stage.page(), &stage.session(), READS)?;
    table.times(&format!("the answering page ({} KiB)", size >> 10), &page, Some(Duration::from_millis(15)));
    let (home, size) = load::gets(stage, &stage.home(), &stage.session(), FEW)?;
    table.times(&format!("the first page ({} KiB)", size >> 10), &home, None);
    let packed = [&stage.session()[..], &[("Accept-Encoding", "gzip")]].concat();
    let (page, size) = load::gets(stage, &stage.page(), &packed, READS)?;
    table.times("the answering page, packed", &page, Some(Duration::from_millis(15)));
    table.figure(
        "the answering page over the wire",
        &format!("{} KiB", size >> 10),
        Some((size <= 150 << 10, "≤ 150 KiB".to_owned())),
    );
    Ok(())
}

fn saves(table: &mut Table, setup: &Setup, server: &Server, stage: &Stage, size: usize) -> Result<(), String> {
    let (mut bare, mut alone, mut spent) = (Samples::default(), Samples::default(), Duration::ZERO);
    for _ in 0..TURNS {
        bare = bare.and(bare_commits(setup, 1, SAVES)?.samples);
        let before = server.processor_time()?;
        alone = alone.and(load::saves(stage, 1, SAVES)?.samples);
        spent += server.processor_time()?.saturating_sub(before);
    }
    table.times("bare commit of one row", &bare, None);
    table.times("save one answer, one client", &alone, Some(bare.median().mul_f64(1.5)));
    let ratio = alone.median().as_secs_f64() / bare.median().as_secs_f64();
    table.figure("  that is, in bare commits", &format!("{ratio:.2} ×"), Some((ratio <= 1.5, "≤ 1.5 ×".to_owned())));
    let each = spent.as_secs_f64() * 1e3 / f64::from(u32::try_from(alone.len()).unwrap_or(u32::MAX));
    let peer = PEER_SAVE[usize::from(size >= 1000)];
    let budget = (each * 100.0 <= peer, format!("≤ {:.2} (a hundredth of {peer})", peer / 100.0));
    table.figure("processor time of one save, CPU-ms", &format!("{each:.2}"), Some(budget));

    let together = load::saves(stage, TOGETHER, SAVES * TURNS)?;
    table.times(&format!("save one answer, {TOGETHER} clients"), &together.samples, None);
    let bare_rate = 1.0 / bare.median().as_secs_f64();
    let wanted = 0.4 * bare_rate;
    let budget = (together.rate() >= wanted, format!("≥ {wanted:.0}/s (0.4 of bare {bare_rate:.0}/s)"));
    table.figure("  together", &format!("{:.0}/s", together.rate()), Some(budget));
    if setup.database.is_some() {
        let bare = bare_commits(setup, TOGETHER, SAVES * TURNS)?;
        table.figure(&format!("  bare commits, {TOGETHER} clients"), &format!("{:.0}/s", bare.rate()), None);
    }
    Ok(())
}

/// Measures bare commits on the engine and disk of a server.
fn bare_commits(setup: &Setup, clients: usize, times: usize) -> Result<Seen, String> {
    let (samples, took) = match &setup.database {
        None => {
            let samples = bare::sqlite(&setup.data, times)?;
            (samples, Duration::ZERO)
        }
        Some(url) => bare::postgres(url, u16::try_from(clients).unwrap_or(1), times)?,
    };
    Ok(Seen { samples, took })
}
