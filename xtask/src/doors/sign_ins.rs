//! Many parallel sign-ins: hashing uses memory for as many as there are cores, and returns it.

use std::{num::NonZero, thread};

use super::{within, works};
use crate::{server::Server, stage::Stage};

/// The number of parallel sign-ins.
const AT_ONCE: usize = 60;
/// The memory of one hash, in MiB; and the memory of this many requests besides.
const HASH: f64 = 19.0;
const BESIDE: f64 = 24.0;

pub(super) fn run(server: &Server, stage: &Stage) -> Result<(), String> {
    let before = server.peak()?;
    let told: Vec<u16> = thread::scope(|scope| {
        let all: Vec<_> = (0..AT_ONCE).map(|number| scope.spawn(move || attempt(stage, number))).collect();
        all.into_iter()
            .map(|one| one.join().unwrap_or_else(|_| Err("a client fell over".to_owned())))
            .collect::<Result<_, _>>()
    })?;
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let most = HASH * f64::from(u32::try_from(cores).unwrap_or(u32::MAX)) + BESIDE;
    within(server, before, most, &format!("{AT_ONCE} sign-ins at once"))?;
    let sent_away = told.iter().filter(|status| matches!(status, 429 | 503)).count();
    println!("{sent_away} of {AT_ONCE} were told to come again");
    if sent_away == 0 || sent_away == AT_ONCE {
        return Err(format!("of {AT_ONCE} sign-ins at once {sent_away} were sent away: {told:?}"));
    }
    works(stage, "beside many who sign in")
}

/// Signs in with a wrong password; returns the status, and fails if a "try again later" does not say when.
fn attempt(stage: &Stage, number: usize) -> Result<u16, String> {
    let body = format!("mail=nobody-{number}@example.jp&password=mikan-dentaku-touge");
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin")];
    let answer = stage.connect()?.request("POST", "/sign-in/password", &headers, body.as_bytes())?;
    if matches!(answer.status, 429 | 503) && answer.header("retry-after").is_none() {
        return Err(format!("a sign-in was answered {} without Retry-After", answer.status));
    }
    Ok(answer.status)
}
