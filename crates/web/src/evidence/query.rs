//! Which evidence is asked for.

use jiff::civil::Date;
use serde::Deserialize;
use tasuki_app::Error;
use tasuki_app::evidence::{Classification, EvidenceKind};
use tasuki_store::evidence::{Filter, Order};
use utoipa::IntoParams;

use crate::words::filter;

/// Which evidence is asked for. What is empty does not matter.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// A text in the name, the file's name, the address or the note.
    pub(super) q: String,
    /// What it is.
    #[param(schema_with = kinds)]
    pub(super) kind: String,
    /// Who may see it.
    #[param(schema_with = classifications)]
    pub(super) classification: String,
    /// Who keeps it up to date.
    pub(super) owner: String,
    /// `ended`, or within `30`, `60`, `90` days.
    pub(super) ends: String,
    /// `unused`, `archived`.
    pub(super) only: String,
    /// On the page: `newest`, `name`, `ends`, `uses`.
    #[param(ignore)]
    pub(super) order: String,
    /// The page, from 1.
    #[param(ignore)]
    pub(super) page: Option<i64>,
}

/// The kinds that may be asked for.
fn kinds() -> utoipa::openapi::Object {
    filter(&EvidenceKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>())
}

/// The classifications that may be asked for.
fn classifications() -> utoipa::openapi::Object {
    filter(&Classification::ALL.iter().map(|own| own.word()).collect::<Vec<_>>())
}

impl Wanted {
    /// As the store takes it.
    pub(super) fn filter(&self, today: Date) -> Result<Filter, Error> {
        let unknown = |field: &str| {
            Error::invalid("evidence.filter", "使えない条件です。", "This filter is unknown.")
                .hint(
                    "画面の絞り込みから選び直してください。API では、使える値を API の説明で確かめてください。",
                    "Choose a filter on the page again. With the API, see its documentation for the possible values.",
                )
                .field(field)
        };
        let mut filter = Filter { text: self.q.clone(), ..Filter::default() };
        if !self.kind.is_empty() {
            filter.kind = Some(EvidenceKind::from_word(&self.kind).ok_or_else(|| unknown("kind"))?);
        }
        if !self.classification.is_empty() {
            filter.classification =
                Some(Classification::from_word(&self.classification).ok_or_else(|| unknown("classification"))?);
        }
        if !self.owner.is_empty() {
            filter.owner = Some(self.owner.parse().map_err(|_| unknown("owner"))?);
        }
        match self.ends.as_str() {
            "" => {}
            "ended" => filter.ends_to = today.yesterday().ok(),
            "30" | "60" | "90" => {
                let days: i64 = self.ends.parse().map_err(|_| unknown("ends"))?;
                filter.ends_from = Some(today);
                filter.ends_to = today.checked_add(jiff::Span::new().days(days)).ok();
            }
            _ => return Err(unknown("ends")),
        }
        match self.only.as_str() {
            "" => {}
            "unused" => filter.unused = true,
            "archived" => filter.archived = true,
            _ => return Err(unknown("only")),
        }
        Ok(filter)
    }

    pub(super) fn order(&self) -> Order {
        match self.order.as_str() {
            "name" => Order::Name,
            "ends" => Order::Ends,
            "uses" => Order::Uses,
            // Pieces that expire soon are sorted by the day on which they do.
            "" if !self.ends.is_empty() => Order::Ends,
            _ => Order::Newest,
        }
    }
}

/// Addresses of the library with one filter changed.
impl Wanted {
    /// The same filters, on another page.
    pub(super) fn address(&self, page: Option<i64>) -> String {
        self.query(&self.ends, &self.only, page)
    }

    /// The same filters with another expiry, without archived pieces.
    pub(super) fn with_ends(&self, ends: &str) -> String {
        self.query(ends, "", None)
    }

    /// The same filters, restricted to this group.
    pub(super) fn with_only(&self, only: &str) -> String {
        self.query("", only, None)
    }

    /// Whether any filter is set.
    pub(super) fn is_any(&self) -> bool {
        [&self.q, &self.kind, &self.classification, &self.owner, &self.ends, &self.only]
            .iter()
            .any(|text| !text.is_empty())
    }

    fn query(&self, ends: &str, only: &str, page: Option<i64>) -> String {
        let page = page.filter(|page| *page > 1).map_or_else(String::new, |page| page.to_string());
        let pairs = [
            ("q", self.q.as_str()),
            ("kind", &self.kind),
            ("classification", &self.classification),
            ("owner", &self.owner),
            ("ends", ends),
            ("only", only),
            ("order", &self.order),
            ("page", &page),
        ];
        let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<_> =
            pairs.map(|(name, value)| format!("{name}={}", crate::address::escape_query(value))).collect();
        format!("?{}", pairs.join("&"))
    }
}
