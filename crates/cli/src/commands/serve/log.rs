//! The log: to stderr, for people or for programs. Routes and statuses, never addresses, names or mail addresses.

use std::io::IsTerminal;

use tasuki_catalog::Text;
use tracing_subscriber::EnvFilter;

use super::settings::{LogFormat, Settings};
use crate::failure::Failure;

/// Begins to write the log.
pub(super) fn begin(settings: &Settings) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&settings.log).map_err(|error| {
        let text =
            Text::new(format!("ログの指定に誤りがあります: {error}"), format!("the log's filter is wrong: {error}"));
        Failure::usage("bad-settings", text)
            .hint("error、warn、info、debug のどれか", "one of error, warn, info, debug")
    })?;
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(filter);
    match settings.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    Ok(())
}
