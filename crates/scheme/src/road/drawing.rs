//! The table of a route as a drawing in text.

use std::fmt::Write as _;

use tasuki_catalog::Lang;

use super::machine::State;
use super::scheme::Route;

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
}
