//! Carrying answers over to a new edition, and finding out which must be answered again.

use tasuki_catalog::{Carry, Catalog, Change, ChangeKind, Possible, Relation};

use crate::{Answer, Answers, Status};

/// Answers to the new edition, and where each came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carryover {
    /// Answers to the new edition.
    pub answers: Answers,
    /// One per criterion of the new edition, in its order.
    pub carried: Vec<Carried>,
    /// Criteria of the old edition that have no successor, by position in the old edition.
    pub dropped: Vec<usize>,
}

/// Where one answer came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Position in the new edition.
    pub position: usize,
    /// Positions in the old edition.
    pub from: Vec<usize>,
    /// What happened to the criterion.
    pub change: ChangeKind,
    /// Whether a person must look at it again, because the new text asks for more than, or something other than,
    /// what was answered.
    pub again: bool,
}

/// Carries `answers` over from `old` to `new`, following the changes between the two.
pub fn carry(old: &Catalog, answers: &Answers, new: &Catalog, changes: &[Change]) -> Carryover {
    let mut carryover = Carryover { answers: Answers::new(new), carried: Vec::new(), dropped: Vec::new() };
    for change in changes {
        let from: Vec<usize> = change.from.iter().filter_map(|id| old.position(id)).collect();
        if change.to.is_empty() {
            carryover.dropped.extend(&from);
        }
        for position in change.to.iter().filter_map(|id| new.position(id)) {
            let sources: Vec<&Answer> = from.iter().map(|&at| answers.at(at)).collect();
            let (answer, again) = carry_one(change, &sources);
            *carryover.answers.at_mut(position) = answer;
            carryover.carried.push(Carried { position, from: from.clone(), change: change.change, again });
        }
    }
    carryover.carried.sort_by_key(|carried| carried.position);
    carryover.dropped.sort_unstable();
    carryover
}

/// The new answer, and whether a person must look at it again.
fn carry_one(change: &Change, sources: &[&Answer]) -> (Answer, bool) {
    let Some(first) = sources.first() else { return (Answer::default(), true) };
    let mut answer = (*first).clone();
    for source in &sources[1..] {
        join(&mut answer, source);
    }
    let carry = if change.change == ChangeKind::Merged && change.relation.is_none() {
        // The old criteria together make up the new one.
        Carry::Met
    } else {
        Possible::from(change.relation()).carry()
    };
    let same = matches!(change.change, ChangeKind::Unchanged | ChangeKind::Reworded | ChangeKind::Moved);
    let again = match (answer.status, carry) {
        (Status::Unanswered, _) | (_, Carry::Nothing) => true,
        (Status::Met, Carry::Met) => false,
        (Status::Met, Carry::Partial) => {
            answer.status = Status::Partial;
            true
        }
        // × stays × if everything is still asked for; if a part was dropped, it may have become ○.
        (Status::Unmet, Carry::Partial) => change.relation() != Relation::Subset,
        _ => !same,
    };
    if carry == Carry::Nothing {
        answer.status = Status::Unanswered;
    }
    // An approval was for the old reason and the old question.
    answer.accepted &= !again;
    (answer, again)
}

/// Several old answers become one: the weaker state, the older date, all notes.
fn join(answer: &mut Answer, other: &Answer) {
    if answer.status != other.status {
        answer.status = match (answer.status, other.status) {
            (Status::Unanswered, _) | (_, Status::Unanswered) => Status::Unanswered,
            (Status::NotApplicable, state) | (state, Status::NotApplicable) => state,
            _ => Status::Partial,
        };
    }
    answer.accepted &= other.accepted && answer.note == other.note;
    if !other.note.is_empty() && answer.note != other.note {
        if !answer.note.is_empty() {
            answer.note.push('\n');
        }
        answer.note.push_str(&other.note);
    }
    answer.confirmed = match (answer.confirmed, other.confirmed) {
        (Some(one), Some(two)) => Some(one.min(two)),
        (one, two) => one.or(two),
    };
    answer.maturity = answer.maturity.min(other.maturity);
}
