//! Links as programs send and get them.

use serde::{Deserialize, Serialize};
use tasuki_app::Error;
use tasuki_app::links::{Listed, New};
use utoipa::ToSchema;

use crate::grants::{GrantBody, OpeningBody};
use crate::take::day;
use crate::words::LinkStateWord;

/// A link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SharedLinkBody {
    /// Identifier.
    id: String,
    /// To whom it was sent.
    recipient: String,
    /// Whether it opens anything today.
    #[schema(value_type = LinkStateWord)]
    state: &'static str,
    /// What it holds, the newest first.
    grants: Vec<GrantBody>,
    /// When it was made, in milliseconds since 1970.
    made: i64,
    /// Who made it.
    by: String,
    /// When its code was last shown.
    opened: Option<i64>,
    /// The address with its code, only in the response to the request that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

impl SharedLinkBody {
    pub(super) fn new(own: Listed, address: Option<String>) -> Self {
        Self {
            id: own.link.id.to_string(),
            recipient: own.link.recipient,
            state: own.state.word(),
            grants: own.grants.into_iter().map(GrantBody::from).collect(),
            made: own.link.made,
            by: own.by,
            opened: own.link.opened,
            address,
        }
    }
}

/// What to open to somebody without an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSharedLinkBody {
    /// To whom it will be sent: a company, a department, a person.
    recipient: String,
    /// What is opened; it can only be read with a link.
    openings: Vec<OpeningBody>,
    /// The first day: `2026-12-01`. Not given: today.
    #[serde(default)]
    starts: Option<String>,
    /// The last day: `2027-03-31`.
    ends: String,
}

impl NewSharedLinkBody {
    /// The same, checked for words and days that there are.
    pub(super) fn link(&self) -> Result<New, Error> {
        Ok(New {
            recipient: self.recipient.clone(),
            openings: self.openings.iter().map(OpeningBody::opening).collect::<Result<_, _>>()?,
            starts: self.starts.as_deref().map(|text| day(text, "starts")).transpose()?,
            ends: day(&self.ends, "ends")?,
        })
    }
}
