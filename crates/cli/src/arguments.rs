//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use tasuki_catalog::Points;

/// Measure a company against Japan's supply-chain security guidelines, from the sheet it already filled in.
#[derive(Debug, Parser)]
#[command(name = "tasuki", version, max_term_width = 110, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// How to write data to stdout.
    #[arg(long, global = true, value_enum)]
    pub(crate) format: Option<Format>,
    /// Language of texts; from the locale when not given.
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<LangArgument>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
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
    Assess(AssessArguments),
    /// Say what the answers in a sheet suggest for another guideline.
    Suggest(SuggestArguments),
    /// Carry the answers in a sheet over to another edition and list what to answer again.
    Carry(CarryArguments),
    /// Write an empty answer sheet.
    Template(TemplateArguments),
    /// Compare a current and a target profile and list the gaps.
    Profile(ProfileArguments),
    /// Look into the guidelines.
    #[command(subcommand)]
    Catalog(CatalogCommand),
    /// Look into the relations between guidelines.
    #[command(subcommand)]
    Crosswalk(CrosswalkCommand),
    /// Show how four guidelines cover the check items of the management guideline.
    #[command(subcommand)]
    Benchmark(BenchmarkCommand),
    /// Open the web application in which a company does its assessment together.
    Serve(crate::commands::serve::ServeArguments),
    /// Write a backup of the server's data, also while it runs: the database and the files of evidence in one file, verified.
    Backup(crate::commands::backup::BackupArguments),
    /// Bring a backup back into an empty place.
    Restore(crate::commands::backup::RestoreArguments),
    /// Look after the log of who did what.
    #[command(subcommand)]
    Audit(crate::commands::audit::AuditCommand),
    /// Look after the organizations.
    #[command(subcommand)]
    Organization(crate::commands::organization::OrganizationCommand),
    /// Look after the database.
    #[command(subcommand)]
    Db(crate::commands::db::DbCommand),
    /// Look after accounts, also beside a running server: where nobody can sign in any more.
    #[command(subcommand)]
    User(crate::commands::user::UserCommand),
    /// Measure this build on this machine.
    #[command(subcommand)]
    Bench(BenchCommand),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder.
    Man {
        /// The folder; it must exist.
        folder: PathBuf,
    },
    /// Print the reference of all commands as Markdown.
    #[command(hide = true)]
    Reference,
    /// Print the description of the web API (`OpenAPI` 3.1).
    #[command(hide = true)]
    Openapi,
}

