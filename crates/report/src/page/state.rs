//! The state of a criterion, as reports show it.

use askama::Template;
use serde::Serialize;
use tasuki_assess::Status;
use tasuki_catalog::Lang;

/// A sign, a word and the name of its colour.
#[derive(Debug, Clone, Copy, Serialize, Template)]
#[template(
    ext = "html",
    source = r#"<span class="state {{ class }}"><span aria-hidden="true">{{ sign }}</span> {{ word }}</span>"#
)]
pub(super) struct State {
    pub(super) class: &'static str,
    /// The PDF draws the sign itself.
    #[serde(skip)]
    pub(super) sign: &'static str,
    word: &'static str,
}

impl State {
    pub(super) fn of(status: Status, lang: Lang) -> Self {
        let class = match status {
            Status::Met => "met",
            Status::Partial => "partial",
            Status::Unmet => "unmet",
            Status::NotApplicable => "na",
            Status::Unanswered => "blank",
        };
        Self { class, sign: status.sign(), word: status.name(lang) }
    }
}
