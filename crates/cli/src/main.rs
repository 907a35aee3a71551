//! The `tasuki` command: data on stdout, everything else on stderr.
//!
//! Exit codes: 0 done, 1 open criteria with `--fail-on-open`, 2 wrong usage, 3 bad input.

mod arguments;
mod commands;
mod failure;
mod help;
mod output;
mod table;

use std::{io::ErrorKind, path::Path, process::ExitCode};

use clap::FromArgMatches;

use crate::{
    arguments::Arguments,
    failure::Failure,
    output::{Format, Output},
};

fn main() -> ExitCode {
    let lang = help::wanted_language(std::env::args_os().map(|word| word.to_string_lossy().into_owned()));
    let matches = help::command(lang).get_matches();
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    let mut output = Output::new(arguments.format.unwrap_or(Format::Text), arguments.lang.map_or(lang, Into::into));
    let result = commands::run(arguments.command, &mut output);
    let code = match result {
        Ok(code) => code,
        Err(failure) => {
            output.complain(&failure);
            failure.exit_code()
        }
    };
    match output.flush() {
        Ok(()) => code,
        // The reader closed the pipe (`tasuki … | head`): that is the reader's choice, not an error.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => code,
        Err(error) => {
            let failure = Failure::write(Path::new("stdout"), &error);
            output.complain(&failure);
            failure.exit_code()
        }
    }
}
