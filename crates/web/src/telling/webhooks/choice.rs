//! An address and kinds of events, as somebody typed and ticked them.

use tasuki_app::webhooks::events;
use tasuki_catalog::Lang;

/// An address and kinds of events, as somebody typed and ticked them.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    pub(super) url: String,
    pub(super) events: Vec<String>,
}

impl Choice {
    /// From the pairs of a form: `event` comes once for each that is ticked.
    pub(super) fn read(pairs: Vec<(String, String)>) -> Self {
        let mut choice = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "url" => choice.url = value,
                "event" => choice.events.push(value),
                _ => {}
            }
        }
        choice
    }

    /// Each kind of event with its name, and whether it is ticked.
    pub(super) fn kinds(&self, lang: Lang) -> Vec<(&'static str, &'static str, bool)> {
        let name = |ja, en| if lang == Lang::Ja { ja } else { en };
        let is_ticked = |kind: &str| self.events.iter().any(|own| own == kind);
        events().into_iter().map(|(kind, ja, en)| (kind, name(ja, en), is_ticked(kind))).collect()
    }
}
