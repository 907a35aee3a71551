//! The settings of the server: the command line first, then the environment, then the file.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Deserialize;
use tasuki_app::founders::Founders;
use tasuki_catalog::Text;

use crate::commands::place::PlaceArguments;
use crate::failure::Failure;

/// The default address to listen on.
const LISTEN: &str = "127.0.0.1:8642";

#[derive(Debug, clap::Args)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
    /// Address to listen on; the default is 127.0.0.1:8642. Port 0 means any free port.
    #[arg(long, value_name = "ADDRESS", env = "TASUKI_LISTEN")]
    pub(crate) listen: Option<SocketAddr>,
    /// Public address of the server; the default is <http://localhost> with the port.
    #[arg(long, value_name = "URL", env = "TASUKI_BASE_URL")]
    pub(crate) base_url: Option<String>,
    /// Mail server: <smtp://user:password@host:587?from=address>. Without one, links are shown instead of mailed.
    #[arg(long, value_name = "URL", env = "TASUKI_SMTP", hide_env_values = true)]
    pub(crate) smtp: Option<String>,
    /// How to write the log.
    #[arg(long, value_enum, value_name = "FORMAT", env = "TASUKI_LOG_FORMAT")]
    pub(crate) log_format: Option<LogFormat>,
    /// Level of the log: error, warn, info, debug; the default is info.
    #[arg(long, value_name = "FILTER", env = "TASUKI_LOG")]
    pub(crate) log: Option<String>,
    /// Requests per second for a session or API token, with bursts of ten times as many; the default is 100, 0 means
    /// no limit.
    #[arg(long, value_name = "N", env = "TASUKI_REQUEST_LIMIT")]
    pub(crate) request_limit: Option<u32>,
    /// Sign-in attempts per minute and address; the default is 30, 0 means no limit.
    #[arg(long, value_name = "N", env = "TASUKI_SIGN_IN_LIMIT")]
    pub(crate) sign_in_limit: Option<u32>,
    /// Simultaneous connections; the default is 4096, or as many as the system allows.
    #[arg(long, value_name = "N", env = "TASUKI_CONNECTION_LIMIT")]
    pub(crate) connection_limit: Option<usize>,
    /// Simultaneous connections from one address (for IPv6, one /64) other than this machine; the default is 512.
    #[arg(long, value_name = "N", env = "TASUKI_ADDRESS_CONNECTION_LIMIT")]
    pub(crate) address_connection_limit: Option<usize>,
    /// Token that allows access to /metrics from other machines; without one, only this machine has access.
    #[arg(long, value_name = "TOKEN", env = "TASUKI_METRICS_TOKEN", hide_env_values = true)]
    pub(crate) metrics_token: Option<String>,
    /// Allow webhooks to addresses in the server's own network and over plain HTTP. People who register webhooks can
    /// then reach everything that the server can reach.
    #[arg(long, env = "TASUKI_ALLOW_PRIVATE_WEBHOOKS")]
    pub(crate) allow_private_webhooks: bool,
    /// Who may create organizations: administrators of one (the default), everybody with an account, or only
    /// operators on this machine.
    #[arg(long, value_enum, value_name = "WHO", env = "TASUKI_ORGANIZATIONS_BY")]
    pub(crate) organizations_by: Option<OrganizationsBy>,
    /// File to which the heads of the audit log's chains are appended once a day; the default is `audit-heads.jsonl`
    /// in the data folder. Best on another machine, because the file shows whether the log was rewritten.
    #[arg(long, value_name = "FILE", env = "TASUKI_AUDIT_HEADS")]
    pub(crate) audit_heads: Option<PathBuf>,
    /// Fill an empty database with an example company, and print a link that signs in as its administrator.
    #[arg(long)]
    pub(crate) demo: bool,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object per line, for programs.
    Json,
}

/// Who may make organizations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OrganizationsBy {
    /// Administrators of an organization.
    Administrators,
    /// Everybody with an account, including guests.
    Everybody,
    /// Nobody on pages or in the API; only `tasuki organization add` on this machine.
    Machine,
}

impl From<OrganizationsBy> for Founders {
    fn from(own: OrganizationsBy) -> Self {
        match own {
            OrganizationsBy::Administrators => Self::Administrators,
            OrganizationsBy::Everybody => Self::Everybody,
            OrganizationsBy::Machine => Self::Machine,
        }
    }
}

