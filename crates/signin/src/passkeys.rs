//! Passkeys (WebAuthn): the device proves that it holds a key and that its owner is present; there is nothing to
//! type, and nothing that can be phished.
//!
//! A thin layer over `webauthn-rs`. Each ceremony has two halves: *start* returns what the browser needs and a
//! state that the server keeps and never sends to the browser; *finish* takes the browser's answer and that state.
//! The owner must be verified (fingerprint, face or PIN), so a passkey counts as both factors. New keys must be
//! discoverable, so that signing in needs no name.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tasuki_catalog::{Lang, Text};
use url::{Host, Url};
pub use webauthn_rs::prelude::Uuid;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        CredentialID, DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration,
        PublicKeyCredential, RegisterPublicKeyCredential, WebauthnError,
    },
};

/// A registered passkey, as it is stored (JSON).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(Passkey);

impl Key {
    /// The key's identifier, globally unique (base64url): look the key up by this, and never let two accounts have
    /// the same.
    pub fn credential(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.cred_id())
    }

    /// From the stored JSON.
    pub fn from_json(json: &str) -> Result<Self, PasskeyRefusal> {
        serde_json::from_str(json).map_err(|_| PasskeyRefusal::Damaged)
    }

    /// The JSON to be stored.
    pub fn to_json(&self) -> Result<String, PasskeyRefusal> {
        serde_json::to_string(self).map_err(|_| PasskeyRefusal::Damaged)
    }
}

/// What the server keeps between the halves of a registration (JSON).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Registering(PasskeyRegistration);

/// What the server keeps between the halves of a sign-in (JSON).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SigningIn {
    /// Anybody who has a passkey for this server.
    Anyone(DiscoverableAuthentication),
    /// One of the keys of a person who is already known.
    Known(PasskeyAuthentication),
}

/// Who presents a passkey, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The person, as recorded in the key when it was registered. Keys that are not discoverable do not contain it.
    pub person: Option<Uuid>,
    /// The key's identifier (base64url).
    pub credential: String,
}

/// The relying party: this server at its public address.
#[derive(Debug, Clone)]
pub struct Passkeys {
    webauthn: Webauthn,
}

impl Passkeys {
    /// For the server at this public address, with the name that devices show. Passkeys belong to a domain name
    /// (`localhost` is one), and need HTTPS everywhere else.
    pub fn new(address: &Url, name: &str) -> Result<Self, PasskeyRefusal> {
        let unsuitable = || PasskeyRefusal::UnsuitableAddress { address: address.to_string() };
        let Some(Host::Domain(domain)) = address.host() else { return Err(unsuitable()) };
        let local = domain == "localhost" || domain.ends_with(".localhost");
        if address.scheme() != "https" && !local {
            return Err(unsuitable());
        }
        let builder = WebauthnBuilder::new(domain, address).map_err(|_| unsuitable())?;
        let webauthn = builder.rp_name(name).build().map_err(|_| unsuitable())?;
        Ok(Self { webauthn })
    }

    /// Begins the registration of a key for a person who is signed in. The first half goes to the browser's
    /// `navigator.credentials.create`; `mail` and `name` are what the device shows in its list.
    pub fn start_registration(
        &self,
        person: Uuid,
        mail: &str,
        name: &str,
        existing: &[Key],
    ) -> Result<(Value, Registering), PasskeyRefusal> {
        let exclude: Vec<CredentialID> = existing.iter().map(|key| key.0.cred_id().clone()).collect();
        let (challenge, state) = self.webauthn.start_passkey_registration(person, mail, name, Some(exclude))?;
        let mut challenge = serde_json::to_value(challenge).map_err(|_| PasskeyRefusal::Damaged)?;
        // The library leaves it to the device whether the key is discoverable; it must be, because people sign in
        // without typing a name.
        let selection = &mut challenge["publicKey"]["authenticatorSelection"];
        selection["residentKey"] = Value::from("preferred");
        Ok((challenge, Registering(state)))
    }

