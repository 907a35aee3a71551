//! The company's identity provider (OpenID Connect).
//!
//! A person is identified only by the provider's issuer and subject, which were linked to the account while its owner
//! was signed in. A mail address alone links nothing: otherwise a provider could open other people's accounts.

use serde::{Deserialize, Serialize};
use serde_json::json;
use tasuki_signin::openid::{Http, Identity, OpenIdRefusal, Pending, Provider};
use tasuki_store::{
    PersonId, SessionId, Subject,
    ceremonies::{self, Ceremony},
    identities, persons, sessions as sessions_store,
};

use super::{Origin, PATIENCE, enter};
use crate::alerts::{self, Alert};
use crate::{App, Context, Credentials, Error, Kind, digest, proof, sessions};

const KIND: &str = "openid";

/// What is stored while the person is at the provider.
#[derive(Serialize, Deserialize)]
struct Kept {
    pending: Pending,
    /// The page that the person wanted to open.
    back: String,
    /// The session whose proof of identity is renewed, if the account is already linked.
    #[serde(default)]
    prove: Option<SessionId>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The secret of the session's cookie; `None` if an account was linked to the provider.
    pub session: Option<String>,
    /// The page that the person wanted to open.
    pub back: String,
}

/// Starts: returns the address to send the browser to, and the secret that it must bring back (in a cookie of its
/// own). A person who is signed in links the account to the provider or, if it is already linked, renews the proof of
/// identity: then the provider must authenticate its user again.
pub async fn start(app: &App, credentials: Credentials, back: &str) -> Result<(String, String), Error> {
    let (tied, prove) = app.read(credentials, None, asks).await?;
    let provider = discovered(app).await?;
    let random = std::sync::Arc::clone(&app.options().random);
    let (address, pending) =
        provider.start(tied.then(|| app.options().clock.now().at), &mut |bytes: &mut [u8]| random.fill(bytes));
    let state = address.query_pairs().find(|(name, _)| name == "state").map(|(_, value)| value.into_owned());
    let state = state.unwrap_or_default();
    let (place, back) = (digest(&state), back.to_owned());
    app.write(credentials, None, move |cx| {
        let person = cx.browser().ok().map(|person| person.id);
        let state = serde_json::to_string(&Kept { pending, back, prove }).unwrap_or_default();
        let ends = cx.now.milliseconds() + PATIENCE;
        Ok(ceremonies::put(cx.tx, &place, &Ceremony { kind: KIND.to_owned(), person, state, ends })?)
    })
    .await?;
    Ok((address.to_string(), state))
}

/// Completes, with what the provider sent back. `own` is the value of the browser's cookie: a link that was started
/// in another browser is not accepted.
pub async fn finish(app: &App, own: &str, state: &str, code: &str, origin: Origin) -> Result<Returned, Error> {
    if own.is_empty() || digest(own) != digest(state) {
        return Err(refused(&OpenIdRefusal::OtherState));
    }
    let place = digest(state);
    let kept = app.write(Credentials::None, None, move |cx| {
        let now = cx.now.milliseconds();
        Ok(ceremonies::take(cx.tx, &place, KIND, now)?)
    });
    let ceremony = kept.await?.ok_or_else(super::stale)?;
    let Kept { pending, back, prove } = serde_json::from_str(&ceremony.state).map_err(|_| super::stale())?;
    let provider = discovered(app).await?;
    let http = Http::new().map_err(|error| refused(&error))?;
    let now = app.options().clock.now().at;
    let identity = provider.finish(&http, pending, state, code, now).await.map_err(|error| refused(&error))?;
    let assured = app.sign_in().openid_assured;
    app.write(Credentials::None, None, move |cx| match ceremony.person {
        Some(person) => tie(cx, person, &identity, prove, &origin).map(|()| Returned { session: None, back }),
        None => known(cx, &identity, assured, &origin).map(|session| Returned { session: Some(session), back }),
    })
    .await
}

