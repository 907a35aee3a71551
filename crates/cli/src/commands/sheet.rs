//! Reads the sheet, which is the first step of most commands.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::{Zoned, civil::Date};
use serde::Serialize;
use tasuki_assess::{Assessment, Evaluation, Outlook};
use tasuki_catalog::{Catalog, Composed, Lang, Library, Points, Relation, Step, Text};
use tasuki_intake::{Problem, Reading, Severity, Wanted};

use super::{edition, read};
use crate::{
    failure::Failure,
    output::{Output, say},
};

/// Which sheet is read and how.
#[derive(Debug, Args)]
pub(crate) struct SheetArguments {
    /// Workbook (.xlsx), CSV or JSON with answers.
    pub(crate) file: PathBuf,
    /// Edition or framework of the sheet, if its identifiers do not show it.
    #[arg(long, value_name = "ID")]
    pub(crate) framework: Option<String>,
    /// Sheet of the workbook to read, if several answer the same criteria; may be repeated.
    #[arg(long = "sheet", value_name = "NAME")]
    pub(crate) sheets: Vec<String>,
    /// Day as of which intervals are evaluated; the default is today.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
}

/// A sheet, read and evaluated.
pub(super) struct Sheet {
    pub(super) assessment: Assessment<'static>,
    pub(super) problems: Vec<Problem>,
    pub(super) as_of: Date,
}

/// Reads the sheet named in `arguments`, reports its problems on stderr, and evaluates it.
pub(super) fn open(
    arguments: &SheetArguments,
    level: Option<u8>,
    points: Option<Points>,
    output: &Output,
) -> Result<Sheet, Failure> {
    let as_of = arguments.as_of.unwrap_or_else(today);
    let reading = answers(arguments, as_of)?;
    let level = self::level(reading.catalog, level)?;
    tell(&reading.problems, output);
    let assessment = Assessment::new(reading.catalog, level, reading.answers, as_of, points);
    Ok(Sheet { assessment, problems: reading.problems, as_of })
}

/// Refuses to overwrite the input file.
pub(super) fn is_not_input(output: &Path, input: &Path) -> Result<(), Failure> {
    let same = output.canonicalize().ok().zip(input.canonicalize().ok()).is_some_and(|(one, other)| one == other);
    if !same {
        return Ok(());
    }
    let shown = output.display();
    let text = Text::new(format!("{shown} は読み込むファイルです"), format!("{shown} is the file that is read"));
    Err(Failure::usage("output-is-input", text).hint("別の名前で書いてください", "write to another name"))
}

/// Refuses names that do not end in `.xlsx`.
pub(super) fn is_workbook(output: &Path) -> Result<(), Failure> {
    if output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        return Ok(());
    }
    Err(Failure::ending(output, ".xlsx"))
}

/// Reads the answers of the sheet named in `arguments`, as of a day.
pub(super) fn answers(arguments: &SheetArguments, today: Date) -> Result<Reading<'static>, Failure> {
    let framework = framework(arguments.framework.as_deref())?;
    read_as(&arguments.file, &Wanted::on(today).framework(framework).sheets(&arguments.sheets))
}

/// The edition with a name.
pub(super) fn framework(name: Option<&str>) -> Result<Option<&'static Catalog>, Failure> {
    name.map(|name| edition(Library::builtin(), name)).transpose()
}

/// Reads the answers of a file.
pub(super) fn read_as(file: &Path, wanted: &Wanted<'static>) -> Result<Reading<'static>, Failure> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let bytes = read(file)?;
    tasuki_intake::read_answers(Library::builtin(), &name, &bytes, wanted)
        .map_err(|error| Failure::intake(file, &error))
}

/// The problems of a sheet, one sentence each; documents contain them too.
pub(super) fn remarks(problems: &[Problem], lang: Lang) -> Vec<String> {
    problems.iter().map(|problem| problem.sentence(lang)).collect()
}

/// Reports all problems of a sheet on stderr.
pub(super) fn tell(problems: &[Problem], output: &Output) {
    for problem in problems {
        let severity = match problem.severity {
            Severity::Error => say!(output.lang, "誤り", "error"),
            Severity::Warning => say!(output.lang, "注意", "warning"),
        };
        output.remark(format!("{severity}: {}", problem.sentence(output.lang)));
    }
}

/// The requested level, or the highest.
fn level(catalog: &Catalog, asked: Option<u8>) -> Result<Option<u8>, Failure> {
    match asked {
        Some(level) if catalog.level(level).is_none() => {
            let known = catalog.levels().iter().map(|level| level.id.to_string()).collect::<Vec<_>>().join(", ");
            let known = if known.is_empty() { "—".to_owned() } else { known };
            let text = Text::new(
                format!("{} に水準 {level} はありません", catalog.id()),
                format!("{} has no level {level}", catalog.id()),
            );
            Err(Failure::usage("unknown-level", text)
                .hint(format!("次のどれかを指定してください: {known}"), format!("use one of: {known}")))
        }
        Some(level) => Ok(Some(level)),
        None => Ok(catalog.highest_level()),
    }
}

/// The only place where the command line reads the clock.
#[expect(clippy::disallowed_methods, reason = "the command line is where today comes from")]
pub(super) fn today() -> Date {
    Zoned::now().date()
}

/// What the answers say about each other framework reachable through crosswalks, represented by its default
/// edition.
pub(super) fn outlooks(assessment: &Assessment<'static>) -> Vec<Outlook<'static>> {
    let library = Library::builtin();
    let mut frameworks: Vec<&str> =
        library.catalogs().filter(|catalog| catalog.is_answered()).map(Catalog::framework).collect();
    frameworks.dedup();
    frameworks.retain(|framework| *framework != assessment.catalog.framework());
    let targets = frameworks.into_iter().filter_map(|framework| library.catalog(framework));
    let outlooks = targets.filter_map(|target| assessment.outlook(library, target));
    outlooks.filter(|outlook| !outlook.suggestions.is_empty()).collect()
}

/// The heading of an edition at a level, e.g. 「SCS評価制度 … ★3」.
pub(super) fn heading(catalog: &Catalog, evaluation: &Evaluation, output: &Output) -> String {
    let level = catalog.level_title(evaluation.level, output.lang);
    format!("{} {level}", catalog.title().get(output.lang))
}

/// A path as JSON.
#[derive(Serialize)]
pub(super) struct PathWire<'a> {
    relation: Relation,
    steps: &'a [Step],
}

impl<'a> From<&'a Composed> for PathWire<'a> {
    fn from(path: &'a Composed) -> Self {
        Self { relation: certain_relation(path), steps: &path.path }
    }
}

/// The relation that is certain along a path; [`Relation::Disjoint`] if none is.
pub(super) fn certain_relation(path: &Composed) -> Relation {
    path.relation().unwrap_or(Relation::Disjoint)
}

/// A path for people: `4-4-4-2 ⊃ 124`.
pub(super) fn path_text(path: &Composed) -> String {
    let steps = path.path.iter().map(|step| format!(" {} {}", step.relation.sign(), step.to));
    [path.from.clone()].into_iter().chain(steps).collect()
}

/// `2026-03-27` or `2026/3/27`.
pub(super) fn date(text: &str) -> Result<Date, String> {
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
