//! Bodies that are too large.

use std::{io::Write, thread, time::Duration};

use super::{within, works};
use crate::{http::Client, server::Server, stage::Stage};

const MIB: usize = 1 << 20;
/// How much is sent of an endless body.
const SENT: usize = 64 * MIB;
/// How many bodies are begun in parallel.
const BEGUN: usize = 150;
/// How long it takes until the sent data is accepted or refused.
const SETTLED: Duration = Duration::from_secs(2);

pub(super) fn run(server: &Server, stage: &Stage) -> Result<(), String> {
    let before = server.peak()?;
    let evidence = format!("/api/v1/organizations/{}/evidence", stage.organization);
    let part = "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n";
    let form = "multipart/form-data; boundary=b";
    endless(stage, "POST", &evidence, form, part, b"x")?;
    endless(stage, "POST", &evidence, form, "--b\r\nContent-Disposition: form-data; name=\"", b"x")?;
    let many = format!("{part}{}\r\n", "x".repeat(10_000));
    endless(stage, "POST", &evidence, form, "", many.as_bytes())?;
    endless(stage, "PATCH", &format!("{}/answers", stage.tree()), "application/json", "{\"changes\":[", b"1,")?;
    endless(
        stage,
        "POST",
        &format!("/o/{}/tasks", stage.organization),
        "application/x-www-form-urlencoded",
        "",
        b"c=1&",
    )?;
    within(server, before, 24.0, "five bodies without an end")?;

    let before = server.peak()?;
    let path = format!("{}/answers", stage.tree());
    let begun: Vec<_> = (0..BEGUN).map(|_| begin(stage, &path)).collect::<Result<_, _>>()?;
    // Wait until the server has read all that it accepts.
    thread::sleep(SETTLED);
    works(stage, "beside bodies that do not end")?;
    drop(begun);
    thread::sleep(SETTLED);
    // At most 64 MiB may be buffered, and each connection has its own buffer.
    within(server, before, 100.0, "150 bodies of two megabytes that do not end")
}

/// Sends a body that repeats itself until it is refused; it is a failure if it is accepted.
fn endless(stage: &Stage, method: &str, path: &str, kind: &str, begin: &str, again: &[u8]) -> Result<(), String> {
    let mut client = stage.connect()?;
    let head = head(stage, method, path, kind, SENT);
    let piece = again.repeat(MIB / again.len());
    let mut sent =
        client.stream().write_all(head.as_bytes()).and_then(|()| client.stream().write_all(begin.as_bytes()));
    for _ in 0..SENT / MIB - 1 {
        sent = sent.and_then(|()| client.stream().write_all(&piece));
    }
    // A client that is refused in the middle may find the connection closed before it has read the response.
    let told = client.answer().map_or(0, |answer| answer.status);
    match (told, sent.is_err()) {
        (413, _) | (0, true) => Ok(()),
        (told, broke) => {
            Err(format!("{method} {path} with a body without an end was answered {told} (broke off: {broke})"))
        }
    }
}

/// Begins a body of the maximum size, and does not complete it.
fn begin(stage: &Stage, path: &str) -> Result<Client, String> {
    let mut client = stage.connect()?;
    let head = head(stage, "PATCH", path, "application/json", 2 * MIB);
    let body = vec![b' '; 2 * MIB - 1];
    // Some are refused before they are sent completely, which is correct.
    let _ = client.stream().write_all(head.as_bytes()).and_then(|()| client.stream().write_all(&body));
    Ok(client)
}

fn head(stage: &Stage, method: &str, path: &str, kind: &str, length: usize) -> String {
    let [(name, value)] = stage.credentials();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\n{name}: {value}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    )
}