    /// Completes it with the browser's answer.
    pub fn finish_registration(&self, answer: Value, state: &Registering) -> Result<Key, PasskeyRefusal> {
        let answer: RegisterPublicKeyCredential =
            serde_json::from_value(once(answer)).map_err(|_| PasskeyRefusal::Malformed)?;
        Ok(Key(self.webauthn.finish_passkey_registration(&answer, &state.0)?))
    }

    /// Begins a sign-in of an unknown person. The first half goes to `navigator.credentials.get`; its `mediation`
    /// asks the browser to offer the keys in the form (conditional UI), and a button may remove it to ask at once.
    /// offer the keys in the form (conditional UI), and a button may drop it to ask at once.
    pub fn start_sign_in(&self) -> Result<(Value, SigningIn), PasskeyRefusal> {
        let (challenge, state) = self.webauthn.start_discoverable_authentication()?;
        let challenge = serde_json::to_value(challenge).map_err(|_| PasskeyRefusal::Damaged)?;
        Ok((challenge, SigningIn::Anyone(state)))
    }

    /// Begins the authentication of a person who is already known, as a second factor or before a sensitive action.
    pub fn start_proof(&self, keys: &[Key]) -> Result<(Value, SigningIn), PasskeyRefusal> {
        let keys: Vec<Passkey> = keys.iter().map(|key| key.0.clone()).collect();
        let (challenge, state) = self.webauthn.start_passkey_authentication(&keys)?;
        let challenge = serde_json::to_value(challenge).map_err(|_| PasskeyRefusal::Damaged)?;
        Ok((challenge, SigningIn::Known(state)))
    }

    /// Which key answers, so that it can be looked up. Nothing is proven yet.
    pub fn claim(&self, answer: &Value) -> Result<Claim, PasskeyRefusal> {
        let answer = credential(answer)?;
        let person = answer.get_user_unique_id().and_then(|bytes| Uuid::from_slice(bytes).ok());
        Ok(Claim { person, credential: URL_SAFE_NO_PAD.encode(answer.get_credential_id()) })
    }

    /// Completes a sign-in with the key that was looked up by its claim. `Some` is the key with its new counter, to
    /// be stored; `None` means that it has not changed. A counter that went back means a copied key, and is
    /// refused.
    pub fn finish_sign_in(&self, answer: &Value, state: SigningIn, key: &Key) -> Result<Option<Key>, PasskeyRefusal> {
        let answer = credential(answer)?;
        if answer.get_credential_id() != &key.0.cred_id()[..] {
            return Err(PasskeyRefusal::Unknown);
        }
        let result = match state {
            SigningIn::Anyone(state) => self.webauthn.finish_discoverable_authentication_v2(&answer, state, &key.0)?,
            SigningIn::Known(state) => self.webauthn.finish_passkey_authentication(&answer, &state)?,
        };
        if !result.user_verified() {
            return Err(PasskeyRefusal::OwnerNotVerified);
        }
        let mut kept = key.clone();
        Ok(kept.0.update_credential(&result).unwrap_or(false).then_some(kept))
    }
}

fn credential(answer: &Value) -> Result<PublicKeyCredential, PasskeyRefusal> {
    serde_json::from_value(once(answer.clone())).map_err(|_| PasskeyRefusal::Malformed)
}

/// Browsers and libraries use different names for one field; if an answer has both, the name from the standard is
/// used.
fn once(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut().filter(|fields| fields.contains_key("clientExtensionResults")) {
        fields.remove("extensions");
    }
    answer
}

