//! `tasuki assess`: evaluates a sheet in seconds.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use serde::Serialize;
use tasuki_assess::{Assessment, Gap, Open, Outlook, Score, Status, Verdict};
use tasuki_catalog::{Lang, Library, Points, Text};
use tasuki_intake::{Problem, Severity};
use tasuki_report::ReportOptions;

use super::{
    sheet::{self, SheetArguments},
    suggest::{self, OutlookWire},
    write,
};
use crate::{
    failure::{Failure, INPUT},
    output::{Output, Tint, say, to_json},
    table::{Table, bar, cut},
};

#[derive(Debug, Args)]
pub(crate) struct AssessArguments {
    #[command(flatten)]
    pub(crate) sheet: SheetArguments,
    /// Level to evaluate (3, 4; JAMA 1 to 3); the default is the highest.
    #[arg(long, value_name = "N")]
    pub(crate) level: Option<u8>,
    /// Document to write: .xlsx, .pdf, .html or .json; may be repeated.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,
    /// Name of the organization for the documents.
    #[arg(long, value_name = "NAME")]
    pub(crate) organization: Option<String>,
    /// Points for met, partial and unmet in frameworks that count points, e.g. 2,1,0.
    #[arg(long, value_name = "POINTS", value_parser = points_of, allow_hyphen_values = true)]
    pub(crate) points: Option<Points>,
    /// Exit with code 1 if a criterion is open.
    #[arg(long)]
    pub(crate) fail_on_open: bool,
    /// Exit with code 3 if the sheet has errors (unreadable marks, unknown identifiers …), even if it could be
    /// evaluated.
    #[arg(long)]
    pub(crate) strict: bool,
}

pub(super) fn run(arguments: &AssessArguments, output: &mut Output) -> Result<ExitCode, Failure> {
    for path in &arguments.output {
        document(path)?;
        sheet::is_not_input(path, &arguments.sheet.file)?;
    }
    let sheet = sheet::open(&arguments.sheet, arguments.level, arguments.points, output)?;
    let outlooks = sheet::outlooks(&sheet.assessment);
    let wire = Wire::new(&sheet.assessment, &outlooks, &sheet.problems, output.lang);
    let name = arguments.sheet.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let remarks = sheet::remarks(&sheet.problems, output.lang);
    let options = ReportOptions {
        lang: output.lang,
        organization: arguments.organization.as_deref(),
        created: sheet.as_of,
        outlooks: &outlooks,
        library: Library::builtin(),
        source_name: name.as_deref(),
        remarks: &remarks,
        overdue: &[],
    };
    let failed = write_all(&arguments.output, &sheet.assessment, &options, &wire, output);
    if output.is_json() {
        output.json(&wire);
    } else {
        text(&sheet.assessment, &outlooks, output);
    }
    if failed {
        return Ok(ExitCode::from(INPUT));
    }
    let wrong = sheet.problems.iter().any(|problem| problem.severity == Severity::Error);
    let blank = sheet.assessment.answers.as_slice().iter().all(|answer| answer.status == Status::Unanswered);
    // A sheet from which nothing could be read is bad input, whatever the options are.
    if wrong && (arguments.strict || blank) {
        return Ok(ExitCode::from(INPUT));
    }
    let open = arguments.fail_on_open && sheet.assessment.evaluation.verdict() == Verdict::Open;
    Ok(if open { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Writes every requested document. If one fails, the error names it and the others are still written; returns
/// whether any failed.
fn write_all(
    paths: &[PathBuf],
    assessment: &Assessment<'static>,
    options: &ReportOptions<'_>,
    wire: &Wire<'_>,
    output: &Output,
) -> bool {
    let mut failed = false;
    for path in paths {
        match write_one(path, assessment, options, wire) {
            Ok(()) => output.remark(say!(output.lang, "{} を書きました", "wrote {}", path.display())),
            Err(failure) => {
                output.complain(&failure);
                failed = true;
            }
        }
    }
    let is_pdf = |path: &PathBuf| matches!(document(path), Ok(Document::Pdf));
    let missing = if paths.iter().any(is_pdf) { tasuki_report::unprintable(assessment, options) } else { None };
    if let Some(sentence) = missing {
        output.remark(say!(output.lang, "注意: {sentence}", "warning: {sentence}"));
    }
    failed
}

fn write_one(
    path: &Path,
    assessment: &Assessment<'static>,
    options: &ReportOptions<'_>,
    wire: &Wire<'_>,
) -> Result<(), Failure> {
    let contents = match document(path)? {
        Document::Workbook => tasuki_report::gap_workbook(assessment, options),
        Document::Pdf => tasuki_report::pdf(assessment, options),
        Document::Html => tasuki_report::html(assessment, options).map(String::into_bytes),
        Document::Json => Ok(to_json(wire).into_bytes()),
    };
    write(path, &contents.map_err(|error| Failure::report(path, &error))?)
}

enum Document {
    Workbook,
    Pdf,
    Html,
    Json,
}

/// The kind of document for a file name.
fn document(path: &Path) -> Result<Document, Failure> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("xlsx") => Ok(Document::Workbook),
        Some("pdf") => Ok(Document::Pdf),
        Some("html" | "htm") => Ok(Document::Html),
        Some("json") => Ok(Document::Json),
        _ => Err(Failure::ending(path, ".xlsx .pdf .html .json")),
    }
}

/// The output of `--format json`.
#[derive(Serialize)]
struct Wire<'a> {
    framework: &'a str,
    level: Option<u8>,
    as_of: jiff::civil::Date,
    verdict: Verdict,
    counts: tasuki_assess::Counts,
    requirements: Vec<RequirementWire<'a>>,
    criteria: Vec<CriterionWire<'a>>,
    score: &'a Score,
    plan: Vec<GapWire<'a>>,
    /// What the same answers say about other frameworks.
    outlooks: Vec<OutlookWire<'a>>,
    problems: &'a [Problem],
}

