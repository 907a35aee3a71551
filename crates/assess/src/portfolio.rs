//! The verdicts for a very large number of organizations at once.
//!
//! Answers are kept as bit planes: for each criterion one plane per status, one bit per organization, so that one
//! machine word holds 64 organizations. A criterion is satisfied if (met or not applicable) and not held open; a
//! requirement is satisfied if the planes of all its criteria are. The counts per organization are kept as vertical
//! counters: binary numbers whose digits are planes; adding a plane ripples its carry. The verdicts equal those of
//! [`crate::evaluate`]; a property test compares the two.

use tasuki_catalog::Catalog;

use crate::{Answers, Counts, Evaluation, Status};

/// Words processed together: 512 organizations, eight machine words, one cache line per plane.
const LANES: usize = 8;
const ORGANIZATIONS_PER_BLOCK: usize = LANES * 64;

/// Planes per criterion. Unanswered sets none of the first four.
const MET: usize = 0;
const PARTIAL: usize = 1;
const UNMET: usize = 2;
const NOT_APPLICABLE: usize = 3;
/// Open although met or not applicable: lapsed, or 対象外 that was not accepted.
const HELD_OPEN: usize = 4;
const PLANES: usize = 5;

/// Digits of a vertical counter: at most 2^10 − 1 criteria.
const DIGITS: usize = 10;

type Lane = [u64; LANES];

/// The packed answers of many organizations to one edition, on one day.
#[derive(Debug, Clone)]
pub struct Portfolio<'a> {
    catalog: &'a Catalog,
    organizations: usize,
    /// Block by block, criterion by criterion, plane by plane.
    planes: Vec<Lane>,
}

/// The verdicts for every organization of a portfolio at one level.
#[derive(Debug, Clone)]
pub struct PortfolioVerdicts {
    organizations: usize,
    /// Positions in [`Catalog::requirements`] of the requirements that the level includes.
    requirements: Vec<usize>,
    asked: usize,
    /// Block by block: per requirement, a plane of the organizations that satisfy it; then a plane of those that
    /// satisfy all.
    satisfied: Vec<Lane>,
    /// Block by block: the digits of the four counters.
    counters: Vec<Lane>,
}

impl<'a> Portfolio<'a> {
    /// No organizations yet.
    ///
    /// # Panics
    /// When the edition has more criteria than a counter can count (1,023).
    pub fn new(catalog: &'a Catalog) -> Self {
        assert!(catalog.criteria().len() < 1 << DIGITS, "more criteria than a counter can count");
        Self { catalog, organizations: 0, planes: Vec::new() }
    }

    /// Adds an organization with its answers and their evaluation at the highest level.
    pub fn push(&mut self, answers: &Answers, evaluation: &Evaluation) {
        let organization = self.organizations;
        self.grow();
        for (position, answer) in answers.as_slice().iter().enumerate() {
            if let Some(plane) = plane(answer.status) {
                self.set(organization, position, plane);
            }
            let satisfied = evaluation.criterion(position).is_none_or(crate::CriterionVerdict::is_satisfied);
            if matches!(answer.status, Status::Met | Status::NotApplicable) && !satisfied {
                self.set(organization, position, HELD_OPEN);
            }
        }
    }

    /// Adds an organization: `status` gives the state of the criterion at each position, and none is held open.
    pub fn push_with(&mut self, mut status: impl FnMut(usize) -> Status) {
        let organization = self.organizations;
        self.grow();
        for position in 0..self.catalog.criteria().len() {
            if let Some(plane) = plane(status(position)) {
                self.set(organization, position, plane);
            }
        }
    }

    fn grow(&mut self) {
        if self.organizations.is_multiple_of(ORGANIZATIONS_PER_BLOCK) {
            let block = self.catalog.criteria().len() * PLANES;
            self.planes.resize(self.planes.len() + block, [0; LANES]);
        }
        self.organizations += 1;
    }

    fn set(&mut self, organization: usize, position: usize, plane: usize) {
        let (block, lane, bit) = place(organization);
        let at = (block * self.catalog.criteria().len() + position) * PLANES + plane;
        self.planes[at][lane] |= 1 << bit;
    }

    /// How many organizations there are.
    pub fn len(&self) -> usize {
        self.organizations
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.organizations == 0
    }

    /// Number of bytes that an evaluation at the highest level reads.
    pub fn bytes(&self) -> usize {
        self.planes.len() * size_of::<Lane>()
    }

    /// The verdicts for all organizations at `level`.
    pub fn evaluate(&self, level: Option<u8>) -> PortfolioVerdicts {
        let criteria = self.catalog.criteria();
        let shape: Vec<(usize, Vec<usize>)> = (0..self.catalog.requirements().len())
            .map(|requirement| {
                let asked = |position: &&usize| self.catalog.asks(level, &criteria[**position]);
                (requirement, self.catalog.members(requirement).iter().filter(asked).copied().collect::<Vec<_>>())
            })
            .filter(|(_, members)| !members.is_empty())
            .collect();
        let blocks = self.organizations.div_ceil(ORGANIZATIONS_PER_BLOCK);
        let mut verdicts = PortfolioVerdicts {
            organizations: self.organizations,
            requirements: shape.iter().map(|(requirement, _)| *requirement).collect(),
            asked: shape.iter().map(|(_, members)| members.len()).sum(),
            satisfied: Vec::with_capacity(blocks * (shape.len() + 1)),
            counters: Vec::with_capacity(blocks * 4 * DIGITS),
        };
        let asked: Vec<usize> = shape.iter().flat_map(|(_, members)| members).copied().collect();
        for block in self.planes.chunks_exact(criteria.len() * PLANES) {
            let planes = |position: usize| &block[position * PLANES..][..PLANES];
            let mut all = [u64::MAX; LANES];
            for (_, members) in &shape {
                let mut satisfied = [u64::MAX; LANES];
                for &position in members {
                    let planes = planes(position);
                    for lane in 0..LANES {
                        let done = planes[MET][lane] | planes[NOT_APPLICABLE][lane];
                        satisfied[lane] &= done & !planes[HELD_OPEN][lane];
                    }
                }
                for lane in 0..LANES {
                    all[lane] &= satisfied[lane];
                }
                verdicts.satisfied.push(satisfied);
            }
            verdicts.satisfied.push(all);
            for status in [MET, PARTIAL, UNMET, NOT_APPLICABLE] {
                verdicts.counters.extend(count(asked.iter().map(|&position| &planes(position)[status])));
            }
        }
        verdicts
    }
}

