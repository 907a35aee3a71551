//! Figures with their budgets.

use std::time::Duration;

use super::samples::Samples;

/// Lines of figures, printed as they are measured.
#[derive(Debug, Default)]
pub(crate) struct Table {
    over: Vec<String>,
}

impl Table {
    /// A heading.
    pub(crate) fn head(text: &str) {
        println!("\n{text}");
        println!("  {:<58} {:>11} {:>11}  budget", "", "median", "p99");
    }

    /// Prints times, with the budget of the median.
    pub(crate) fn times(&mut self, what: &str, samples: &Samples, budget: Option<Duration>) {
        let verdict =
            self.verdict(what, budget.map(|budget| (samples.median() <= budget, format!("≤ {}", shown(budget)))));
        println!("  {what:<58} {:>11} {:>11}  {verdict}", shown(samples.median()), shown(samples.p99()));
    }

    /// Prints one figure, and whether it meets its budget.
    pub(crate) fn figure(&mut self, what: &str, figure: &str, budget: Option<(bool, String)>) {
        let verdict = self.verdict(what, budget);
        println!("  {what:<58} {figure:>11} {:>11}  {verdict}", "");
    }

    /// The figures that exceed their budgets.
    pub(crate) fn over(self) -> Vec<String> {
        self.over
    }

    fn verdict(&mut self, what: &str, budget: Option<(bool, String)>) -> String {
        match budget {
            None => String::new(),
            Some((true, budget)) => format!("{budget} ✓"),
            Some((false, budget)) => {
                self.over.push(format!("{}: over its budget of {budget}", what.trim()));
                format!("{budget} ✗")
            }
        }
    }
}

/// A time in a suitable unit.
pub(crate) fn shown(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1e3;
    if milliseconds < 100.0 { format!("{milliseconds:.3} ms") } else { format!("{milliseconds:.0} ms") }
}