/// The same in a file. Its keys are the names of the options.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    blobs: Option<String>,
    listen: Option<SocketAddr>,
    base_url: Option<String>,
    smtp: Option<String>,
    log_format: Option<LogFormat>,
    log: Option<String>,
    request_limit: Option<u32>,
    sign_in_limit: Option<u32>,
    connection_limit: Option<usize>,
    address_connection_limit: Option<usize>,
    metrics_token: Option<String>,
    #[serde(default)]
    allow_private_webhooks: bool,
    organizations_by: Option<OrganizationsBy>,
    audit_heads: Option<PathBuf>,
    openid: Option<OpenId>,
}

/// The company's identity provider; only in the file, because it needs four values together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OpenId {
    pub(super) issuer: String,
    pub(super) client: String,
    pub(super) secret: Option<String>,
    #[serde(default)]
    pub(super) name: String,
    /// Whether the provider asks for a second factor.
    #[serde(default)]
    pub(super) second_factor: bool,
}

/// The final settings of the server.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) place: PlaceArguments,
    pub(super) listen: SocketAddr,
    pub(super) base_url: Option<String>,
    pub(super) smtp: Option<String>,
    pub(super) log_format: LogFormat,
    pub(super) log: String,
    pub(super) limits: tasuki_web::Limits,
    pub(super) doors: tasuki_web::Doors,
    pub(super) metrics_token: Option<String>,
    pub(super) allow_private_webhooks: bool,
    pub(super) founders: Founders,
    pub(super) audit_heads: PathBuf,
    pub(super) openid: Option<OpenId>,
    pub(super) demo: bool,
}

impl Settings {
    /// The command line and the environment, completed with the file.
    pub(super) fn of(arguments: &ServeArguments) -> Result<Self, Failure> {
        let file = arguments.place.config.as_deref().map(read).transpose()?.unwrap_or_default();
        let (usual, doors) = (tasuki_web::Limits::default(), tasuki_web::Doors::default());
        let place = arguments.place.or(&file);
        let beside = || place.folder().join("audit-heads.jsonl");
        Ok(Self {
            audit_heads: arguments.audit_heads.clone().or(file.audit_heads).unwrap_or_else(beside),
            place,
            listen: arguments.listen.or(file.listen).map_or_else(usual_address, Ok)?,
            base_url: arguments.base_url.clone().or(file.base_url).map(|url| url.trim_end_matches('/').to_owned()),
            smtp: arguments.smtp.clone().or(file.smtp).filter(|url| !url.is_empty()),
            log_format: arguments.log_format.or(file.log_format).unwrap_or(LogFormat::Text),
            log: arguments.log.clone().or(file.log).unwrap_or_else(|| "info".to_owned()),
            limits: tasuki_web::Limits {
                requests: arguments.request_limit.or(file.request_limit).unwrap_or(usual.requests),
                sign_ins: arguments.sign_in_limit.or(file.sign_in_limit).unwrap_or(usual.sign_ins),
            },
            doors: tasuki_web::Doors {
                // At least one connection, otherwise nobody could connect.
                connections: arguments
                    .connection_limit
                    .or(file.connection_limit)
                    .map_or(doors.connections, |own| own.max(1)),
                per_address: arguments
                    .address_connection_limit
                    .or(file.address_connection_limit)
                    .map_or(doors.per_address, |own| own.max(1)),
                ..doors
            },
            metrics_token: arguments.metrics_token.clone().or(file.metrics_token).filter(|token| !token.is_empty()),
            allow_private_webhooks: arguments.allow_private_webhooks || file.allow_private_webhooks,
            founders: arguments.organizations_by.or(file.organizations_by).map(Into::into).unwrap_or_default(),
            openid: file.openid,
            demo: arguments.demo,
        })
    }
}

impl PlaceArguments {
    /// The place according to the command line, the environment and the file together.
    pub(crate) fn completed(&self) -> Result<Self, Failure> {
        Ok(self.or(&self.config.as_deref().map(read).transpose()?.unwrap_or_default()))
    }

    /// The address under which people reach the server, from the file.
    pub(crate) fn base_url(&self) -> Result<Option<String>, Failure> {
        Ok(self.config.as_deref().map(read).transpose()?.and_then(|file| file.base_url))
    }

