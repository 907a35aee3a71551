//! `GET /metrics`: what the server did, in the text format of Prometheus. For this machine alone, or for whoever has the token.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use axum::extract::{ConnectInfo, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};
use tasuki_app::{Error, digest};
use tasuki_store::{GROUP_SIZES, Statistics};

use crate::Web;
use crate::take::Rejection;

/// The upper bounds of the classes in which durations are counted, in seconds.
const DURATIONS: [f64; 12] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0];

/// What was noted of all requests.
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

/// `GET /metrics`.
pub(super) async fn show(State(web): State<Web>, parts: Parts) -> Response {
    let permitted = match web.metrics_token() {
        Some(token) => bearer(&parts.headers).is_some_and(|given| digest(given) == token),
        None => is_local(&parts),
    };
    if !permitted {
        return Rejection::new(&parts, Error::not_found()).into_response();
    }
    let mut text = String::new();
    let written = web.metrics().write(&mut text).and_then(|()| store(&mut text, web.app().store().statistics()));
    if written.is_err() {
        return Rejection::new(&parts, Error::not_found()).into_response();
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// What the store did, and how much memory there is.
fn store(text: &mut String, statistics: Statistics) -> std::fmt::Result {
    let simple = [
        ("tasuki_saves_total", "counter", "Writes that were done, also those that were refused.", statistics.writes),
        (
            "tasuki_failed_groups_total",
            "counter",
            "Groups of writes that could not be committed.",
            statistics.failed_groups,
        ),
        ("tasuki_queued_writes", "gauge", "Writes that wait.", statistics.queued),
        ("process_resident_memory_bytes", "gauge", "Resident memory.", resident()),
    ];
    for (name, kind, help, value) in simple {
        write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n")?;
    }
    let name = "tasuki_group_size";
    write!(text, "# HELP {name} Writes that shared a commit.\n# TYPE {name} histogram\n")?;
    for (count, bound) in statistics.group_sizes.iter().zip(GROUP_SIZES) {
        writeln!(text, "{name}_bucket{{le=\"{bound}\"}} {count}")?;
    }
    let groups = statistics.groups + statistics.failed_groups;
    writeln!(text, "{name}_bucket{{le=\"+Inf\"}} {groups}\n{name}_sum {}\n{name}_count {groups}", statistics.writes)
}

/// Resident memory in bytes, where the system tells it (Linux).
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() * 1024
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Whether the request comes from this machine itself, and not through a proxy on it.
fn is_local(parts: &Parts) -> bool {
    let through = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
    let proxied = through.iter().any(|name| parts.headers.contains_key(HeaderName::from_static(name)));
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    !proxied && peer.is_some_and(|ConnectInfo(address)| address.ip().is_loopback())
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

    #[test]
    fn the_store_tells_its_groups() {
        let mut text = String::new();
        store(&mut text, Statistics { writes: 5, groups: 2, ..Statistics::default() }).unwrap();
        assert!(text.contains("tasuki_group_size_sum 5\ntasuki_group_size_count 2\n"), "{text}");
    }
}
