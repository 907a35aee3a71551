//! Why something was not done, in words that help.

use std::ops::{Deref, DerefMut};

use tasuki_catalog::{Lang, Text};
use tasuki_store::StoreError;
use thiserror::Error as ThisError;

/// What kind of refusal it is; `web` gives each a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There is no such thing, or it is not for this person: the two look the same.
    NotFound,
    /// Nobody is signed in.
    SignIn,
    /// Somebody is signed in without the second factor that the organization asks for.
    Factor,
    /// What was sent is not right.
    Invalid,
    /// Somebody else changed it first.
    Conflict,
    /// The state does not allow it.
    State,
    /// The person must show once more that it is them.
    Proof,
    /// Too often.
    TooMany,
    /// Too much at once; a little later it will go.
    Busy,
    /// Too large.
    TooLarge,
    /// Our fault.
    Internal,
}

/// A field of a form and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in the form and in JSON.
    pub name: String,
    /// What is wrong.
    pub message: Text,
}

/// Why something was not done. Boxed, as most things are done and should not carry the place for a refusal along.
#[derive(Debug, ThisError)]
#[error("{}", .0.code)]
pub struct Error(Box<Refusal>);

/// What a refusal says.
#[derive(Debug)]
pub struct Refusal {
    /// What kind it is.
    pub kind: Kind,
    /// A code that stays: `answer.conflict`.
    pub code: &'static str,
    /// What happened.
    pub message: Text,
    /// What to do.
    pub hint: Option<Text>,
    /// Which fields are wrong.
    pub fields: Vec<Field>,
    /// The state as it is now, where somebody else was first.
    pub current: Option<serde_json::Value>,
    /// Seconds after which it may be tried again.
    pub retry_after: Option<u64>,
    /// What went wrong inside; for the log, never for the page.
    pub cause: Option<StoreError>,
}

impl Deref for Error {
    type Target = Refusal;

    fn deref(&self) -> &Refusal {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Refusal {
        &mut self.0
    }
}

impl Error {
    /// A refusal with a message in Japanese and English.
    pub fn new(kind: Kind, code: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        let message = Text::new(ja, en);
        let (hint, fields, current, retry_after, cause) = (None, Vec::new(), None, None, None);
        Self(Box::new(Refusal { kind, code, message, hint, fields, current, retry_after, cause }))
    }

    /// No such thing, or not for this person.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "not_found", "見つかりません。", "Not found.").hint(
            "アドレスが正しいか、見る権限があるかを確かめてください。",
            "Check the address, and whether you may see it.",
        )
    }

    /// Nobody is signed in.
    pub fn sign_in() -> Self {
        Self::new(Kind::SignIn, "sign_in", "サインインしてください。", "Please sign in.")
    }

    /// The organization lets in only those who showed a second factor or a passkey.
    pub(crate) fn factor() -> Self {
        Self::new(
            Kind::Factor,
            "factor.required",
            "この組織に入るには、パスキーか二つ目の確認が必要です。",
            "This organization asks for a passkey or a second factor.",
        )
        .hint(
            "「自分のアカウント」でパスキーか認証アプリを登録するか、それらでサインインし直してください。",
            "Register a passkey or an authenticator app under “Your account”, or sign in again with them.",
        )
    }

    /// What was sent is not right.
    pub fn invalid(code: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, code, ja, en)
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, ja: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Text::new(ja, en));
        self
    }

    /// Says that a field is wrong, with the error's own message.
    #[must_use]
    pub fn field(mut self, name: &str) -> Self {
        let message = self.message.clone();
        self.fields.push(Field { name: name.to_owned(), message });
        self
    }

    /// Adds the state as it is now.
    #[must_use]
    pub fn current(mut self, current: serde_json::Value) -> Self {
        self.current = Some(current);
        self
    }

    /// Somebody else changed an answer first.
    pub(crate) fn overtaken() -> Self {
        Self::new(Kind::Conflict, "answer.conflict", "ほかの人が先に変更しました。", "Somebody else changed it first.")
            .hint("両方を見比べて、どちらを残すか選んでください。", "Compare the two and choose which to keep.")
    }

    /// The message and what to do, in one language.
    pub fn sentence(&self, lang: Lang) -> String {
        match &self.hint {
            Some(hint) if lang == Lang::Ja => format!("{}{}", self.message.get(lang), hint.get(lang)),
            Some(hint) => format!("{} {}", self.message.get(lang), hint.get(lang)),
            None => self.message.get(lang).to_owned(),
        }
    }
}

impl From<StoreError> for Error {
    fn from(cause: StoreError) -> Self {
        if cause.is_overtaken() {
            return Self::overtaken();
        }
        let mut error = Self::new(
            Kind::Internal,
            "internal",
            "うまくいきませんでした。変更は保存されていません。",
            "Something went wrong. Nothing was changed.",
        )
        .hint(
            "もう一度お試しください。続くときは管理者へ知らせてください。",
            "Try again; tell your administrator if it goes on.",
        );
        error.cause = Some(cause);
        error
    }
}
