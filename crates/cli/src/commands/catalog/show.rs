//! `tasuki catalog show`: an edition, or one criterion with all its facts.

use serde::Serialize;
use tasuki_catalog::{
    Catalog, Criterion, Group, Guideline, Level, Library, Overlay, Principle, Requirement, Text, fold,
};

use super::overlay;
use crate::{
    commands::edition,
    failure::Failure,
    output::{Output, Tint, say},
    table::{Table, cut},
};

#[derive(Serialize)]
struct Wire<'a> {
    id: &'a str,
    framework: &'a str,
    edition: &'a str,
    title: &'a Text,
    publisher: &'a Text,
    document: &'a Text,
    levels: &'a [Level],
    groups: &'a [Group],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    principles: &'a [Principle],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    guidelines: &'a [Guideline],
    requirements: &'a [Requirement],
    criteria: Vec<CriterionWire<'a>>,
}

#[derive(Serialize)]
struct CriterionWire<'a> {
    #[serde(flatten)]
    criterion: &'a Criterion,
    /// The official wording, if the user has added an overlay.
    #[serde(skip_serializing_if = "Option::is_none")]
    official: Option<&'a str>,
}

pub(super) fn run(id: &str, only: Option<&str>, output: &mut Output) -> Result<(), Failure> {
    let catalog = edition(Library::builtin(), id)?;
    let overlay = overlay::of(catalog)?;
    let criteria: Vec<&Criterion> = match only {
        None => catalog.criteria().iter().collect(),
        // A number may be both a criterion and a requirement, as for JAMA's labels and conditions; then the
        // criterion is shown.
        Some(only) => match catalog.criterion(&fold(only)).or_else(|| catalog.criterion(only)) {
            Some(criterion) => vec![criterion],
            None => catalog
                .criteria()
                .iter()
                .filter(|criterion| criterion.requirement == fold(only) || criterion.requirement == only)
                .collect(),
        },
    };
    if criteria.is_empty() {
        let only = only.unwrap_or_default();
        let text =
            Text::new(format!("{} に {only} はありません", catalog.id()), format!("{} has no {only}", catalog.id()));
        return Err(Failure::usage("unknown-criterion", text)
            .hint(format!("tasuki catalog search {only} で探せます"), format!("try tasuki catalog search {only}")));
    }
    if output.is_json() {
        json(catalog, &criteria, overlay.as_ref(), output);
    } else if only.is_some() {
        for criterion in criteria {
            details(catalog, criterion, overlay.as_ref(), output);
        }
    } else {
        overview(catalog, output);
    }
    Ok(())
}

fn json(catalog: &Catalog, criteria: &[&Criterion], overlay: Option<&Overlay>, output: &mut Output) {
    let criteria = criteria
        .iter()
        .map(|criterion| CriterionWire { criterion, official: overlay.and_then(|overlay| overlay.text(&criterion.id)) })
        .collect();
    output.json(&Wire {
        id: catalog.id(),
        framework: catalog.framework(),
        edition: catalog.edition(),
        title: catalog.title(),
        publisher: catalog.publisher(),
        document: catalog.document(),
        levels: catalog.levels(),
        groups: catalog.groups(),
        principles: catalog.principles(),
        guidelines: catalog.guidelines(),
        requirements: catalog.requirements(),
        criteria,
    });
}

fn overview(catalog: &Catalog, output: &mut Output) {
    let lang = output.lang;
    output.heading(&format!("{}  {}", catalog.id(), catalog.title().get(lang)));
    output.line(catalog.publisher().get(lang));
    for principle in catalog.principles() {
        output.heading(&say!(lang, "原則 {} {}", "Principle {} {}", principle.id, principle.title.get(lang)));
        output.line(principle.statement.get(lang));
    }
    for (position, requirement) in catalog.requirements().iter().enumerate() {
        output.heading(&format!("{} {}", requirement.id, requirement.title.get(lang)));
        let mut table = Table::default();
        for &member in catalog.members(position) {
            let criterion = &catalog.criteria()[member];
            table.row([
                format!("  {}", criterion.id),
                catalog.level_title(criterion.level, lang).to_owned(),
                criterion.kind.map_or("", |kind| kind.name(lang)).to_owned(),
                criterion.cadence.map_or("", |cadence| cadence.name(lang)).to_owned(),
                cut(criterion.title.get(lang), 60),
            ]);
        }
        table.lines().for_each(|line| output.line(line));
    }
}

fn details(catalog: &Catalog, criterion: &Criterion, overlay: Option<&Overlay>, output: &mut Output) {
    let lang = output.lang;
    output.heading(&format!("{}  {}", criterion.id, criterion.title.get(lang)));
    let mut facts = vec![catalog.level_title(criterion.level, lang).to_owned()];
    facts.extend(criterion.kind.map(|kind| kind.name(lang).to_owned()));
    facts.extend(criterion.cadence.iter().chain(&criterion.triggers).map(|cadence| cadence.name(lang).to_owned()));
    facts.extend(criterion.audience.iter().map(|audience| audience.name(lang).to_owned()));
    facts.retain(|fact| !fact.is_empty());
    output.line(output.tint(&facts.join(" · "), Tint::Quiet));
    output.line(criterion.statement.get(lang));
    criterion.thresholds.iter().for_each(|threshold| output.line(format!("- {}", threshold.phrase(lang))));
    if !criterion.alternatives.is_empty() {
        output.line(say!(lang, "次のどれか一つでよい:", "any one of these is enough:"));
        criterion.alternatives.iter().for_each(|way| output.line(format!("- {}", way.get(lang))));
    }
    let mut fact = |ja: &str, en: &str, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let name = say!(lang, "{ja}", "{en}");
            output.line(format!("{name}: {text}"));
        }
    };
    fact("対象外になる場合", "does not apply", criterion.condition.as_ref().map(|text| text.get(lang)));
    fact("参照", "refers to", Some(criterion.refers_to.join(", ").as_str()));
    fact("証跡の例", "evidence, for example", criterion.evidence.as_ref().map(|text| text.get(lang)));
    fact("はじめの一歩", "first step", criterion.first_step.as_ref().map(|text| text.get(lang)));
    fact("作業の大きさ", "effort", criterion.effort.map(|effort| effort.name(lang)));
    fact("公式の文", "official text", overlay.and_then(|overlay| overlay.text(&criterion.id)));
    let source = criterion.source.as_ref().map(|source| match (&source.page, &source.cell) {
        (Some(page), _) => format!("{} p.{page}", catalog.document().get(lang)),
        (None, cell) => format!("{} {}", catalog.document().get(lang), cell.as_deref().unwrap_or_default()),
    });
    fact("出典", "source", source.as_deref());
    fact("訂正", "correction", criterion.correction.as_ref().map(|text| text.get(lang)));
    let words = format!("{} {}", criterion.title.get(lang), criterion.statement.get(lang));
    for term in Library::builtin().glossary().terms_in(&words) {
        output.line(output.tint(&format!("※ {}: {}", term.name(lang), term.explanation.get(lang)), Tint::Quiet));
    }
}
