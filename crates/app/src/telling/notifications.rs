//! Notifications (通知): telling a person something, in the application and by mail, as the person likes it.
//!
//! Whatever concerns somebody calls [`notify`] in the transaction of what happened. Nothing is sent from there: mail is only
//! written down (`crate::mail`). What is mailed at once, once a day or not at all is the person's choice ([`Settings`]), made on
//! the page `/me/notifications`.

mod readable;
mod settings;
mod words;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;
use tasuki_store::notifications::{self as store, Notification};
use tasuki_store::{NotificationId, OrganizationId, PersonId, Subject, members, organizations, persons};

use crate::{Context, Error, mail};

pub use settings::{Mail, Setting, Settings};

/// What a notification is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody named the person in a comment.
    Mention,
    /// The person was invited into an organization.
    Invitation,
    /// A task was given to the person.
    TaskAssigned,
    /// Somebody reports a task as done, and the person may look at it.
    TaskToReview,
    /// Somebody looked at a task that the person reported as done.
    TaskReviewed,
    /// Something of the person's is due in a week or tomorrow.
    DueSoon,
    /// Something of the person's was due and is not done.
    Overdue,
    /// Evidence that the person takes care of ends soon.
    EvidenceEnding,
    /// The registration of a ★ ends soon, or a self-check is due.
    RegistrationDue,
    /// A road to a ★ went on, and waits for the person; or a reviewer's question was answered.
    RoadWaits,
    /// A webhook was switched off, as nothing arrived for days, and the person may look after it.
    WebhookOff,
    /// An assessment was opened to the person, who is from outside.
    Granted,
    /// What guests could see became grants, and the person may narrow them. Told once, by a migration.
    GrantsMade,
}

/// What a notification is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// The thing by its name, in the language of whoever named it: `4-4-4-2 重大な更新は14日以内に当てる`.
    pub title: String,
    /// The thing itself; none is the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// The name of who did it; empty where nobody did.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The day that matters: a due date, a last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// Some words of it: the beginning of a comment, what the reviewer said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub excerpt: String,
}

/// A notification as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Identifier.
    pub id: NotificationId,
    /// What it is of.
    pub kind: Kind,
    /// What it is about.
    pub about: About,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// When it was read.
    pub read: Option<i64>,
}

impl Told {
    /// What happened, in a sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        words::sentence(self.kind, &self.about, self.at, lang)
    }
}

/// Tells a person of the request's organization something. Nobody is told what they did themselves, nor what they may not read, and who is no
/// member is told nothing.
pub fn notify(cx: &mut Context<'_, '_>, person: PersonId, kind: Kind, about: &About) -> Result<(), Error> {
    let organization = cx.organization()?;
    if cx.person()?.id == person {
        return Ok(());
    }
    notify_in(cx, organization, person, kind, about).map(drop)
}

/// The same for what nobody did: timers. Returns whether it was for the person to read.
pub fn notify_in(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    person: PersonId,
    kind: Kind,
    about: &About,
) -> Result<bool, Error> {
    let today = cx.now.today.to_string();
    let Some(member) = members::find(cx.tx, organization, person, &today)? else { return Ok(false) };
    let Some(account) = persons::find(cx.tx, person)?.filter(|account| account.disabled.is_none()) else {
        return Ok(false);
    };
    if !readable::is_for(cx, &member, &account, about)? {
        return Ok(false);
    }
    let setting = settings::load(cx, person)?.of(kind);
    let mails = cx.post.mails;
    let at_once = mails && setting.mail == Mail::AtOnce;
    let now = cx.now.milliseconds();
    let notification = Notification {
        person,
        id: NotificationId::new(now, cx.random()),
        organization,
        kind: words::key(kind).to_owned(),
        subject: serde_json::to_string(about).unwrap_or_default(),
        at: now,
        shown: setting.app,
        digest: mails && setting.mail == Mail::Digest,
        read: None,
        mailed: at_once.then_some(now),
    };
    if notification.shown || notification.digest {
        store::add(cx.tx, &notification)?;
    }
    if at_once {
        let name = organizations::name(cx.tx, organization)?;
        let told = Told { id: notification.id, kind, about: about.clone(), at: now, read: None };
        let lang = mail::lang_of(&account.lang);
        let letter = words::letter(&cx.post, organization, &name, &member.name, &told, lang);
        mail::write(cx, &account.mail, &letter, mail::Rank::Bulk)?;
    }
    Ok(true)
}

/// How many the person has not read in the request's organization. Every page asks.
pub fn unread(cx: &mut Context<'_, '_>) -> Result<u64, Error> {
    let (person, organization) = (cx.person()?.id, cx.organization()?);
    Ok(store::unread(cx.tx, person, organization)?)
}

