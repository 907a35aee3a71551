//! Clients that use a server, each with one connection in its own thread, and the times they measure.

use std::{thread, time::Duration};

use super::samples::Samples;
use crate::{
    clock,
    stage::{Answer, Stage},
};

/// The times of all clients, and the total duration.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) samples: Samples,
    pub(crate) took: Duration,
}

impl Seen {
    /// The number of requests per second.
    #[expect(clippy::cast_precision_loss, reason = "a count of requests")]
    pub(crate) fn rate(&self) -> f64 {
        self.samples.len() as f64 / self.took.as_secs_f64()
    }
}

/// Clients that save answers one after the other, without conflicts between them.
pub(crate) fn saves(stage: &Stage, clients: usize, times: usize) -> Result<Seen, String> {
    let answers = stage.answers()?;
    let work = |client: usize| -> Result<Samples, String> {
        let mut own: Vec<Answer> = answers.iter().skip(client).step_by(clients).cloned().collect();
        let mut connection = stage.connect()?;
        let mut samples = Vec::with_capacity(times / clients);
        let turns = (0..own.len()).cycle().take(times / clients);
        for position in turns {
            let answer = &mut own[position];
            let next = answer.changed();
            let start = clock::now();
            let saved = stage.send(&mut connection, answer, next)?;
            samples.push(start.elapsed());
            *answer = answer.read_saved(&saved)?;
        }
        Ok(Samples::new(samples))
    };
    let start = clock::now();
    let samples = thread::scope(|scope| {
        let workers: Vec<_> = (0..clients).map(|client| scope.spawn(move || work(client))).collect();
        workers.into_iter().try_fold(Samples::default(), |all, worker| {
            let samples = worker.join().map_err(|_| "a client fell over".to_owned())??;
            Ok::<_, String>(all.and(samples))
        })
    })?;
    Ok(Seen { samples, took: start.elapsed() })
}

/// One client that repeats the same request. Also returns how many bytes were transferred for it.
pub(crate) fn gets(
    stage: &Stage,
    path: &str,
    headers: &[(&str, &str)],
    times: usize,
) -> Result<(Samples, usize), String> {
    let mut connection = stage.connect()?;
    let (mut samples, mut size) = (Vec::with_capacity(times), 0);
    // The first few requests warm up the connection and the caches, like the first visits of a person.
    for turn in 0..times + 5 {
        let start = clock::now();
        let answer = connection.get(path, headers)?;
        let took = start.elapsed();
        if answer.status != 200 {
            return Err(format!("GET {path}: {}: {}", answer.status, answer.text()));
        }
        size = answer.body.len();
        if turn >= 5 {
            samples.push(took);
        }
    }
    Ok((Samples::new(samples), size))
}
