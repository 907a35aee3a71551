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
    /// Copy the database to another engine or place, which must be empty, and verify every table. Files of evidence
    /// are not copied.
    Copy {
        #[command(flatten)]
        place: PlaceArguments,
        /// Target: a folder, or <postgres://user@host/name>.
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
    match error {
        CopyError::Store(error) => no_database(error),
        CopyError::NotEmpty { table } => not_empty(table),
        CopyError::Differs { table } => differs(table),
    }
}

fn not_empty(table: &str) -> Failure {
    let text = Text::new(
        format!("書き先の表 {table} が空ではありません。空のデータベースにだけ書きます"),
        format!("the table {table} of the target is not empty; only an empty database is written to"),
    );
    Failure::input("not-empty", text).hint(
        "別のフォルダか、新しく作ったデータベースを指定してください",
        "name another folder, or a database that was just created",
    )
}

fn differs(table: &str) -> Failure {
    let text = Text::new(
        format!("表 {table} が送ったとおりに届きませんでした。何も残していません"),
        format!("the table {table} did not arrive as it was sent; nothing was kept"),
    );
    Failure::input("copy-differs", text).hint(
        "書き先のデータベースの設定（文字コードなど）を確かめて、もう一度実行してください",
        "check the settings of the target database, such as its encoding, and try again",
    )
}
