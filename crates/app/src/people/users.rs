//! Managing accounts (アカウントの世話): disabling and enabling them, removing second factors. Administrators do it on a
//! member's page; operators of the server use `tasuki user` ([`machine`]), which also works when no administrator can
//! sign in any more.

pub mod machine;

use serde_json::json;
use tasuki_store::persons::{self, Counted, Person};
use tasuki_store::{PersonId, Subject, devices, identities, passkeys, recovery_codes};

use crate::alerts::{self, Alert};
use crate::{Context, Error, Kind, account, keys, looked_after, sessions};

/// Which of a person's factors are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factors {
    /// Passkeys, codes and recovery codes.
    All,
    /// The passkeys.
    Passkeys,
    /// The authenticator application, and the recovery codes with it.
    Codes,
    /// The links to identity providers.
    Provider,
}

/// Disables a member's account: it no longer gives access, and its sessions, tokens and feeds end.
pub fn disable(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    let person = another(cx, person)?;
    shut(cx, &person)
}

/// Enables a member's account again. Sessions, tokens and feeds that ended do not come back: the person must sign in.
pub fn enable(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    let person = another(cx, person)?;
    open(cx, &person)
}

/// Removes the second factors of a member who lost them. The password is not changed.
pub fn remove_factors(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    let person = another(cx, person)?;
    take_factors(cx, &person, Factors::All)
}

/// Another person, whom the person who acts may help.
fn another(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Person, Error> {
    looked_after::require(cx, person)?;
    if cx.browser()?.id == person {
        return Err(Error::new(
            Kind::State,
            "user.own",
            "自分のアカウントには、ここからはできません。",
            "This cannot be done to one's own account.",
        )
        .hint("ほかの管理者に頼んでください。", "Ask another administrator."));
    }
    persons::find(cx.tx, person)?.ok_or_else(Error::not_found)
}

fn shut(cx: &mut Context<'_, '_>, person: &Person) -> Result<(), Error> {
    if person.disabled.is_some() {
        return Ok(());
    }
    let after = Person { disabled: Some(cx.now.milliseconds()), ..person.clone() };
    persons::set_disabled(cx.tx, person.id, after.disabled)?;
    forget_entrances(cx, person.id)?;
    let (tokens, feeds) = keys::end_all(cx, person.id)?;
    let detail = json!({ "tokens": tokens, "feeds": feeds });
    cx.record("person.disable", &Subject::Person(person.id), Some(person), Some(&after), &detail)
}

fn open(cx: &mut Context<'_, '_>, person: &Person) -> Result<(), Error> {
    if person.disabled.is_none() {
        return Ok(());
    }
    let after = Person { disabled: None, ..person.clone() };
    persons::set_disabled(cx.tx, person.id, None)?;
    cx.record("person.enable", &Subject::Person(person.id), Some(person), Some(&after), &json!({}))
}

fn take_factors(cx: &mut Context<'_, '_>, person: &Person, which: Factors) -> Result<(), Error> {
    let (id, all) = (person.id, which == Factors::All);
    persons::hold(cx.tx, id)?;
    let secrets = persons::secrets(cx.tx, id)?.ok_or_else(Error::not_found)?;
    let (mut passkeys, mut codes, mut providers) = (0, 0, 0);
    if all || which == Factors::Passkeys {
        passkeys = passkeys::remove_all(cx.tx, id)?;
    }
    if all || which == Factors::Codes {
        codes = recovery_codes::remove_all(cx.tx, id)? + u64::from(secrets.totp_secret.is_some());
        persons::set_totp(cx.tx, id, None, 0)?;
    }
    if which == Factors::Provider {
        providers = identities::remove_all(cx.tx, id)?;
    }
    persons::set_counted(cx.tx, id, Counted { factor: 0, factor_at: 0, ..secrets.counted })?;
    forget_entrances(cx, id)?;
    alerts::write(cx, person, &Alert::FactorsRemoved)?;
    let detail = json!({ "passkeys": passkeys, "codes": codes, "providers": providers });
    let subject = Subject::Person(id);
    cx.together("people.remove_factors", &subject, detail, |cx| {
        for noun in ["person", "passkey", "recovery_codes", "identity"] {
            cx.record(&format!("{noun}.remove_factors"), &subject, None::<&()>, None, &json!({}))?;
        }
        Ok(())
    })
}

/// Ends all sessions of a person, and everything that they have begun and not finished.
fn forget_entrances(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    sessions::end_all(cx, person, None)?;
    devices::remove_others(cx.tx, person, None)?;
    account::forget_begun(cx, person)
}
