//! `tasuki user`: administration of accounts on the machine itself, also while the server is running: a way back in
//! when no administrator can sign in any more.

use std::sync::Arc;

use clap::{Subcommand, ValueEnum};
use tasuki_app::users::{Factors, machine};
use tasuki_app::{App, Context, Error, Options, SystemClock, SystemRandom};
use tokio::runtime::Builder;

mod erase;

use super::place::{PlaceArguments, no_database};
use crate::table::Table;
use crate::{
    failure::Failure,
    output::{Output, say},
};

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// List all accounts: how people sign in, their organizations, and whether the account is disabled.
    List {
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// Print a link with which somebody can choose a new password. It is valid for an hour.
    Reset {
        #[command(flatten)]
        who: Who,
    },
    /// Disable an account; its sessions, API tokens and calendar feeds end immediately.
    Disable {
        #[command(flatten)]
        who: Who,
    },
    /// Enable an account again. Sessions, tokens and feeds that ended do not come back.
    Enable {
        #[command(flatten)]
        who: Who,
    },
    /// Remove the second factors of somebody who lost them, and end all their sessions.
    RemoveFactor {
        #[command(flatten)]
        who: Who,
        /// Which.
        #[arg(long, value_enum, value_name = "WHICH", default_value_t = Which::All)]
        factor: Which,
    },
    /// Erase a person permanently: close the account and delete the name and the address. Their actions remain under
    /// a pseudonym.
    Erase(erase::EraseArguments),
}

/// The account, and where the data is.
#[derive(Debug, clap::Args)]
pub(crate) struct Who {
    /// The mail address of the account.
    pub(crate) mail: String,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
    /// Public address of the server, for links; the default is <http://localhost:8642>.
    #[arg(long, value_name = "URL", env = "TASUKI_BASE_URL")]
    pub(crate) base_url: Option<String>,
}

/// Which factors are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Which {
    /// Passkeys, authenticator application and recovery codes.
    All,
    /// The passkeys.
    Passkeys,
    /// The authenticator application and the recovery codes.
    Codes,
    /// The links to the company's identity provider.
    Provider,
}

impl From<Which> for Factors {
    fn from(which: Which) -> Self {
        match which {
            Which::All => Self::All,
            Which::Passkeys => Self::Passkeys,
            Which::Codes => Self::Codes,
            Which::Provider => Self::Provider,
        }
    }
}

pub(super) fn run(command: UserCommand, output: &mut Output) -> Result<(), Failure> {
    match command {
        UserCommand::List { place } => list(&place, output),
        UserCommand::Reset { who } => {
            let mail = who.mail.clone();
            let link = who.act(move |cx| machine::reset(cx, &mail))?;
            if output.is_json() {
                output.json(&serde_json::json!({ "link": link }));
            } else {
                output.line(say!(
                    output.lang,
                    "新しいパスワードを決めるリンク（1時間有効。本人だけに渡してください）: {link}",
                    "Link to choose a new password (works for an hour; hand it to this person only): {link}"
                ));
            }
            Ok(())
        }
        UserCommand::Disable { who } => {
            let mail = who.mail.clone();
            who.act(move |cx| machine::disable(cx, &mail))?;
            done(output, &who.mail, "アカウントを止めました", "the account is disabled");
            Ok(())
        }
        UserCommand::Enable { who } => {
            let mail = who.mail.clone();
            who.act(move |cx| machine::enable(cx, &mail))?;
            done(output, &who.mail, "アカウントを戻しました", "the account is enabled");
            Ok(())
        }
        UserCommand::RemoveFactor { who, factor } => {
            let mail = who.mail.clone();
            who.act(move |cx| machine::remove_factors(cx, &mail, factor.into()))?;
            done(output, &who.mail, "二要素を外しました", "the second factors are removed");
            Ok(())
        }
        UserCommand::Erase(arguments) => erase::run(&arguments, output),
    }
}

fn done(output: &mut Output, mail: &str, ja: &str, en: &str) {
    output.remark(say!(output.lang, "{mail}: {ja}", "{mail}: {en}"));
}

fn list(place: &PlaceArguments, output: &mut Output) -> Result<(), Failure> {
    let everybody = act(&place.completed()?, None, machine::list)?;
    if output.is_json() {
        output.json(&everybody);
        return Ok(());
    }
    let mut table = Table::default();
    for own in everybody {
        let factors = own.factors;
        let mut ways = Vec::new();
        let known = [
            (factors.password, say!(output.lang, "パスワード", "password")),
            (factors.codes, say!(output.lang, "認証アプリ", "app")),
            (factors.passkeys > 0, say!(output.lang, "パスキー", "passkeys")),
            (factors.provider, say!(output.lang, "会社のアカウント", "company account")),
        ];
        ways.extend(known.into_iter().filter(|(has, _)| *has).map(|(_, name)| name));
        let places: Vec<String> =
            own.organizations.iter().map(|place| format!("{} ({})", place.name, place.roles)).collect();
        let state = if own.disabled.is_some() { say!(output.lang, "停止中", "disabled") } else { String::new() };
        table.row([own.mail, own.name, ways.join(" + "), state, places.join(", ")]);
    }
    table.lines().for_each(|line| output.line(line));
    Ok(())
}

impl Who {
    fn act<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        act(&self.place.completed()?, self.base_url.clone().or(self.place.base_url()?), work)
    }
}

/// Changes the server's data as the system, not as a person. Mails are queued in the database for the running
/// server, if it sends mail.
fn act<T: Send + 'static>(
    place: &PlaceArguments,
    base_url: Option<String>,
    work: impl FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    // Before the runtime is created, because PostgreSQL's driver blocks in a way that is not allowed inside a
    // runtime.
    let (store, blobs) = (place.open_existing()?, place.open_blobs()?);
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| Failure::write(&place.folder(), &error))?;
    let base_url = base_url.unwrap_or_else(|| "http://localhost:8642".to_owned());
    let options = Options {
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        base_url,
        blobs,
        addresses: tasuki_web::address,
    };
    let mut app = App::new(store, options);
    if place.sends_mail()? {
        app = app.with_mail();
    }
    let done = runtime.block_on(app.system(work)).map_err(|error| failed(&error));
    // Dropping the store waits for its threads, which must not happen inside an async task.
    drop((app, runtime));
    done
}

fn failed(error: &Error) -> Failure {
    match &error.cause {
        Some(cause) => no_database(cause),
        None => Failure::of(error),
    }
}
