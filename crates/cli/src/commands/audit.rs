//! `tasuki audit`: verifies and exports the log of who did what.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Serialize;
use serde_json::{Value, json};
use tasuki_app::{Clock, SystemClock};
use tasuki_catalog::Text;
use tasuki_store::audit::{self, Break, Compared, Entry, Kept, Missing, Named, Summary};
use tasuki_store::{Store, StoreError, Tx};

mod heads;

use super::place::{PlaceArguments, no_database};
use crate::{
    failure::Failure,
    output::{Output, say},
};

/// The name of the server's own chain on the command line.
const SERVER: &str = "server";
/// The number of entries that are read at once.
const PAGE: i64 = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Verify the hash chains of the audit log, of all organizations and of the server itself, and compare the data
    /// with the log: report the first broken entry, and data that was changed without an entry.
    Verify {
        #[command(flatten)]
        place: PlaceArguments,
        /// Heads of the chains that were stored elsewhere: the file that the server writes, a saved mail, or the
        /// output of `audit heads` or of this command. Each of them must still be in the log.
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
    },
    /// Print the heads of the chains, to be stored where administrators of the server have no access.
    Heads {
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// Write the audit log as JSON, one entry per line.
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
        AuditCommand::Verify { place, heads } => {
            let kept = heads.as_deref().map(heads::read).transpose()?;
            verify(&place.completed()?.open_existing()?, kept.as_deref(), output)
        }
        AuditCommand::Heads { place } => {
            heads::print(&read(&place.completed()?.open_existing()?, audit::heads)?, output);
            Ok(())
        }
        AuditCommand::Export { place, organization, output: file } => {
            let store = place.completed()?.open_existing()?;
            let chains = chosen(&store, organization)?;
            noted(&store, "audit.export", &json!({ "chains": chains.len() }))?;
            match file {
                Some(file) => to_file(&store, &chains, &file),
                None => each_page(&store, &chains, |lines| {
                    output.write(&lines);
                    // A log may be larger than the memory.
                    let written = output.flush();
                    output.clear();
                    written.map_err(|error| Failure::write(Path::new("stdout"), &error))
                }),
            }
        }
    }
}

/// An entry, and the organization whose log contains it.
#[derive(Serialize)]
struct Line<'a> {
    organization: &'a str,
    #[serde(flatten)]
    entry: Kept,
}

/// The result. If the head of each chain is stored elsewhere, it proves later that nothing was cut off at the end.
#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    rows: &'a Compared,
    missing: &'a [Missing],
    last: Vec<Line<'a>>,
}

fn verify(store: &Store, kept: Option<&[Named]>, output: &mut Output) -> Result<(), Failure> {
    let (summary, newest) = read(store, |tx| Ok((audit::verify_all(tx)?, newest(tx)?)))?;
    let rows = read(store, audit::compare)?;
    let asked = kept.map(<[Named]>::to_vec).unwrap_or_default();
    let missing = read(store, move |tx| audit::heads_missing(tx, &asked))?;
    if output.is_json() {
        let last = newest.iter().map(|(organization, entry)| Line { organization, entry: entry.clone() }).collect();
        output.json(&Found { summary: &summary, rows: &rows, missing: &missing, last });
    } else if summary.broken.is_none() {
        output.line(say!(
            output.lang,
            "監査ログに切れ目はありません: {} 件、{} 本の鎖",
            "the audit log is whole: {} entries in {} chains",
            summary.entries,
            summary.chains
        ));
        if rows.different == 0 {
            output.line(say!(
                output.lang,
                "データはログのとおりです: {} 件を照合（消去のため中身を除いた記録 {} 件）",
                "the data is as the log says: {} things compared ({} entries without their detail, as people were erased)",
                rows.compared,
                rows.blanked
            ));
        }
        if let Some(kept) = kept.filter(|_| missing.is_empty()) {
            output.line(say!(
                output.lang,
                "取っておいた末尾 {} 件は、すべてログにあります",
                "all {} heads that were kept are in the log",
                kept.len()
            ));
        }
    }
    whole(&summary)?;
    heads::all_there(&missing)?;
    as_said(&rows)
}

/// Fails if rows differ from the log, and names the first of them.
fn as_said(rows: &Compared) -> Result<(), Failure> {
    let Some(first) = rows.differences.first() else { return Ok(()) };
    let japanese = match first.problem {
        "it was changed, and no entry says so" => "書き換えられていますが、そのような記録がありません",
        "it is gone, and no entry says so" => "なくなっていますが、そのような記録がありません",
        "no entry speaks of it" => "記録のないものがあります",
        "it had been changed before this entry, and no entry says so" => {
            "この記録の前に書き換えられていますが、そのような記録がありません"
        }
        "its detail was taken out, and no entry says so" => "中身が除かれていますが、そのような記録がありません",
        other => other,
    };
    let chain = if first.organization.is_empty() { SERVER } else { &first.organization };
    let (count, subject, problem) = (rows.different, &first.subject, first.problem);
    let text = Text::new(
        format!("データが監査ログと合いません（{count} 件）。最初は {chain} の {subject}: {japanese}"),
        format!("the data is not as the audit log says ({count} in all), first {subject} of {chain}: {problem}"),
    );
    Err(Failure::input("rows-differ", text).hint(
        "--format json ですべて見られます。バックアップと比べ、誰がデータベースに触れたかを調べてください",
        "--format json names all of them; compare with a backup, and find out who touched the database",
    ))
}

/// Records in the server's own log that somebody on the machine made a backup or exported data.
pub(super) fn noted(store: &Store, action: &'static str, detail: &Value) -> Result<(), Failure> {
    let (at, detail) = (SystemClock.now().milliseconds(), detail.to_string());
    let written = store.write_blocking(move |tx| {
        let (organization, actor, subject) = ("", "system", "command");
        let entry =
            Entry { organization, at, actor, action, subject, before: "", after: "", detail: &detail, seals: None };
        audit::append(tx, &entry)
    });
    written.map_err(|error| no_database(&error))
}

fn newest(tx: &mut Tx<'_>) -> Result<Vec<(String, Kept)>, StoreError> {
    let mut found = Vec::new();
    for organization in audit::chains(tx)? {
        let newest = audit::newest(tx, &organization, 1)?;
        found.extend(newest.into_iter().map(|entry| (organization.clone(), entry)));
    }
    Ok(found)
}

/// Fails if a link of the log is broken, and names it.
pub(super) fn whole(summary: &Summary) -> Result<(), Failure> {
    let Some(Break { organization, seq, problem }) = &summary.broken else { return Ok(()) };
    let organization = if organization.is_empty() { SERVER } else { organization };
    let japanese = match problem.as_str() {
        "an entry is missing before it" => "その前の記録がありません",
        "it does not follow the entry before it" => "前の記録に続いていません",
        "it was changed" => "書き換えられています",
        "it did not hold when the log was made anew" => "新しい形に作り直したときに、すでに合っていませんでした",
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

/// The requested chains.
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

/// Passes on all entries as lines, page by page.
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
        // An incomplete log is of no use.
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
