//! What a long run did, step by step.

use std::{sync::Mutex, thread, time::Duration};

use crate::{Chore, clock, shell::Output};

/// What was run, how long it took, and what failed.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<(&'static str, Duration, Result<(), String>)>,
}

impl Report {
    /// Does a step, and returns what it makes for later ones, unless it fails.
    pub(crate) fn step<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T, String>) -> Option<T> {
        println!("\n── {name}");
        let start = clock::now();
        let (made, result) = match work() {
            Ok(made) => (Some(made), Ok(())),
            Err(error) => (None, Err(error)),
        };
        self.steps.push((name, start.elapsed(), result));
        made
    }

    /// Does a step while others run. Its output follows theirs.
    pub(crate) fn beside<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&Output) -> Result<(), String> + Send,
        others: impl FnOnce(&mut Self) -> T,
    ) {
        let output = Output::Kept(Mutex::default());
        let start = clock::now();
        let (took, result) = thread::scope(|scope| {
            let step = scope.spawn(|| {
                let result = work(&output);
                (start.elapsed(), result)
            });
            others(self);
            step.join().unwrap_or_else(|_| (start.elapsed(), Err("it fell over".to_owned())))
        });
        println!("\n── {name}\n{}", output.kept().trim_end());
        self.steps.push((name, took, result));
    }

    /// Prints every step, and what was skipped and why; returns what failed.
    pub(crate) fn tell(self, skipped: &[String]) -> Chore {
        println!();
        let mut problems = Vec::new();
        for (name, took, result) in self.steps {
            let sign = if result.is_ok() { "✓" } else { "✗" };
            println!("{sign} {name} ({:.0} s)", took.as_secs_f64());
            problems.extend(result.err().map(|error| format!("{name}: {error}")));
        }
        if skipped.is_empty() {
            println!("nothing was skipped");
        }
        for reason in skipped {
            println!("skipped: {reason}");
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::Report;

    #[test]
    fn a_step_that_fails_beside_another_is_told() {
        let mut report = Report::default();
        let well = |report: &mut Report| assert_eq!(report.step("api", || Ok(1)), Some(1));
        let ill = |report: &mut Report| assert_eq!(report.step::<()>("doors", || Err("a crash".to_owned())), None);
        report.beside("lints", |_| Err("a lint".to_owned()), well);
        report.beside("fuzzing", |_| panic!("a mistake"), well);
        report.beside("scripts", |_| Ok(()), ill);
        assert_eq!(report.steps.len(), 6);
        let told = ["lints: a lint", "fuzzing: it fell over", "doors: a crash"].map(str::to_owned);
        assert_eq!(report.tell(&[]), Err(told.to_vec()));
    }
}
