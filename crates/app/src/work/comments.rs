//! Comments (会話): discussions about a criterion.
//!
//! People mentioned with `@name` are stored by identifier, so that a new name is shown everywhere; [`parts`] gives a
//! comment for display, [`editable`] for editing by its author. A deleted comment leaves a placeholder with its
//! author and time, but without the text.

pub(crate) mod description;
mod words;

use serde_json::json;
use tasuki_catalog::legible;
use tasuki_scheme::Permission;
use tasuki_store::comments::{self, Comment};
use tasuki_store::members::Member;
use tasuki_store::{AssessmentId, CommentId, Noun, PersonId, Subject, search};

use crate::notifications::{self, About};
use crate::{Context, Current, Error, Event, Kind, assessments, members};

pub use words::{Part, editable, parts};

/// The maximum length of a comment, in characters.
const LONGEST: usize = 5_000;
/// The length of the excerpt in a notification, in characters.
const EXCERPT: usize = 80;

/// The comments on a criterion, oldest first.
pub fn list(cx: &mut Context<'_, '_>, assessment: AssessmentId, criterion: &str) -> Result<Vec<Comment>, Error> {
    let own = assessments::find(cx, assessment)?;
    assessments::catalog_of(cx, &own)?.criterion(criterion).ok_or_else(Error::not_found)?;
    Ok(comments::of_criterion(cx.tx, own.organization, assessment, criterion)?)
}

/// Those who can be named in the comments on an assessment, and whose names are read there.
pub fn people(cx: &mut Context<'_, '_>, assessment: AssessmentId) -> Result<Vec<Member>, Error> {
    let organization = cx.organization()?;
    members::known(cx, |cx| Ok(comments::authors(cx.tx, organization, assessment)?))
}

/// The version of a comment, for `If-Match`: the time of its last change.
pub fn version(comment: &Comment) -> i64 {
    comment.edited.unwrap_or(comment.at)
}

/// Adds a comment to a criterion.
pub fn add(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str, body: &str) -> Result<Comment, Error> {
    let organization = cx.require_in(Permission::Comment, id)?;
    let assessment = assessments::find(cx, id)?;
    assessments::catalog_of(cx, &assessment)?.criterion(criterion).ok_or_else(Error::not_found)?;
    let everybody = people(cx, id)?;
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

/// Changes one's own comment. `seen` is the version that the person saw; `None` overwrites any version.
pub fn edit(cx: &mut Context<'_, '_>, id: CommentId, seen: Option<i64>, body: &str) -> Result<Comment, Error> {
    let before = own(cx, id)?;
    if seen.is_some_and(|seen| seen != version(&before)) {
        let error =
            Error::new(Kind::Conflict, "comment.conflict", "先に変更されています。", "It was changed in the meantime.");
        return Err(error.hint("開き直してください。", "Open it again.").current(Current::Comment(version(&before))));
    }
    let organization = cx.organization()?;
    let everybody = people(cx, before.assessment)?;
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

/// Deletes one's own comment.
pub fn remove(cx: &mut Context<'_, '_>, id: CommentId) -> Result<Comment, Error> {
    let comment = own(cx, id)?;
    let organization = cx.organization()?;
    comments::remove(cx.tx, organization, id, cx.now.milliseconds())?;
    keep(cx, &comment, "comment.remove", Some(&comment), None, &[])?;
    Ok(comment)
}

/// A comment of the person's own that was not deleted.
fn own(cx: &mut Context<'_, '_>, id: CommentId) -> Result<Comment, Error> {
    let organization = cx.organization()?;
    let me = cx.person()?.id;
    let found = comments::find(cx.tx, organization, id)?;
    let own = found.filter(|comment| comment.removed.is_none() && comment.author == me);
    own.filter(|comment| cx.may_in(Permission::Comment, comment.assessment)).ok_or_else(Error::not_found)
}

/// The stored form of a text, and the people mentioned in it.
fn checked(body: &str, everybody: &[Member]) -> Result<(String, Vec<PersonId>), Error> {
    let body = &*legible(body);
    if body.is_empty() {
        return Err(Error::invalid("comment.empty", "何か書いてください。", "Please write something.")
            .hint("本文を入力してから送ってください。", "Write some text before you send it.")
            .field("body"));
    }
    if body.chars().count() > LONGEST {
        let error =
            Error::invalid("comment.too_long", "5千字までにしてください。", "Please keep it within 5,000 characters.")
                .hint(
                    "短くするか、いくつかのコメントに分けてください。",
                    "Shorten it, or split it into several comments.",
                );
        return Err(error.field("body"));
    }
    Ok(words::kept(body, everybody))
}

/// Updates the log and the search index, and notifies everybody who has the criterion open.
fn keep(
    cx: &mut Context<'_, '_>,
    comment: &Comment,
    action: &str,
    before: Option<&Comment>,
    after: Option<&Comment>,
    everybody: &[Member],
) -> Result<(), Error> {
    let organization = cx.organization()?;
    let subject = Subject::Comment(comment.id);
    let detail =
        json!({ "assessment": comment.assessment, "criterion": comment.criterion, "mentions": comment.mentions });
    cx.record(action, &subject, before, after, &detail)?;
    let text = after.map(|after| editable(&after.body, everybody)).unwrap_or_default();
    search::put(cx.tx, organization, &subject, "", &text)?;
    let event = Event {
        organization,
        assessment: Some(comment.assessment),
        kind: Noun::Comment,
        by: comment.author,
        data: json!({
            "criterion": comment.criterion, "id": comment.id, "mentions": comment.mentions,
            "change": action.trim_start_matches("comment."), "by": cx.person()?.name,
        }),
    };
    cx.emit(event);
    Ok(())
}

/// The place of a comment: its assessment and its criterion.
pub fn place(cx: &mut Context<'_, '_>, id: CommentId) -> Result<(AssessmentId, String), Error> {
    let organization = cx.organization()?;
    let comment = comments::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    cx.require_in(Permission::ReadAssessments, comment.assessment)?;
    Ok((comment.assessment, comment.criterion))
}

/// Notifies people who are mentioned for the first time.
fn call(cx: &mut Context<'_, '_>, comment: &Comment, before: &[PersonId], everybody: &[Member]) -> Result<(), Error> {
    let assessment = assessments::find(cx, comment.assessment)?;
    let lang = cx.lang();
    let about = About {
        title: assessments::catalog_of(cx, &assessment)?.numbered_title(&comment.criterion).get(lang).to_owned(),
        subject: Some(Subject::Comment(comment.id)),
        by: cx.person()?.name.clone(),
        excerpt: editable(&comment.body, everybody).chars().take(EXCERPT).collect(),
        ..About::default()
    };
    for person in comment.mentions.iter().filter(|person| !before.contains(person)) {
        notifications::notify(cx, *person, notifications::Kind::Mention, &about)?;
    }
    Ok(())
}
