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
    /// The file to write (.tar), which must not exist yet; or a folder, in which the file gets a name with the time.
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
    /// Only read the backup and verify it; nothing is written.
    #[arg(long)]
    pub(crate) check: bool,
}

/// A backup and what is in it.
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

/// Says in the server's own log that a backup was made. Where the database only lets itself be read, the backup is good all the same.
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
    let input = |code, ja: String| Failure::input(code, Text::new(ja, error.to_string()));
    match error {
        BackupError::Copy(error) => not_copied(error),
        BackupError::Blob(error) => no_blobs(error),
        BackupError::File { path, source } => Failure::write(path, source),
        BackupError::Exists(path) => {
            let ja = format!("{} はすでにあります", path.display());
            Failure::usage("exists", Text::new(ja, error.to_string()))
                .hint("まだない名前か、フォルダを指定してください", "give a name that is not taken yet, or a folder")
        }
        BackupError::Missing(digest) => {
            input("evidence-missing", format!("証跡のファイル {digest} が置き場所にありません。何も書きませんでした"))
                .hint(
                    "--blobs が正しいか確かめ、なければ古いバックアップから戻してください",
                    "see whether --blobs is right; if it is, bring the file back from an earlier backup",
                )
        }
        BackupError::Foreign(problem) => {
            input("not-a-backup", format!("Tasuki のバックアップではありません: {problem}"))
        }
        BackupError::Damaged(what) => {
            input("backup-damaged", format!("バックアップが壊れています: {what} が目録と違います"))
                .hint("別のバックアップを使ってください", "use another backup")
        }
        BackupError::Runtime(source) => Failure::write(Path::new("."), source),
    }
}
