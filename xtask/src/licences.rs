//! Checks that the licence of every dependency is accepted.

use crate::{Chore, metadata};

/// Licences that are accepted for code in our binary.
const ACCEPTED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    // For data: the list of certificate authorities.
    "CDLA-Permissive-2.0",
    // Weak copyleft per file: changes to those files must be published, our own files are not affected.
    "MPL-2.0",
];

pub(crate) fn check() -> Chore {
    let packages = metadata::packages(true).map_err(|error| vec![error])?;
    let problems: Vec<_> = packages
        .iter()
        .filter_map(|package| {
            let (name, version) = (metadata::text(package, "name"), metadata::text(package, "version"));
            let licence = metadata::text(package, "license");
            let reason = refusal(licence)?;
            Some(format!("{name} {version}: {reason}"))
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Why a licence expression is not accepted.
fn refusal(licence: &str) -> Option<String> {
    if licence.is_empty() {
        return Some("no licence".to_owned());
    }
    match spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX) {
        Err(error) => Some(format!("licence {licence:?} is no SPDX expression: {}", error.reason)),
        Ok(expression) => {
            let accepted =
                |requirement: &spdx::LicenseReq| requirement.license.id().is_some_and(|id| ACCEPTED.contains(&id.name));
            (!expression.evaluate(accepted)).then(|| format!("licence {licence} is not accepted"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn a_choice_needs_one_and_a_conjunction_all() {
        for accepted in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "MIT/Apache-2.0",
            "Apache-2.0 WITH LLVM-exception",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
        ] {
            assert_eq!(refusal(accepted), None);
        }
        for refused in ["", "GPL-3.0-only", "MIT AND AGPL-3.0-only", "LicenseRef-mine", "nonsense"] {
            assert!(refusal(refused).is_some(), "{refused}");
        }
    }
}
