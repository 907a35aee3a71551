//! States and people as pages write them.

use tasuki_assess::Status;

/// The key of a state in templates and forms.
pub(crate) fn key(status: Status) -> &'static str {
    match status {
        Status::Unanswered => "unanswered",
        Status::Met => "met",
        Status::Partial => "partial",
        Status::Unmet => "unmet",
        Status::NotApplicable => "not_applicable",
    }
}

/// The state of a key.
pub(crate) fn status(key: &str) -> Option<Status> {
    Status::ALL.into_iter().find(|status| self::key(*status) == key)
}

/// What a person is called on a round badge.
pub(crate) fn initial(name: &str) -> String {
    name.chars().next().map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_key_of_its_own() {
        for one in Status::ALL {
            assert_eq!(status(key(one)), Some(one));
        }
        assert_eq!(status("perhaps"), None);
    }
}
