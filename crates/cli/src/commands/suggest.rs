//! `tasuki suggest`: what the answers say about another guideline.

use clap::Args;
use serde::Serialize;
use tasuki_assess::{Outlook, Status, Suggestion};
use tasuki_catalog::{Catalog, Lang, Library};

use super::crosswalk::no_crosswalk;
use super::{
    edition,
    sheet::{self, PathWire, SheetArguments, path_text},
};
use crate::{
    failure::Failure,
    output::{Output, say},
    table::{Table, cut},
};

#[derive(Debug, Args)]
pub(crate) struct SuggestArguments {
    #[command(flatten)]
    pub(crate) sheet: SheetArguments,
    /// Edition or framework to suggest answers for.
    #[arg(long, value_name = "ID")]
    pub(crate) to: String,
}

/// What the answers to one edition say about another, as JSON.
#[derive(Serialize)]
pub(super) struct OutlookWire<'a> {
    from: &'a str,
    to: &'a str,
    route: &'a [&'a str],
    suggestions: Vec<SuggestionWire<'a>>,
}

impl<'a> OutlookWire<'a> {
    pub(super) fn new(from: &'a Catalog, outlook: &'a Outlook<'a>) -> Self {
        let suggestions = outlook.suggestions.iter().map(|suggestion| wire(suggestion, outlook)).collect();
        Self { from: from.id(), to: outlook.target.id(), route: &outlook.route, suggestions }
    }
}

#[derive(Serialize)]
struct SuggestionWire<'a> {
    criterion: &'a str,
    status: Status,
    because: Vec<PathWire<'a>>,
    against: Vec<PathWire<'a>>,
}

pub(super) fn run(arguments: &SuggestArguments, output: &mut Output) -> Result<(), Failure> {
    let library = Library::builtin();
    let target = edition(library, &arguments.to)?;
    let sheet = sheet::open(&arguments.sheet, None, None, output)?;
    let from = sheet.assessment.catalog;
    let outlook = sheet.assessment.outlook(library, target).ok_or_else(|| no_crosswalk(from.id(), target.id()))?;
    if output.is_json() {
        output.json(&OutlookWire::new(from, &outlook));
    } else {
        text(&outlook, output);
    }
    Ok(())
}

fn wire<'a>(suggestion: &'a Suggestion, outlook: &Outlook<'a>) -> SuggestionWire<'a> {
    SuggestionWire {
        criterion: &outlook.target.criteria()[suggestion.position].id,
        status: suggestion.status,
        because: suggestion.because.iter().map(PathWire::from).collect(),
        against: suggestion.against.iter().map(PathWire::from).collect(),
    }
}

/// The number of criteria of the other edition for which there is a suggestion.
pub(super) fn summary(outlook: &Outlook<'_>, lang: Lang) -> String {
    let of = |status| outlook.suggestions.iter().filter(|suggestion| suggestion.status == status).count();
    let (met, partial, all) = (of(Status::Met), of(Status::Partial), outlook.target.criteria().len());
    say!(
        lang,
        "{all} 項目のうち ○ 適合の見込み {met}、△ 要確認 {partial}（提案です。回答は人が決めます）",
        "of {all} criteria: ○ {met} suggested as met, △ {partial} to look at again (suggestions; a person decides)"
    )
}

fn text(outlook: &Outlook<'_>, output: &mut Output) {
    let lang = output.lang;
    output.heading(&format!("{}  ({})", outlook.target.title().get(lang), outlook.route.join(" → ")));
    output.line(summary(outlook, lang));
    if outlook.suggestions.is_empty() {
        output.line(say!(
            lang,
            "適合と答えた項目から、評価基準ごとに言えることはありません（対応表が大きなまとまりどうしのものか、重なりが確かでないためです）",
            "nothing can be said criterion by criterion: the crosswalk relates larger parts only, or no overlap is certain"
        ));
    }
    output.line("");
    let mut table = Table::default();
    for suggestion in &outlook.suggestions {
        let criterion = &outlook.target.criteria()[suggestion.position];
        let mut paths: Vec<_> = suggestion.because.iter().map(path_text).collect();
        paths.extend(
            suggestion.against.iter().map(|path| say!(lang, "ただし残り: {}", "but open: {}", path_text(path))),
        );
        table.row([
            criterion.id.clone(),
            format!("{} {}", suggestion.status.sign(), suggestion.status.name(lang)),
            cut(criterion.title.get(lang), 44),
            cut(&paths.join(", "), 60),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
}