/// Which sheet is read and how.
#[derive(Debug, clap::Args)]
pub(crate) struct SheetArguments {
    /// Workbook (.xlsx), CSV or JSON with answers.
    pub(crate) file: PathBuf,
    /// Edition or framework of the sheet, when its identifiers do not tell.
    #[arg(long, value_name = "ID")]
    pub(crate) framework: Option<String>,
    /// Sheet of the workbook that is meant, where several answer the same; may be given several times.
    #[arg(long = "sheet", value_name = "NAME")]
    pub(crate) sheets: Vec<String>,
    /// Day on which intervals are judged; today when not given.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct AssessArguments {
    #[command(flatten)]
    pub(crate) sheet: SheetArguments,
    /// Level to evaluate (3, 4; JAMA 1 to 3); the highest when not given.
    #[arg(long, value_name = "N")]
    pub(crate) level: Option<u8>,
    /// Write a document: .xlsx, .pdf, .html or .json; may be given several times.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,
    /// Name of the organization, for the documents.
    #[arg(long, value_name = "NAME")]
    pub(crate) organization: Option<String>,
    /// Points for met, partial and unmet of scales that count, e.g. 2,1,0.
    #[arg(long, value_name = "POINTS", value_parser = points, allow_hyphen_values = true)]
    pub(crate) points: Option<Points>,
    /// End with exit code 1 when a criterion is open.
    #[arg(long)]
    pub(crate) fail_on_open: bool,
    /// End with exit code 3 when the sheet has errors (unreadable marks, unknown identifiers …), even if it could be evaluated.
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SuggestArguments {
    #[command(flatten)]
    pub(crate) sheet: SheetArguments,
    /// Edition or framework to suggest answers for.
    #[arg(long, value_name = "ID")]
    pub(crate) to: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CarryArguments {
    #[command(flatten)]
    pub(crate) sheet: SheetArguments,
    /// Edition to carry the answers to.
    #[arg(long, value_name = "ID")]
    pub(crate) to: String,
    /// The new sheet (.xlsx).
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TemplateArguments {
    /// Edition or framework.
    pub(crate) framework: String,
    /// The sheet to write (.xlsx); it must not exist yet.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ProfileArguments {
    /// Sheet with the state now.
    pub(crate) current: PathBuf,
    /// Sheet with the state wanted: what is marked met or partial there is wanted.
    pub(crate) target: PathBuf,
    /// Edition or framework of both sheets, when their identifiers do not tell.
    #[arg(long, value_name = "ID")]
    pub(crate) framework: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CatalogCommand {
    /// List the editions.
    List,
    /// Show an edition, or one criterion of it.
    Show {
        /// Edition or framework.
        id: String,
        /// Only this criterion or requirement.
        criterion: Option<String>,
    },
    /// Check a folder with a catalogue of your own.
    Check {
        /// Folder with a catalog.toml.
        folder: PathBuf,
    },
    /// Find criteria by words.
    Search {
        /// Words that must all occur; two characters are enough.
        #[arg(required = true)]
        words: Vec<String>,
        /// Only in this edition or framework.
        #[arg(long, value_name = "ID")]
        framework: Option<String>,
    },
    /// Show what changed from one edition to another.
    Diff {
        /// The older edition.
        from: String,
        /// The newer edition.
        to: String,
    },
    /// Show the official wording, from your own copy, beside ours.
    #[command(subcommand)]
    Overlay(OverlayCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum OverlayCommand {
    /// Read the official texts from a workbook, CSV or JSON and keep them on this computer.
    Add {
        /// The file that has the identifiers and the official texts.
        file: PathBuf,
        /// Edition or framework of the file, when its identifiers do not tell.
        #[arg(long, value_name = "ID")]
        framework: Option<String>,
    },
    /// List the overlays on this computer.
    List,
    /// Remove an overlay.
    Remove {
        /// Edition or framework.
        framework: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum CrosswalkCommand {
    /// List the crosswalks.
    List,
    /// Show how the criteria of two editions relate.
    Show {
        /// Edition or framework on the left.
        from: String,
        /// Edition or framework on the right.
        to: String,
        /// Compose over this edition; may be given several times. Without it, and without a direct crosswalk, the shortest way is taken.
        #[arg(long, value_name = "ID")]
        via: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchmarkCommand {
    /// Show ratings, citations and CSF references of all items.
    Show,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum BenchCommand {
    /// One assessment of 153 answers.
    Evaluate,
    /// One million packed organizations on one core.
    Portfolio,
    /// Reading an answer workbook.
    Intake,
    /// Writing the workbooks, the PDF and the HTML.
    Report,
}

/// `2026-03-27` or `2026/3/27`.
fn date(text: &str) -> Result<Date, String> {
    let figures: Vec<i16> = text.split(['-', '/']).filter_map(|figure| figure.trim().parse().ok()).collect();
    let date = match figures[..] {
        [year, month, day] => i8::try_from(month)
            .ok()
            .zip(i8::try_from(day).ok())
            .and_then(|(month, day)| Date::new(year, month, day).ok()),
        _ => None,
    };
    date.filter(|date| (2000..2200).contains(&date.year())).ok_or_else(|| "a day is wanted, e.g. 2026-03-27".to_owned())
}

/// `2,1,0` or `2/1/0`.
fn points(text: &str) -> Result<Points, String> {
    let figures: Vec<u32> = text
        .split([',', '/'])
        .map(|figure| figure.trim().parse().map_err(|_| format!("{figure:?} is not a whole number")))
        .collect::<Result<_, _>>()?;
    match figures[..] {
        [met, partial, unmet] if met > 0 && partial <= met && unmet <= partial => Ok(Points { met, partial, unmet }),
        _ => Err("three figures are wanted, from met down to unmet, e.g. 2,1,0".to_owned()),
    }
}
