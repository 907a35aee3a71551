//! `tasuki sample`: draws the sample of an audit. It needs no server, so that whoever has the list and the seed can draw it again.

mod draw;

use std::path::PathBuf;

use clap::Subcommand;

use crate::{failure::Failure, output::Output};

#[derive(Debug, Subcommand)]
pub(crate) enum SampleCommand {
    /// Draw items from a population by a seed: the same items as on the server, whoever draws them.
    Draw {
        /// The list of the population, an item in each line.
        list: PathBuf,
        /// The seed.
        #[arg(long)]
        seed: String,
        /// How many items to draw; all of them if there are fewer.
        #[arg(long, value_name = "N")]
        size: usize,
        /// The SHA-256 under which the population was frozen, as 64 hexadecimal digits: nothing is drawn from another list.
        #[arg(long, value_name = "SHA-256")]
        digest: Option<String>,
    },
}

pub(super) fn run(command: &SampleCommand, output: &mut Output) -> Result<(), Failure> {
    match command {
        SampleCommand::Draw { list, seed, size, digest } => draw::run(list, seed, *size, digest.as_deref(), output),
    }
}
