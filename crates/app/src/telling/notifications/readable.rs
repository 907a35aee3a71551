//! What somebody may read of what they are told. It is asked when they are told, and again whenever it is shown: a grant may have ended since,
//! and a comment may say something else.

use std::sync::Arc;

use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_store::grants::{self, Holder};
use tasuki_store::members::Member;
use tasuki_store::persons::Person;
use tasuki_store::{Subject, comments};

use super::{About, Told};
use crate::describe::describe;
use crate::naming::Look;
use crate::{Actor, Context, Error};

/// Whether somebody may read about what they would be told.
pub(super) fn is_for(
    cx: &mut Context<'_, '_>,
    member: &Member,
    account: &Person,
    about: &About,
) -> Result<bool, Error> {
    let Some(subject) = &about.subject else { return Ok(true) };
    seen_by(cx, member, account, |cx| is_readable(cx, subject))
}

/// Leaves of what was told to somebody what they may read today.
pub(super) fn left_to(cx: &mut Context<'_, '_>, member: &Member, account: &Person, told: Told) -> Result<Told, Error> {
    seen_by(cx, member, account, |cx| left(cx, told))
}

/// The same for the person who asks.
pub(super) fn left(cx: &mut Context<'_, '_>, mut told: Told) -> Result<Told, Error> {
    let Some(subject) = told.about.subject.clone() else { return Ok(told) };
    if !is_readable(cx, &subject)? {
        let gone = Text::new("見られなくなったもの", "something that you do not see any more");
        gone.get(cx.lang()).clone_into(&mut told.about.title);
        told.about.excerpt.clear();
    }
    if let Subject::Comment(id) = subject {
        let organization = cx.organization()?;
        let comment = comments::find(cx.tx, organization, id)?;
        // What it says now is where it stands.
        if comment.is_none_or(|own| own.removed.is_some() || own.edited.is_some()) {
            told.about.excerpt.clear();
        }
    }
    Ok(told)
}

fn is_readable(cx: &mut Context<'_, '_>, subject: &Subject) -> Result<bool, Error> {
    match subject {
        // Who sees the results alone is told of the assessment, too.
        Subject::Assessment(id) => Ok(cx.may_in(Permission::ReadResults, *id)),
        // Whoever administers is chosen where it is told.
        subject if matches!(describe(subject.noun()).look, Look::Administrative) => Ok(true),
        subject => cx.reads(subject),
    }
}

/// Asks something as a member would.
fn seen_by<T>(
    cx: &mut Context<'_, '_>,
    member: &Member,
    account: &Person,
    ask: impl FnOnce(&mut Context<'_, '_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let grants = grants::valid(cx.tx, member.organization, Holder::Person(member.person), cx.now.today)?;
    let (actor, library) = (cx.actor.take(), Arc::clone(&cx.library));
    let member = Actor { grants, ..Actor::system(account.clone(), Some(member.clone())) };
    let answer = cx.enter(member).and_then(|()| ask(cx));
    (cx.actor, cx.library) = (actor, library);
    answer
}
