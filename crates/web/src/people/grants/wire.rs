//! Grants as forms and programs send them.

use serde::{Deserialize, Serialize};
use tasuki_app::Error;
use tasuki_app::grants::Listed;
use tasuki_scheme::{Capacity, Classification, Permission};
use tasuki_store::Subject;
use tasuki_store::grants::{Holder, Opened, Opening};
use utoipa::ToSchema;

use crate::words::{CapacityWord, ClassificationWord, GrantedWord};

/// What is opened to somebody.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpeningBody {
    /// The assessment.
    #[serde(default)]
    pub(crate) assessment: String,
    /// The road to a ★ instead, which is opened by appointing a reviewer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) road: String,
    /// In which capacity.
    #[schema(value_type = CapacityWord)]
    pub(crate) capacity: String,
    /// What is permitted. What one of these rests on is added.
    #[schema(value_type = Vec<GrantedWord>)]
    pub(crate) permissions: Vec<String>,
    /// The most confidential evidence that is opened with it. Nothing: no evidence.
    #[serde(default)]
    #[schema(value_type = Option<ClassificationWord>)]
    pub(crate) evidence: Option<String>,
}

impl OpeningBody {
    /// The same, checked for words that there are.
    pub(crate) fn opening(&self) -> Result<Opening, Error> {
        let word = |word: &String| {
            Permission::GRANTABLE.into_iter().find(|own| own.word() == Some(word)).ok_or_else(|| unknown("permissions"))
        };
        let evidence = self.evidence.as_deref().filter(|class| !class.is_empty());
        let class = |class| Classification::from_word(class).ok_or_else(|| unknown("evidence"));
        Ok(Opening {
            subject: Subject::Assessment(self.assessment.parse().map_err(|_| unknown("assessment"))?),
            capacity: Capacity::from_word(&self.capacity).ok_or_else(|| unknown("capacity"))?,
            permissions: self.permissions.iter().map(word).collect::<Result<_, _>>()?,
            evidence: evidence.map(class).transpose()?,
        })
    }
}

fn unknown(field: &'static str) -> Error {
    Error::invalid("grant.opening", "何を許可するかを選び直してください。", "Choose again what is granted.")
        .hint(
            "評価、立場、できること、証跡の範囲を確かめてください。",
            "Check the assessment, the capacity, what is permitted and the evidence.",
        )
        .field(field)
}

/// A grant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GrantBody {
    /// Identifier.
    id: String,
    /// The person to whom it is given; nothing for one that a link or an invitation holds.
    person: Option<String>,
    /// The name of the person, or the address that was invited.
    holder: String,
    /// What is opened.
    opening: OpeningBody,
    /// The title of the assessment.
    title: String,
    /// The first day.
    starts: String,
    /// The last day.
    ends: String,
    /// Whether it is valid today.
    valid: bool,
    /// Whether it is over: taken back, or its last day has passed.
    over: bool,
    /// When it was made, in milliseconds since 1970.
    made: i64,
    /// Who made it; empty for one that came from what guests could see before there were grants.
    by: String,
}

impl From<Listed> for GrantBody {
    fn from(own: Listed) -> Self {
        let opening = own.grant.opening;
        let (assessment, road) = match Opened::of(&opening.subject) {
            Some(Opened::Assessment(id)) => (id.to_string(), String::new()),
            Some(Opened::Road(id)) => (String::new(), id.to_string()),
            None => (String::new(), String::new()),
        };
        Self {
            id: own.grant.id.to_string(),
            person: match own.grant.holder {
                Holder::Person(person) => Some(person.to_string()),
                Holder::Link(_) | Holder::Invitation(_) => None,
            },
            holder: own.holder_name,
            opening: OpeningBody {
                assessment,
                road,
                capacity: opening.capacity.word().to_owned(),
                permissions: opening.permissions.iter().filter_map(|own| own.word()).map(str::to_owned).collect(),
                evidence: opening.evidence.map(|class| class.word().to_owned()),
            },
            title: own.title,
            starts: own.grant.starts.to_string(),
            ends: own.grant.ends.to_string(),
            valid: own.valid,
            over: own.over,
            made: own.grant.made,
            by: own.by,
        }
    }
}
