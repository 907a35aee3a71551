//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::{
    commands::{
        assess, audit, backup, bench, benchmark, carry, catalog, crosswalk, db, organization, package, profile, sample,
        scan, scheme, serve, submission, suggest, template, user,
    },
    output::Format,
};

/// Measure a company against Japan's supply-chain security guidelines, from the sheet that it has already filled in.
#[derive(Debug, Parser)]
#[command(name = "tasuki", version, max_term_width = 110, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// How to write data to stdout.
    #[arg(long, global = true, value_enum)]
    pub(crate) format: Option<Format>,
    /// Language of texts; the default is the locale's.
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<LangArgument>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LangArgument {
    Ja,
    En,
}

impl From<LangArgument> for tasuki_catalog::Lang {
    fn from(lang: LangArgument) -> Self {
        match lang {
            LangArgument::Ja => Self::Ja,
            LangArgument::En => Self::En,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Evaluate a filled-in answer sheet: what is met, what is open, what to do first.
    Assess(assess::AssessArguments),
    /// Show what the answers in a sheet suggest for another guideline.
    Suggest(suggest::SuggestArguments),
    /// Carry the answers in a sheet over to another edition and list what must be answered again.
    Carry(carry::CarryArguments),
    /// Write an empty answer sheet.
    Template(template::TemplateArguments),
    /// Compare a current and a target profile and list the gaps.
    Profile(profile::ProfileArguments),
    /// Look into the guidelines.
    #[command(subcommand)]
    Catalog(catalog::CatalogCommand),
    /// Show the road to a ★: steps, who acts, what each needs, how long it holds.
    #[command(subcommand)]
    Scheme(scheme::SchemeCommand),
    /// Read a submission, an assessment frozen under its digest, without a server.
    #[command(subcommand)]
    Submission(submission::SubmissionCommand),
    /// Read the package of an application, a submission with everything that belongs to it, without a server.
    #[command(subcommand)]
    Package(package::PackageCommand),
    /// Draw the sample of an audit from its population, without a server.
    #[command(subcommand)]
    Sample(sample::SampleCommand),
    /// Read what scanners found and which software is there.
    #[command(subcommand)]
    Scan(scan::ScanCommand),
    /// Show the relations between guidelines.
    #[command(subcommand)]
    Crosswalk(crosswalk::CrosswalkCommand),
    /// Show how four guidelines cover the check items of the management guideline.
    #[command(subcommand)]
    Benchmark(benchmark::BenchmarkCommand),
    /// Start the web application in which a company does its assessment together.
    Serve(serve::ServeArguments),
    /// Write a verified backup of the server's data, the database and the files of evidence, to one file; also while
    /// the server runs.
    Backup(backup::BackupArguments),
    /// Restore a backup to an empty place.
    Restore(backup::RestoreArguments),
    /// Verify and export the log of who did what.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Manage the organizations.
    #[command(subcommand)]
    Organization(organization::OrganizationCommand),
    /// Look after the database.
    #[command(subcommand)]
    Db(db::DbCommand),
    /// Manage accounts, also while the server runs: for example when nobody can sign in any more.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Measure the speed of this build on this machine.
    #[command(subcommand)]
    Bench(bench::BenchCommand),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages to a folder.
    Man {
        /// The folder; it must exist.
        folder: PathBuf,
    },
    /// Print the reference of all commands as Markdown.
    #[command(hide = true)]
    Reference,
    /// Print who may do what, as Markdown.
    #[command(hide = true)]
    Permissions,
    /// Print the roads to a ★ as Markdown, with a drawing of each.
    #[command(hide = true)]
    Roads,
    /// Print the description of the web API (`OpenAPI` 3.1).
    #[command(hide = true)]
    Openapi,
}
