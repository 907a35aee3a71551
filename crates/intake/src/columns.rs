//! Facts about each column: its heading, and what its cells hold.

use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use crate::{
    choice::{self, Sense, sense},
    head::Header,
    heading::{Role, is_other_party, is_present, role, round},
    mark::{Mark, Plain},
    sheet::Sheet,
    wanted::Seen,
};

/// A column of a sheet.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) number: u32,
    /// All rows of its heading, joined on one line.
    pub(crate) heading: String,
    /// The text above the heading that is not part of it; it may reverse the meaning, but is not a heading itself.
    pub(crate) above: String,
    pub(crate) role: Role,
    /// What a tick below the heading means.
    pub(crate) sense: Option<Sense>,
    pub(crate) filled: usize,
    /// Number of cells that are marks of the scale.
    pub(crate) marks: usize,
    /// Number of marks other than plain strokes.
    pub(crate) signs: usize,
    /// The rows that are ticked, in order.
    pub(crate) ticked: Vec<u32>,
    /// Number of cells that say they are not ticked.
    pub(crate) unticked: usize,
    dashes: usize,
    /// Number of cells that are neither ticks nor empty boxes.
    others: usize,
    /// The different marks that occur.
    kinds: BTreeSet<&'static str>,
    characters: usize,
}

/// The column `number` with the cells of `rows`.
pub(crate) fn column(
    sheet: &Sheet,
    header: Option<&Header>,
    (number, ids): (u32, u32),
    rows: &[u32],
    scale: Scale,
) -> Column {
    let floors = header.map_or_else(Vec::new, |header| header.floors(sheet, number));
    let floors: Vec<&str> = floors.iter().map(String::as_str).collect();
    let above = header.map(|header| header.above_it(sheet, number, ids)).unwrap_or_default();
    let is_turned = choice::denies(&above);
    let mut column = Column {
        number,
        heading: floors.iter().flat_map(|floor| floor.split_whitespace()).collect::<Vec<_>>().join(" "),
        role: role(&floors),
        sense: sense_of(&floors, is_turned),
        above,
        filled: 0,
        marks: 0,
        signs: 0,
        ticked: Vec::new(),
        unticked: 0,
        dashes: 0,
        others: 0,
        kinds: BTreeSet::new(),
        characters: 0,
    };
    // Most columns repeat a few values.
    let mut known = HashMap::<Cow<'_, str>, Said>::new();
    for row in rows {
        if let Some(cell) = sheet.cell(*row, number).filter(|cell| !cell.is_blank()) {
            let text = cell.text();
            let said = known.entry(text).or_insert_with_key(|text| Said::by(text, column.sense, scale));
            column.count(*row, *said);
        }
    }
    column
}

/// What one cell says, as far as it helps to find out what its column is for.
#[derive(Debug, Clone, Copy)]
struct Said {
    is_mark: bool,
    sign: Option<&'static str>,
    tick: Tick,
    characters: usize,
}

#[derive(Debug, Clone, Copy)]
enum Tick {
    Ticked,
    Empty,
    Dash,
    Other,
}

/// Rank of the words, whether it is only for confirmation, whether it is not about the present, and the round, the
/// latest first.
pub(crate) type Standing = (u8, bool, bool, Reverse<(i8, u32)>);

/// A text longer than this is not a mark.
const LONGEST: usize = 200;

impl Said {
    fn by(text: &str, sense: Option<Sense>, scale: Scale) -> Self {
        let characters = text.chars().count();
        let other = Self { is_mark: false, sign: None, tick: Tick::Other, characters };
        if characters > LONGEST {
            return other;
        }
        let plain = Plain::of(text);
        if plain.is_longer(LONGEST * 2) {
            return other;
        }
        let is_mark = !matches!(plain.mark(scale), Mark::Unreadable | Mark::Blank);
        let sign = match plain.mark(Scale::Scs) {
            Mark::Status { status, rest, .. } if status != Status::NotApplicable && rest.is_empty() => {
                Some(status.sign())
            }
            _ => None,
        };
        let is_own = matches!(sense, Some(Sense::State(status)) if plain.is_status(status));
        let tick = if is_own || plain.is_tick() {
            Tick::Ticked
        } else if plain.is_unticked() {
            Tick::Empty
        } else if plain.is_dash() {
            Tick::Dash
        } else {
            Tick::Other
        };
        Self { is_mark: is_mark || sign.is_some(), sign, tick, characters }
    }
}

