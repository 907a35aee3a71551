//! From the text of a scheme to the checked type; all problems are reported together.

use std::collections::HashSet;

use tasuki_catalog::{Problem, SourceFile, Text};

use super::scheme::{Basis, Route, Scheme, Star, Step};
use super::step::{Actor, StepKind};

/// Reads a scheme, `catalogs/schemes/<id>.toml`.
///
/// # Errors
/// Every problem of the file, with its place.
pub fn parse_scheme(file: &SourceFile) -> Result<Scheme, Vec<Problem>> {
    let mut scheme: Scheme = file.parse().map_err(|problem| vec![problem])?;
    let mut check = Check { file, problems: Vec::new() };
    check.texts(&scheme);
    check.unique(&scheme);
    check.references(&scheme);
    for star in &scheme.stars {
        check.amounts(star);
        for route in &star.routes {
            check.route(route);
        }
    }
    if scheme.stars.iter().any(|star| star.routes.is_empty()) || scheme.stars.is_empty() {
        check.complain(&scheme.id, "a scheme without a route", "at least one ★, each with at least one route");
    }
    if !check.problems.is_empty() {
        return Err(check.problems);
    }
    for star in &mut scheme.stars {
        let self_checked = star.self_check.is_some();
        for route in &mut star.routes {
            route.moves = Route::table(&route.steps, self_checked);
        }
    }
    Ok(scheme)
}

struct Check<'a> {
    file: &'a SourceFile,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn complain(&mut self, subject: &str, found: impl Into<String>, expected: impl Into<String>) {
        self.problems.push(self.file.problem(subject, found, expected));
    }

    /// Every text is there in both languages.
    fn texts(&mut self, scheme: &Scheme) {
        let mut texts: Vec<(&str, &Text)> = vec![(&scheme.id, &scheme.title), (&scheme.id, &scheme.operator)];
        texts.extend(scheme.sources.iter().map(|own| (own.id.as_str(), &own.title)));
        texts.extend(scheme.qualifications.iter().map(|own| (own.id.as_str(), &own.title)));
        texts.extend(scheme.reviewers.iter().map(|own| (own.actor.word(), &own.note)));
        for own in scheme.asking.iter().flat_map(|asking| &asking.questions) {
            texts.extend([&own.title, &own.short, &own.help].map(|text| (own.id.as_str(), text)));
        }
        let factors = scheme.asking.iter().flat_map(|asking| &asking.factors);
        texts.extend(factors.map(|own| (own.id.as_str(), &own.title)));
        texts.extend(scheme.ledger.iter().map(|own| (own.field.as_str(), &own.title)));
        for own in &scheme.changes {
            texts.extend([(own.kind.as_str(), &own.title), (own.kind.as_str(), &own.obliges)]);
        }
        for star in &scheme.stars {
            texts.extend([(scheme.id.as_str(), &star.title), (scheme.id.as_str(), &star.way)]);
            for route in &star.routes {
                let id = route.id.as_str();
                texts.push((id, &route.title));
                texts.extend(route.steps.iter().flat_map(|step| [(id, &step.title), (id, &step.output)]));
                texts.extend(route.steps.iter().filter_map(|step| Some((id, step.wording.as_ref()?))));
            }
        }
        for (subject, text) in texts {
            self.text(subject, text);
        }
    }

    fn text(&mut self, subject: &str, text: &Text) {
        if text.ja.trim().is_empty() || text.en.trim().is_empty() {
            let shown = if text.ja.trim().is_empty() { &text.en } else { &text.ja };
            self.complain(subject, format!("a text in one language only: {shown:?}"), "ja and en");
        }
    }

    fn unique(&mut self, scheme: &Scheme) {
        let asking = scheme.asking.as_ref();
        let lists: [(&str, Vec<&str>); 8] = [
            ("question", asking.iter().flat_map(|own| &own.questions).map(|own| own.id.as_str()).collect()),
            ("factor", asking.iter().flat_map(|own| &own.factors).map(|own| own.id.as_str()).collect()),
            ("source", scheme.sources.iter().map(|own| own.id.as_str()).collect()),
            ("qualification", scheme.qualifications.iter().map(|own| own.id.as_str()).collect()),
            ("reviewer", scheme.reviewers.iter().map(|own| own.actor.word()).collect()),
            ("ledger field", scheme.ledger.iter().map(|own| own.field.as_str()).collect()),
            ("change", scheme.changes.iter().map(|own| own.kind.as_str()).collect()),
            ("route", scheme.stars.iter().flat_map(|star| &star.routes).map(|own| own.id.as_str()).collect()),
        ];
        for (what, ids) in lists {
            let mut known = HashSet::new();
            for id in ids {
                if !known.insert(id) {
                    self.complain(id, format!("the {what} {id} twice"), "each of them once");
                }
            }
        }
        if !scheme.stars.is_sorted_by(|one, other| one.star < other.star) {
            self.complain(&scheme.id, "★s out of order or twice", "each ★ once, the lowest first");
        }
    }

    /// Whatever is named exists.
    fn references(&mut self, scheme: &Scheme) {
        if let Some(asking) = &scheme.asking {
            for star in [asking.yes, asking.no].into_iter().filter(|star| scheme.star(*star).is_none()) {
                self.complain("asking", format!("★{star}"), "a ★ of one of [[stars]]");
            }
            if asking.questions.is_empty() {
                self.complain("asking", "no question", "at least one of [[asking.questions]]");
            }
        }
        for (subject, basis) in bases(scheme) {
            if scheme.source(&basis.source).is_none() {
                self.complain(subject, format!("the source {}", basis.source), "the id of one of [[sources]]");
            }
        }
        for reviewer in &scheme.reviewers {
            for id in reviewer.one_of.iter().chain(&reviewer.also) {
                if scheme.qualification(id).is_none() {
                    let subject = reviewer.actor.word();
                    self.complain(subject, format!("the qualification {id}"), "the id of one of [[qualifications]]");
                }
            }
        }
        for route in scheme.stars.iter().flat_map(|star| &star.routes) {
            for step in route.steps.iter().filter(|step| step.step.is_looked_at()) {
                for actor in step.by.iter().filter(|actor| scheme.reviewer(**actor).is_none()) {
                    let found = format!("{} by {}", step.step.word(), actor.word());
                    self.complain(&route.id, found, "an actor of one of [[reviewers]]");
                }
            }
        }
    }

    fn amounts(&mut self, star: &Star) {
        let route = star.routes.first().map_or("", |route| route.id.as_str());
        if star.valid.years == 0 || star.self_check.as_ref().is_some_and(|own| own.months == 0) {
            self.complain(route, format!("a period of nothing for ★{}", star.star), "at least 1");
        }
        let days = &star.reminders.days;
        if days.contains(&0) || !days.is_sorted_by(|one, other| one > other) {
            self.complain(route, format!("reminders {days:?}"), "numbers of days from 1, the most first");
        }
    }

    /// The steps are a way from the self-assessment to the registration on which nothing that must be is left out.
    fn route(&mut self, route: &Route) {
        let kinds: Vec<StepKind> = route.steps.iter().map(|step| step.step).collect();
        if !kinds.is_sorted_by(|one, other| one < other) {
            let order = StepKind::ALL.map(StepKind::word).join(", ");
            self.complain(
                &route.id,
                "steps out of order or twice",
                format!("each at most once, in this order: {order}"),
            );
        }
        for kind in [StepKind::SelfAssessment, StepKind::Review, StepKind::Registration] {
            if !kinds.contains(&kind) {
                self.complain(&route.id, format!("no step {}", kind.word()), "a route has it");
            }
        }
        for step in &route.steps {
            self.step(route, step);
        }
    }

    fn step(&mut self, route: &Route, step: &Step) {
        let word = step.step.word();
        let wrong = |actor: &Actor| match step.step {
            StepKind::SelfAssessment | StepKind::Application => *actor != Actor::Supplier,
            StepKind::Declaration => *actor != Actor::Management,
            StepKind::Registration => *actor != Actor::Operator,
            StepKind::Review | StepKind::Audit | StepKind::TechnicalCheck => {
                !matches!(actor, Actor::Expert | Actor::EvaluationBody | Actor::TechnicalVerifier)
            }
        };
        if step.by.is_empty() {
            self.complain(&route.id, format!("{word} by nobody"), "who brings it to its end");
        }
        for actor in step.by.iter().filter(|actor| wrong(actor)) {
            self.complain(&route.id, format!("{word} by {}", actor.word()), "somebody whose act it can be");
        }
        for need in step.step.core().iter().filter(|need| !step.needs.contains(need)) {
            self.complain(&route.id, format!("{word} without {}", need.word()), "what this step cannot do without");
        }
        if let Some(wording) = step.wording.as_ref().filter(|wording| !says_for_what(step.step, wording)) {
            self.complain(
                &route.id,
                format!("{word} in the words {:?}", wording.en),
                "a declaration that names its {digest}",
            );
        }
        if step.corrected_within.as_ref().is_some_and(|own| own.days == 0) {
            self.complain(&route.id, format!("no days for the corrections of {word}"), "at least 1");
        }
    }
}

