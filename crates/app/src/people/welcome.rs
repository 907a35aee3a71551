//! The first start: a one-time link creates the first administrator and the first organization.

use serde::Deserialize;
use tasuki_signin::passwords::Password;
use tasuki_store::persons::{self, Person};
use tasuki_store::{OrganizationId, PersonId};

use crate::organizations::{self, Profile};
use crate::sign_in::{self, Origin};
use crate::{App, Context, Credentials, Error, account};

/// The data that the first administrator enters.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct First {
    /// The person's name.
    pub name: String,
    /// The person's mail address.
    pub mail: String,
    /// A password; a passkey or codes can be set up immediately afterwards.
    #[serde(default)]
    pub password: String,
    /// The organization's name.
    pub organization: String,
    /// The kind of the organization's identity.
    #[serde(default)]
    pub identity_kind: String,
    /// The identity.
    #[serde(default)]
    pub identity: String,
}

/// Creates the first person and organization and starts a session; returns its secret. Only on an empty database.
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
        cx.act_as(person.clone());
        let profile = Profile {
            name: first.organization,
            identity_kind: first.identity_kind,
            identity: first.identity,
            ..Profile::default()
        };
        let organization = organizations::create(cx, &profile).map_err(renamed)?;
        let session = sign_in::enter(cx, person, "welcome", false, &origin)?;
        Ok((organization.id, session))
    })
    .await
}

fn only_at_first(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    if persons::is_empty(cx.tx)? { Ok(()) } else { Err(Error::not_found()) }
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

/// In this form, the field for the organization's name has a different name.
fn renamed(mut error: Error) -> Error {
    for field in error.fields.iter_mut().filter(|field| field.name == "name") {
        "organization".clone_into(&mut field.name);
    }
    error
}
