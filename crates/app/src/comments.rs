//! Comments (会話): what people tell each other about a criterion.

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_store::comments::{self, Comment};
use tasuki_store::members::{self, Member};
use tasuki_store::{AssessmentId, CommentId, PersonId};

use crate::{Context, Error, Event, assessments};

/// The longest comment, in characters.
const LONGEST: usize = 5_000;

/// The comments on a criterion, oldest first.
pub fn list(cx: &mut Context<'_, '_>, assessment: AssessmentId, criterion: &str) -> Result<Vec<Comment>, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    Ok(comments::of_criterion(cx.tx, organization, assessment, criterion)?)
}

/// Says something about a criterion.
pub fn add(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str, body: &str) -> Result<Comment, Error> {
    let organization = cx.require(Permission::Comment)?;
    let assessment = assessments::find(cx, id)?;
    if assessments::catalog_of(cx, &assessment)?.criterion(criterion).is_none() {
        return Err(Error::not_found());
    }
    let body = body.trim();
    if body.is_empty() {
        return Err(Error::invalid("comment.empty", "何か書いてください。", "Please write something.").field("body"));
    }
    if body.chars().count() > LONGEST {
        let error = Error::invalid("comment.too_long", "5千字までにしてください。", "Please keep it within 5,000 characters.");
        return Err(error.field("body"));
    }
    let everybody = members::list(cx.tx, organization)?;
    let now = cx.now.milliseconds();
    let comment = Comment {
        id: CommentId::new(now, cx.random()),
        assessment: id,
        criterion: criterion.to_owned(),
        author: cx.person()?.id,
        mentions: mentioned(body, &everybody),
        body: body.to_owned(),
        at: now,
        removed: None,
    };
    comments::add(cx.tx, organization, &comment)?;
    let subject = format!("comment/{}", comment.id);
    let detail = json!({ "assessment": id, "criterion": criterion, "mentions": comment.mentions });
    cx.record("comment.add", &subject, None, Some(&comment), &detail)?;
    tell(cx, &comment)?;
    Ok(comment)
}

/// Takes one's own comment back.
pub fn remove(cx: &mut Context<'_, '_>, id: CommentId) -> Result<Comment, Error> {
    let organization = cx.require(Permission::Comment)?;
    let comment = comments::find(cx.tx, organization, id)?.filter(|comment| comment.removed.is_none());
    let comment = comment.ok_or_else(Error::not_found)?;
    if comment.author != cx.person()?.id {
        return Err(Error::not_found());
    }
    comments::remove(cx.tx, organization, id, cx.now.milliseconds())?;
    let detail = json!({ "assessment": comment.assessment, "criterion": comment.criterion });
    cx.record("comment.remove", &format!("comment/{id}"), Some(&comment), None, &detail)?;
    tell(cx, &comment)?;
    Ok(comment)
}

fn tell(cx: &mut Context<'_, '_>, comment: &Comment) -> Result<(), Error> {
    let event = Event {
        organization: cx.organization()?,
        assessment: Some(comment.assessment),
        kind: "comment",
        by: comment.author,
        data: json!({ "criterion": comment.criterion, "id": comment.id, "mentions": comment.mentions }),
    };
    cx.emit(event);
    Ok(())
}

/// A stretch of a comment: words, or the name of somebody who is addressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The characters.
    pub text: String,
    /// Who is addressed by them.
    pub person: Option<PersonId>,
}

/// Splits a comment at the names that follow an `@`. Where one name begins with another, the longer one is meant.
pub fn parts(body: &str, everybody: &[Member]) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut plain, mut rest) = (String::new(), body);
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        let named = everybody.iter().filter(|member| !member.name.is_empty() && after.starts_with(&member.name));
        let named = named.max_by_key(|member| member.name.len()).filter(|_| matches!(character, '@' | '＠'));
        if let Some(member) = named {
            if !plain.is_empty() {
                parts.push(Part { text: std::mem::take(&mut plain), person: None });
            }
            parts.push(Part { text: format!("@{}", member.name), person: Some(member.person) });
            rest = &after[member.name.len()..];
        } else {
            plain.push(character);
            rest = after;
        }
    }
    if !plain.is_empty() {
        parts.push(Part { text: plain, person: None });
    }
    parts
}

fn mentioned(body: &str, everybody: &[Member]) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = parts(body, everybody).into_iter().filter_map(|part| part.person).collect();
    people.sort_unstable();
    people.dedup();
    people
}

#[cfg(test)]
mod tests {
    use tasuki_scheme::Roles;
    use tasuki_store::OrganizationId;

    use super::*;

    fn member(number: u8, name: &str) -> Member {
        Member {
            organization: OrganizationId::new(0, [0; 10]),
            person: PersonId::new(0, [number; 10]),
            name: name.to_owned(),
            mail: String::new(),
            roles: Roles::default(),
            areas: Vec::new(),
            ends: None,
            joined: 0,
            seen: None,
        }
    }

    #[test]
    fn names_after_an_at_sign_are_mentions_and_the_longest_is_meant() {
        let all = [member(1, "山田"), member(2, "山田 花子")];
        let found = parts("@山田 花子 さんと ＠山田 さん、a@example.jp", &all);
        let texts: Vec<_> = found.iter().map(|part| (part.text.as_str(), part.person)).collect();
        assert_eq!(
            texts,
            [
                ("@山田 花子", Some(all[1].person)),
                (" さんと ", None),
                ("@山田", Some(all[0].person)),
                (" さん、a@example.jp", None)
            ]
        );
        assert_eq!(mentioned("@山田 @山田", &all), [all[0].person]);
    }
}