#[derive(Serialize)]
struct RequirementWire<'a> {
    id: &'a str,
    verdict: Verdict,
    satisfied: usize,
    asked: usize,
}

#[derive(Serialize)]
struct CriterionWire<'a> {
    id: &'a str,
    status: Status,
    satisfied: bool,
    /// Why it is open, in the requested language.
    reason: Option<String>,
    /// The same for scripts.
    open: Option<tasuki_assess::Open>,
    note: &'a str,
    confirmed: Option<jiff::civil::Date>,
    accepted: bool,
}

#[derive(Serialize)]
struct GapWire<'a> {
    criterion: &'a str,
    level: Option<u8>,
    title: &'a Text,
    kind: Option<tasuki_catalog::Kind>,
    effort: tasuki_catalog::Effort,
    after: Vec<&'a str>,
    unblocks: usize,
    closes_requirement: bool,
    first_step: Option<&'a Text>,
}

impl<'a> Wire<'a> {
    fn new(
        assessment: &'a Assessment<'static>,
        outlooks: &'a [Outlook<'static>],
        problems: &'a [Problem],
        lang: Lang,
    ) -> Self {
        let (catalog, evaluation) = (assessment.catalog, &assessment.evaluation);
        let requirements = evaluation.requirements.iter().map(|verdict| RequirementWire {
            id: &catalog.requirements()[verdict.position].id,
            verdict: verdict.verdict(),
            satisfied: verdict.satisfied,
            asked: verdict.asked,
        });
        let criteria = evaluation.criteria.iter().map(|verdict| {
            let answer = assessment.answers.at(verdict.position);
            CriterionWire {
                id: &catalog.criteria()[verdict.position].id,
                status: verdict.status,
                satisfied: verdict.is_satisfied(),
                reason: verdict.open.map(|open| open.sentence(lang)),
                open: verdict.open,
                note: &answer.note,
                confirmed: answer.confirmed,
                accepted: answer.accepted,
            }
        });
        Self {
            framework: catalog.id(),
            level: evaluation.level,
            as_of: evaluation.as_of,
            verdict: evaluation.verdict(),
            counts: evaluation.counts,
            requirements: requirements.collect(),
            criteria: criteria.collect(),
            score: &assessment.score,
            plan: assessment.plan.iter().map(|gap| gap_wire(assessment, gap)).collect(),
            outlooks: outlooks.iter().map(|outlook| OutlookWire::new(catalog, outlook)).collect(),
            problems,
        }
    }
}

fn gap_wire<'a>(assessment: &'a Assessment<'static>, gap: &Gap) -> GapWire<'a> {
    let criterion = &assessment.catalog.criteria()[gap.position];
    GapWire {
        criterion: &criterion.id,
        level: criterion.level,
        title: &criterion.title,
        kind: criterion.kind,
        effort: gap.effort,
        after: gap.after.iter().map(|&before| assessment.catalog.criteria()[before].id.as_str()).collect(),
        unblocks: gap.unblocks,
        closes_requirement: gap.closes_requirement,
        first_step: criterion.first_step.as_ref(),
    }
}

/// The number of steps of the plan that are shown on a terminal.
const STEPS_SHOWN: usize = 10;

