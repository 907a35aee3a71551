//! The output of a command.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use serde::Serialize;
use tasuki_catalog::Lang;

use crate::failure::Failure;

/// Selects the sentence in the user's language; both are required.
macro_rules! say {
    ($lang:expr, $ja:literal, $en:literal $(, $($argument:tt)*)?) => {
        match $lang {
            tasuki_catalog::Lang::Ja => format!($ja $(, $($argument)*)?),
            tasuki_catalog::Lang::En => format!($en $(, $($argument)*)?),
        }
    };
}
pub(crate) use say;

/// How data is written to stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// Collects data for stdout and writes remarks to stderr.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) lang: Lang,
    format: Format,
    colour: bool,
    data: String,
}

/// A colour for text that also has a sign and a word, so that colour is never alone.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tint {
    Good,
    Part,
    Bad,
    Quiet,
    Strong,
}

impl Output {
    pub(crate) fn new(format: Format, lang: Lang) -> Self {
        let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { lang, format, colour, data: String::new() }
    }

    /// Whether JSON was requested.
    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Adds one line of text.
    pub(crate) fn line(&mut self, line: impl AsRef<str>) {
        self.data.push_str(line.as_ref().trim_end());
        self.data.push('\n');
    }

    /// Adds a heading with a blank line before it.
    pub(crate) fn heading(&mut self, heading: &str) {
        if !self.data.is_empty() {
            self.data.push('\n');
        }
        let heading = self.tint(heading, Tint::Strong);
        self.line(heading);
    }

    /// Adds a value as JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize) {
        self.data.push_str(&to_json(value));
    }

    /// Adds bytes of text that were formatted elsewhere.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        self.data.push_str(&String::from_utf8_lossy(bytes));
    }

    /// Colours `text` if stdout is a terminal.
    pub(crate) fn tint(&self, text: &str, tint: Tint) -> String {
        let code = match tint {
            Tint::Good => "32",
            Tint::Part => "33",
            Tint::Bad => "31",
            Tint::Quiet => "2",
            Tint::Strong => "1",
        };
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Writes a remark that is not data to stderr.
    #[expect(clippy::unused_self, reason = "the one way out to stderr")]
    pub(crate) fn remark(&self, remark: impl AsRef<str>) {
        // An error is ignored: if stderr is closed, nobody wants the remark.
        let _ = writeln!(io::stderr(), "{}", remark.as_ref());
    }

    /// Reports a failure.
    pub(crate) fn complain(&self, failure: &Failure) {
        self.remark(failure.lines(self.lang));
    }

    /// Drops the data that was written already: a command that continues adds only what is new.
    pub(crate) fn clear(&mut self) {
        self.data.clear();
    }

    /// Writes the collected data.
    pub(crate) fn flush(&self) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(self.data.as_bytes())?;
        stdout.flush()
    }
}

/// Pretty JSON with a newline at the end.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    let mut text =
        serde_json::to_string_pretty(value).unwrap_or_else(|error| format!("{{\"error\": {:?}}}", error.to_string()));
    text.push('\n');
    text
}
