//! `GET /metrics`: only for this machine, or for clients with the token.

use std::fmt::Write;
use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};
use tasuki_app::{Error, digest};
use tasuki_store::{GROUP_SIZES, Statistics};

use crate::Web;
use crate::take::Rejection;

/// `GET /metrics`.
pub(crate) async fn show(State(web): State<Web>, parts: Parts) -> Response {
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

/// The counters of the store, and the memory in use.
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

/// Resident memory in bytes, if the system reports it (Linux).
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
    fn the_store_tells_its_groups() {
        let mut text = String::new();
        store(&mut text, Statistics { writes: 5, groups: 2, ..Statistics::default() }).unwrap();
        assert!(text.contains("tasuki_group_size_sum 5\ntasuki_group_size_count 2\n"), "{text}");
    }
}