/// Whether words are those of a declaration that says for which submission it is given.
fn says_for_what(step: StepKind, wording: &Text) -> bool {
    step == StepKind::Declaration && [&wording.ja, &wording.en].iter().all(|text| text.contains("{digest}"))
}

/// Everything that says on what it rests, with what it belongs to.
fn bases(scheme: &Scheme) -> Vec<(&str, &Basis)> {
    let mut all: Vec<(&str, &Basis)> = Vec::new();
    for own in &scheme.qualifications {
        all.extend(own.valid.iter().map(|valid| (own.id.as_str(), &valid.basis)));
    }
    if let Some(asking) = &scheme.asking {
        all.push(("asking", &asking.basis));
        all.extend(asking.questions.iter().map(|own| (own.id.as_str(), &own.basis)));
        all.extend(asking.factors.iter().map(|own| (own.id.as_str(), &own.basis)));
    }
    all.extend(scheme.reviewers.iter().map(|own| (own.actor.word(), &own.basis)));
    all.extend(scheme.ledger.iter().map(|own| (own.field.as_str(), &own.basis)));
    all.extend(scheme.changes.iter().map(|own| (own.kind.as_str(), &own.basis)));
    for star in &scheme.stars {
        let route = star.routes.first().map_or(scheme.id.as_str(), |route| &route.id);
        all.extend([(route, &star.basis), (route, &star.valid.basis), (route, &star.reminders.basis)]);
        all.extend(star.self_check.iter().map(|own| (route, &own.basis)));
        for route in &star.routes {
            for step in &route.steps {
                all.push((&route.id, &step.basis));
                all.extend(step.corrected_within.iter().map(|own| (route.id.as_str(), &own.basis)));
            }
        }
    }
    all
}
