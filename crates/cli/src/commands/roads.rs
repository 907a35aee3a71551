//! `tasuki roads`: the reference of the roads to a ★, generated from their tables (`docs/reference/roads.md`).

use std::fmt::Write as _;

use tasuki_catalog::Lang;
use tasuki_scheme::road::{Basis, Certainty, Move, Route, Scheme};

/// The page as Markdown.
pub(super) fn page() -> String {
    let mut page = String::from(
        "# The roads to a ★\n\nGenerated from `catalogs/schemes`. Each route is a state machine: its table says where an event leads, whose \
         act it is, and what it needs. Everything not in the table is refused, with what is possible instead.\n",
    );
    for scheme in Scheme::builtin() {
        let _ = writeln!(page, "\n## {} ({})\n\nAs of {}.", scheme.title.en, scheme.title.ja, scheme.revised);
        for star in &scheme.stars {
            let _ = writeln!(page, "\n### {}\n\n{}", star.title.en, star.way.en);
            let _ = writeln!(page, "\nA registration holds {} year(s){}.", star.valid.years, mark(&star.valid.basis));
            for route in &star.routes {
                steps(route, &mut page);
                table(route, &mut page);
                let _ = writeln!(page, "\n```mermaid\n{}```", route.diagram(Lang::En));
            }
        }
    }
    page.trim_end().to_owned()
}

/// What must be said beside a fact that nobody published.
fn mark(basis: &Basis) -> String {
    match basis.certainty {
        Certainty::Published => String::new(),
        other => format!(" ({})", other.name(Lang::En)),
    }
}

fn steps(route: &Route, page: &mut String) {
    let _ = writeln!(page, "\n| step | by | needs | comes out |\n| --- | --- | --- | --- |");
    for step in &route.steps {
        let by: Vec<_> = step.by.iter().map(|actor| actor.name(Lang::En)).collect();
        let needs: Vec<_> = step.needs.iter().map(|need| need.name(Lang::En)).collect();
        let (title, output) = (&step.title, &step.output.en);
        let title = format!("{} {}{}", title.en, title.ja, mark(&step.basis));
        let _ = writeln!(page, "| {title} | {} | {} | {output} |", by.join(", "), needs.join("; "));
    }
}

fn table(route: &Route, page: &mut String) {
    let _ = writeln!(page, "\n| from | event | by | needs | next |\n| --- | --- | --- | --- | --- |");
    for Move { from, event, by, needs, next } in route.moves() {
        let by: Vec<_> = by.iter().map(|actor| actor.word()).collect();
        let needs: Vec<_> = needs.iter().map(|need| need.word()).collect();
        let (from, event, next) = (from.word(), event.word(), next.word());
        let _ = writeln!(page, "| `{from}` | `{event}` | {} | {} | `{next}` |", by.join(", "), needs.join(", "));
    }
}
