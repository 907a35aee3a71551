//! `tasuki db`: the database itself.

use clap::Subcommand;
use tasuki_app::{Clock, SystemClock};
use tasuki_catalog::Text;
use tasuki_store::copy::{self, CopyError};

use super::audit;
use super::place::{PlaceArguments, address, no_database};
use crate::{
    failure::Failure,
    output::{Output, say},
};

#[derive(Debug, Subcommand)]
pub(crate) enum DbCommand {
    /// Copy the database to another engine or place, which must be empty, and prove that every table arrived. Files of evidence stay where they are.
    Copy {
        #[command(flatten)]
        place: PlaceArguments,
        /// Where to: a folder, or <postgres://user@host/name>.
        #[arg(long, value_name = "URL|DIR")]
        to: String,
    },
}

pub(super) fn run(command: DbCommand, output: &mut Output) -> Result<(), Failure> {
    let DbCommand::Copy { place, to } = command;
    let (from, to) = (place.completed()?.existing()?, address(&to)?);
    let copied = copy::run(&from, &to, SystemClock.now().milliseconds()).map_err(|error| not_copied(&error))?;
    if output.is_json() {
        output.json(&serde_json::json!({ "tables": copied.tables, "audit": copied.audit }));
    } else {
        let rows: u64 = copied.tables.iter().map(|table| table.rows).sum();
        output.line(say!(
            output.lang,
            "写し終え、{} 表 {rows} 行がすべて等しいことを確かめました（監査ログ {} 件）",
            "copied: {} tables with {rows} rows were compared and are equal ({} entries in the audit log)",
            copied.tables.len(),
            copied.audit.entries
        ));
    }
    output.remark(say!(
        output.lang,
        "証跡のファイルは写していません。新しい場所でも同じ --blobs を指定してください",
        "files of evidence were not copied: give the same --blobs with the new place"
    ));
    audit::whole(&copied.audit)
}

/// A copy did not succeed.
pub(super) fn not_copied(error: &CopyError) -> Failure {
    let input = |code, ja: String| Failure::input(code, Text::new(ja, error.to_string()));
    match error {
        CopyError::Store(error) => no_database(error),
        CopyError::NotEmpty { table } => {
            input("not-empty", format!("書き先の表 {table} が空ではありません。空のデータベースにだけ書きます")).hint(
                "別のフォルダか、新しく作ったデータベースを指定してください",
                "name another folder, or a database that was just created",
            )
        }
        CopyError::Differs { table } => {
            input("copy-differs", format!("表 {table} が送ったとおりに届きませんでした。何も残していません"))
        }
    }
}
