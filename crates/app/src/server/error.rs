//! Errors of use cases: what happened and what to do, in words that help.

use std::ops::{Deref, DerefMut};

use tasuki_catalog::{Lang, Text};
use tasuki_store::StoreError;
use tasuki_store::answers::Answer;
use tasuki_store::assessments::Assessment;
use tasuki_store::evidence::Piece;
use tasuki_store::tasks::Task;
use thiserror::Error as ThisError;

/// The kind of an error; `web` maps each kind to an HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It does not exist, or this person may not see it: both look the same.
    NotFound,
    /// It was open once, and is not any more. Only for somebody who has shown that it was open to them.
    Gone,
    /// Nobody is signed in.
    SignIn,
    /// Somebody is signed in without the second factor that the organization requires.
    Factor,
    /// What was sent is not right.
    Invalid,
    /// Somebody else changed it in the meantime.
    Conflict,
    /// The state does not allow it.
    State,
    /// The person must prove their identity again.
    Proof,
    /// Too often.
    TooMany,
    /// The server is busy; a retry in a short while will succeed.
    Busy,
    /// Too large.
    TooLarge,
    /// There is no space left on the disk or for another file.
    Full,
    /// Our fault.
    Internal,
}

/// A field of a form, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in the form and in JSON.
    pub name: String,
    /// What is wrong.
    pub message: Text,
}

/// What somebody else changed first, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Current {
    /// An answer.
    Answer(Answer),
    /// An assessment.
    Assessment(Assessment),
    /// A task.
    Task(Task),
    /// A piece of evidence.
    Evidence(Piece),
    /// The version of a comment.
    Comment(i64),
}

/// Why something was not done. Boxed, as most things are done and should not carry the place for a refusal along.
#[derive(Debug, ThisError)]
#[error("{}", .0.code)]
pub struct Error(Box<Refusal>);

/// An error that does not say yet what to do. Only [`Draft::hint`] turns it into an [`Error`], so that an error
/// without advice does not compile.
///
/// `docs/reference/errors.md` is generated from these calls: the code and the texts are written in the call itself,
/// and each code has one call (`cargo xtask generate` reports any other).
#[derive(Debug)]
#[must_use]
pub struct Draft {
    kind: Kind,
    code: &'static str,
    message: Text,
    retry_after: Option<u64>,
}

impl Draft {
    /// Adds what to do.
    pub fn hint(self, ja: impl Into<String>, en: impl Into<String>) -> Error {
        let Self { kind, code, message, retry_after } = self;
        let (hint, fields, current, cause) = (Text::new(ja, en), Vec::new(), None, None);
        Error(Box::new(Refusal { kind, code, message, hint, fields, current, retry_after, cause }))
    }
}

