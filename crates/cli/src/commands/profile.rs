//! `tasuki profile`: the gaps between the current and the target profile.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use tasuki_assess::{ProfileGap, Status, profile_gaps};
use tasuki_catalog::{Catalog, Text};
use tasuki_intake::Wanted;

use super::sheet;
use crate::{
    failure::Failure,
    output::{Output, say},
    table::{Table, cut},
};

#[derive(Debug, Args)]
pub(crate) struct ProfileArguments {
    /// Sheet with the state now.
    pub(crate) current: PathBuf,
    /// Sheet with the target profile: everything that is marked met or partial in it is wanted.
    pub(crate) target: PathBuf,
    /// Edition or framework of both sheets, if their identifiers do not show it.
    #[arg(long, value_name = "ID")]
    pub(crate) framework: Option<String>,
}

#[derive(Serialize)]
struct Wire<'a> {
    framework: &'a str,
    gaps: Vec<GapWire<'a>>,
}

#[derive(Serialize)]
struct GapWire<'a> {
    criterion: &'a str,
    measure: &'a str,
    /// The element of the measure, if the edition divides measures into elements.
    element: Option<&'a str>,
    title: &'a Text,
    current: Status,
    target: Status,
    risk_factor: Option<&'a Text>,
    impact: Option<&'a Text>,
}

pub(super) fn run(arguments: &ProfileArguments, output: &mut Output) -> Result<(), Failure> {
    let wanted = Wanted::on(sheet::today()).framework(sheet::framework(arguments.framework.as_deref())?);
    let current = sheet::read_as(&arguments.current, &wanted)?;
    let target = sheet::read_as(&arguments.target, &wanted.target())?;
    // A profile contains only what matters, so criteria missing in a sheet are no problem here; everything else is.
    for reading in [&current, &target] {
        sheet::tell(&reading.problems, output);
    }
    if current.catalog.id() != target.catalog.id() {
        let (now, wanted) = (current.catalog.id(), target.catalog.id());
        let text = Text::new(
            format!("現状は {now}、目標は {wanted} です"),
            format!("the current profile is of {now}, the target of {wanted}"),
        );
        return Err(Failure::input("different-editions", text)
            .hint("同じ版の二つの表を渡してください", "give two sheets of one edition"));
    }
    let gaps = profile_gaps(current.catalog, &current.answers, &target.answers);
    if output.is_json() {
        let gaps = gaps.iter().map(|gap| wire(current.catalog, *gap)).collect();
        output.json(&Wire { framework: current.catalog.id(), gaps });
    } else {
        text(current.catalog, &gaps, output);
    }
    Ok(())
}

fn wire(catalog: &Catalog, gap: ProfileGap) -> GapWire<'_> {
    let criterion = &catalog.criteria()[gap.position];
    let measure = catalog.requirement(&criterion.requirement);
    GapWire {
        criterion: &criterion.id,
        measure: &criterion.requirement,
        element: criterion.id.split_once(':').map(|(_, element)| element),
        title: &criterion.title,
        current: gap.current,
        target: gap.target,
        risk_factor: measure.and_then(|measure| measure.risk_factor.as_ref()),
        impact: measure.and_then(|measure| measure.impact.as_ref()),
    }
}

fn text(catalog: &Catalog, gaps: &[ProfileGap], output: &mut Output) {
    let lang = output.lang;
    output.heading(catalog.title().get(lang));
    output.line(say!(lang, "目標に届いていない項目 {}", "{} criteria short of the target", gaps.len()));
    let mut measure = "";
    for gap in gaps {
        let criterion = &catalog.criteria()[gap.position];
        if criterion.requirement != measure {
            measure = &criterion.requirement;
            let requirement = catalog.requirement(measure);
            output.heading(&format!("{measure} {}", requirement.map_or("", |found| found.title.get(lang))));
            let texts = requirement.map(|found| (found.risk_factor.as_ref(), found.impact.as_ref()));
            if let Some((Some(factor), Some(impact))) = texts {
                output.line(say!(lang, "リスク要因: {}", "risk factor: {}", factor.get(lang)));
                output.line(say!(lang, "影響: {}", "impact: {}", impact.get(lang)));
            }
        }
        let mut table = Table::default();
        table.row([
            format!("  {}", criterion.id),
            format!("{} → {}", gap.current.sign(), gap.target.sign()),
            cut(criterion.title.get(lang), 60),
        ]);
        table.lines().for_each(|line| output.line(line));
    }
}
