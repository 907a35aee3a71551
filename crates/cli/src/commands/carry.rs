//! `tasuki carry`: carries answers over to a new edition, and lists what must be answered again.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use tasuki_assess::{Carryover, Status, carry};
use tasuki_catalog::{Catalog, ChangeKind, Library};
use tasuki_report::ReportOptions;

use super::{
    catalog::changes,
    edition,
    sheet::{self, SheetArguments},
    write,
};
use crate::{
    failure::Failure,
    output::{Output, say},
    table::{Table, cut},
};

#[derive(Debug, Args)]
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

#[derive(Serialize)]
struct Wire<'a> {
    from: &'a str,
    to: &'a str,
    carried: Vec<CarriedWire<'a>>,
    dropped: Vec<&'a str>,
}

#[derive(Serialize)]
struct CarriedWire<'a> {
    criterion: &'a str,
    from: Vec<&'a str>,
    change: ChangeKind,
    status: Status,
    again: bool,
}

pub(super) fn run(arguments: &CarryArguments, output: &mut Output) -> Result<(), Failure> {
    let library = Library::builtin();
    let new = edition(library, &arguments.to)?;
    let today = arguments.sheet.as_of.unwrap_or_else(sheet::today);
    let reading = sheet::answers(&arguments.sheet, today)?;
    sheet::tell(&reading.problems, output);
    let remarks = sheet::remarks(&reading.problems, output.lang);
    let old = reading.catalog;
    let changes = changes(old, new)?;
    let carryover = carry(old, &reading.answers, new, &changes);
    if let Some(path) = &arguments.output {
        sheet::is_workbook(path)?;
        sheet::is_not_input(path, &arguments.sheet.file)?;
        let options = ReportOptions {
            lang: output.lang,
            organization: None,
            created: today,
            outlooks: &[],
            library,
            source_name: None,
            remarks: &remarks,
            overdue: &[],
        };
        let workbook = tasuki_report::carry_workbook(old, new, &carryover, &changes, &options);
        write(path, &workbook.map_err(|error| Failure::report(path, &error))?)?;
        output.remark(say!(output.lang, "{} を書きました", "wrote {}", path.display()));
    }
    if output.is_json() {
        output.json(&wire(old, new, &carryover));
    } else {
        text(old, new, &carryover, output);
    }
    Ok(())
}

fn wire<'a>(old: &'a Catalog, new: &'a Catalog, carryover: &Carryover) -> Wire<'a> {
    let id = |position: &usize| old.criteria()[*position].id.as_str();
    let carried = carryover.carried.iter().map(|carried| CarriedWire {
        criterion: &new.criteria()[carried.position].id,
        from: carried.from.iter().map(id).collect(),
        change: carried.change,
        status: carryover.answers.at(carried.position).status,
        again: carried.again,
    });
    Wire {
        from: old.id(),
        to: new.id(),
        carried: carried.collect(),
        dropped: carryover.dropped.iter().map(id).collect(),
    }
}

fn text(old: &Catalog, new: &Catalog, carryover: &Carryover, output: &mut Output) {
    let lang = output.lang;
    output.heading(&format!("{} → {}", old.id(), new.id()));
    let again = carryover.carried.iter().filter(|carried| carried.again).count();
    let (kept, dropped) = (carryover.carried.len() - again, carryover.dropped.len());
    output.line(say!(
        lang,
        "そのまま引き継いだ回答 {kept}、もう一度見る回答 {again}、なくなった項目 {dropped}",
        "{kept} answers carried as they are, {again} to look at again, {dropped} criteria gone"
    ));
    output.line("");
    let mut table = Table::default();
    for carried in carryover.carried.iter().filter(|carried| carried.again) {
        let criterion = &new.criteria()[carried.position];
        let status = carryover.answers.at(carried.position).status;
        let from: Vec<_> = carried.from.iter().map(|&at| old.criteria()[at].id.as_str()).collect();
        table.row([
            criterion.id.clone(),
            format!("{} {}", status.sign(), status.name(lang)),
            carried.change.name(lang).to_owned(),
            from.join(" "),
            cut(criterion.title.get(lang), 48),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
    for &position in &carryover.dropped {
        let criterion = &old.criteria()[position];
        output.line(say!(lang, "なくなった項目: {}  {}", "gone: {}  {}", criterion.id, criterion.title.get(lang)));
    }
}