fn text(assessment: &Assessment<'static>, outlooks: &[Outlook<'static>], output: &mut Output) {
    let lang = output.lang;
    let evaluation = &assessment.evaluation;
    output.heading(&sheet::heading(assessment.catalog, evaluation, output));
    let (done, all) = (evaluation.satisfied(), evaluation.criteria.len());
    output.line(say!(
        lang,
        "{}  {done} / {all} 項目を満たしています（{} 時点）",
        "{}  {done} of {all} criteria are satisfied (as of {})",
        bar(done, all),
        evaluation.as_of
    ));
    let counted = Status::ALL.map(|status| {
        let text = format!("{} {} {}", status.sign(), status.name(lang), evaluation.counts.of(status));
        output.tint(&text, tint(status))
    });
    output.line(counted.join("   "));
    let lapsed = evaluation.open().filter(|verdict| matches!(verdict.open, Some(Open::Lapsed { .. }))).count();
    if lapsed > 0 {
        let text = say!(
            lang,
            "適合のうち {lapsed} 項目は確認の期限を過ぎています",
            "{lapsed} of the met criteria had to be shown again and were not"
        );
        output.line(output.tint(&text, Tint::Bad));
    }
    areas(assessment, output);
    points(assessment, output);
    steps(assessment, output);
    for outlook in outlooks {
        output.heading(&say!(lang, "同じ回答から: {}", "From the same answers: {}", outlook.target.title().get(lang)));
        output.line(suggest::summary(outlook, lang));
    }
    output.line("");
    output.line(output.tint(&promise(lang), Tint::Quiet));
}

fn promise(lang: Lang) -> String {
    say!(
        lang,
        "これは自社の回答による状況です。Tasuki は★を付与しません。",
        "This is the state by the company's own word. Tasuki grants no ★."
    )
}

fn tint(status: Status) -> Tint {
    match status {
        Status::Met => Tint::Good,
        Status::Partial => Tint::Part,
        Status::Unmet => Tint::Bad,
        Status::NotApplicable | Status::Unanswered => Tint::Quiet,
    }
}

fn areas(assessment: &Assessment<'static>, output: &mut Output) {
    let lang = output.lang;
    let heading = match assessment.catalog.areas().next() {
        Some(_) => say!(lang, "領域ごと", "By area"),
        None => say!(lang, "要求事項ごと", "By requirement"),
    };
    output.heading(&heading);
    let mut table = Table::default();
    for area in Score::areas(assessment.catalog, &assessment.evaluation) {
        let node = assessment.catalog.group(&area.id).map(|group| &group.title);
        let title = node.or_else(|| assessment.catalog.requirement(&area.id).map(|requirement| &requirement.title));
        table.row([
            area.id.clone(),
            cut(title.map_or("", |title| title.get(lang)), 40),
            bar(area.satisfied, area.asked),
            format!("{} / {}", area.satisfied, area.asked),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
}

fn points(assessment: &Assessment<'static>, output: &mut Output) {
    let Score::Points(points) = &assessment.score else { return };
    let lang = output.lang;
    output.heading(&say!(lang, "点数", "Points"));
    let mut table = Table::default();
    let mut row = |name: String, tally: &tasuki_assess::Tally| {
        let percent = tally.percent.map_or(String::new(), |percent| format!("{percent:.1} %"));
        table.row([name, format!("{} / {}", tally.points, tally.possible), percent]);
    };
    row(say!(lang, "合計", "all"), &points.total);
    for level in &points.levels {
        row(assessment.catalog.level_title(level.id.parse().ok(), lang).to_owned(), &level.tally);
    }
    table.lines().for_each(|line| output.line(line));
}

fn steps(assessment: &Assessment<'static>, output: &mut Output) {
    let lang = output.lang;
    if assessment.plan.is_empty() {
        return;
    }
    let (shown, all) = (assessment.plan.len().min(STEPS_SHOWN), assessment.plan.len());
    output.heading(&say!(lang, "次にすること（{all} 件のうち {shown} 件）", "What to do next ({shown} of {all})"));
    let mut table = Table::default();
    for (place, gap) in assessment.plan.iter().take(STEPS_SHOWN).enumerate() {
        let criterion = &assessment.catalog.criteria()[gap.position];
        let status = assessment.answers.at(gap.position).status;
        table.push(vec![
            format!("{:>2}", place + 1),
            criterion.id.clone(),
            assessment.catalog.level_title(criterion.level, lang).to_owned(),
            output.tint(&format!("{} {}", status.sign(), status.name(lang)), tint(status)),
            cut(criterion.title.get(lang), 48),
            gap.effort.name(lang).to_owned(),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
    output.line(output.tint(
        &say!(lang, "全体は -o plan.xlsx や -o report.pdf で", "all of it with -o plan.xlsx or -o report.pdf"),
        Tint::Quiet,
    ));
}

/// `2,1,0` or `2/1/0`.
fn points_of(text: &str) -> Result<Points, String> {
    let figures: Vec<u32> = text
        .split([',', '/'])
        .map(|figure| figure.trim().parse().map_err(|_| format!("{figure:?} is not a whole number")))
        .collect::<Result<_, _>>()?;
    match figures[..] {
        [met, partial, unmet] if met > 0 && partial <= met && unmet <= partial => Ok(Points { met, partial, unmet }),
        _ => Err("three figures are wanted, from met down to unmet, e.g. 2,1,0".to_owned()),
    }
}
