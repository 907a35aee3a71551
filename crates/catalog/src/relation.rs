//! The set relations of NIST IR 8477, their composition, and what an answer may carry along them.
//!
//! Read `A relation B` over what is asked: the set of things that somebody must do to meet A against the set for B. Neither set
//! is empty. Composing two relations leaves several possible ones; [`Possible`] is that set. The table
//! is the composition table of RCC-5; a property test finds it again by trying all subsets of a small universe.

use serde::{Deserialize, Serialize};

/// How what A asks relates to what B asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The same words.
    Equal,
    /// Other words, the same demand.
    Equivalent,
    /// A asks only a part of B.
    Subset,
    /// A asks all that B asks, and more: who meets A meets B.
    Superset,
    /// They share a part, and each asks something of its own.
    Intersects,
    /// They share nothing.
    #[serde(rename = "none")]
    Disjoint,
}

/// What a status may carry along a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Carry {
    /// Nothing can be said.
    Nothing,
    /// Something is certainly done: partial, look again.
    Partial,
    /// Met carries.
    Met,
}

/// The relations that are still possible between two criteria; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Possible(u8);

impl Relation {
    /// All relations.
    pub const ALL: [Self; 6] =
        [Self::Equal, Self::Equivalent, Self::Subset, Self::Superset, Self::Intersects, Self::Disjoint];

    /// The relation of B to A.
    #[must_use]
    pub fn converse(self) -> Self {
        match self {
            Self::Subset => Self::Superset,
            Self::Superset => Self::Subset,
            symmetric => symmetric,
        }
    }

    /// The sign that stands for it in tables: `=` `⊂` `⊃` `∩` `⊥`.
    pub fn sign(self) -> char {
        match self {
            Self::Equal | Self::Equivalent => '=',
            Self::Subset => '⊂',
            Self::Superset => '⊃',
            Self::Intersects => '∩',
            Self::Disjoint => '⊥',
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Equal | Self::Equivalent => Possible::EQUAL,
            Self::Subset => Possible::SUBSET,
            Self::Superset => Possible::SUPERSET,
            Self::Intersects => Possible::INTERSECTS,
            Self::Disjoint => Possible::DISJOINT,
        }
    }
}

impl From<Relation> for Possible {
    fn from(relation: Relation) -> Self {
        Self(relation.bit())
    }
}

impl Possible {
    const EQUAL: u8 = 1;
    const SUBSET: u8 = 2;
    const SUPERSET: u8 = 4;
    const INTERSECTS: u8 = 8;
    const DISJOINT: u8 = 16;
    const ALL: u8 = 31;

    /// Rows: A to B, columns: B to C, both in the order of the bits; cells: what A to C can be.
    const TABLE: [[u8; 5]; 5] = {
        const E: u8 = Possible::EQUAL;
        const B: u8 = Possible::SUBSET;
        const P: u8 = Possible::SUPERSET;
        const I: u8 = Possible::INTERSECTS;
        const D: u8 = Possible::DISJOINT;
        const ANY: u8 = Possible::ALL;
        [
            [E, B, P, I, D],
            [B, B, ANY, B | I | D, D],
            [P, E | B | P | I, P, P | I, P | I | D],
            [I, B | I, P | I | D, ANY, P | I | D],
            [D, B | I | D, D, B | I | D, ANY],
        ]
    };

    /// What A to C can be, when `self` is what A to B can be and `next` what B to C can be.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        let mut possible = 0;
        for (_, cells) in Self::TABLE.iter().enumerate().filter(|(row, _)| self.0 & (1 << row) != 0) {
            for (column, cell) in cells.iter().enumerate() {
                if next.0 & (1 << column) != 0 {
                    possible |= cell;
                }
            }
        }
        Self(possible)
    }

    /// Whether `relation` is among the possible ones.
    pub fn contains(self, relation: Relation) -> bool {
        self.0 & relation.bit() != 0
    }

    /// Only `=` and `⊃` carry *met*; a certain overlap carries *partial*; anything else carries nothing.
    pub fn carry(self) -> Carry {
        if self.0 & !(Self::EQUAL | Self::SUPERSET) == 0 {
            Carry::Met
        } else if self.0 & Self::DISJOINT == 0 {
            Carry::Partial
        } else {
            Carry::Nothing
        }
    }

    /// The strongest single relation that is certain, in the words of a crosswalk; `None` when nothing is certain.
    pub fn certain(self) -> Option<Relation> {
        match self.0 {
            Self::EQUAL => Some(Relation::Equivalent),
            Self::DISJOINT => Some(Relation::Disjoint),
            bits if bits & !(Self::EQUAL | Self::SUPERSET) == 0 => Some(Relation::Superset),
            bits if bits & !(Self::EQUAL | Self::SUBSET) == 0 => Some(Relation::Subset),
            bits if bits & Self::DISJOINT == 0 => Some(Relation::Intersects),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Carry, Possible, Relation};

    /// How two non-empty subsets of a small universe, as bits, relate.
    fn relate(a: u8, b: u8) -> Relation {
        match (a & !b == 0, b & !a == 0, a & b == 0) {
            (true, true, _) => Relation::Equivalent,
            (true, false, _) => Relation::Subset,
            (false, true, _) => Relation::Superset,
            (false, false, true) => Relation::Disjoint,
            (false, false, false) => Relation::Intersects,
        }
    }

    /// The table holds exactly what all triples of subsets of a universe of six things show.
    #[test]
    fn composition_is_what_sets_do() {
        const UNIVERSE: u8 = 6;
        let mut seen = std::collections::HashMap::<(Relation, Relation), u8>::new();
        for a in 1..1_u8 << UNIVERSE {
            for b in 1..1_u8 << UNIVERSE {
                for c in 1..1_u8 << UNIVERSE {
                    *seen.entry((relate(a, b), relate(b, c))).or_default() |= relate(a, c).bit();
                }
            }
        }
        for ((first, second), bits) in seen {
            assert_eq!(Possible::from(first).then(second.into()), Possible(bits), "{first:?} then {second:?}");
        }
    }

    #[test]
    fn converse_is_what_sets_do() {
        for a in 1..64 {
            for b in 1..64 {
                assert_eq!(relate(a, b).converse(), relate(b, a));
            }
        }
    }

    #[test]
    fn only_equal_and_superset_carry_met() {
        for relation in Relation::ALL {
            let expected = match relation {
                Relation::Equal | Relation::Equivalent | Relation::Superset => Carry::Met,
                Relation::Subset | Relation::Intersects => Carry::Partial,
                Relation::Disjoint => Carry::Nothing,
            };
            assert_eq!(Possible::from(relation).carry(), expected, "{relation:?}");
        }
        // ⊃ then ⊂ is certain to overlap, ∩ then ∩ is not.
        let overlap = Possible::from(Relation::Superset).then(Relation::Subset.into());
        assert_eq!((overlap.carry(), overlap.certain()), (Carry::Partial, Some(Relation::Intersects)));
        let open = Possible::from(Relation::Intersects).then(Relation::Intersects.into());
        assert_eq!((open.carry(), open.certain()), (Carry::Nothing, None));
    }
}
