//! Looking after accounts (アカウントの世話): disabling and enabling, removing second factors. An administrator does it on the page of a member, and
//! whoever runs the server with `tasuki user` ([`machine`]): also where no administrator can sign in any more.

pub mod machine;

use serde_json::json;
use tasuki_store::people::{self, Counted, Person};
use tasuki_store::{PersonId, devices, identities, passkeys, recovery_codes};

use crate::alerts::{self, Alert};
use crate::{Context, Error, Kind, account, keys, looked_after, sessions};

/// Which of somebody's factors are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factors {
    /// Passkeys, codes and recovery codes.
    All,
    /// The passkeys.
    Passkeys,
    /// The authenticator application, and with it the recovery codes.
    Codes,
    /// The ties to identity providers.
    Provider,
}

/// Disables a member's account: it opens nothing any more, and neither do its sessions, tokens and feeds.
pub fn disable(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    let person = another(cx, person)?;
    shut(cx, &person)
}

/// Enables a member's account again. What was open before stays closed: the person signs in anew.
pub fn enable(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    let person = another(cx, person)?;
    open(cx, &person)
}

/// Removes the second factors of a member who lost them. The password stays.
pub fn remove_factors(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    let person = another(cx, person)?;
    take_factors(cx, &person, Factors::All)
}

/// Somebody else, whom the person who acts may help.
fn another(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Person, Error> {
    looked_after::require(cx, person)?;
    if account::browser(cx)?.id == person {
        return Err(Error::new(
            Kind::State,
            "user.own",
            "自分のアカウントには、ここからはできません。",
            "This cannot be done to one's own account.",
        )
        .hint("ほかの管理者に頼んでください。", "Ask another administrator."));
    }
    people::find(cx.tx, person)?.ok_or_else(Error::not_found)
}

fn shut(cx: &mut Context<'_, '_>, person: &Person) -> Result<(), Error> {
    if person.disabled.is_some() {
        return Ok(());
    }
    let after = Person { disabled: Some(cx.now.milliseconds()), ..person.clone() };
    people::set_disabled(cx.tx, person.id, after.disabled)?;
    forget_entrances(cx, person.id)?;
    let (tokens, feeds) = keys::end_all(cx, person.id)?;
    let detail = json!({ "tokens": tokens, "feeds": feeds });
    cx.record("person.disable", &format!("person/{}", person.id), Some(person), Some(&after), &detail)
}

fn open(cx: &mut Context<'_, '_>, person: &Person) -> Result<(), Error> {
    if person.disabled.is_none() {
        return Ok(());
    }
    let after = Person { disabled: None, ..person.clone() };
    people::set_disabled(cx.tx, person.id, None)?;
    cx.record("person.enable", &format!("person/{}", person.id), Some(person), Some(&after), &json!({}))
}

fn take_factors(cx: &mut Context<'_, '_>, person: &Person, which: Factors) -> Result<(), Error> {
    let (id, all) = (person.id, which == Factors::All);
    people::hold(cx.tx, id)?;
    let secrets = people::secrets(cx.tx, id)?.ok_or_else(Error::not_found)?;
    let (mut passkeys, mut codes, mut providers) = (0, 0, 0);
    if all || which == Factors::Passkeys {
        passkeys = passkeys::remove_all(cx.tx, id)?;
    }
    if all || which == Factors::Codes {
        codes = recovery_codes::remove_all(cx.tx, id)? + u64::from(secrets.totp_secret.is_some());
        people::set_totp(cx.tx, id, None, 0)?;
    }
    if which == Factors::Provider {
        providers = identities::remove_all(cx.tx, id)?;
    }
    people::set_counted(cx.tx, id, Counted { factor: 0, factor_at: 0, ..secrets.counted })?;
    forget_entrances(cx, id)?;
    alerts::write(cx, person, &Alert::FactorsRemoved)?;
    let detail = json!({ "passkeys": passkeys, "codes": codes, "providers": providers });
    let subject = format!("person/{id}");
    cx.together("people.remove_factors", &subject, detail, |cx| {
        for noun in ["person", "passkey", "recovery_codes", "identity"] {
            cx.record(&format!("{noun}.remove_factors"), &subject, None::<&()>, None, &json!({}))?;
        }
        Ok(())
    })
}

/// Ends everything by which somebody is in, or half in.
fn forget_entrances(cx: &mut Context<'_, '_>, person: PersonId) -> Result<(), Error> {
    sessions::end_all(cx, person, None)?;
    devices::remove_others(cx.tx, person, None)?;
    account::forget_begun(cx, person)
}
