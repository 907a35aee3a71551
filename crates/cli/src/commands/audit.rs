//! `tasuki audit`: who did what, proven and exported.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Serialize;
use tasuki_catalog::Text;
use tasuki_store::audit::{self, Break, Kept, Summary};
use tasuki_store::{Store, StoreError, Tx};

use super::place::{PlaceArguments, no_database};
use crate::{
    failure::Failure,
    output::{Output, say},
};

/// What the command line calls the chain of the server itself.
const SERVER: &str = "server";
/// How many entries are read at once.
const PAGE: i64 = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Follow the hash chains of the audit log, of all organizations and of the server itself, and name the first entry that does not hold.
    Verify {
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// Write the audit log as JSON, one entry a line.
    Export {
        #[command(flatten)]
        place: PlaceArguments,
        /// Only the log of this organization; `server` is the log of the server itself.
        #[arg(long, value_name = "ID")]
        organization: Option<String>,
        /// The file to write instead of stdout; it must not exist yet.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

pub(super) fn run(command: AuditCommand, output: &mut Output) -> Result<(), Failure> {
    match command {
        AuditCommand::Verify { place } => verify(&place.completed()?.open_existing()?, output),
        AuditCommand::Export { place, organization, output: file } => {
            let store = place.completed()?.open_existing()?;
            let chains = chosen(&store, organization)?;
            match file {
                Some(file) => to_file(&store, &chains, &file),
                None => each_page(&store, &chains, |lines| {
                    output.write(&lines);
                    // A log may be larger than memory.
                    let written = output.flush();
                    output.clear();
                    written.map_err(|error| Failure::write(Path::new("stdout"), &error))
                }),
            }
        }
    }
}

/// An entry and whose log it stands in.
#[derive(Serialize)]
struct Line<'a> {
    organization: &'a str,
    #[serde(flatten)]
    entry: Kept,
}

/// What was found. The last entry of each chain, kept elsewhere, proves later that nothing was cut off at the end.
#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    last: Vec<Line<'a>>,
}

fn verify(store: &Store, output: &mut Output) -> Result<(), Failure> {
    let (summary, newest) = read(store, |tx| Ok((audit::verify_all(tx)?, newest(tx)?)))?;
    if output.is_json() {
        let last = newest.iter().map(|(organization, entry)| Line { organization, entry: entry.clone() }).collect();
        output.json(&Found { summary: &summary, last });
    } else if summary.broken.is_none() {
        output.line(say!(
            output.lang,
            "監査ログに切れ目はありません: {} 件、{} 本の鎖",
            "the audit log is whole: {} entries in {} chains",
            summary.entries,
            summary.chains
        ));
    }
    whole(&summary)
}

fn newest(tx: &mut Tx<'_>) -> Result<Vec<(String, Kept)>, StoreError> {
    let mut found = Vec::new();
    for organization in audit::chains(tx)? {
        let newest = audit::newest(tx, &organization, 1)?;
        found.extend(newest.into_iter().map(|entry| (organization.clone(), entry)));
    }
    Ok(found)
}

/// Refuses a log with a broken link, and names it.
pub(super) fn whole(summary: &Summary) -> Result<(), Failure> {
    let Some(Break { organization, seq, problem }) = &summary.broken else { return Ok(()) };
    let organization = if organization.is_empty() { SERVER } else { organization };
    let japanese = match problem.as_str() {
        "an entry is missing before it" => "その前の記録がありません",
        "it does not follow the entry before it" => "前の記録に続いていません",
        "it was changed" => "書き換えられています",
        other => other,
    };
    let text = Text::new(
        format!("監査ログは {organization} の {seq} 件目で切れています: {japanese}"),
        format!("the audit log of {organization} is broken at entry {seq}: {problem}"),
    );
    Err(Failure::input("audit-broken", text).hint(
        "バックアップの記録と比べ、誰がデータベースに触れたかを調べてください",
        "compare it with the log in a backup, and find out who touched the database",
    ))
}

/// The chains that were asked for.
fn chosen(store: &Store, organization: Option<String>) -> Result<Vec<String>, Failure> {
    let chains = read(store, audit::chains)?;
    let Some(asked) = organization else { return Ok(chains) };
    let asked = if asked == SERVER { String::new() } else { asked };
    if chains.contains(&asked) {
        return Ok(vec![asked]);
    }
    let text = Text::new(
        format!("組織 {asked} の監査ログはありません"),
        format!("there is no audit log of an organization {asked}"),
    );
    Err(Failure::usage("unknown-organization", text).hint(
        "識別子は組織のページのアドレスにあります",
        "the identifier stands in the address of the organization's pages",
    ))
}

/// Hands over all entries as lines, so many at a time.
fn each_page(
    store: &Store,
    chains: &[String],
    mut take: impl FnMut(Vec<u8>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for organization in chains {
        let mut after = 0;
        loop {
            let own = organization.clone();
            let page = read(store, move |tx| audit::page(tx, &own, after, PAGE))?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            let mut lines = Vec::new();
            for entry in page {
                let written = serde_json::to_writer(&mut lines, &Line { organization, entry });
                written.map_err(|error| Failure::write(Path::new("stdout"), &error.into()))?;
                lines.push(b'\n');
            }
            take(lines)?;
        }
    }
    Ok(())
}

fn to_file(store: &Store, chains: &[String], path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::write(path, &error);
    let mut file = BufWriter::new(File::create_new(path).map_err(failed)?);
    let written = each_page(store, chains, |lines| file.write_all(&lines).map_err(failed));
    let written = written.and_then(|()| file.flush().and_then(|()| file.get_ref().sync_all()).map_err(failed));
    if written.is_err() {
        // Half a log is of no use to anyone.
        let _ = fs::remove_file(path);
    }
    written
}

fn read<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Failure> {
    store.read_blocking(work).map_err(|error| no_database(&error))
}
