//! The set relations of NIST IR 8477, their composition, and what an answer may carry along them.
//!
//! `A relation B` compares two sets: what must be done to meet A, and what must be done to meet B. Neither set is
//! empty. Composing two relations can leave several possible ones; [`Possible`] is the set of these. The table is
//! the composition table of RCC-5; a property test derives it again by trying all subsets of a small universe.

use serde::{Deserialize, Serialize};

/// How the demands of A relate to those of B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The same demand in the same words.
    Equal,
    /// The same demand in other words.
    Equivalent,
    /// A demands only a part of B.
    Subset,
    /// A demands everything that B demands, and more: an organization that meets A also meets B.
    Superset,
    /// They overlap, and each also has demands of its own.
    Intersects,
    /// They have nothing in common.
    #[serde(rename = "none")]
    Disjoint,
}

/// What a status may carry along a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Carry {
    /// Nothing can be said.
    Nothing,
    /// Something is certainly done: *partial*, to be looked at again.
    Partial,
    /// *Met* carries over.
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

    /// The sign used for it in tables: `=` `⊂` `⊃` `∩` `⊥`.
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

    /// Rows: A to B; columns: B to C; both in the order of the bits. Cells: the possible relations of A to C.
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

    /// The possible relations of A to C, when `self` holds those of A to B and `next` those of B to C.
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

    /// The strongest single relation that is certain, as a crosswalk would state it; `None` when nothing is
    /// certain.
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

    /// The table matches what all triples of subsets of a universe of six elements show.
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
        // ⊃ followed by ⊂ certainly overlaps; ∩ followed by ∩ does not.
        let overlap = Possible::from(Relation::Superset).then(Relation::Subset.into());
        assert_eq!((overlap.carry(), overlap.certain()), (Carry::Partial, Some(Relation::Intersects)));
        let open = Possible::from(Relation::Intersects).then(Relation::Intersects.into());
        assert_eq!((open.carry(), open.certain()), (Carry::Nothing, None));
    }

    #[test]
    fn what_is_certain_holds_for_every_possible_relation() {
        use Relation::{Disjoint, Equivalent, Intersects, Subset, Superset};
        for (possible, certain) in [
            (&[Equivalent][..], Some(Equivalent)),
            (&[Subset], Some(Subset)),
            (&[Superset], Some(Superset)),
            (&[Intersects], Some(Intersects)),
            (&[Disjoint], Some(Disjoint)),
            // Equality is a special case of both ⊂ and ⊃.
            (&[Equivalent, Subset], Some(Subset)),
            (&[Equivalent, Superset], Some(Superset)),
            // All relations except ⊥ share something.
            (&[Subset, Superset], Some(Intersects)),
            (&[Subset, Intersects], Some(Intersects)),
            (&[Superset, Intersects], Some(Intersects)),
            (&[Equivalent, Subset, Superset, Intersects], Some(Intersects)),
            (&[Equivalent, Disjoint], None),
            (&[Subset, Disjoint], None),
            (&[Superset, Disjoint], None),
            (&[Intersects, Disjoint], None),
            (&[Equivalent, Subset, Superset, Intersects, Disjoint], None),
        ] {
            let bits = possible.iter().fold(0, |bits, relation| bits | relation.bit());
            assert_eq!(Possible(bits).certain(), certain, "{possible:?}");
        }
    }

    /// A set of possible relations carries as much as the one that carries least.
    #[test]
    fn what_is_possible_carries_what_its_weakest_relation_carries() {
        for bits in 1..=Possible::ALL {
            let among = Relation::ALL.into_iter().filter(|relation| Possible(bits).contains(*relation));
            let weakest = among.map(|relation| Possible::from(relation).carry()).min();
            assert_eq!(Some(Possible(bits).carry()), weakest, "{bits:05b}");
        }
    }

    #[test]
    fn a_relation_alone_is_the_only_possible_one() {
        for one in Relation::ALL {
            for two in Relation::ALL {
                // Equal words and equal demands share their sign.
                assert_eq!(Possible::from(one).contains(two), one.sign() == two.sign(), "{one:?} {two:?}");
            }
        }
    }

    #[test]
    fn every_relation_has_the_sign_of_set_theory() {
        assert_eq!(Relation::ALL.map(Relation::sign), ['=', '=', '⊂', '⊃', '∩', '⊥']);
    }
}
