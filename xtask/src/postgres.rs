//! A PostgreSQL cluster for the duration of a test or a bench.
//!
//! It is created in a temporary folder, with `fsync` on as in production, and listens on a free port of this
//! machine only.

use std::{
    env, fs,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{
    Chore,
    keeper::{self, End, Keeper},
    shell,
};

/// The variable that contains the address of a cluster for tests.
pub(crate) const VARIABLE: &str = "TASUKI_TEST_POSTGRES";
/// The Debian package.
pub(crate) const PACKAGE: &str = "postgresql";
/// The folder in which Debian installs the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// A running cluster. Dropping it stops it and removes everything it wrote.
#[derive(Debug)]
pub(crate) struct Postgres {
    _keeper: Keeper,
    port: u16,
}

impl Postgres {
    /// Creates and starts a cluster with an empty database `tasuki`.
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

        let port = keeper::free_port()?;
        let keeper = Keeper::start(folder, &End { signal: "QUIT", litter: "" }, |command| {
            command.arg(programs.join("postgres")).args(["-D", "data", "-k", ".", "-p", &port.to_string()]);
            command.args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=on", "-c", "max_connections=200"]);
            owner.run(command.args(["-c", "log_min_messages=fatal"]));
        })?;
        let cluster = Self { _keeper: keeper, port };
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

    /// Creates another empty database and returns its address.
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
        keeper::wait("the PostgreSQL cluster", || {
            self.client(programs, "pg_isready").arg("-q").status().is_ok_and(|status| status.success())
        })
    }
}

/// Runs a program with a running cluster.
pub(crate) fn lend(words: &[&str]) -> Chore {
    let (program, arguments) = words.split_first().ok_or_else(|| vec!["postgres wants a command".to_owned()])?;
    let cluster = Postgres::start().map_err(|error| vec![error])?;
    let mut command = shell::program(program, arguments);
    shell::run(command.env(VARIABLE, cluster.url())).map_err(|error| vec![error])
}

/// Whether clusters can be created on this machine.
pub(crate) fn installed() -> bool {
    programs().is_some()
}

/// The folder with the newest `initdb`: Debian does not put the server programs into `PATH`.
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

/// The user who runs the cluster: PostgreSQL refuses to run as root, so root uses the user created by Debian.
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
