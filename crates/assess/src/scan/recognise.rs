//! Which signs a finding bears.

use std::collections::HashMap;

use tasuki_catalog::{Sign, Signs, plain};

use super::found::{Component, ScanFinding};

/// The type of the package URL of each package in a list, by name and version as findings write them.
pub(super) struct Packages<'a>(HashMap<String, &'a str>);

impl<'a> Packages<'a> {
    pub(super) fn of(components: &'a [Component]) -> Self {
        let own = components.iter().filter_map(|own| {
            let kind = own.purl.as_deref()?.strip_prefix("pkg:")?.split('/').next()?;
            Some((format!("{} {}", own.name, own.version).trim().to_owned(), kind))
        });
        Self(own.collect())
    }

    fn kind(&self, finding: &ScanFinding) -> Option<&str> {
        self.0.get(finding.package.as_deref()?).copied()
    }
}

/// The signs of a finding.
pub(super) fn signs<'s>(signs: &'s Signs, finding: &ScanFinding, packages: &Packages<'_>) -> Vec<&'s Sign> {
    let title = plain(&finding.title);
    let is_open = is_test(&signs.open_ports, &finding.id);
    let port = finding.port.as_ref().filter(|_| is_open);
    let package = packages.kind(finding);
    let bears = |sign: &&Sign| {
        let says = has(&title, &sign.words) && !has(&title, &sign.never);
        let is_port = port.is_some_and(|port| sign.ports.contains(port));
        let is_package = package.is_some_and(|kind| sign.packages.iter().any(|own| own == kind));
        says || is_port || is_package || is_test(&sign.tests, &finding.id)
    };
    signs.signs.iter().filter(bears).collect()
}

/// Whether one of these words stands in a title.
fn has(title: &str, words: &[String]) -> bool {
    words.iter().any(|words| {
        let ends = |at: usize| title[..at].ends_with(' ') && title[at + words.len()..].starts_with(' ');
        title.match_indices(words.as_str()).any(|(at, _)| ends(at))
    })
}

/// Whether an identifier is one of these; a star stands for any beginning or end.
fn is_test(tests: &[String], id: &str) -> bool {
    tests.iter().any(|test| match (test.strip_prefix('*'), test.strip_suffix('*')) {
        (Some(_), Some(_)) => id.contains(test.trim_matches('*')),
        (Some(end), None) => id.ends_with(end),
        (None, Some(start)) => id.starts_with(start),
        (None, None) => test == id,
    })
}