/// The vertical counter of `planes`: how often each organization's bit is set, digit by digit.
///
/// Seven planes at a time go through full adders into the ones digit, and their carries into the next digit, so
/// that the higher digits are touched only once per seven planes (the bit counting of Harley and Seal).
fn count<'b>(mut planes: impl Iterator<Item = &'b Lane>) -> [Lane; DIGITS] {
    const NONE: Lane = [0; LANES];
    let mut digits = [NONE; DIGITS];
    while let Some(first) = planes.next() {
        let mut next = || planes.next().unwrap_or(&NONE);
        let (ones, twos_a) = add(&digits[0], first, next());
        let (ones, twos_b) = add(&ones, next(), next());
        let (ones, twos_c) = add(&ones, next(), next());
        let (ones, twos_d) = add(&ones, next(), &NONE);
        let (twos, fours_a) = add(&digits[1], &twos_a, &twos_b);
        let (twos, fours_b) = add(&twos, &twos_c, &twos_d);
        let (fours, mut carry) = add(&digits[2], &fours_a, &fours_b);
        (digits[0], digits[1], digits[2]) = (ones, twos, fours);
        for digit in &mut digits[3..] {
            (*digit, carry) = add(digit, &carry, &NONE);
        }
    }
    digits
}

/// Adds three planes, organization by organization: the sum digit and the carry.
#[inline]
fn add(one: &Lane, two: &Lane, three: &Lane) -> (Lane, Lane) {
    let (mut sum, mut carry) = ([0; LANES], [0; LANES]);
    for lane in 0..LANES {
        let either = one[lane] ^ two[lane];
        sum[lane] = either ^ three[lane];
        carry[lane] = (one[lane] & two[lane]) | (either & three[lane]);
    }
    (sum, carry)
}

fn plane(status: Status) -> Option<usize> {
    match status {
        Status::Met => Some(MET),
        Status::Partial => Some(PARTIAL),
        Status::Unmet => Some(UNMET),
        Status::NotApplicable => Some(NOT_APPLICABLE),
        Status::Unanswered => None,
    }
}

/// Block, lane and bit of an organization.
fn place(organization: usize) -> (usize, usize, usize) {
    let within = organization % ORGANIZATIONS_PER_BLOCK;
    (organization / ORGANIZATIONS_PER_BLOCK, within / 64, within % 64)
}

impl PortfolioVerdicts {
    /// How many organizations there are.
    pub fn organizations(&self) -> usize {
        self.organizations
    }

    /// Positions in [`Catalog::requirements`] of the requirements that the level includes.
    pub fn requirements(&self) -> &[usize] {
        &self.requirements
    }

    /// Whether `organization` satisfies the requirement at `place` of [`Self::requirements`].
    ///
    /// # Panics
    /// When there is no such organization or requirement.
    pub fn is_satisfied(&self, organization: usize, place: usize) -> bool {
        assert!(place < self.requirements.len(), "no such requirement");
        self.bit(organization, place)
    }

    /// Whether `organization` has nothing open.
    ///
    /// # Panics
    /// When there is no such organization.
    pub fn is_all_met(&self, organization: usize) -> bool {
        self.asked > 0 && self.bit(organization, self.requirements.len())
    }

    fn bit(&self, organization: usize, row: usize) -> bool {
        assert!(organization < self.organizations, "no such organization");
        let (block, lane, bit) = place(organization);
        self.satisfied[block * (self.requirements.len() + 1) + row][lane] >> bit & 1 == 1
    }

    /// How many organizations have nothing open.
    pub fn all_met(&self) -> usize {
        (0..self.organizations).filter(|&organization| self.is_all_met(organization)).count()
    }

    /// The criteria of `organization` by state.
    ///
    /// # Panics
    /// When there is no such organization.
    pub fn counts(&self, organization: usize) -> Counts {
        assert!(organization < self.organizations, "no such organization");
        let (block, lane, bit) = place(organization);
        let counters = &self.counters[block * 4 * DIGITS..][..4 * DIGITS];
        let number = |plane: usize| {
            let digits = &counters[plane * DIGITS..][..DIGITS];
            digits.iter().enumerate().map(|(digit, planes)| usize::from(planes[lane] >> bit & 1 == 1) << digit).sum()
        };
        let (met, partial) = (number(MET), number(PARTIAL));
        let (unmet, not_applicable) = (number(UNMET), number(NOT_APPLICABLE));
        let unanswered = self.asked - met - partial - unmet - not_applicable;
        Counts { met, partial, unmet, not_applicable, unanswered }
    }
}
