//! Runs a server in a temporary folder for the duration of a test or a bench.
//!
//! A shell runs it and waits for the end of its input: when this process ends for any reason, the pipe closes, the
//! server stops and its folder is removed.

use std::{
    net::TcpListener,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use tempfile::TempDir;

/// Runs the command after `$3` until its own input ends, then sends the signal `$1` to it and removes the folder `$2`
/// and the files that match the patterns in `$3`.
const SCRIPT: &str = r#"signal=$1 folder=$2 litter=$3; shift 3; "$@" & server=$!; cat; kill -$signal $server; wait $server; rm -rf "$folder" $litter"#;
/// How often a new server is checked for readiness, a tenth of a second apart.
const PATIENCE: usize = 300;

/// A running server. Dropping it stops it and removes everything it wrote.
#[derive(Debug)]
pub(crate) struct Keeper(Child);

/// How a server is stopped, and which files it leaves behind.
#[derive(Debug)]
pub(crate) struct End<'a> {
    /// The signal that stops it immediately.
    pub(crate) signal: &'a str,
    /// The files that it creates outside its folder: shell patterns, separated by blanks.
    pub(crate) litter: &'a str,
}

impl Keeper {
    /// Starts a server in a folder. `call` appends the program and its arguments to the command.
    pub(crate) fn start(folder: TempDir, end: &End<'_>, call: impl FnOnce(&mut Command)) -> Result<Self, String> {
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "keeper", end.signal]).arg(folder.path()).arg(end.litter);
        // A separate process group, so that Ctrl-C does not end the shell before it has cleaned up.
        command.current_dir(folder.path()).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        call(&mut command);
        let keeper = command.spawn().map_err(|error| format!("sh: {error}"))?;
        // From here on the shell is responsible for removing the folder.
        let _ = folder.keep();
        Ok(Self(keeper))
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// Waits until a server that was started is ready.
pub(crate) fn wait(name: &str, is_ready: impl Fn() -> bool) -> Result<(), String> {
    for _ in 0..PATIENCE {
        if is_ready() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err(format!("{name} does not answer"))
}

/// A free port.
pub(crate) fn free_port() -> Result<u16, String> {
    free_ports().map(|[port]| port)
}

/// Several different free ports.
pub(crate) fn free_ports<const COUNT: usize>() -> Result<[u16; COUNT], String> {
    // The listeners stay open until the last port is found, so that no port is returned twice.
    let held: Result<Vec<_>, _> = (0..COUNT).map(|_| TcpListener::bind(("127.0.0.1", 0))).collect();
    let ports: Result<Vec<_>, _> =
        held.and_then(|held| held.iter().map(|listener| listener.local_addr().map(|address| address.port())).collect());
    let ports = ports.map_err(|error| format!("no free port: {error}"))?;
    ports.try_into().map_err(|_| "too few free ports".to_owned())
}
