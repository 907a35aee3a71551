//! Comments (会話) on the criteria of an assessment.

use serde::Serialize;

use crate::{AssessmentId, CommentId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// A comment on a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// Identifier.
    pub id: CommentId,
    /// The assessment.
    pub assessment: AssessmentId,
    /// The criterion: `4-4-4-2`.
    pub criterion: String,
    /// The author.
    pub author: PersonId,
    /// The text; mentioned people are written as `@` and their identifier.
    pub body: String,
    /// The people mentioned in it.
    pub mentions: Vec<PersonId>,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// When its author last changed it.
    pub edited: Option<i64>,
    /// When it was withdrawn. Pages then no longer show the text; the log keeps the fact that there was one.
    pub removed: Option<i64>,
}

fn read(row: &Row<'_>) -> Result<Comment, StoreError> {
    let mentions: String = row.get(5)?;
    Ok(Comment {
        id: row.get(0)?,
        assessment: row.get(1)?,
        criterion: row.get(2)?,
        author: row.get(3)?,
        body: row.get(4)?,
        mentions: serde_json::from_str(&mentions)
            .map_err(|_| StoreError::Stored { what: "mentions", text: mentions })?,
        at: row.get(6)?,
        edited: row.get(7)?,
        removed: row.get(8)?,
    })
}

/// The comments on a criterion, oldest first; withdrawn ones without their text.
pub fn of_criterion(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
) -> Result<Vec<Comment>, StoreError> {
    tx.query(
        "SELECT id, assessment, criterion, author, body, mentions, at, edited, removed FROM comments
         WHERE organization = ?1 AND assessment = ?2 AND criterion = ?3 ORDER BY at, id",
        params![&organization, &assessment, criterion],
        read,
    )
}

/// Those who wrote comments on an assessment that were not taken back.
pub fn authors(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<PersonId>, StoreError> {
    tx.query(
        "SELECT DISTINCT author FROM comments WHERE organization = ?1 AND assessment = ?2 AND removed IS NULL ORDER BY author",
        params![&organization, &assessment],
        |row| row.get(0),
    )
}

/// The number of comments on each criterion; criteria without any are omitted.
pub fn counts(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<(String, i64)>, StoreError> {
    tx.query(
        "SELECT criterion, COUNT(*) FROM comments WHERE organization = ?1 AND assessment = ?2 AND removed IS NULL
         GROUP BY criterion",
        params![&organization, &assessment],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// One comment.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: CommentId) -> Result<Option<Comment>, StoreError> {
    tx.one(
        "SELECT id, assessment, criterion, author, body, mentions, at, edited, removed FROM comments
         WHERE organization = ?1 AND id = ?2",
        params![&organization, &id],
        read,
    )
}

/// Adds a comment.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, comment: &Comment) -> Result<(), StoreError> {
    let mentions = serde_json::to_string(&comment.mentions).unwrap_or_else(|_| "[]".to_owned());
    tx.execute(
        "INSERT INTO comments (organization, id, assessment, criterion, author, body, mentions, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            &organization,
            &comment.id,
            &comment.assessment,
            &comment.criterion,
            &comment.author,
            &comment.body,
            &mentions,
            comment.at
        ],
    )?;
    Ok(())
}

/// Changes the text of a comment.
pub fn edit(tx: &mut Tx<'_>, organization: OrganizationId, comment: &Comment) -> Result<(), StoreError> {
    let mentions = serde_json::to_string(&comment.mentions).unwrap_or_else(|_| "[]".to_owned());
    tx.execute(
        "UPDATE comments SET body = ?3, mentions = ?4, edited = ?5 WHERE organization = ?1 AND id = ?2",
        params![&organization, &comment.id, &comment.body, &mentions, comment.edited],
    )?;
    Ok(())
}

/// Withdraws a comment.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, id: CommentId, now: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE comments SET removed = ?3, body = '', mentions = '[]' WHERE organization = ?1 AND id = ?2",
        params![&organization, &id, now],
    )?;
    Ok(())
}
