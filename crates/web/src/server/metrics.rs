//! Metrics of the server, in the text format of Prometheus.

pub(super) mod show;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

/// The upper bounds of the histogram buckets for durations, in seconds.
const DURATIONS: [f64; 12] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0];

/// The counters of all requests.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(String, &'static str), Route>>,
}

/// What was noted of one route.
#[derive(Debug, Default)]
struct Route {
    statuses: BTreeMap<u16, u64>,
    durations: [u64; DURATIONS.len()],
    seconds: f64,
    count: u64,
}

impl Metrics {
    pub(crate) fn note(&self, method: &'static str, route: &str, status: u16, seconds: f64) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let noted = requests.entry((route.to_owned(), method)).or_default();
        *noted.statuses.entry(status).or_default() += 1;
        for (count, bound) in noted.durations.iter_mut().zip(DURATIONS) {
            *count += u64::from(seconds <= bound);
        }
        noted.seconds += seconds;
        noted.count += 1;
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        text.push_str(
            "# HELP tasuki_requests_total Requests by route and status.\n# TYPE tasuki_requests_total counter\n",
        );
        for ((route, method), noted) in requests.iter() {
            for (status, count) in &noted.statuses {
                writeln!(
                    text,
                    "tasuki_requests_total{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} {count}"
                )?;
            }
        }
        let name = "tasuki_request_seconds";
        write!(text, "# HELP {name} How long requests took until their answer began.\n# TYPE {name} histogram\n")?;
        for ((route, method), noted) in requests.iter() {
            let labels = format!("route=\"{route}\",method=\"{method}\"");
            for (count, bound) in noted.durations.iter().zip(DURATIONS) {
                writeln!(text, "{name}_bucket{{{labels},le=\"{bound}\"}} {count}")?;
            }
            let count = noted.count;
            writeln!(text, "{name}_bucket{{{labels},le=\"+Inf\"}} {count}")?;
            writeln!(text, "{name}_sum{{{labels}}} {}\n{name}_count{{{labels}}} {count}", noted.seconds)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_is_told() {
        let metrics = Metrics::default();
        metrics.note("GET", "/o/{organization}", 200, 0.004);
        metrics.note("GET", "/o/{organization}", 200, 0.3);
        metrics.note("GET", "/o/{organization}", 404, 9.0);
        let mut text = String::new();
        metrics.write(&mut text).unwrap();
        let labels = "route=\"/o/{organization}\",method=\"GET\"";
        for line in [
            format!("tasuki_requests_total{{{labels},status=\"200\"}} 2"),
            format!("tasuki_request_seconds_bucket{{{labels},le=\"0.005\"}} 1"),
            format!("tasuki_request_seconds_bucket{{{labels},le=\"0.5\"}} 2"),
            format!("tasuki_request_seconds_bucket{{{labels},le=\"+Inf\"}} 3"),
            format!("tasuki_request_seconds_count{{{labels}}} 3"),
        ] {
            assert!(text.lines().any(|own| own == line), "{line}\nis not in\n{text}");
        }
    }
}
