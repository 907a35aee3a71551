//! `tasuki backup` and `tasuki restore`: everything in one file, and back again.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::json;
use tasuki_app::{Clock, SystemClock};
use tasuki_catalog::Text;
use tasuki_store::backup::{self, BackupError, Manifest};

use super::audit;
use super::db::not_copied;
use super::place::{PlaceArguments, no_blobs};
use crate::{
    failure::Failure,
    output::{Output, say},
};

#[derive(Debug, clap::Args)]
pub(crate) struct BackupArguments {
    /// File to write (.tar), which must not exist yet; or a folder, in which the file is named by the time.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RestoreArguments {
    /// The backup.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
    /// Only read and verify the backup; write nothing.
    #[arg(long)]
    pub(crate) check: bool,
}

/// A backup and its contents.
#[derive(Serialize)]
struct Done<'a> {
    file: &'a Path,
    #[serde(flatten)]
    manifest: &'a Manifest,
}

pub(super) fn make(arguments: &BackupArguments, output: &mut Output) -> Result<(), Failure> {
    let place = arguments.place.completed()?;
    let (from, blobs) = (place.existing()?, place.open_blobs()?);
    let now = SystemClock.now().milliseconds();
    let file = backup::target(&arguments.file, now);
    let manifest = backup::write(&from, &blobs, &file, now).map_err(|error| failed(&error))?;
    note(&place, &file);
    let text = Text::new("バックアップを書き、読み返して確かめました", "backup written, read again and verified");
    tell(&text, &file, &manifest, output)
}

/// Records in the server's own log that a backup was made. If the database is read-only, the backup is still valid.
fn note(place: &PlaceArguments, file: &Path) {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let noted = place.open_existing().and_then(|store| audit::noted(&store, "backup.make", &json!({ "file": name })));
    if let Err(failure) = noted {
        tracing::warn!(%failure, "the backup was made, but the audit log could not be told");
    }
}

pub(super) fn restore(arguments: &RestoreArguments, output: &mut Output) -> Result<(), Failure> {
    let file = arguments.file.as_path();
    let (manifest, text) = if arguments.check {
        let manifest = backup::verify(file).map_err(|error| failed(&error))?;
        (manifest, Text::new("バックアップは完全です", "the backup is whole"))
    } else {
        let place = arguments.place.completed()?;
        let (to, blobs) = (place.address()?, place.open_blobs()?);
        let restored = backup::restore(file, &to, &blobs, SystemClock.now().milliseconds());
        let text = Text::new("バックアップから戻し、確かめました", "restored from the backup and verified");
        (restored.map_err(|error| failed(&error))?, text)
    };
    tell(&text, file, &manifest, output)
}

fn tell(text: &Text, file: &Path, manifest: &Manifest, output: &mut Output) -> Result<(), Failure> {
    if output.is_json() {
        output.json(&Done { file, manifest });
    } else {
        let (text, path) = (text.get(output.lang), file.display());
        output.line(say!(
            output.lang,
            "{text}: {path}（{} 行、証跡 {} ファイル、監査ログ {} 件）",
            "{text}: {path} ({} rows, {} files of evidence, {} entries in the audit log)",
            manifest.rows(),
            manifest.files,
            manifest.audit.entries
        ));
    }
    audit::whole(&manifest.audit)
}

fn failed(error: &BackupError) -> Failure {
    match error {
        BackupError::Copy(error) => not_copied(error),
        BackupError::Blob(error) => no_blobs(error),
        BackupError::File { path, source } => Failure::write(path, source),
        BackupError::Exists(path) => Failure::exists(path),
        BackupError::Missing(digest) => missing(&digest.to_string()),
        BackupError::Foreign(problem) => foreign(problem),
        BackupError::Damaged(what) => damaged(what),
        BackupError::Runtime(source) => Failure::write(Path::new("."), source),
    }
}

fn missing(digest: &str) -> Failure {
    let text = Text::new(
        format!("証跡のファイル {digest} が置き場所にありません。何も書きませんでした"),
        format!("the file of evidence {digest} is not where files are kept; nothing was written"),
    );
    Failure::input("evidence-missing", text).hint(
        "--blobs が正しいか確かめ、なければ古いバックアップから戻してください",
        "see whether --blobs is right; if it is, bring the file back from an earlier backup",
    )
}

fn foreign(problem: &str) -> Failure {
    let text = Text::new(
        format!("Tasuki のバックアップではありません: {problem}"),
        format!("this is no backup of Tasuki: {problem}"),
    );
    Failure::input("not-a-backup", text)
        .hint("tasuki backup が書いたファイルを指定してください", "give a file that tasuki backup wrote")
}

fn damaged(what: &str) -> Failure {
    let text = Text::new(
        format!("バックアップが壊れています: {what} が目録と違います"),
        format!("the backup is damaged: {what} is not what its manifest says"),
    );
    Failure::input("backup-damaged", text).hint("別のバックアップを使ってください", "use another backup")
}
