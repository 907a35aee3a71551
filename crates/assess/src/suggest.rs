//! What answers to one edition say about another. A suggestion is never an answer; it becomes one only when a
//! person accepts it.

use std::collections::HashMap;

use tasuki_catalog::{Carry, Catalog, Composed, Relation};

use crate::{Answers, CriterionVerdict, Evaluation, Status};

/// What the known answers say about one criterion of another edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Position in the target's [`Catalog::criteria`].
    pub position: usize,
    /// [`Status::Met`], or [`Status::Partial`], which means: look again.
    pub status: Status,
    /// The paths that support the suggestion, strongest first.
    pub because: Vec<Composed>,
    /// Paths from an open criterion that is a part of this one: while that criterion is open, this one cannot be
    /// met.
    pub against: Vec<Composed>,
}

/// Suggestions for the criteria of `target`, in its order, from an evaluation of `known` along `paths` that lead
/// from `known` to `target`.
///
/// If a crosswalk refers to a whole requirement, that requirement counts as met when nothing in it is open. A met
/// criterion carries *met* along `=` and `⊃`, and *partial* along a certain overlap. A partial one carries
/// *partial* if it equals the target or is a part of it, because the work done on it is also work done on the
/// target. If an open criterion is a part of the target, *met* is capped at *partial*.
pub fn suggest(
    known: &Catalog,
    answers: &Answers,
    evaluation: &Evaluation,
    target: &Catalog,
    paths: &[Composed],
) -> Vec<Suggestion> {
    let mut found = HashMap::<usize, Suggestion>::new();
    for path in paths {
        let (Some((status, satisfied)), Some(position)) =
            (standing(known, answers, evaluation, &path.from), target.position(&path.to))
        else {
            continue;
        };
        let entry = found.entry(position).or_insert_with(|| Suggestion {
            position,
            status: Status::Unanswered,
            because: Vec::new(),
            against: Vec::new(),
        });
        if let Some(carried) = carried(status, satisfied, path) {
            if carried.rank() > entry.status.rank() {
                entry.status = carried;
                entry.because.insert(0, path.clone());
            } else {
                entry.because.push(path.clone());
            }
        }
        if is_part(path) && matches!(status, Status::Unmet | Status::Partial) {
            entry.against.push(path.clone());
        }
    }
    let mut suggestions: Vec<_> = found.into_values().filter(|suggestion| !suggestion.because.is_empty()).collect();
    for suggestion in &mut suggestions {
        if suggestion.status == Status::Met && !suggestion.against.is_empty() {
            suggestion.status = Status::Partial;
        }
        // A path that is itself the reason for *partial* is not listed again as a reason against.
        let because = &suggestion.because;
        suggestion.against.retain(|path| !because.contains(path));
    }
    suggestions.sort_by_key(|suggestion| suggestion.position);
    suggestions
}

/// What is known about the criterion or requirement `id`: its state, and whether nothing in it is open.
fn standing(known: &Catalog, answers: &Answers, evaluation: &Evaluation, id: &str) -> Option<(Status, bool)> {
    if let Some(position) = known.position(id) {
        let verdict = evaluation.criterion(position);
        return Some((answers.at(position).status, verdict.is_some_and(CriterionVerdict::is_satisfied)));
    }
    let verdict = evaluation.requirements.iter().find(|verdict| known.requirements()[verdict.position].id == id)?;
    Some(match verdict.satisfied {
        0 => (Status::Unanswered, false),
        satisfied if satisfied == verdict.asked => (Status::Met, true),
        _ => (Status::Partial, false),
    })
}

fn carried(status: Status, satisfied: bool, path: &Composed) -> Option<Status> {
    match (status, path.possible.carry()) {
        (Status::Met, Carry::Met) if satisfied => Some(Status::Met),
        // Met once but lapsed: something exists, so look again.
        (Status::Met, Carry::Met | Carry::Partial) => Some(Status::Partial),
        (Status::Partial, _) if is_part(path) => Some(Status::Partial),
        _ => None,
    }
}

/// Whether the source certainly equals the target or is a part of it.
fn is_part(path: &Composed) -> bool {
    matches!(path.possible.certain(), Some(Relation::Equivalent | Relation::Subset))
}
