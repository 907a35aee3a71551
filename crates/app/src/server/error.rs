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
    /// There is no room: neither on the disk nor for another file.
    Full,
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

    /// Too often; after so many seconds it may be tried again.
    pub fn too_many(seconds: u64, code: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        let mut error = Self::new(Kind::TooMany, code, ja, en);
        error.retry_after = Some(seconds);
        error
    }

    /// What was sent is not right.
    pub fn invalid(code: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, code, ja, en)
    }

    /// Too many at once: of those that wait for the same thing, this one came last.
    pub fn busy(seconds: u64) -> Self {
        let mut error = Self::new(
            Kind::Busy,
            "busy",
            "混み合っているため、いまは受け付けられません。",
            "The server is busy and cannot take this now.",
        )
        .hint(
            format!("変更は保存されていません。{seconds}秒ほど待って、もう一度お試しください。"),
            format!("Nothing was changed. Wait for about {seconds} seconds and try again."),
        );
        error.retry_after = Some(seconds);
        error
    }

    /// There is no room on the disk.
    pub fn full() -> Self {
        Self::new(
            Kind::Full,
            "disk_full",
            "サーバーのディスクに空きがありません。変更は保存されていません。",
            "The server's disk is full. Nothing was changed.",
        )
        .hint(
            "管理者へ知らせてください。空きができれば、そのまま続けられます。",
            "Tell your administrator. Once there is room again, everything goes on as before.",
        )
    }

    /// The database is away, or others hold it for too long.
    fn away() -> Self {
        let mut error = Self::new(
            Kind::Busy,
            "database_away",
            "データベースが応答しません。変更は保存されていません。",
            "The database does not answer. Nothing was changed.",
        )
        .hint(
            "少し待って、もう一度お試しください。続くときは管理者へ知らせてください。",
            "Wait a little and try again; tell your administrator if it goes on.",
        );
        error.retry_after = Some(5);
        error
    }

    /// It may have been done: the connection to the database broke while the change was on its way.
    fn unknown() -> Self {
        Self::new(
            Kind::Internal,
            "outcome_unknown",
            "保存できたかどうかを確かめられませんでした。",
            "Whether it was saved could not be found out.",
        )
        .hint(
            "画面を開き直して、変更が入っているかを見てから続けてください。",
            "Look again whether the change is there before you go on.",
        )
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

    /// What the store says that people can do something about.
    fn of_store(cause: &StoreError) -> Option<Self> {
        match cause {
            StoreError::Unknown(_) => Some(Self::unknown()),
            cause if cause.is_full() => Some(Self::full()),
            cause if cause.is_away() => Some(Self::away()),
            _ => None,
        }
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
        if let Some(mut error) = Self::of_store(&cause) {
            error.cause = Some(cause);
            return error;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_store_says_is_told_as_it_is() {
        let of = |cause: StoreError| {
            let error = Error::from(cause);
            (error.kind, error.code, error.sentence(Lang::En).contains("Nothing was changed"))
        };
        assert_eq!(of(StoreError::Full(String::new())), (Kind::Full, "disk_full", true));
        assert_eq!(of(StoreError::Away(String::new())), (Kind::Busy, "database_away", true));
        assert_eq!(of(StoreError::Commit(String::new())), (Kind::Internal, "internal", true));
        // Whoever reads that nothing was changed does it again.
        assert_eq!(of(StoreError::Unknown(String::new())), (Kind::Internal, "outcome_unknown", false));
    }
}
