//! `tasuki scheme show`: the ★s of a scheme, their roads, and on what each fact rests.

use serde::Serialize;
use tasuki_catalog::{Lang, Text};
use tasuki_scheme::road::{Basis, Certainty, Move, Scheme, Star};

use super::{builtin, overlay};
use crate::{
    failure::Failure,
    output::{Output, Tint, say},
    table::Table,
};

/// The data of the scheme, and the table that follows from the steps of each route.
#[derive(Serialize)]
struct Wire<'a> {
    #[serde(flatten)]
    scheme: &'a Scheme,
    /// Whether it is the user's own file.
    own: bool,
    moves: Vec<RouteWire<'a>>,
}

#[derive(Serialize)]
struct RouteWire<'a> {
    route: &'a str,
    moves: Vec<MoveWire<'a>>,
}

#[derive(Serialize)]
struct MoveWire<'a> {
    from: String,
    event: &'a str,
    by: Vec<&'a str>,
    needs: Vec<&'a str>,
    next: String,
}

pub(super) fn run(id: &str, star: Option<u8>, output: &mut Output) -> Result<(), Failure> {
    let known = builtin(id)?;
    let own = overlay::of(&known.id)?;
    let is_own = own.is_some();
    let mut scheme = own.unwrap_or_else(|| known.clone());
    if let Some(star) = star {
        scheme.stars.retain(|own| own.star == star);
        if scheme.stars.is_empty() {
            let text = Text::new(format!("{id} に ★{star} はありません"), format!("{id} has no ★{star}"));
            return Err(Failure::usage("unknown-star", text)
                .hint(format!("tasuki scheme show {id} で確かめてください"), format!("see tasuki scheme show {id}")));
        }
    }
    if output.is_json() {
        json(&scheme, is_own, output);
    } else {
        overview(&scheme, is_own, output);
    }
    Ok(())
}

fn json(scheme: &Scheme, own: bool, output: &mut Output) {
    let wire = |row: &Move| MoveWire {
        from: row.from.word(),
        event: row.event.word(),
        by: row.by.iter().map(|actor| actor.word()).collect(),
        needs: row.needs.iter().map(|need| need.word()).collect(),
        next: row.next.word(),
    };
    let routes = scheme.stars.iter().flat_map(|star| &star.routes);
    let moves = routes.map(|route| RouteWire { route: &route.id, moves: route.moves().iter().map(wire).collect() });
    output.json(&Wire { scheme, own, moves: moves.collect() });
}

fn overview(scheme: &Scheme, own: bool, output: &mut Output) {
    let lang = output.lang;
    output.heading(&format!("{}  {}", scheme.id, scheme.title.get(lang)));
    output.line(say!(lang, "運営者: {}", "Run by: {}", scheme.operator.get(lang)));
    let origin = if own { say!(lang, "（自分のファイル）", " (your own file)") } else { String::new() };
    output.line(say!(lang, "{} の時点{origin}", "As of {}{origin}", scheme.revised));
    for star in &scheme.stars {
        of_star(star, output);
    }
    reviewers(scheme, output);
    output.heading(&say!(lang, "台帳の項目", "What the ledger holds"));
    for field in &scheme.ledger {
        output.line(format!("- {}{}", field.title.get(lang), mark(&field.basis, output)));
    }
    output.heading(&say!(lang, "登録のあいだに起きること", "While a registration holds"));
    for change in &scheme.changes {
        output.line(format!("- {}{}", change.title.get(lang), mark(&change.basis, output)));
        output.line(format!("  {}", change.obliges.get(lang)));
    }
    output.heading(&say!(lang, "出典", "Sources"));
    for source in &scheme.sources {
        let address = source.address.as_ref().map(|address| format!("  {address}")).unwrap_or_default();
        output.line(format!("- {}{address}", source.title.get(lang)));
    }
}

fn of_star(star: &Star, output: &mut Output) {
    let lang = output.lang;
    output.heading(star.title.get(lang));
    output.line(star.way.get(lang));
    let valid = star.valid.years;
    let kept = say!(lang, "有効期間 {valid} 年", "Holds {valid} year(s)");
    output.line(format!("{kept}{}", mark(&star.valid.basis, output)));
    if let Some(check) = &star.self_check {
        let text = say!(lang, "{} か月ごとに自己点検", "Self-check every {} months", check.months);
        output.line(format!("{text}{}", mark(&check.basis, output)));
    }
    let days: Vec<_> = star.reminders.days.iter().map(ToString::to_string).collect();
    let separator = if lang == Lang::Ja { "・" } else { ", " };
    let text = say!(lang, "終わりの {} 日前に知らせます", "Reminders {} days before its end", days.join(separator));
    output.line(format!("{text}{}", mark(&star.reminders.basis, output)));
    for route in &star.routes {
        output.line("");
        let mut table = Table::default();
        for (position, step) in route.steps.iter().enumerate() {
            let by: Vec<_> = step.by.iter().map(|actor| actor.name(lang)).collect();
            table.row([
                format!("{}. {}", position + 1, step.title.get(lang)),
                by.join(separator),
                format!("{}{}", step.output.get(lang), mark(&step.basis, output)),
            ]);
            let needs: Vec<_> = step.needs.iter().map(|need| need.name(lang)).collect();
            let needs = say!(lang, "必要: {}", "needs: {}", needs.join(if lang == Lang::Ja { "、" } else { "; " }));
            table.row([String::new(), String::new(), output.tint(&needs, Tint::Quiet)]);
            if let Some(within) = &step.corrected_within {
                let text = say!(lang, "是正は {} 日以内", "corrections within {} days", within.days);
                table.row([String::new(), String::new(), format!("{text}{}", mark(&within.basis, output))]);
            }
        }
        table.lines().for_each(|line| output.line(line));
    }
}

fn reviewers(scheme: &Scheme, output: &mut Output) {
    let lang = output.lang;
    output.heading(&say!(lang, "確認・評価・検証をする人", "Who confirms, evaluates and tests"));
    let titles = |ids: &[String]| {
        lang.joined(ids.iter().filter_map(|id| scheme.qualification(id)).map(|own| own.title.get(lang)))
    };
    for reviewer in &scheme.reviewers {
        output.line(format!("- {}{}", reviewer.actor.name(lang), mark(&reviewer.basis, output)));
        if !reviewer.one_of.is_empty() {
            let any = titles(&reviewer.one_of);
            output.line(say!(lang, "  次のどれか: {any}", "  one of: {any}"));
        }
        if !reviewer.also.is_empty() {
            let all = titles(&reviewer.also);
            output.line(say!(lang, "  さらに: {all}", "  and: {all}"));
        }
        output.line(format!("  {}", reviewer.note.get(lang)));
    }
}

/// What is said beside a fact: nothing if it is published, else how sure it is.
fn mark(basis: &Basis, output: &Output) -> String {
    match basis.certainty {
        Certainty::Published => String::new(),
        other => output.tint(&say!(output.lang, "［{}］", " [{}]", other.name(output.lang)), Tint::Part),
    }
}
