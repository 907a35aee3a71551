//! What is sent to an address, from the list beside this file.

use std::collections::BTreeMap;

/// What is sent: one line of the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample {
    /// Whether somebody must succeed with it.
    pub(crate) succeeds: bool,
    place: &'static str,
    kind: &'static str,
    body: &'static str,
}

/// Names of things and what they are called in the company.
pub(crate) type Known = BTreeMap<String, String>;

/// The list, by method and address.
pub(crate) fn samples() -> BTreeMap<(&'static str, &'static str), Sample> {
    let lines = include_str!("requests.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(read).collect()
}

fn read(line: &'static str) -> ((&'static str, &'static str), Sample) {
    let (method, rest) = line.split_once(' ').expect("a method");
    let (address, rest) = rest.trim_start().split_once(' ').expect("an address");
    let rest = rest.trim_start();
    let (place, rest) =
        rest.strip_prefix("where ").map_or(("", rest), |rest| rest.split_once(' ').unwrap_or((rest, "-")));
    let (kind, body) = rest.trim_start().split_once(' ').unwrap_or((rest.trim_start(), ""));
    let succeeds = !kind.starts_with('~');
    ((method, address), Sample { succeeds, place, kind: kind.trim_start_matches('~'), body: body.trim() })
}

impl Sample {
    /// What is asked of an address that needs a query.
    pub(crate) fn query(&self, known: &Known) -> String {
        if self.kind == "query" { format!("?{}", fill(self.body, known)) } else { String::new() }
    }

    /// Whether it takes so long that one member asks for all.
    pub(crate) fn takes_long(&self) -> bool {
        self.kind == "slow"
    }

    /// What things are called in its address: as everywhere, unless the line says otherwise.
    pub(crate) fn names(&self, known: &Known) -> Known {
        let mut names = known.clone();
        if !self.place.is_empty() {
            names.extend(pairs(self.place).map(|(name, value)| (name.to_owned(), fill(value, known))));
        }
        names
    }

    /// The type of the body and the body.
    pub(crate) fn body(&self, known: &Known) -> (Option<&'static str>, Vec<u8>) {
        match self.kind {
            "json" => (Some("application/json"), fill(self.body, known).into_bytes()),
            "form" => (Some("application/x-www-form-urlencoded"), form(&fill(self.body, known)).into_bytes()),
            "file" => (Some("multipart/form-data; boundary=x"), parts(self.body)),
            _ => (None, Vec::new()),
        }
    }
}

/// Replaces each name in braces. What is not known stays, as JSON has braces too.
pub(crate) fn fill(text: &str, known: &Known) -> String {
    known.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('&').map(|pair| pair.split_once('=').expect("a name and a value"))
}

fn form(text: &str) -> String {
    let escape = |value: &str| value.bytes().fold(String::new(), |escaped, byte| escaped + &format!("%{byte:02X}"));
    pairs(text).map(|(name, value)| format!("{name}={}", escape(value))).collect::<Vec<_>>().join("&")
}

/// `file` is one of the samples.
fn parts(text: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in pairs(text) {
        body.extend_from_slice(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"").as_bytes());
        if name == "file" {
            let path = format!("{}/../../samples/{value}", env!("CARGO_MANIFEST_DIR"));
            body.extend_from_slice(format!("; filename=\"{value}\"\r\n\r\n").as_bytes());
            body.extend_from_slice(&std::fs::read(path).expect("a sample"));
        } else {
            body.extend_from_slice(format!("\r\n\r\n{value}").as_bytes());
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
}
