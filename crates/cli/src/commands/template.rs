//! `tasuki template`: an empty sheet to fill in.

use tasuki_assess::Answers;
use tasuki_catalog::{Library, Text};
use tasuki_report::ReportOptions;

use super::{edition, sheet, write};
use crate::{
    arguments::TemplateArguments,
    failure::Failure,
    output::{Output, say},
};

pub(super) fn run(arguments: &TemplateArguments, output: &mut Output) -> Result<(), Failure> {
    let library = Library::builtin();
    let catalog = edition(library, &arguments.framework)?;
    if !catalog.is_answered() {
        let text = Text::new(
            format!("{} は回答する枠組みではありません", catalog.id()),
            format!("{} is not a framework to answer", catalog.id()),
        );
        return Err(Failure::usage("not-answerable", text));
    }
    sheet::is_workbook(&arguments.output)?;
    if arguments.output.exists() {
        let shown = arguments.output.display();
        let text = Text::new(format!("{shown} はすでにあります"), format!("{shown} exists already"));
        return Err(Failure::usage("exists", text).hint(
            "記入したシートを失わないよう、別の名前にしてください",
            "take another name, so that no filled-in sheet is lost",
        ));
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
