//! Sheets with too many rows, several in parallel.

use std::thread;

use super::{within, works};
use crate::{server::Server, stage::Stage};

/// The number of sheets sent in parallel.
const AT_ONCE: usize = 16;
/// The number of rows in each.
const ROWS: usize = 60_000;

pub(super) fn run(server: &Server, stage: &Stage) -> Result<(), String> {
    let before = server.peak()?;
    let sheet = "1-1-1-1,○,これは現状の欄です\n".repeat(ROWS);
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n番号,状態,現状\n{sheet}\r\n--b--\r\n"
    );
    let told: Vec<_> = thread::scope(|scope| {
        let senders: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(|| send(stage, body.as_bytes()))).collect();
        let saves = works(stage, "beside sheets with many rows");
        let told = senders.into_iter().map(|sender| sender.join().map_err(|_| "a sender fell over".to_owned())?);
        saves.and(told.collect::<Result<_, String>>())
    })?;
    let (busy, read) =
        (told.iter().filter(|status| **status == 503).count(), told.iter().filter(|status| **status < 500).count());
    println!("{AT_ONCE} sheets of {ROWS} rows at once: {read} were looked at, {busy} were told to come again");
    if read == 0 || read + busy != AT_ONCE {
        return Err(format!("sheets with many rows were answered {told:?}"));
    }
    within(server, before, 160.0, "sheets with many rows")
}

/// Sends one and returns the status. Checks that a "try again later" says when.
fn send(stage: &Stage, body: &[u8]) -> Result<u16, String> {
    let path = format!("/api/v1/organizations/{}/imports", stage.organization);
    let headers = [&stage.credentials()[..], &[("Content-Type", "multipart/form-data; boundary=b")]].concat();
    let answer = stage.connect()?.request("POST", &path, &headers, body)?;
    if answer.status == 503 && answer.header("retry-after").is_none() {
        return Err("503 without Retry-After".to_owned());
    }
    Ok(answer.status)
}