/// What a refusal says.
#[derive(Debug)]
pub struct Refusal {
    /// What kind it is.
    pub kind: Kind,
    /// A stable code: `answer.conflict`.
    pub code: &'static str,
    /// What happened.
    pub message: Text,
    /// What to do.
    pub hint: Text,
    /// Which fields are wrong.
    pub fields: Vec<Field>,
    /// The state as it is now, where somebody else was first.
    pub current: Option<Current>,
    /// Seconds after which it may be tried again.
    pub retry_after: Option<u64>,
    /// The internal cause; for the log, never shown to people.
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
    /// An error with a message in Japanese and English; what to do is added with [`Draft::hint`].
    #[expect(clippy::new_ret_no_self, reason = "an error is complete only with its hint")]
    pub fn new(kind: Kind, code: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Draft {
        Draft { kind, code, message: Text::new(ja, en), retry_after: None }
    }

    /// An error of a lower crate, which has a code and texts of its own.
    pub(crate) fn of(kind: Kind, code: &'static str, message: Text, hint: Text) -> Self {
        Self::new(kind, code, message.ja, message.en).hint(hint.ja, hint.en)
    }

    /// It does not exist, or this person may not see it.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "not_found", "見つかりません。", "Not found.").hint(
            "アドレスが正しいか、見る権限があるかを確かめてください。",
            "Check the address, and whether you may see it.",
        )
    }

    /// Nobody is signed in.
    pub fn sign_in() -> Self {
        Self::new(Kind::SignIn, "sign_in", "サインインしてください。", "Please sign in.").hint(
            "サインインの時間が切れたか、まだサインインしていません。API では、有効なトークンを Authorization ヘッダーに付けてください。",
            "Your session has ended or you have not signed in yet. With the API, send a valid token in the Authorization header.",
        )
    }

    /// The organization requires a second factor or a passkey.
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

    /// Too many attempts; a retry is possible after a number of seconds.
    pub fn too_many(seconds: u64, code: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Draft {
        Draft { retry_after: Some(seconds), ..Self::new(Kind::TooMany, code, ja, en) }
    }

    /// What was sent is not right.
    pub fn invalid(code: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Draft {
        Self::new(Kind::Invalid, code, ja, en)
    }

    /// The queue for a resource is full.
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

    /// There is no space left on the disk.
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

    /// The database does not answer, or is locked by others for too long.
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

    /// The outcome is unknown: the connection to the database broke during the change.
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

    /// An unforeseen failure; the cause is in the log.
    pub fn internal() -> Self {
        Self::new(
            Kind::Internal,
            "internal",
            "うまくいきませんでした。変更は保存されていません。",
            "Something went wrong. Nothing was changed.",
        )
        .hint(
            "もう一度お試しください。続くときは管理者へ知らせてください。",
            "Try again; tell your administrator if it goes on.",
        )
    }

    /// Marks a field as wrong, with the error's own message.
    #[must_use]
    pub fn field(mut self, name: &str) -> Self {
        let message = self.message.clone();
        self.fields.push(Field { name: name.to_owned(), message });
        self
    }

    /// Marks a field as wrong, with the error's message and hint.
    #[must_use]
    pub(crate) fn field_with_hint(mut self, name: &str) -> Self {
        let message = Text::new(self.sentence(Lang::Ja), self.sentence(Lang::En));
        self.fields.push(Field { name: name.to_owned(), message });
        self
    }

    /// Adds the state as it is now.
    #[must_use]
    pub fn current(mut self, current: Current) -> Self {
        self.current = Some(current);
        self
    }

    /// Somebody else was first; `code` says what they changed.
    pub(crate) fn overtaken(code: &'static str) -> Self {
        Self::new(Kind::Conflict, code, "ほかの人が先に変更しました。", "Somebody else changed it first.").hint(
            "開き直して、いまの内容を確かめてから、もう一度変更してください。",
            "Open it again, look at what it says now, and make your change once more.",
        )
    }

    /// The same of an answer, of which the page shows both.
    pub(crate) fn answer_overtaken() -> Self {
        Self::new(Kind::Conflict, "answer.conflict", "ほかの人が先に変更しました。", "Somebody else changed it first.")
            .hint("両方を見比べて、どちらを残すか選んでください。", "Compare the two and choose which to keep.")
    }

    /// Errors of the store that people can do something about.
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
        let (message, hint) = (self.message.get(lang), self.hint.get(lang));
        if lang == Lang::Ja { format!("{message}{hint}") } else { format!("{message} {hint}") }
    }
}

impl From<StoreError> for Error {
    fn from(cause: StoreError) -> Self {
        if cause.is_overtaken() {
            return Self::answer_overtaken();
        }
        if let Some(mut error) = Self::of_store(&cause) {
            error.cause = Some(cause);
            return error;
        }
        let mut error = Self::internal();
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
        // Somebody who reads that nothing was changed tries again.
        assert_eq!(of(StoreError::Unknown(String::new())), (Kind::Internal, "outcome_unknown", false));
    }
}
