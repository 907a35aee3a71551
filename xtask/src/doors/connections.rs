//! Silent connections, and clients that do not read.

use std::{io::Write, time::Duration};

use super::{FILES, within, works};
use crate::{clock, server::Server, stage::Stage};

/// The number of connections that request pages and never read them.
const UNREAD: usize = 60;
/// The number of pipelined requests on each.
const PIPED: usize = 40;
/// One more than the number of streams that one person may have.
const STREAMS: usize = 25;

pub(super) fn run(server: &Server, stage: &Stage) -> Result<(), String> {
    let before = server.peak()?;
    silent(stage)?;
    within(server, before, 32.0, "more silent connections than the server may have files")?;
    let before = server.peak()?;
    unread(stage)?;
    within(server, before, 64.0, "pages that nobody reads")?;
    streams(stage)
}

fn silent(stage: &Stage) -> Result<(), String> {
    let many = usize::try_from(FILES).unwrap_or_default() + 150;
    let mut silent = Vec::new();
    for number in 0..many {
        // It is also fine if one of them is refused.
        let Ok(mut client) = stage.connect() else { continue };
        if number % 2 == 0 {
            let _ = client.stream().write_all(b"GET / HTTP/1.1\r\nHost: local");
        }
        silent.push(client);
    }
    works(stage, "beside connections that say nothing")?;
    println!("{} connections say nothing, and a save has its place", silent.len());
    Ok(())
}

fn unread(stage: &Stage) -> Result<(), String> {
    let [(name, value)] = stage.credentials();
    let asked = format!("GET {} HTTP/1.1\r\nHost: localhost\r\n{name}: {value}\r\n\r\n", stage.tree()).repeat(PIPED);
    let mut deaf = Vec::new();
    for _ in 0..UNREAD {
        let mut client = stage.connect()?;
        client.stream().write_all(asked.as_bytes()).map_err(|error| format!("asking for pages: {error}"))?;
        deaf.push(client);
    }
    let start = clock::now();
    works(stage, "beside pages that nobody reads")?;
    if start.elapsed() > Duration::from_secs(20) {
        return Err(format!("a save beside pages that nobody reads took {:?}", start.elapsed()));
    }
    Ok(())
}

fn streams(stage: &Stage) -> Result<(), String> {
    let path = format!("{}/events", stage.tree());
    let mut open = Vec::new();
    for number in 1..=STREAMS {
        let mut client = stage.connect()?;
        let status = client.begin("GET", &path, &stage.credentials())?;
        let expected = if number < STREAMS { 200 } else { 429 };
        if status != expected {
            return Err(format!("stream {number} of one person was answered {status}, not {expected}"));
        }
        open.push(client);
    }
    works(stage, "beside streams of events")
}
