//! The table of a route as a picture: in text for documents, and placed in rows for a page.

use std::fmt::Write as _;

use tasuki_catalog::Lang;

use super::machine::{Event, Move, State};
use super::scheme::Route;
use super::step::Actor;

/// A route as a picture. The steps stand below each other, corrections beside the step in which something was found. What stays where it
/// is, and what leads to the withdrawal of a road from everywhere, is left out: the table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The states, each in its place.
    pub places: Vec<Place>,
    /// What leads from one to another.
    pub ways: Vec<Way>,
}

/// Where a state stands in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The state.
    pub state: State,
    /// Its row; the first is 0.
    pub row: usize,
    /// Whether it stands beside the steps: corrections, and a registration that was taken away.
    pub is_beside: bool,
}

/// What leads from some states to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Where it begins; several where the same leads from all of them to the same.
    pub from: Vec<State>,
    /// Where it leads.
    pub next: State,
    /// What happens, and whose act it is.
    pub acts: Vec<(Event, Vec<Actor>)>,
    /// How it is drawn.
    pub course: Course,
}

/// How a way is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Course {
    /// Down to the next row.
    Down,
    /// To what stands beside it.
    Aside,
    /// Back from beside it.
    Back,
    /// Up to an earlier step, on the side of the steps.
    Up,
    /// Up to corrections in an earlier row, on their side.
    UpAside,
}

impl Route {
    /// The table as a state diagram of Mermaid. What stays where it is, and what leads to the end of a road from everywhere, is left out:
    /// the table has it.
    pub fn diagram(&self, lang: Lang) -> String {
        let mut drawing = String::from("stateDiagram-v2\n");
        let states = self.states();
        let place = |state: State| states.iter().position(|own| *own == state).unwrap_or_default();
        for state in states.iter().filter(|own| !matches!(own, State::Withdrawn)) {
            let _ = writeln!(drawing, "    s{} : {}", place(*state), state.name(self, lang));
        }
        let _ = writeln!(drawing, "    [*] --> s{}", place(State::START));
        let drawn = self.moves().iter().filter(|own| own.from != own.next && own.next != State::Withdrawn);
        for own in drawn {
            let by: Vec<&str> = own.by.iter().map(|actor| actor.name(lang)).collect();
            let act = format!("{} ({})", own.event.name(lang), by.join(", "));
            let _ = writeln!(drawing, "    s{} --> s{} : {act}", place(own.from), place(own.next));
        }
        for state in states.iter().filter(|own| **own == State::Revoked) {
            let _ = writeln!(drawing, "    s{} --> [*]", place(*state));
        }
        drawing
    }

    /// The table as a picture.
    pub fn picture(&self) -> Picture {
        let places = self.places();
        let place = |state: State| places.iter().copied().find(|own| own.state == state);
        let mut ways: Vec<Way> = Vec::new();
        for own in self.moves().iter().filter(|own| own.from != own.next) {
            let (Some(from), Some(next)) = (place(own.from), place(own.next)) else { continue };
            add(&mut ways, own, course(from, next));
        }
        Picture { places, ways }
    }

    /// The states that are drawn, each in its place.
    fn places(&self) -> Vec<Place> {
        let mut row = 0;
        let mut place = |state| {
            let is_beside = matches!(state, State::Correcting(_) | State::Revoked);
            // Corrections stand in the row of their step, which comes before them.
            let at = if is_beside { row - 1 } else { row };
            row = at + 1;
            Place { state, row: at, is_beside }
        };
        self.states().into_iter().filter(|own| *own != State::Withdrawn).map(&mut place).collect()
    }
}

fn course(from: Place, next: Place) -> Course {
    match (from.is_beside, next.is_beside) {
        (false, true) if from.row == next.row => Course::Aside,
        (_, true) => Course::UpAside,
        (true, false) if from.row == next.row => Course::Back,
        (false, false) if from.row < next.row => Course::Down,
        (_, false) => Course::Up,
    }
}

/// Adds a move to the ways: to one that joins the same states, or to one that brings the same act to the same state from elsewhere.
fn add(ways: &mut Vec<Way>, own: &Move, course: Course) {
    let act = (own.event, own.by.clone());
    let alike = ways.iter_mut().filter(|way| way.next == own.next && way.course == course);
    for way in alike {
        if way.from == [own.from] {
            way.acts.push(act);
            return;
        }
        let gathers = matches!(course, Course::Up | Course::UpAside);
        if gathers && way.acts.as_slice() == std::slice::from_ref(&act) {
            way.from.push(own.from);
            return;
        }
    }
    ways.push(Way { from: vec![own.from], next: own.next, acts: vec![act], course });
}