    /// Whether a mail server is set, in the environment or in the file.
    pub(crate) fn sends_mail(&self) -> Result<bool, Failure> {
        let file = self.config.as_deref().map(read).transpose()?.and_then(|file| file.smtp);
        let own = std::env::var("TASUKI_SMTP").ok().or(file);
        Ok(own.is_some_and(|url| !url.is_empty()))
    }

    fn or(&self, file: &File) -> Self {
        Self {
            data: self.data.clone().or_else(|| file.data.clone()),
            database: self.database.clone().or_else(|| file.database.clone()),
            blobs: self.blobs.clone().or_else(|| file.blobs.clone()),
            config: self.config.clone(),
        }
    }
}

fn usual_address() -> Result<SocketAddr, Failure> {
    LISTEN.parse().map_err(|_| {
        Failure::usage("listen", Text::new("アドレスが誤っています", "no address")).hint(
            "127.0.0.1:8080 のような形で --listen に指定してください",
            "give --listen an address such as 127.0.0.1:8080",
        )
    })
}

fn read(path: &Path) -> Result<File, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
    toml::from_str(&text).map_err(|error| Failure::settings_file(path, &error.to_string()))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        serve: ServeArguments,
    }

    fn settings(words: &[&str]) -> Result<Settings, Failure> {
        Settings::of(&Line::parse_from([&["serve"], words].concat()).serve)
    }

    #[test]
    fn the_command_line_comes_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tasuki.toml");
        fs::write(&path, "listen = \"127.0.0.1:9000\"\nbase-url = \"https://tasuki.example/\"\nlog-format = \"json\"\n[openid]\nissuer = \"https://id.example\"\nclient = \"tasuki\"\n").unwrap();
        let path = path.to_string_lossy();
        let settings = settings(&["--config", &path, "--listen", "127.0.0.1:9001"]).unwrap();
        assert_eq!(settings.listen.port(), 9001);
        assert_eq!(settings.base_url.as_deref(), Some("https://tasuki.example"));
        assert_eq!(settings.log_format, LogFormat::Json);
        assert_eq!(settings.openid.unwrap().client, "tasuki");
    }

    #[test]
    fn a_word_that_nobody_knows_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tasuki.toml");
        fs::write(&path, "lisen = \"127.0.0.1:9000\"\n").unwrap();
        let failure = settings(&["--config", &path.to_string_lossy()]).unwrap_err();
        assert_eq!(failure.code, "bad-settings");
        assert!(failure.message.en.contains("lisen"));
    }

    #[test]
    fn what_nobody_says_is_usual() {
        let settings = settings(&[]).unwrap();
        assert_eq!(settings.listen.to_string(), LISTEN);
        assert_eq!(settings.place.folder(), PathBuf::from("tasuki-data"));
        assert_eq!(settings.limits, tasuki_web::Limits::default());
    }

    #[test]
    fn the_manual_names_every_setting() {
        use clap::CommandFactory;
        let manual = include_str!("../../../../../docs/operation.md");
        let command = Line::command();
        let options = command.get_arguments().filter(|argument| argument.get_id() != "help");
        let names = options.flat_map(|option| {
            let variable = option.get_env().map(|name| name.to_string_lossy().into_owned());
            option.get_long().map(|name| format!("--{name}")).into_iter().chain(variable)
        });
        // The error for an unknown key lists all known keys.
        let keys = |text: &str, kind: fn(&str) -> Option<toml::de::Error>| {
            let told = kind(text).expect("an unknown key").to_string();
            let known = told.split_once("expected one of").expect("the known keys").1.to_owned();
            known.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
        };
        let keys = [
            keys("unknown = 1", |text| toml::from_str::<File>(text).err()),
            keys("unknown = 1", |text| toml::from_str::<OpenId>(text).err()),
        ];
        let words: Vec<_> = names.chain(keys.concat()).collect();
        assert!(words.len() > 30, "{words:?}");
        for word in words {
            assert!(
                [format!("`{word}`"), format!("\n{word} = "), format!("[{word}]")]
                    .iter()
                    .any(|own| manual.contains(own)),
                "docs/operation.md does not name {word}"
            );
        }
    }
}