/// The lowest row of the heading says what a tick means, unless a row above it reverses that.
fn sense_of(floors: &[&str], is_turned: bool) -> Option<Sense> {
    let (last, upper) = floors.split_last()?;
    let own = sense(last).or_else(|| sense(&floors.concat()));
    let is_turned = is_turned || upper.iter().any(|floor| choice::denies(floor));
    own.map(|own| if is_turned && matches!(own, Sense::State(_)) { Sense::Unclear } else { own })
}

impl Column {
    fn count(&mut self, row: u32, said: Said) {
        self.filled += 1;
        self.marks += usize::from(said.is_mark);
        self.signs += usize::from(said.sign.is_some());
        self.kinds.extend(said.sign);
        match said.tick {
            Tick::Ticked => self.ticked.push(row),
            Tick::Empty => self.unticked += 1,
            Tick::Dash => self.dashes += 1,
            Tick::Other => self.others += 1,
        }
        self.characters += said.characters;
    }

    pub(crate) fn is_marks(&self) -> bool {
        self.filled > 0 && self.marks * 2 >= self.filled
    }

    pub(crate) fn is_short(&self) -> bool {
        self.filled > 0 && self.characters <= self.filled * 8
    }

    /// Whether the column holds ticks and empty boxes, and almost nothing else.
    pub(crate) fn is_ticks(&self) -> bool {
        self.ticked.len() + self.unticked > 0 && self.others * 10 <= self.filled
    }

    /// Whether it is headed as the guideline's own text, and holds anything but ticks: a text is never made of them.
    pub(crate) fn is_text(&self) -> bool {
        self.role == Role::Text && !self.is_ticks()
    }

    /// Whether all its ticks look the same, so that the tick itself carries no meaning.
    pub(crate) fn is_pure(&self) -> bool {
        self.is_ticks()
            && self.kinds.iter().filter(|sign| **sign != Status::Unmet.sign() || self.unticked == 0).count() <= 1
    }

    pub(crate) fn rank(&self) -> Option<u8> {
        match self.role {
            Role::Answer(rank) => Some(rank),
            _ => None,
        }
    }

    /// The sort key: the smaller, the more likely it is the answer.
    pub(crate) fn standing(&self) -> Option<Standing> {
        let round = Reverse(round(&self.heading));
        Some((self.rank()?, self.heading.contains("確認欄"), !is_present(&self.heading), round))
    }

    /// Whether no row is ticked in both columns.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        let other: BTreeSet<u32> = other.ticked.iter().copied().collect();
        !self.ticked.iter().any(|row| other.contains(row))
    }

    /// Whether it may be about the wanted time and filled in by the respondent.
    pub(crate) fn is_of(&self, seen: Seen) -> bool {
        !self.is_by_others() && !self.is_elsewhen(seen)
    }

    pub(crate) fn is_by_others(&self) -> bool {
        is_other_party(&self.heading) || is_other_party(&self.above)
    }

    /// Whether it is about another time than the wanted one.
    pub(crate) fn is_elsewhen(&self, seen: Seen) -> bool {
        seen.is_elsewhen(&self.heading) || seen.is_elsewhen(&self.above)
    }

    /// Whether its contents look like answers.
    pub(crate) fn tempts(&self) -> bool {
        self.signs > 0 && self.signs * 2 > self.filled || self.is_ticks() && !self.ticked.is_empty()
    }

    /// The column as shown to people: its number and heading.
    pub(crate) fn named(&self) -> (u32, String) {
        (self.number, self.heading.clone())
    }
}
