//! Plans from a seed.

use tasuki_assess::Status;
use tasuki_scheme::{Classification, Role};

use super::plan::{Act, At, Criterion, End, Field, Place, Plan, Reply, Seen, Step, Way, Who};

/// How many steps a road has from its beginning to its end, as people take them.
const ROAD: usize = 40;

/// Numbers that look random and follow from a seed (SplitMix64): the same on every machine and with every version of every library, so that
/// a seed means the same plan for as long as this folder is not changed.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(1).max(1);
        usize::try_from(self.next() % bound).unwrap_or_default()
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// Whether something happens that does so many times in a hundred.
    fn percent(&mut self, hundredth: usize) -> bool {
        self.below(100) < hundredth
    }

    /// A plan of so many steps.
    pub(super) fn plan(&mut self, steps: usize) -> Plan {
        // In every other plan, most of what happens is about roads.
        let share = if self.percent(50) { 70 } else { 12 };
        let step = |number: usize| {
            // People go along a road from its beginning, twice in a plan, and not quite in order.
            let at = number * 2 * ROAD / steps % ROAD;
            if self.percent(share) { self.road_step(at) } else { self.step() }
        };
        Plan((0..steps).map(step).collect())
    }

    fn step(&mut self) -> Step {
        // Those who work are there more often than those who look.
        let who = if self.percent(50) {
            self.one(&[Who::Lead, Who::Chief, Who::Worker, Who::Helper, Who::Approver])
        } else {
            self.one(&Who::ALL)
        };
        let act = self.act();
        // Most who manage members may; sometimes somebody else tries.
        let manages = matches!(
            act,
            Act::Grant { .. }
                | Act::EndGrant { .. }
                | Act::Link { .. }
                | Act::LockLink { .. }
                | Act::ReplaceLink { .. }
                | Act::EndLink { .. }
                | Act::Role { .. }
                | Act::Remove { .. }
        );
        Step { who: if manages && self.percent(75) { Who::Admin } else { who }, act }
    }

    fn act(&mut self) -> Act {
        match self.below(112) {
            0..22 => {
                let field = self.field();
                Act::Save { at: self.at(), seen: self.seen(), field }
            }
            22..29 => Act::Accept { at: self.at(), seen: self.seen(), accepted: self.percent(80) },
            29..33 => {
                let criteria = Criterion::ALL.into_iter().filter(|_| self.percent(60)).collect();
                let status = self.status();
                Act::Many { place: self.place(), seen: self.seen(), status, criteria }
            }
            33..39 => Act::Undo { at: self.at() },
            39..42 => Act::Race { with: self.one(&Who::ALL), at: self.at() },
            42..47 => Act::Say { at: self.at() },
            47..50 => Act::EditComment { nth: self.below(8), seen: self.seen() },
            50..52 => Act::RemoveComment { nth: self.below(8) },
            52..59 => Act::AddEvidence { at: self.at(), class: self.class() },
            59..63 => Act::ReadEvidence { nth: self.below(8) },
            63..66 => Act::Classify { nth: self.below(8), seen: self.seen(), class: self.class() },
            66..68 => Act::Detach { nth: self.below(8) },
            68..71 => {
                let owner = self.percent(60).then(|| self.one(&Who::ALL));
                Act::Task { at: self.at(), owner }
            }
            // Few tasks, so that they come far.
            71..82 => Act::Move { nth: self.below(3), way: self.one(&Way::ALL), seen: self.seen() },
            82..86 => self.grant(),
            86..88 => Act::EndGrant { nth: self.below(6) },
            88..91 => self.role(),
            91..92 => Act::Remove { of: self.one(&Who::ALL) },
            92..96 => Act::Look,
            96..98 => Act::Day,
            98..100 => Act::Restart,
            100..103 => self.link(),
            103..105 => Act::LockLink { nth: self.below(4), locked: self.percent(60) },
            105 => Act::ReplaceLink { nth: self.below(4) },
            106 => Act::EndLink { nth: self.below(4) },
            _ => Act::Visit { nth: self.below(4) },
        }
    }

    /// A step on a road, mostly by somebody who may take it, and mostly one that is due about there.
    fn road_step(&mut self, at: usize) -> Step {
        let organization = [Who::Lead, Who::Lead, Who::Chief];
        // Somebody from outside reviews; whoever prepared it tries, too.
        let reviewer = [Who::Guest, Who::Guest, Who::Guest, Who::Guest, Who::Lead, Who::Helper];
        // Few roads, and few questions, so that they come far.
        let nth = usize::from(self.percent(20));
        let raised = self.below(2);
        let at = if self.percent(80) { (at + self.below(16)).saturating_sub(8) % ROAD } else { self.below(ROAD) };
        let (usual, act): (&[Who], Act) = match at {
            0..3 => (&organization, Act::OpenRoad { place: self.place() }),
            // What changes is the answer for which a ★3 asks.
            3..5 => {
                let (place, field) = (self.place(), self.field());
                (&organization, Act::Save { at: At { place, criterion: Criterion::Third }, seen: Seen::Any, field })
            }
            5..8 => (&organization, Act::Freeze { nth }),
            8..12 => {
                let person = if self.percent(85) { self.one(&reviewer) } else { self.one(&Who::ALL) };
                let days = i64::try_from(self.below(6)).unwrap_or_default();
                (&organization, Act::Appoint { nth, person, days })
            }
            12 => (&organization, Act::Dismiss { nth, person: self.one(&Who::ALL) }),
            13..19 => (&reviewer, Act::MarkAll { nth }),
            19 => (&reviewer, Act::Raise { nth, finding: self.percent(50) }),
            20..23 => (&organization, Act::Reply { nth: raised, kind: Reply::Answer }),
            23..26 => (&reviewer, Act::Reply { nth: raised, kind: Reply::Accept }),
            26 => (&reviewer, Act::Reply { nth: raised, kind: Reply::Refuse }),
            27 => (&reviewer, Act::Finish { nth, end: End::Return }),
            28 => (&organization, Act::Finish { nth, end: End::Correct }),
            29..34 => (&reviewer, Act::Finish { nth, end: End::Confirm }),
            // To withdraw is rare: nothing comes after it.
            34 if self.percent(40) => (&organization, Act::Withdraw { nth }),
            _ => (&[Who::Boss], Act::Declare { nth }),
        };
        let who = if self.percent(80) { self.one(usual) } else { self.one(&Who::ALL) };
        Step { who, act }
    }

    fn at(&mut self) -> At {
        At { place: self.place(), criterion: self.one(&Criterion::ALL) }
    }

    fn place(&mut self) -> Place {
        if self.percent(80) { Place::Own } else { Place::Other }
    }

    fn seen(&mut self) -> Seen {
        self.one(&[Seen::Newest, Seen::Newest, Seen::Newest, Seen::Old, Seen::Any])
    }

    fn class(&mut self) -> Classification {
        self.one(&Classification::ALL)
    }

    fn status(&mut self) -> Status {
        self.one(&[Status::Met, Status::Partial, Status::Unmet, Status::NotApplicable, Status::Unanswered])
    }

    fn field(&mut self) -> Field {
        match self.below(6) {
            0 | 1 => Field::Status(self.status()),
            2 => Field::Note,
            3 => Field::Reason,
            4 => Field::Owner(self.percent(70).then(|| self.one(&Who::ALL))),
            _ => Field::Excused,
        }
    }

    fn grant(&mut self) -> Act {
        let to = if self.percent(70) { Who::Guest } else { self.one(&Who::ALL) };
        let evidence = self.percent(60).then(|| self.class());
        let days = i64::try_from(self.below(4)).unwrap_or_default();
        Act::Grant { to, place: self.place(), comment: self.percent(50), accept: self.percent(30), evidence, days }
    }

    fn link(&mut self) -> Act {
        let answers = self.percent(70);
        let evidence = self.percent(if answers { 60 } else { 10 }).then(|| self.class());
        let days = i64::try_from(self.below(4)).unwrap_or_default();
        Act::Link { place: self.place(), answers, evidence, days }
    }

    fn role(&mut self) -> Act {
        let of = self.one(&Who::ALL);
        let mut roles = vec![self.one(&Role::ALL)];
        if roles[0] != Role::Guest && self.percent(25) {
            let more = self.one(&[Role::Contributor, Role::Approver, Role::Viewer, Role::Administrator]);
            roles.push(more);
        }
        let area = self.percent(40).then(|| self.one(&["1", "4"]).to_owned());
        Act::Role { of, roles, area }
    }
}
