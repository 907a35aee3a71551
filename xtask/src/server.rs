//! A running `tasuki serve`, started and observed from outside.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    thread,
    time::Duration,
};

use crate::{clock, http::Client, keeper, shell};

/// How long a server may take until it is ready.
const PATIENCE: Duration = Duration::from_mins(1);
/// Clock ticks of processor time per second, as Linux reports them to other programs.
const TICKS: f64 = 100.0;

/// The built binary, and the location of its server's data.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    pub(crate) binary: PathBuf,
    pub(crate) data: PathBuf,
    /// A PostgreSQL address; without it, SQLite in the data folder.
    pub(crate) database: Option<String>,
    pub(crate) demo: bool,
}

/// A server that is ready. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    pub(crate) port: u16,
    /// The time from the start until the first "ready".
    pub(crate) took: Duration,
    said: Arc<Mutex<String>>,
}

/// The binary that was built with the tests, if [`take_from_tests`] looked for it.
static BUILT: OnceLock<PathBuf> = OnceLock::new();

/// Builds the binary and returns its path.
pub(crate) fn build(release: bool) -> Result<PathBuf, String> {
    match BUILT.get().filter(|_| !release) {
        Some(binary) => Ok(binary.clone()),
        None if release => built(&["build", "--locked", "--package", "tasuki", "--release"]),
        None => built(&["build", "--locked", "--package", "tasuki"]),
    }
}

/// From now on, [`build`] gives the binary that stands beside the tests of the workspace. Alone, the package would be compiled a second time,
/// with much of what it needs: as a part of the workspace its dependencies have other features.
pub(crate) fn take_from_tests() -> Result<(), String> {
    let binary = built(&["test", "--workspace", "--locked", "--no-run"])?;
    BUILT.set(binary).map_err(|_| "the binary was looked for before".to_owned())
}

/// The binary that a command of cargo builds.
fn built(arguments: &[&str]) -> Result<PathBuf, String> {
    let arguments = [arguments, &["--message-format", "json-render-diagnostics"]].concat();
    let messages = shell::capture(shell::program("cargo", &arguments).stderr(Stdio::inherit()))?;
    let mut executables = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_bin = message["target"]["name"] == "tasuki" && message["target"]["kind"][0] == "bin";
        let is_itself = is_bin && message["profile"]["test"] == false;
        is_itself.then(|| message["executable"].as_str().map(PathBuf::from))?
    });
    executables.next().ok_or_else(|| "cargo built no tasuki".to_owned())
}

impl Setup {
    /// A command of the binary on this data.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(words).arg("--data").arg(&self.data).current_dir(shell::root()).env("LANG", "C.UTF-8");
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }

    /// Starts a server on a free port and waits until it is ready.
    pub(crate) fn serve(&self) -> Result<Server, String> {
        let port = keeper::free_port()?;
        let (listen, base) = (format!("127.0.0.1:{port}"), format!("http://localhost:{port}"));
        // One client here makes as many requests as a whole company elsewhere.
        let mut command = self.command(&["serve", "--listen", &listen, "--base-url", &base, "--request-limit", "0"]);
        if self.demo {
            command.arg("--demo");
        }
        let start = clock::now();
        let process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut process = process.map_err(|error| format!("{}: {error}", self.binary.display()))?;
        let said = Arc::default();
        listen_to(process.stdout.take(), &said);
        listen_to(process.stderr.take(), &said);
        let mut server = Server { process, port, took: Duration::ZERO, said };
        while !server.ready() {
            if let Ok(Some(status)) = server.process.try_wait() {
                return Err(format!("the server ended ({status}) and said:\n{}", server.said()));
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("the server does not become ready; it said:\n{}", server.said()));
            }
            thread::sleep(Duration::from_millis(1));
        }
        server.took = start.elapsed();
        Ok(server)
    }
}

impl Server {
    /// A new connection to it.
    pub(crate) fn connect(&self) -> Result<Client, String> {
        Client::connect(self.port)
    }

    /// All its output on the terminal.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The path of the one-time link for the first administrator, taken from the server's output.
    pub(crate) fn welcome(&self) -> Result<String, String> {
        for _ in 0..100 {
            let said = self.said();
            let base = format!("http://localhost:{}", self.port);
            let mut links = said.split_whitespace().filter_map(|word| word.split_once(base.as_str()));
            if let Some((_, path)) = links.find(|(_, path)| path.len() > 12) {
                return Ok(path.trim_end_matches(['.', ',', ')', '"', '\'']).to_owned());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Err(format!("no welcome link in what the server wrote:\n{}", self.said()))
    }

    /// Kills it without a signal that it could handle, like a power failure.
    pub(crate) fn kill(mut self) -> Result<(), String> {
        let ended = self.process.kill().and_then(|()| self.process.wait());
        ended.map(drop).map_err(|error| format!("kill: {error}"))
    }

    /// Asks it to stop, and waits until it has stopped.
    pub(crate) fn stop(mut self) -> Result<(), String> {
        shell::capture(Command::new("kill").args(["-INT", &self.process.id().to_string()]))?;
        let status = self.process.wait().map_err(|error| format!("stop: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("stopped with {status}; it said:\n{}", self.said())) }
    }

    /// The processor time that it has used.
    pub(crate) fn processor_time(&self) -> Result<Duration, String> {
        let text = self.proc("stat")?;
        // The name of the program, in brackets, may contain blanks.
        let fields = text.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
        let ticks: Vec<f64> = fields.skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
        Ok(Duration::from_secs_f64(ticks.iter().sum::<f64>() / TICKS))
    }

    /// Its current memory, in MiB.
    pub(crate) fn resident(&self) -> Result<f64, String> {
        self.memory("VmRSS:")
    }

    /// Its peak memory, in MiB.
    pub(crate) fn peak(&self) -> Result<f64, String> {
        self.memory("VmHWM:")
    }

    fn memory(&self, name: &str) -> Result<f64, String> {
        let text = self.proc("status")?;
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.map(|kib| kib / 1024.0).ok_or_else(|| format!("no {name}"))
    }

    fn proc(&self, name: &str) -> Result<String, String> {
        let path = Path::new("/proc").join(self.process.id().to_string()).join(name);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    fn ready(&self) -> bool {
        self.connect().and_then(|mut client| client.get("/readyz", &[])).is_ok_and(|answer| answer.status == 200)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Collects the output of a server, so that the server never blocks on it.
fn listen_to(stream: Option<impl Read + Send + 'static>, said: &Arc<Mutex<String>>) {
    let Some(stream) = stream else { return };
    let said = Arc::clone(said);
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
            said.extend([&line, "\n"]);
        }
    });
}
