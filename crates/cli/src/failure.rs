//! What can go wrong on the command line, in the user's language, with what to do about it.

use std::{fmt, io, path::Path, process::ExitCode};

use tasuki_catalog::{Lang, Text};
use tasuki_intake::IntakeError;
use tasuki_report::ReportError;

/// A failed command. Every failure has a stable code, a message and, where there is one, a hint.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Stable, for scripts that read stderr.
    pub(crate) code: &'static str,
    pub(crate) message: Text,
    pub(crate) hint: Option<Text>,
    exit: u8,
}

/// Wrong usage: the command line asks for something that is not there.
const USAGE: u8 = 2;
/// Bad input: a file cannot be read or is not what was expected.
pub(crate) const INPUT: u8 = 3;

impl Failure {
    /// The command line asks for something that is not there.
    pub(crate) fn usage(code: &'static str, message: Text) -> Self {
        Self { code, message, hint: None, exit: USAGE }
    }

    /// A file is not what was expected.
    pub(crate) fn input(code: &'static str, message: Text) -> Self {
        Self { code, message, hint: None, exit: INPUT }
    }

    /// Adds what to do about it.
    pub(crate) fn hint(mut self, ja: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Text::new(ja, en));
        self
    }

    /// A file could not be read.
    pub(crate) fn read(path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        Self::input(
            "cannot-read",
            Text::new(format!("{path} を読めません: {error}"), format!("cannot read {path}: {error}")),
        )
    }

    /// A file could not be written.
    pub(crate) fn write(path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        Self::input(
            "cannot-write",
            Text::new(format!("{path} に書けません: {error}"), format!("cannot write {path}: {error}")),
        )
        .hint(
            "フォルダがあるか、ほかのプログラムで開いていないか確かめてください",
            "check that the folder exists and that no other program has the file open",
        )
    }

    /// A file could not be understood.
    pub(crate) fn intake(path: &Path, error: &IntakeError) -> Self {
        let (path, ja, en) = (path.display(), error.message(Lang::Ja), error.message(Lang::En));
        let failure = Self::input(error.code(), Text::new(format!("{path}: {ja}"), format!("{path}: {en}")));
        failure.hint(error.hint(Lang::Ja), error.hint(Lang::En))
    }

    /// A use case refused.
    pub(crate) fn of(error: &tasuki_app::Error) -> Self {
        let failure = Self::input(error.code, error.message.clone());
        match &error.hint {
            Some(hint) => failure.hint(hint.get(Lang::Ja), hint.get(Lang::En)),
            None => failure,
        }
    }

    /// A document could not be made.
    pub(crate) fn report(path: &Path, error: &ReportError) -> Self {
        let path = path.display();
        Self::input(
            "cannot-make-document",
            Text::new(format!("{path} を作れません: {error}"), format!("cannot make {path}: {error}")),
        )
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit)
    }

    /// Message and hint as lines for stderr.
    pub(crate) fn lines(&self, lang: Lang) -> String {
        let (error, hint) = match lang {
            Lang::Ja => ("エラー", "ヒント"),
            Lang::En => ("error", "hint"),
        };
        let hint = self.hint.as_ref().map_or(String::new(), |text| format!("\n{hint}: {}", text.get(lang)));
        format!("{error}[{}]: {}{hint}", self.code, self.message.get(lang))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.lines(Lang::En))
    }
}
