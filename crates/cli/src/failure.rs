//! Errors of the command line, in the user's language, with what to do about them.

use std::{fmt, io, path::Path, process::ExitCode};

use tasuki_catalog::{Lang, Text};
use tasuki_intake::{IntakeError, ScanError, TargetProblem};
use tasuki_report::ReportError;

/// A failed command. Every failure has a stable code, a message and a hint.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Stable, for scripts that read stderr.
    pub(crate) code: &'static str,
    pub(crate) message: Text,
    pub(crate) hint: Text,
    exit: u8,
}

/// A failure that does not say yet what to do. Only [`Draft::hint`] turns it into a [`Failure`].
///
/// `docs/reference/errors.md` is generated from these calls, as it is from those of `tasuki_app::Error`.
#[derive(Debug)]
#[must_use]
pub(crate) struct Draft {
    code: &'static str,
    message: Text,
    exit: u8,
}

impl Draft {
    /// Adds a hint about what to do.
    pub(crate) fn hint(self, ja: impl Into<String>, en: impl Into<String>) -> Failure {
        let Self { code, message, exit } = self;
        Failure { code, message, hint: Text::new(ja, en), exit }
    }
}

/// Wrong usage: the command line names something that does not exist.
const USAGE: u8 = 2;
/// Bad input: a file cannot be read or is not what was expected.
pub(crate) const INPUT: u8 = 3;

impl Failure {
    /// The command line names something that does not exist.
    pub(crate) fn usage(code: &'static str, message: Text) -> Draft {
        Draft { code, message, exit: USAGE }
    }

    /// A file is not what was expected.
    pub(crate) fn input(code: &'static str, message: Text) -> Draft {
        Draft { code, message, exit: INPUT }
    }

    /// A file could not be read.
    pub(crate) fn read(path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        Self::input(
            "cannot-read",
            Text::new(format!("{path} を読めません: {error}"), format!("cannot read {path}: {error}")),
        )
        .hint(
            "ファイルの名前と、読む権限があるかを確かめてください",
            "check the name of the file and whether you may read it",
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

    /// The contents of a file could not be read.
    pub(crate) fn intake(path: &Path, error: &IntakeError) -> Self {
        let (path, ja, en) = (path.display(), error.message(Lang::Ja), error.message(Lang::En));
        let failure = Self::input(error.code(), Text::new(format!("{path}: {ja}"), format!("{path}: {en}")));
        failure.hint(error.hint(Lang::Ja), error.hint(Lang::En))
    }

    /// A file of a scanner could not be read.
    pub(crate) fn scan(path: &Path, error: &ScanError) -> Self {
        let (path, message, hint) = (path.display(), error.message(), error.hint());
        let text = Text::new(format!("{path}: {}", message.ja), format!("{path}: {}", message.en));
        Self::input(error.code(), text).hint(hint.ja, hint.en)
    }

    /// A list of targets has cells that cannot be read.
    pub(crate) fn targets(path: &Path, problems: &[TargetProblem]) -> Self {
        let lines = |lang: Lang| {
            let line = |own: &TargetProblem| match lang {
                Lang::Ja => format!("\n  {}行目 {}: {}", own.row, own.column, own.told.ja),
                Lang::En => format!("\n  row {}, {}: {}", own.row, own.column, own.told.en),
            };
            problems.iter().map(line).collect::<String>()
        };
        let (path, ja, en) = (path.display(), lines(Lang::Ja), lines(Lang::En));
        Self::input(
            "bad-targets",
            Text::new(
                format!("{path}: 対象の一覧に読めないところがあります{ja}"),
                format!("{path}: the list of targets has cells that cannot be read{en}"),
            ),
        )
        .hint(
            "示した行を直してください。書き方は docs/scans.md にあります",
            "correct the rows that are named; docs/scans.md describes the list",
        )
    }

    /// A framework that is not answered in sheets was named.
    pub(crate) fn not_answerable(edition: &str) -> Self {
        let error = IntakeError::NotAnswerable { edition: edition.to_owned() };
        let message = Text::new(error.message(Lang::Ja), error.message(Lang::En));
        Self::usage(error.code(), message).hint(error.hint(Lang::Ja), error.hint(Lang::En))
    }

    /// The file to write exists already.
    pub(crate) fn exists(path: &Path) -> Self {
        let path = path.display();
        Self::usage("exists", Text::new(format!("{path} はすでにあります"), format!("{path} exists already"))).hint(
            "上書きはしません。まだない名前にしてください",
            "nothing is overwritten: give a name that is not taken yet",
        )
    }

    /// The name of the file to write has an ending that is not one of `known`.
    pub(crate) fn ending(path: &Path, known: &str) -> Self {
        let path = path.display();
        Self::usage(
            "unknown-document",
            Text::new(
                format!("{path}: 何を書くのか、拡張子から分かりません"),
                format!("{path}: the ending does not say what to write"),
            ),
        )
        .hint(format!("使える拡張子: {known}"), format!("use one of these endings: {known}"))
    }

    /// A setting of the server is wrong.
    pub(crate) fn setting(name: &str, error: &str) -> Self {
        Self::usage(
            "bad-settings",
            Text::new(
                format!("設定 {name} に誤りがあります: {error}"),
                format!("the setting {name} is wrong: {error}"),
            ),
        )
        .hint("docs/operation.md に、設定と値の一覧があります", "docs/operation.md lists the settings and their values")
    }

    /// The file of settings is wrong.
    pub(crate) fn settings_file(path: &Path, error: &str) -> Self {
        Self { exit: INPUT, ..Self::setting(&path.display().to_string(), &format!("\n{error}")) }
    }

    /// A use case refused.
    pub(crate) fn of(error: &tasuki_app::Error) -> Self {
        let failure = Self::input(error.code, error.message.clone());
        failure.hint(error.hint.get(Lang::Ja), error.hint.get(Lang::En))
    }

    /// A document could not be made.
    pub(crate) fn report(path: &Path, error: &ReportError) -> Self {
        let path = path.display();
        Self::input(
            "cannot-make-document",
            Text::new(format!("{path} を作れません: {error}"), format!("cannot make {path}: {error}")),
        )
        .hint(
            "表示された原因を直して、もう一度実行してください。別の形式（.html や .xlsx）で書けることもあります",
            "correct what the message names and try again; another format (.html or .xlsx) may work",
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
        let hint = format!("\n{hint}: {}", self.hint.get(lang));
        format!("{error}[{}]: {}{hint}", self.code, self.message.get(lang))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.lines(Lang::En))
    }
}
