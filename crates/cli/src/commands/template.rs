//! `tasuki template`: an empty sheet to fill in.

use std::path::PathBuf;

use clap::Args;
use tasuki_assess::Answers;
use tasuki_catalog::Library;
use tasuki_report::ReportOptions;

use super::{edition, sheet, write};
use crate::{
    failure::Failure,
    output::{Output, say},
};

#[derive(Debug, Args)]
pub(crate) struct TemplateArguments {
    /// Edition or framework.
    pub(crate) framework: String,
    /// The sheet to write (.xlsx); it must not exist yet.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

pub(super) fn run(arguments: &TemplateArguments, output: &mut Output) -> Result<(), Failure> {
    let library = Library::builtin();
    let catalog = edition(library, &arguments.framework)?;
    if !catalog.is_answered() {
        return Err(Failure::not_answerable(catalog.id()));
    }
    sheet::is_workbook(&arguments.output)?;
    if arguments.output.exists() {
        return Err(Failure::exists(&arguments.output));
    }
    let options = ReportOptions {
        lang: output.lang,
        organization: None,
        created: sheet::today(),
        outlooks: &[],
        library,
        source_name: None,
        remarks: &[],
        overdue: &[],
    };
    let workbook = tasuki_report::answer_workbook(catalog, &Answers::new(catalog), &options);
    write(&arguments.output, &workbook.map_err(|error| Failure::report(&arguments.output, &error))?)?;
    output.remark(say!(output.lang, "{} を書きました", "wrote {}", arguments.output.display()));
    Ok(())
}
