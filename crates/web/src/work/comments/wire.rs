//! Comments as they go over the wire.

use serde::{Deserialize, Serialize};
use tasuki_app::comments::{editable, version};
use tasuki_store::comments::Comment;
use tasuki_store::members::Member;
use utoipa::ToSchema;

/// A comment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommentBody {
    /// Identifier.
    pub(crate) id: String,
    /// The criterion.
    #[schema(example = "4-4-4-2")]
    criterion: String,
    /// Who said it.
    author: String,
    /// The name of who said it.
    author_name: String,
    /// What was said, with the names of those who are addressed after an `@`; empty when it was taken back.
    body: String,
    /// Who is addressed.
    mentions: Vec<String>,
    /// When, in milliseconds since 1970.
    at: i64,
    /// When it was last changed.
    edited: Option<i64>,
    /// When it was taken back.
    removed: Option<i64>,
    /// For If-Match.
    pub(crate) version: i64,
}

/// What is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaidBody {
    /// The text, at most 5,000 characters. `@` and a member's name address that member.
    #[schema(example = "@佐藤 台帳を見てもらえますか。")]
    pub(crate) body: String,
}

impl CommentBody {
    pub(crate) fn new(own: &Comment, everybody: &[Member]) -> Self {
        let name = everybody.iter().find(|member| member.person == own.author).map(|member| member.name.clone());
        Self {
            id: own.id.to_string(),
            criterion: own.criterion.clone(),
            author: own.author.to_string(),
            author_name: name.unwrap_or_default(),
            body: editable(&own.body, everybody),
            mentions: own.mentions.iter().map(ToString::to_string).collect(),
            at: own.at,
            edited: own.edited,
            removed: own.removed,
            version: version(own),
        }
    }
}
