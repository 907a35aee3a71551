//! The first start: a one-time link makes the first administrator and the first organization.

use serde::Deserialize;
use tasuki_signin::passwords::Password;
use tasuki_store::people::{self, Person};
use tasuki_store::{OrganizationId, PersonId};

use crate::organizations::{self, Told};
use crate::sign_in::{self, Origin};
use crate::{App, Context, Credentials, Error, account};

/// What the first administrator tells.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct First {
    /// The person's name.
    pub name: String,
    /// The person's mail address.
    pub mail: String,
    /// A password; a passkey or codes come right after.
    #[serde(default)]
    pub password: String,
    /// The organization's name.
    pub organization: String,
    /// What kind of identity follows.
    #[serde(default)]
    pub identity_kind: String,
    /// The identity.
    #[serde(default)]
    pub identity: String,
}

/// Makes the first person and organization and begins a session; returns its secret. Only on an empty database.
pub async fn begin(app: &App, first: First, origin: Origin) -> Result<(OrganizationId, String), Error> {
    let (name, mail) = (account::checked_name(&first.name)?, account::checked_mail(&first.mail)?);
    let turn = app.hashing().turn().await?;
    let password = Password::new(&first.password);
    password.check(false, &[&name, &mail, &first.organization]).map_err(account::refused)?;
    app.read(Credentials::None, None, only_at_first).await?;
    let hash = turn.hash(app, password).await?;
    app.write(Credentials::None, None, move |cx| {
        only_at_first(cx)?;
        let person = add(cx, name, mail, &hash)?;
        sign_in::act_as(cx, person.clone());
        let told = Told {
            name: first.organization,
            identity_kind: first.identity_kind,
            identity: first.identity,
            ..Told::default()
        };
        let organization = organizations::create(cx, &told).map_err(renamed)?;
        let session = sign_in::enter(cx, person, "welcome", false, &origin)?;
        Ok((organization.id, session))
    })
    .await
}

fn only_at_first(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    if people::is_empty(cx.tx)? { Ok(()) } else { Err(Error::not_found()) }
}

fn add(cx: &mut Context<'_, '_>, name: String, mail: String, hash: &str) -> Result<Person, Error> {
    let now = cx.now.milliseconds();
    let person = Person {
        id: PersonId::new(now, cx.random()),
        mail,
        name,
        lang: "ja".to_owned(),
        theme: "auto".to_owned(),
        created: now,
        disabled: None,
    };
    account::add(cx, &person, Some(hash))?;
    Ok(person)
}

/// In this form the field of the organization's name has another name.
fn renamed(mut error: Error) -> Error {
    for field in error.fields.iter_mut().filter(|field| field.name == "name") {
        "organization".clone_into(&mut field.name);
    }
    error
}
