//! Which ★ is asked of a partner, and why (求める★).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use tasuki_scheme::road::Reply;

use crate::server::stored::{json, text};
use crate::{OrganizationId, PartnerId, PersonId, Row, StoreError, Tx, params};

/// A decision about the ★ that is asked of a partner, with what it rests on. It is never changed: a later one takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The partner.
    pub partner: PartnerId,
    /// The number of the decision, from 1.
    pub number: i64,
    /// What was answered to each question.
    pub replies: Vec<NeedReply>,
    /// The identifiers of what else was looked at.
    pub factors: Vec<String>,
    /// The ★ that followed from the replies; none: a person had to decide.
    pub proposed: Option<u8>,
    /// The ★ that is asked; none: none is.
    pub star: Option<u8>,
    /// Why, in words.
    pub reason: String,
    /// When it was decided, in milliseconds since 1970.
    pub at: i64,
    /// By whom.
    pub by: PersonId,
}

/// The reply to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedReply {
    /// The identifier of the question.
    pub question: String,
    /// The reply.
    pub reply: Reply,
    /// Why.
    pub reason: String,
}

/// Selects the columns of a [`Need`], followed by the given SQL.
macro_rules! select_needs {
    ($rest:literal) => {
        concat!(
            "SELECT partner, number, replies, factors, proposed, star, reason, at, by_person FROM partner_needs ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Need, StoreError> {
    let star = |number: i64| u8::try_from(number).ok().filter(|star| *star > 0);
    Ok(Need {
        partner: row.get(0)?,
        number: row.get(1)?,
        replies: json(row.get(2)?, "replies to the questions about a partner")?,
        factors: json(row.get(3)?, "factors of a partner")?,
        proposed: row.get::<Option<i64>>(4)?.and_then(star),
        star: star(row.get(5)?),
        reason: row.get(6)?,
        at: row.get(7)?,
        by: row.get(8)?,
    })
}

/// The decisions about one partner, the newest first.
pub fn needs(tx: &mut Tx<'_>, organization: OrganizationId, partner: PartnerId) -> Result<Vec<Need>, StoreError> {
    let sql = select_needs!("WHERE organization = ?1 AND partner = ?2 ORDER BY number DESC");
    tx.query(sql, params![&organization, &partner], read)
}

/// The decision that holds for each partner of which there is one.
pub fn held_needs(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<HashMap<PartnerId, Need>, StoreError> {
    let sql = select_needs!("WHERE organization = ?1 ORDER BY partner, number");
    // A later one takes the place of those before it.
    Ok(tx.query(sql, params![&organization], read)?.into_iter().map(|need| (need.partner, need)).collect())
}

/// Adds a decision. Returns `false` if another one has its number.
pub fn add_need(tx: &mut Tx<'_>, organization: OrganizationId, need: &Need) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "INSERT INTO partner_needs (organization, partner, number, replies, factors, proposed, star, reason, at, by_person)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (organization, partner, number) DO NOTHING",
        params![
            &organization,
            &need.partner,
            need.number,
            &text(&need.replies),
            &text(&need.factors),
            need.proposed.map(i64::from),
            i64::from(need.star.unwrap_or_default()),
            &need.reason,
            need.at,
            &need.by
        ],
    )?;
    Ok(rows > 0)
}
