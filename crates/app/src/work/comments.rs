//! Comments (会話): what people tell each other about a criterion.
//!
//! Whoever is addressed with `@name` is kept by identifier, so that a new name shows everywhere; [`parts`] gives a comment as it is shown,
//! [`editable`] as its author writes it. A comment that was taken back stays as a gap: who was there and when, not what was said.

mod words;

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_store::comments::{self, Comment};
use tasuki_store::members::{self, Member};
use tasuki_store::{AssessmentId, CommentId, PersonId, search};

use crate::notifications::{self, About};
use crate::{Context, Error, Event, Kind, assessments};

pub use words::{Part, editable, parts};

/// The longest comment, in characters.
const LONGEST: usize = 5_000;
/// How much of a comment a notification shows, in characters.
const EXCERPT: usize = 80;

/// The comments on a criterion, oldest first.
pub fn list(cx: &mut Context<'_, '_>, assessment: AssessmentId, criterion: &str) -> Result<Vec<Comment>, Error> {
    let own = assessments::find(cx, assessment)?;
    assessments::catalog_of(cx, &own)?.criterion(criterion).ok_or_else(Error::not_found)?;
    Ok(comments::of_criterion(cx.tx, own.organization, assessment, criterion)?)
}

/// The version of a comment, for If-Match: when it was last written.
pub fn version(comment: &Comment) -> i64 {
    comment.edited.unwrap_or(comment.at)
}

/// Says something about a criterion.
pub fn add(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str, body: &str) -> Result<Comment, Error> {
    let organization = cx.require(Permission::Comment)?;
    let assessment = assessments::find(cx, id)?;
    assessments::catalog_of(cx, &assessment)?.criterion(criterion).ok_or_else(Error::not_found)?;
    let everybody = members::list(cx.tx, organization)?;
    let (body, mentions) = checked(body, &everybody)?;
    let now = cx.now.milliseconds();
    let comment = Comment {
        id: CommentId::new(now, cx.random()),
        assessment: id,
        criterion: criterion.to_owned(),
        author: cx.person()?.id,
        body,
        mentions,
        at: now,
        edited: None,
        removed: None,
    };
    comments::add(cx.tx, organization, &comment)?;
    keep(cx, &comment, "comment.add", None, Some(&comment), &everybody)?;
    call(cx, &comment, &[], &everybody)?;
    Ok(comment)
}

/// Changes one's own comment. `seen` is the version that the person saw; `None` overwrites whatever is there.
pub fn edit(cx: &mut Context<'_, '_>, id: CommentId, seen: Option<i64>, body: &str) -> Result<Comment, Error> {
    let before = own(cx, id)?;
    if seen.is_some_and(|seen| seen != version(&before)) {
        let error =
            Error::new(Kind::Conflict, "comment.conflict", "先に変更されています。", "It was changed in the meantime.");
        return Err(error
            .hint("開き直してください。", "Open it again.")
            .current(json!({ "version": version(&before) })));
    }
    let organization = cx.organization()?;
    let everybody = members::list(cx.tx, organization)?;
    let (body, mentions) = checked(body, &everybody)?;
    if body == before.body {
        return Ok(before);
    }
    let after = Comment { body, mentions, edited: Some(cx.now.milliseconds()), ..before.clone() };
    comments::edit(cx.tx, organization, &after)?;
    keep(cx, &after, "comment.edit", Some(&before), Some(&after), &everybody)?;
    call(cx, &after, &before.mentions, &everybody)?;
    Ok(after)
}

/// Takes one's own comment back.
pub fn remove(cx: &mut Context<'_, '_>, id: CommentId) -> Result<Comment, Error> {
    let comment = own(cx, id)?;
    let organization = cx.organization()?;
    comments::remove(cx.tx, organization, id, cx.now.milliseconds())?;
    keep(cx, &comment, "comment.remove", Some(&comment), None, &[])?;
    Ok(comment)
}

/// A comment of the person's own that was not taken back.
fn own(cx: &mut Context<'_, '_>, id: CommentId) -> Result<Comment, Error> {
    let organization = cx.require(Permission::Comment)?;
    let me = cx.person()?.id;
    let found = comments::find(cx.tx, organization, id)?;
    found.filter(|comment| comment.removed.is_none() && comment.author == me).ok_or_else(Error::not_found)
}

/// What is kept of what was written, and who is addressed.
fn checked(body: &str, everybody: &[Member]) -> Result<(String, Vec<PersonId>), Error> {
    let body = body.trim();
    if body.is_empty() {
        return Err(Error::invalid("comment.empty", "何か書いてください。", "Please write something.").field("body"));
    }
    if body.chars().count() > LONGEST {
        let error =
            Error::invalid("comment.too_long", "5千字までにしてください。", "Please keep it within 5,000 characters.");
        return Err(error.field("body"));
    }
    Ok(words::kept(body, everybody))
}

/// Writes what happened into the log and the index, and tells whoever has the criterion open.
fn keep(
    cx: &mut Context<'_, '_>,
    comment: &Comment,
    action: &str,
    before: Option<&Comment>,
    after: Option<&Comment>,
    everybody: &[Member],
) -> Result<(), Error> {
    let organization = cx.organization()?;
    let subject = format!("comment/{}", comment.id);
    let detail =
        json!({ "assessment": comment.assessment, "criterion": comment.criterion, "mentions": comment.mentions });
    cx.record(action, &subject, before, after, &detail)?;
    let text = after.map(|after| editable(&after.body, everybody)).unwrap_or_default();
    search::put(cx.tx, organization, "comment", &subject, "", &text)?;
    let event = Event {
        organization,
        assessment: Some(comment.assessment),
        kind: "comment",
        by: comment.author,
        data: json!({
            "criterion": comment.criterion, "id": comment.id, "mentions": comment.mentions,
            "change": action.trim_start_matches("comment."), "by": cx.person()?.name,
        }),
    };
    cx.emit(event);
    Ok(())
}

/// Tells those who are addressed and were not before.
fn call(cx: &mut Context<'_, '_>, comment: &Comment, before: &[PersonId], everybody: &[Member]) -> Result<(), Error> {
    let assessment = assessments::find(cx, comment.assessment)?;
    let lang = cx.lang();
    let title = assessments::catalog_of(cx, &assessment)?
        .criterion(&comment.criterion)
        .map_or_else(String::new, |criterion| criterion.title.get(lang).to_owned());
    let about = About {
        title: format!("{} {title}", comment.criterion).trim().to_owned(),
        path: format!("/assessments/{}?c={}#comment-{}", comment.assessment, comment.criterion, comment.id),
        by: cx.person()?.name.clone(),
        excerpt: editable(&comment.body, everybody).chars().take(EXCERPT).collect(),
        ..About::default()
    };
    for person in comment.mentions.iter().filter(|person| !before.contains(person)) {
        notifications::notify(cx, *person, notifications::Kind::Mention, &about)?;
    }
    Ok(())
}
