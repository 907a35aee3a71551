//! Scores of EPSS: a CSV whose first line is a comment with the version of the model and the day.

use super::day;
use tasuki_assess::scan::{Known, Scan, ScanFormat};
use tasuki_catalog::Text;

use super::error::ScanError;
use super::limits::ScanLimits;
use super::making::Making;
use super::rating;

pub(super) fn read(text: &str, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let mut making = Making::new(ScanFormat::Epss, limits);
    making.made_by("EPSS", "", None);
    let mut columns: Option<Columns> = None;
    for (position, line) in text.lines().enumerate() {
        let (line, place) = (line.trim(), format!("line {}", position + 1));
        if let Some(comment) = line.strip_prefix('#') {
            let part = |key: &str| comment.split(',').find_map(|own| own.trim().strip_prefix(key)?.strip_prefix(':'));
            making.made_by("EPSS", part("model_version").unwrap_or_default(), part("score_date").and_then(day::moment));
            continue;
        }
        if line.is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split(',').map(|cell| cell.trim().trim_matches('"')).collect();
        let Some(columns) = &columns else {
            columns = Some(Columns::of(&cells).ok_or_else(|| {
                ScanError::broken(ScanFormat::Epss, place, "the heading does not name cve, epss and percentile")
            })?);
            continue;
        };
        match columns.read(&cells) {
            Some(known) => making.known(known)?,
            None => making.problem(
                place,
                Text::new("CVE と 0〜1 の確率ではありません", "not a CVE with a probability from 0 to 1"),
            )?,
        }
    }
    if columns.is_none() {
        return Err(ScanError::broken(ScanFormat::Epss, "", "there is no heading"));
    }
    Ok(making.done())
}

/// Where the columns stand.
struct Columns {
    cve: usize,
    epss: usize,
    percentile: Option<usize>,
}

impl Columns {
    fn of(cells: &[&str]) -> Option<Self> {
        let at = |name: &str| cells.iter().position(|cell| cell.eq_ignore_ascii_case(name));
        Some(Self { cve: at("cve")?, epss: at("epss")?, percentile: at("percentile") })
    }

    fn read(&self, cells: &[&str]) -> Option<Known> {
        let share = |at: usize| cells.get(at)?.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
        let cve = rating::cves(cells.get(self.cve)?).pop()?;
        let percentile = self.percentile.and_then(share);
        Some(Known { cve, exploited_since: None, ransomware: None, epss: Some(share(self.epss)?), percentile })
    }
}
