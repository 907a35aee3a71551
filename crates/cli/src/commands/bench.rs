//! `tasuki bench`: measures this build on this machine; medians of repeated runs, so that anyone can compare.

use std::{
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

use clap::Subcommand;
use jiff::civil::date;
use serde::Serialize;
use tasuki_assess::{Answers, Assessment, Portfolio, Status, evaluate};
use tasuki_catalog::{Catalog, Lang, Library};
use tasuki_intake::Wanted;
use tasuki_report::{ReportError, ReportOptions};

use super::edition;
use crate::{
    failure::Failure,
    output::{Output, say},
    table::Table,
};

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

/// The measured edition: the largest one that suppliers answer.
const EDITION: &str = "scs";
/// Organizations in the packed portfolio.
const ORGANIZATIONS: usize = 1_000_000;
/// The day of the measured evaluations; any day works, as long as it is always the same.
const AS_OF: jiff::civil::Date = date(2026, 4, 1);

/// A function that makes a document.
type Make<'a> = Box<dyn Fn() -> Result<Vec<u8>, ReportError> + 'a>;

/// One measured figure.
#[derive(Serialize)]
struct Figure {
    what: String,
    repeats: usize,
    median_us: f64,
    fastest_us: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gigabytes_per_second: Option<f64>,
}

pub(super) fn run(command: BenchCommand, output: &mut Output) -> Result<(), Failure> {
    let catalog = edition(Library::builtin(), EDITION)?;
    let figures = match command {
        BenchCommand::Evaluate => vec![evaluating(catalog)],
        BenchCommand::Portfolio => vec![portfolio(catalog)],
        BenchCommand::Intake => intake(catalog)?,
        BenchCommand::Report => report(catalog)?,
    };
    if output.is_json() {
        output.json(&figures);
        return Ok(());
    }
    let mut table = Table::default();
    let lang = output.lang;
    table.row([
        say!(lang, "測ったもの", "measured"),
        say!(lang, "中央値", "median"),
        say!(lang, "最速", "fastest"),
        say!(lang, "回数", "repeats"),
        say!(lang, "大きさ", "size"),
    ]);
    for figure in &figures {
        let size = figure.bytes.map_or(String::new(), |bytes| format!("{bytes} B"));
        let speed = figure.gigabytes_per_second.map_or(String::new(), |speed| format!("  {speed:.2} GB/s"));
        table.row([
            figure.what.clone(),
            duration(figure.median_us),
            duration(figure.fastest_us),
            figure.repeats.to_string(),
            size + &speed,
        ]);
    }
    table.lines().for_each(|line| output.line(line));
    Ok(())
}

fn duration(microseconds: f64) -> String {
    if microseconds < 1000.0 { format!("{microseconds:.2} µs") } else { format!("{:.2} ms", microseconds / 1000.0) }
}

/// Measures `work` `repeats` times, each time over `batch` calls, after one warm-up call.
#[expect(clippy::disallowed_methods, reason = "measuring time is what this command is for")]
fn measure<T>(what: &str, repeats: usize, batch: u32, mut work: impl FnMut() -> T) -> Figure {
    black_box(work());
    let mut times: Vec<Duration> = (0..repeats)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..batch {
                black_box(work());
            }
            start.elapsed() / batch
        })
        .collect();
    times.sort_unstable();
    let microseconds = |time: Duration| time.as_secs_f64() * 1e6;
    Figure {
        what: what.to_owned(),
        repeats,
        median_us: microseconds(times[repeats / 2]),
        fastest_us: microseconds(times[0]),
        bytes: None,
        gigabytes_per_second: None,
    }
}

/// Answers in every state, with dates and notes, as a real sheet has them.
fn answers(catalog: &Catalog) -> Answers {
    let mut answers = Answers::new(catalog);
    for position in 0..catalog.criteria().len() {
        let answer = answers.at_mut(position);
        answer.status = Status::ALL[[0, 0, 0, 1, 2, 0, 4, 0][position % 8]];
        answer.confirmed = Some(date(2025, 9, 1));
        "規程 第3条、台帳で管理".clone_into(&mut answer.note);
    }
    answers
}

fn evaluating(catalog: &Catalog) -> Figure {
    let answers = answers(catalog);
    let what = format!("evaluate {} answers", catalog.criteria().len());
    measure(&what, 101, 1000, || evaluate(black_box(catalog), catalog.highest_level(), black_box(&answers), AS_OF))
}

fn portfolio(catalog: &Catalog) -> Figure {
    let mut portfolio = Portfolio::new(catalog);
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..ORGANIZATIONS {
        portfolio.push_with(|_| {
            // xorshift: the same million organizations on every machine.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if state % 8 < 5 { Status::Met } else { Status::ALL[(state >> 32) as usize % 5] }
        });
    }
    let bytes = portfolio.bytes();
    let what = format!("evaluate {ORGANIZATIONS} packed organizations");
    let mut figure = measure(&what, 15, 1, || black_box(&portfolio).evaluate(catalog.highest_level()));
    figure.bytes = Some(bytes);
    #[expect(clippy::cast_precision_loss, reason = "a rounded figure for people")]
    let speed = bytes as f64 / 1e3 / figure.median_us;
    figure.gigabytes_per_second = Some(speed);
    figure
}

fn intake(catalog: &'static Catalog) -> Result<Vec<Figure>, Failure> {
    let library = Library::builtin();
    let workbook = tasuki_report::answer_workbook(catalog, &answers(catalog), &options())
        .map_err(|error| Failure::report(Path::new("-"), &error))?;
    let wanted = Wanted::on(AS_OF);
    let read = || tasuki_intake::read_answers(library, "answers.xlsx", &workbook, &wanted).is_ok();
    let mut figure = measure("read an answer workbook", 31, 1, read);
    figure.bytes = Some(workbook.len());
    Ok(vec![figure])
}

fn report(catalog: &'static Catalog) -> Result<Vec<Figure>, Failure> {
    let assessment = Assessment::new(catalog, catalog.highest_level(), answers(catalog), AS_OF, None);
    let outlooks = super::sheet::outlooks(&assessment);
    let options = ReportOptions { outlooks: &outlooks, ..options() };
    let documents: [(&str, usize, Make<'_>); 4] = [
        (
            "write the answer workbook",
            15,
            Box::new(|| tasuki_report::answer_workbook(catalog, &assessment.answers, &options)),
        ),
        ("write the gap workbook", 15, Box::new(|| tasuki_report::gap_workbook(&assessment, &options))),
        ("write the HTML report", 15, Box::new(|| tasuki_report::html(&assessment, &options).map(String::into_bytes))),
        ("write the PDF report", 7, Box::new(|| tasuki_report::pdf(&assessment, &options))),
    ];
    documents
        .into_iter()
        .map(|(what, repeats, make)| {
            let size = make().map_err(|error| Failure::report(Path::new("-"), &error))?.len();
            Ok(Figure { bytes: Some(size), ..measure(what, repeats, 1, make) })
        })
        .collect()
}

fn options() -> ReportOptions<'static> {
    ReportOptions {
        lang: Lang::Ja,
        organization: None,
        created: AS_OF,
        outlooks: &[],
        library: Library::builtin(),
        source_name: None,
        remarks: &[],
        overdue: &[],
    }
}
