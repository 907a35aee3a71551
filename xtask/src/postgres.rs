//! A PostgreSQL cluster that lives as long as a test or a bench.
//!
//! It is made in a temporary folder, with `fsync` on as in earnest, and listens on a free port of this machine alone. A shell holds
//! it and waits for the end of its input: when this process ends, however it ends, the pipe closes, the cluster stops and its
//! folder goes.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::{Chore, shell};

/// The variable that tells tests where a cluster is.
pub(crate) const VARIABLE: &str = "TASUKI_TEST_POSTGRES";
/// The Debian package.
pub(crate) const PACKAGE: &str = "postgresql";
/// Where Debian puts the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// Runs what follows `$1` until its own input ends, then stops that and removes the folder `$1`.
const KEEPER: &str = r#"folder=$1; shift; "$@" & server=$!; cat; kill -QUIT $server; wait $server; rm -rf "$folder""#;
/// How often, a tenth of a second apart, a new cluster is asked whether it is ready.
const PATIENCE: usize = 300;

/// A running cluster. Dropping it stops it and removes everything it wrote.
#[derive(Debug)]
pub(crate) struct Postgres {
    keeper: Child,
    port: u16,
}

impl Postgres {
    /// Makes and starts a cluster with an empty database `tasuki`.
    pub(crate) fn start() -> Result<Self, String> {
        let programs = programs().ok_or_else(|| format!("no PostgreSQL below {DEBIAN} or in PATH ({PACKAGE})"))?;
        let owner = Owner::of_this_process()?;
        let folder = TempDir::with_prefix("tasuki-postgres-").map_err(|error| format!("temporary folder: {error}"))?;
        owner.give(folder.path())?;
        let run = |name: &str, arguments: &[&str]| {
            let mut command = Command::new(programs.join(name));
            owner.run(command.args(arguments).current_dir(folder.path()));
            shell::capture(&mut command)
        };
        run("initdb", &["-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])?;

        let port = free_port()?;
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "keeper"]).arg(folder.path()).arg(programs.join("postgres"));
        command.args(["-D", "data", "-k", ".", "-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", "fsync=on", "-c", "max_connections=200", "-c", "log_min_messages=fatal"]);
        owner.run(command.current_dir(folder.path()).process_group(0));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let keeper = command.spawn().map_err(|error| format!("sh: {error}"))?;
        // From here on the shell removes the folder.
        let _ = folder.keep();
        let cluster = Self { keeper, port };
        cluster.wait(&programs)?;
        shell::capture(cluster.client(&programs, "createdb").arg("tasuki"))?;
        Ok(cluster)
    }

    /// The address of its database `tasuki`.
    pub(crate) fn url(&self) -> String {
        self.database("tasuki")
    }

    /// The address of a database in it.
    pub(crate) fn database(&self, name: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    /// Makes another empty database and returns its address.
    pub(crate) fn create(&self, name: &str) -> Result<String, String> {
        let programs = programs().ok_or("PostgreSQL is gone")?;
        shell::capture(self.client(&programs, "createdb").arg(name))?;
        Ok(self.database(name))
    }

    fn client(&self, programs: &Path, name: &str) -> Command {
        let mut command = Command::new(programs.join(name));
        command.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "postgres"]);
        command
    }

    fn wait(&self, programs: &Path) -> Result<(), String> {
        for _ in 0..PATIENCE {
            let ready = self.client(programs, "pg_isready").arg("-q").status();
            if ready.is_ok_and(|status| status.success()) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err("the PostgreSQL cluster does not answer".to_owned())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Runs a program with a cluster at hand.
pub(crate) fn lend(words: &[&str]) -> Chore {
    let (program, arguments) = words.split_first().ok_or_else(|| vec!["postgres wants a command".to_owned()])?;
    let cluster = Postgres::start().map_err(|error| vec![error])?;
    let mut command = shell::program(program, arguments);
    shell::run(command.env(VARIABLE, cluster.url())).map_err(|error| vec![error])
}

/// Whether clusters can be made here.
pub(crate) fn installed() -> bool {
    programs().is_some()
}

/// The folder with the newest `initdb`: Debian keeps the servers' programs out of the path.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let mut debian: Vec<PathBuf> = versions.filter(|folder| folder.join("initdb").is_file()).collect();
    debian.sort_by_key(|folder| {
        let version = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        version.and_then(|version| version.parse::<u32>().ok())
    });
    let path = env::var_os("PATH").unwrap_or_default();
    debian.pop().or_else(|| env::split_paths(&path).find(|folder| folder.join("initdb").is_file()))
}

/// Who runs the cluster: PostgreSQL refuses to be run by root, who therefore hands it to Debian's user.
#[derive(Debug, Clone, Copy)]
struct Owner(Option<(u32, u32)>);

impl Owner {
    fn of_this_process() -> Result<Self, String> {
        let own = fs::metadata("/proc/self").map_err(|error| format!("/proc/self: {error}"))?;
        if own.uid() != 0 {
            return Ok(Self(None));
        }
        let number = |flag: &str| {
            let text = shell::capture(Command::new("id").args([flag, "postgres"]))?;
            text.trim().parse::<u32>().map_err(|error| format!("id {flag} postgres: {error}"))
        };
        Ok(Self(Some((number("-u")?, number("-g")?))))
    }

    fn give(self, folder: &Path) -> Result<(), String> {
        let Some((user, group)) = self.0 else { return Ok(()) };
        chown(folder, Some(user), Some(group)).map_err(|error| format!("{}: {error}", folder.display()))
    }

    fn run(self, command: &mut Command) {
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
    }
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}

#[cfg(test)]
mod tests {
    use super::{Postgres, installed};

    #[test]
    fn a_cluster_comes_answers_and_goes() {
        if !installed() {
            eprintln!("skipped: PostgreSQL is not installed");
            return;
        }
        let cluster = Postgres::start().expect("a cluster");
        let url = cluster.create("other").expect("a second database");
        let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("a connection");
        let row = client.query_one("select current_setting('fsync')", &[]).expect("an answer");
        assert_eq!(row.get::<_, String>(0), "on");
        drop(client);
        drop(cluster);
        assert!(postgres::Client::connect(&url, postgres::NoTls).is_err());
    }
}
