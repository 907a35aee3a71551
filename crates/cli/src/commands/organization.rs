//! `tasuki organization`: administration of organizations that only the operator of the machine may do.

use std::sync::Arc;

use clap::Subcommand;
use tasuki_app::organizations::{self, Profile};
use tasuki_app::{App, Options, SystemClock, SystemRandom};

use super::place::PlaceArguments;
use crate::{
    failure::Failure,
    output::{Output, say},
};

#[derive(Debug, Subcommand)]
pub(crate) enum OrganizationCommand {
    /// Create an organization, also while the server runs. Somebody with an account becomes its administrator.
    Add {
        #[command(flatten)]
        place: PlaceArguments,
        /// What it is called.
        #[arg(long, value_name = "NAME")]
        name: String,
        /// Mail address of the account that becomes its administrator.
        #[arg(long, value_name = "MAIL")]
        administrator: String,
    },
}

pub(super) fn run(command: OrganizationCommand, output: &mut Output) -> Result<(), Failure> {
    let OrganizationCommand::Add { place, name, administrator } = command;
    let place = place.completed()?;
    let (store, blobs) = (place.open_existing()?, place.open_blobs()?);
    let base_url = "http://localhost".to_owned();
    let app = App::new(
        store,
        Options {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            base_url,
            blobs,
            addresses: tasuki_web::address,
        },
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::write(&place.folder(), &error))?;
    let told = Profile { name, ..Profile::default() };
    let made = runtime.block_on(organizations::create_for(&app, &administrator, told));
    let made = made.map_err(|error| Failure::of(&error))?;
    if output.is_json() {
        output.json(&made);
    } else {
        output.line(say!(output.lang, "「{}」を作りました: {}", "Made {}: {}", made.name, made.id));
    }
    Ok(())
}