/// Whether the account of the signed-in person is already linked, and which session is to be proven then. Linking
/// adds a way to sign in, so a recent proof of identity is required.
fn asks(cx: &mut Context<'_, '_>) -> Result<(bool, Option<SessionId>), Error> {
    let Ok(person) = cx.browser().map(|person| person.id) else { return Ok((false, None)) };
    if identities::of_person(cx.tx, person)?.is_empty() {
        proof::require(cx)?;
        return Ok((false, None));
    }
    Ok((true, sessions::current(cx)))
}

fn known(cx: &mut Context<'_, '_>, identity: &Identity, assured: bool, origin: &Origin) -> Result<String, Error> {
    let person = match identities::find(cx.tx, &identity.issuer, &identity.subject)? {
        Some(person) => persons::find(cx.tx, person)?.filter(|person| person.disabled.is_none()),
        None => None,
    };
    let Some(person) = person else {
        return Err(Error::new(
            Kind::State,
            "openid.unknown",
            "この会社アカウントは、まだ Tasuki のアカウントと結び付いていません。",
            "This company account is not tied to an account of Tasuki yet.",
        )
        .hint(
            "別の方法でサインインし、「自分のアカウント」で結び付けてください。",
            "Sign in another way and tie it under “Your account”.",
        ));
    };
    enter(cx, person, "openid", assured, origin)
}

fn tie(
    cx: &mut Context<'_, '_>,
    person: PersonId,
    identity: &Identity,
    prove: Option<SessionId>,
    origin: &Origin,
) -> Result<(), Error> {
    match identities::find(cx.tx, &identity.issuer, &identity.subject)? {
        Some(other) if other == person => return proven(cx, person, prove, origin),
        Some(_) => {
            return Err(Error::new(
                Kind::State,
                "openid.taken",
                "この会社アカウントは、ほかの人のアカウントと結び付いています。",
                "This company account is tied to somebody else's account.",
            )
            .hint(
                "自分の会社アカウントでサインインしているかを確かめ、心当たりがないときは管理者へ知らせてください。",
                "Check that you use your own company account. If you do, tell your administrator.",
            ));
        }
        None => {}
    }
    if prove.is_some() {
        // At the provider, the account is linked to another person.
        return Err(refused(&OpenIdRefusal::OtherState));
    }
    let person = persons::find(cx.tx, person)?.filter(|person| person.disabled.is_none()).ok_or_else(super::stale)?;
    let id = person.id;
    alerts::write(cx, &person, &Alert::Added("会社のアカウント", "a company account"))?;
    cx.act_as(person);
    let kept = identities::Identity {
        issuer: identity.issuer.clone(),
        subject: identity.subject.clone(),
        created: cx.now.milliseconds(),
    };
    identities::add(cx.tx, id, &kept)?;
    cx.record("identity.add", &Subject::Person(id), None, Some(&kept), &json!({ "issuer": kept.issuer }))
}

/// The provider named the person whose account is linked to it: the proof of their session is renewed.
fn proven(
    cx: &mut Context<'_, '_>,
    person: PersonId,
    session: Option<SessionId>,
    origin: &Origin,
) -> Result<(), Error> {
    let Some(session) = session else { return Ok(()) };
    let now = cx.now.milliseconds();
    sessions_store::prove(cx.tx, person, session, now)?;
    let detail = json!({ "way": "openid", "session": session, "device": origin.device });
    cx.record(sessions_store::PROVE, &Subject::Person(person), None::<&()>, None, &detail)
}

async fn discovered(app: &App) -> Result<Provider, Error> {
    let settings = app.sign_in().openid.clone().ok_or_else(Error::not_found)?;
    let http = Http::new().map_err(|error| refused(&error))?;
    Provider::discover(&http, settings).await.map_err(|error| refused(&error))
}

fn refused(refusal: &OpenIdRefusal) -> Error {
    if let Some(detail) = refusal.detail() {
        tracing::warn!(code = refusal.code(), detail, "the identity provider's sign-in failed");
    }
    Error::of(Kind::State, refusal.code(), refusal.message(), refusal.hint())
}