/// Why a passkey is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().get(Lang::En))]
pub enum PasskeyRefusal {
    /// Passkeys are not possible with the server's public address.
    UnsuitableAddress {
        /// That address.
        address: String,
    },
    /// What the browser sent is not an answer to a challenge.
    Malformed,
    /// The stored data cannot be read.
    Damaged,
    /// The challenge is a different one, or too old: start again.
    Stale,
    /// It was made for another site.
    OtherSite,
    /// The device did not verify its owner (finger, face or PIN).
    OwnerNotVerified,
    /// We do not know this key.
    Unknown,
    /// The counter went back: there may be a copy of the key.
    Copied,
    /// The proof is wrong.
    Wrong {
        /// What the library said.
        detail: String,
    },
}

impl PasskeyRefusal {
    /// A stable name for this refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnsuitableAddress { .. } => "passkey-unsuitable-address",
            Self::Malformed => "passkey-malformed",
            Self::Damaged => "passkey-damaged",
            Self::Stale => "passkey-stale",
            Self::OtherSite => "passkey-other-site",
            Self::OwnerNotVerified => "passkey-owner-not-verified",
            Self::Unknown => "passkey-unknown",
            Self::Copied => "passkey-copied",
            Self::Wrong { .. } => "passkey-wrong",
        }
    }

    /// What is wrong.
    pub fn message(&self) -> Text {
        match self {
            Self::UnsuitableAddress { address } => Text::new(
                format!("{address} ではパスキーを使えません。"),
                format!("Passkeys do not work at {address}."),
            ),
            Self::Malformed | Self::Wrong { .. } => {
                Text::new("パスキーを確認できませんでした。", "The passkey could not be checked.")
            }
            Self::Damaged => Text::new("登録済みのパスキーを読めません。", "The registered passkey cannot be read."),
            Self::Stale => Text::new("時間が経ちすぎました。", "Too much time has passed."),
            Self::OtherSite => Text::new("別のサイトのためのパスキーです。", "The passkey was made for another site."),
            Self::OwnerNotVerified => {
                Text::new("端末が本人を確認していません。", "The device did not verify its owner.")
            }
            Self::Unknown => Text::new("登録されていないパスキーです。", "This passkey is not registered here."),
            Self::Copied => Text::new(
                "このパスキーは複製されたおそれがあるため、受け付けません。",
                "This passkey may have been copied and is not accepted.",
            ),
        }
    }

    /// What to do.
    pub fn hint(&self) -> Text {
        match self {
            Self::UnsuitableAddress { .. } => Text::new(
                "localhost か、https のドメイン名で開いてください。",
                "Use localhost, or a domain name with https.",
            ),
            Self::Malformed | Self::Stale | Self::Wrong { .. } => Text::new("もう一度お試しください。", "Try again."),
            Self::Damaged => Text::new("削除して登録し直してください。", "Remove it and register it again."),
            Self::OtherSite => Text::new("アドレスを確かめてください。", "Check the address."),
            Self::OwnerNotVerified => Text::new(
                "端末で指紋・顔・PINのどれかによる確認が必要です。",
                "The device must check finger, face or PIN.",
            ),
            Self::Unknown => {
                Text::new("別のパスキーか、パスワードでサインインしてください。", "Use another one, or your password.")
            }
            Self::Copied => Text::new(
                "管理者に知らせ、削除して登録し直してください。",
                "Tell an administrator, remove it and register a new one.",
            ),
        }
    }
}

impl From<WebauthnError> for PasskeyRefusal {
    fn from(error: WebauthnError) -> Self {
        match error {
            WebauthnError::MismatchedChallenge | WebauthnError::ChallengeNotFound => Self::Stale,
            WebauthnError::InvalidRPOrigin | WebauthnError::InvalidRPIDHash => Self::OtherSite,
            WebauthnError::UserNotVerified | WebauthnError::UserNotPresent => Self::OwnerNotVerified,
            WebauthnError::CredentialNotFound => Self::Unknown,
            WebauthnError::CredentialPossibleCompromise => Self::Copied,
            other => Self::Wrong { detail: other.to_string() },
        }
    }
}
