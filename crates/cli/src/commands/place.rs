//! Where the data of the server is: shared by `serve` and all administration commands.

use std::path::PathBuf;

use tasuki_app::{Clock, SystemClock};
use tasuki_catalog::Text;
use tasuki_store::{Address, BlobError, Blobs, Store, StoreError, private};

use crate::failure::Failure;

/// The default folder.
const FOLDER: &str = "tasuki-data";

/// Where the data of the server is.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct PlaceArguments {
    /// Folder for the embedded database and the evidence; the default is `tasuki-data`.
    #[arg(long, value_name = "DIR", env = "TASUKI_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database instead of the embedded one.
    #[arg(long, value_name = "URL", env = "TASUKI_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// Place for files of evidence: a folder or <s3://bucket/prefix>; the default is the folder `blobs` in the data
    /// folder.
    #[arg(long, value_name = "URL", env = "TASUKI_BLOBS")]
    pub(crate) blobs: Option<String>,
    /// File with the settings of the server (TOML); the command line and the environment take precedence.
    #[arg(long, value_name = "FILE", env = "TASUKI_CONFIG")]
    pub(crate) config: Option<PathBuf>,
}

impl PlaceArguments {
    /// The folder of the data.
    pub(crate) fn folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from(FOLDER))
    }

    /// The address of the database.
    pub(crate) fn address(&self) -> Result<Address, Failure> {
        match &self.database {
            Some(url) => address(url),
            None => Ok(Address::Folder(self.folder())),
        }
    }

    /// The database for a server, with the schema migrated; on a folder, it fails if another server is running.
    pub(crate) fn serve(&self) -> Result<Store, Failure> {
        let now = SystemClock.now().milliseconds();
        let store = Store::serve(&self.address()?, now).map_err(|error| no_database(&error))?;
        if let Ok(official) = std::fs::read_dir(self.folder().join("overlays")) {
            private::tighten(&self.folder().join("overlays"));
            official.flatten().for_each(|file| private::tighten(&file.path()));
        }
        Ok(store)
    }

    /// The open database, with the schema migrated.
    fn open(&self) -> Result<Store, Failure> {
        let now = SystemClock.now().milliseconds();
        Store::open(&self.address()?, now).map_err(|error| no_database(&error))
    }

    /// The address of a database that must exist already, so that a typing error in its name does not create a new
    /// one.
    pub(crate) fn existing(&self) -> Result<Address, Failure> {
        let address = self.address()?;
        if let Address::Folder(folder) = &address
            && !folder.join("tasuki.db").is_file()
        {
            let folder = folder.display();
            let text = Text::new(
                format!("{folder} に Tasuki のデータベースがありません"),
                format!("there is no database of Tasuki in {folder}"),
            );
            return Err(Failure::input("no-database", text)
                .hint("--data か --database で場所を指定してください", "say where it is with --data or --database"));
        }
        Ok(address)
    }

    /// The open database, which must exist already.
    pub(crate) fn open_existing(&self) -> Result<Store, Failure> {
        self.existing()?;
        self.open()
    }

    /// The files of evidence.
    pub(crate) fn open_blobs(&self) -> Result<Blobs, Failure> {
        // S3 is accessed over TLS; it is no error if a TLS provider was already installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let beside = || self.folder().join("blobs").to_string_lossy().into_owned();
        Blobs::open(&self.blobs.clone().unwrap_or_else(beside)).map_err(|error| no_blobs(&error))
    }
}

/// A folder, or a PostgreSQL database.
pub(crate) fn address(text: &str) -> Result<Address, Failure> {
    text.parse().map_err(|error| no_database(&error))
}

/// The database cannot be used.
pub(crate) fn no_database(error: &StoreError) -> Failure {
    if let StoreError::InUse(place) = error {
        let text = Text::new(
            format!("{place} では Tasuki のサーバーが動いています"),
            format!("a server of Tasuki is running on {place}"),
        );
        return Failure::input("in-use", text).hint(
            "そのサーバーを止めてから、もう一度実行してください。動いたまま写しを取るには tasuki backup を使えます",
            "stop that server and try again; tasuki backup copies everything while it runs",
        );
    }
    let text = Text::new(format!("データベースを使えません: {error}"), format!("cannot use the database: {error}"));
    Failure::input("cannot-open-database", text).hint(
        "--data か --database の場所、読み書きの権限、データベースのサーバーが動いているかを確かめてください",
        "check the place given with --data or --database, the rights to it, and that the database server is running",
    )
}

/// From here on, only the owner can access new files of this process, whatever the umask was.
pub(crate) fn for_owner_alone() {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// The files cannot be used.
pub(crate) fn no_blobs(error: &BlobError) -> Failure {
    let text =
        Text::new(format!("証跡のファイルを使えません: {error}"), format!("cannot use the files of evidence: {error}"));
    Failure::input("cannot-open-blobs", text).hint(
        "--blobs の場所と、読み書きの権限を確かめてください",
        "check the place given with --blobs and whether it can be read and written",
    )
}