/// What the person was told in the request's organization, newest first.
pub fn list(cx: &mut Context<'_, '_>, before: Option<NotificationId>, limit: i64) -> Result<Vec<Told>, Error> {
    let (person, organization) = (cx.person()?.id, cx.organization()?);
    let all = store::list(cx.tx, person, organization, before, limit)?;
    all.iter().filter_map(told).map(|told| readable::left(cx, told)).collect()
}

/// Opens one: marks it as read and tells what it is about; none is the organization.
pub fn open(cx: &mut Context<'_, '_>, id: NotificationId) -> Result<Option<Subject>, Error> {
    let (person, organization, now) = (cx.person()?.id, cx.organization()?, cx.now.milliseconds());
    let found = store::find(cx.tx, person, id)?.filter(|found| found.organization == organization);
    let found = found.as_ref().and_then(told).ok_or_else(Error::not_found)?;
    if found.read.is_none() {
        store::mark(cx.tx, person, id, Some(now))?;
    }
    Ok(found.about.subject)
}

/// Marks one as read or as unread.
pub fn mark(cx: &mut Context<'_, '_>, id: NotificationId, read: bool) -> Result<Told, Error> {
    let (person, organization, now) = (cx.person()?.id, cx.organization()?, cx.now.milliseconds());
    let found = store::find(cx.tx, person, id)?.filter(|found| found.organization == organization);
    let mut found = found.as_ref().and_then(told).ok_or_else(Error::not_found)?;
    found.read = read.then_some(now);
    store::mark(cx.tx, person, id, found.read)?;
    readable::left(cx, found)
}

/// Marks all in the request's organization as read.
pub fn mark_all(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let (person, organization, now) = (cx.person()?.id, cx.organization()?, cx.now.milliseconds());
    Ok(store::mark_all(cx.tx, person, organization, now)?)
}

/// How the person who asks likes to be told.
pub fn settings(cx: &mut Context<'_, '_>) -> Result<Settings, Error> {
    let person = cx.person()?.id;
    settings::load(cx, person)
}

/// Changes how the person who asks likes to be told.
pub fn set_settings(cx: &mut Context<'_, '_>, settings: &Settings) -> Result<(), Error> {
    // It holds in all organizations, and goes on when a token has ended.
    let person = cx.browser()?.id;
    Ok(store::set_settings(cx.tx, person, &settings.written())?)
}

/// Writes the daily digests: one mail per person and organization with everything that waits for it. Tells how many were written.
pub fn digest(cx: &mut Context<'_, '_>) -> Result<usize, Error> {
    let waiting = store::waiting(cx.tx)?;
    let now = cx.now.milliseconds();
    let mut written = 0;
    for group in waiting.chunk_by(|one, next| (one.person, one.organization) == (next.person, next.organization)) {
        for one in group {
            store::digested(cx.tx, one.person, one.id, now)?;
        }
        let Some(first) = group.first().filter(|_| cx.post.mails) else { continue };
        let today = cx.now.today.to_string();
        let Some(member) = members::find(cx.tx, first.organization, first.person, &today)? else { continue };
        let account = persons::find(cx.tx, first.person)?.filter(|account| account.disabled.is_none());
        let Some(account) = account else { continue };
        let name = organizations::name(cx.tx, first.organization)?;
        let all = group.iter().filter_map(told).map(|told| readable::left_to(cx, &member, &account, told));
        let all: Vec<Told> = all.collect::<Result<_, _>>()?;
        let lang = mail::lang_of(&account.lang);
        let letter = words::digest(&cx.post, first.organization, &name, &member.name, &all, lang);
        mail::write(cx, &account.mail, &letter, mail::Rank::Bulk)?;
        written += 1;
    }
    Ok(written)
}

fn told(kept: &Notification) -> Option<Told> {
    // A kind of a later version is passed over rather than failing the page.
    let kind = words::kind(&kept.kind)?;
    let about = serde_json::from_str(&kept.subject).unwrap_or_default();
    Some(Told { id: kept.id, kind, about, at: kept.at, read: kept.read })
}

impl Kind {
    /// Every kind, in the order of the settings.
    pub const ALL: [Self; 13] = [
        Self::Mention,
        Self::Invitation,
        Self::TaskAssigned,
        Self::TaskToReview,
        Self::TaskReviewed,
        Self::DueSoon,
        Self::Overdue,
        Self::EvidenceEnding,
        Self::RegistrationDue,
        Self::RoadWaits,
        Self::WebhookOff,
        Self::Granted,
        Self::GrantsMade,
    ];

    /// Its name in the settings.
    pub fn name(self, lang: Lang) -> &'static str {
        words::name(self, lang)
    }

    /// The word by which it is stored and sent.
    pub fn key(self) -> &'static str {
        words::key(self)
    }
}
