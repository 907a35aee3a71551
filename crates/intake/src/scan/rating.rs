//! How bad a finding is: words of scanners, and scores of CVSS.

use tasuki_assess::scan::{Cvss, ScanFinding, ScanSeverity};

/// The severity that belongs to a score (CVSS 3.1, §5: qualitative severity rating scale).
pub(super) fn of_score(score: f64) -> ScanSeverity {
    match score {
        score if score >= 9.0 => ScanSeverity::Critical,
        score if score >= 7.0 => ScanSeverity::High,
        score if score >= 4.0 => ScanSeverity::Medium,
        score if score > 0.0 => ScanSeverity::Low,
        _ => ScanSeverity::Info,
    }
}

/// The severity that a scanner's word means.
pub(super) fn of_word(word: &str) -> ScanSeverity {
    match word.trim().to_ascii_lowercase().as_str() {
        "critical" | "emergency" => ScanSeverity::Critical,
        "high" | "serious" | "important" => ScanSeverity::High,
        "medium" | "moderate" | "warning" => ScanSeverity::Medium,
        "low" | "minor" => ScanSeverity::Low,
        "info" | "informational" | "information" | "none" | "log" | "negligible" | "false positive" => {
            ScanSeverity::Info
        }
        _ => ScanSeverity::Unknown,
    }
}

/// A score with what is known of it; from the vector alone if the file has no score. `None` if there is neither, or none that can be.
pub(super) fn cvss(score: Option<f64>, vector: Option<&str>) -> Option<Cvss> {
    let vector = vector
        .map(|text| text.trim().trim_start_matches("CVSS2#").trim_matches(['(', ')']))
        .filter(|text| !text.is_empty());
    let parsed = vector.and_then(|text| text.parse::<cvss::Cvss>().ok());
    let version = match &parsed {
        Some(cvss::Cvss::CvssV20(_)) => "2.0",
        Some(cvss::Cvss::CvssV30(_)) => "3.0",
        Some(cvss::Cvss::CvssV31(_)) => "3.1",
        Some(cvss::Cvss::CvssV40(_)) => "4.0",
        _ => "",
    };
    let score =
        score.filter(|score| (0.0..=10.0).contains(score)).or_else(|| parsed.as_ref().map(cvss::Cvss::score))?;
    let score = (score * 10.0).round() / 10.0;
    Some(Cvss { score, vector: vector.unwrap_or_default().to_owned(), version: version.to_owned() })
}

/// The same, of a field that says the version of CVSS where the vector does not.
pub(super) fn cvss_of(version: &str, score: Option<f64>, vector: Option<&str>) -> Option<Cvss> {
    let found = cvss(score, vector)?;
    Some(if found.version.is_empty() { Cvss { version: version.to_owned(), ..found } } else { found })
}

/// Gives a finding its scores: that of the highest version of CVSS, and of each other version the highest. Which of them a criterion counts is
/// for its rule to say.
pub(super) fn give(finding: &mut ScanFinding, scores: impl IntoIterator<Item = Cvss>) {
    let mut best: Vec<Cvss> = Vec::new();
    for own in scores {
        match best.iter_mut().find(|other| other.version == own.version) {
            Some(other) if own.score > other.score => *other = own,
            Some(_) => {}
            None => best.push(own),
        }
    }
    best.sort_by(|one, other| other.version.cmp(&one.version));
    let mut best = best.into_iter();
    finding.cvss = best.next();
    finding.other_cvss = best.collect();
}

/// The identifiers of CVEs in a text.
pub(super) fn cves(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let upper = text.to_ascii_uppercase();
    for (at, _) in upper.match_indices("CVE-") {
        let rest = &upper[at + 4..];
        let year: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let number: String = rest
            .get(year.len()..)
            .and_then(|rest| rest.strip_prefix('-'))
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        if year.len() == 4 && (4..=19).contains(&number.len()) {
            found.push(format!("CVE-{year}-{number}"));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
