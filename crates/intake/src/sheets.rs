//! Chooses which sheets are read: names and years decide, never the amount of content; if nothing decides, the user
//! is asked.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashSet},
};

use tasuki_assess::Status;

use crate::{
    IntakeError, clean,
    entry::Table,
    heading::{level, round, without_round, year},
    wanted::Seen,
    words::{DISOWNS, DOUBTFUL, EARLIER, EXAMPLES, NO_SHEETS, says, words},
};

/// The tables that are read, the fullest sheet first, and the sheets that are not read.
pub(crate) struct Chosen<'s> {
    pub(crate) tables: Vec<Table<'s>>,
    /// The name of a sheet that is not read, and the number of answers in it.
    pub(crate) left_out: Vec<(String, usize)>,
    /// Sheets that are read although they say that they do not hold current answers: name, cell, and the text that
    /// says so.
    pub(crate) doubtful: Vec<(String, String, String)>,
}

/// The maximum length of a line that says so, in characters.
const LONGEST: usize = 80;

/// All tables of one sheet.
struct Leaf<'s> {
    tables: Vec<Table<'s>>,
    criteria: HashSet<usize>,
    marks: usize,
}

impl<'s> Leaf<'s> {
    fn name(&self) -> &str {
        &self.tables[0].sheet.name
    }

    fn is_form(&self) -> bool {
        self.tables.iter().any(|table| table.has_answers || table.is_refused)
    }

    fn add(&mut self, table: Table<'s>) {
        self.criteria.extend(table.entries.iter().map(|entry| entry.position));
        self.marks += table.marks();
        self.tables.push(table);
    }

    /// Whether the name says that the sheet does not hold current answers: an example, a plan, an old version.
    fn is_aside(&self, seen: Seen) -> bool {
        let name = clean::fold(self.name());
        says(&name, NO_SHEETS) || says(&name, EARLIER) || seen.is_elsewhen(&name)
    }

    /// The reason to doubt that its answers are current, although they are read: its name, or a line above a table.
    fn doubt(&self, seen: Seen) -> Option<(String, String, String)> {
        let (name, folded) = (self.name().to_owned(), clean::fold(self.name()));
        if self.marks == 0 {
            None
        } else if says(&folded, DOUBTFUL) || folded.starts_with('旧') || seen.is_elsewhen(&folded) {
            Some((name.clone(), String::new(), name))
        } else {
            let (cell, text) = self.tables.iter().find_map(|table| table.disowned.clone())?;
            Some((name, cell, text))
        }
    }

    /// Whether two sheets answer the same criteria, not merely one or two in common.
    fn is_rival(&self, other: &Self) -> bool {
        let shared = self.criteria.intersection(&other.criteria).count();
        let by_level = level(self.name()).zip(level(other.name())).is_some_and(|(one, other)| one != other);
        !by_level && shared > 0 && shared * 2 >= self.criteria.len().min(other.criteria.len())
    }

    fn statuses(&self) -> BTreeMap<usize, BTreeSet<Option<&'static str>>> {
        let mut statuses = BTreeMap::<usize, BTreeSet<_>>::new();
        for entry in self.tables.iter().flat_map(|table| &table.entries) {
            statuses
                .entry(entry.position)
                .or_default()
                .insert(entry.status.filter(|_| !entry.faulty).map(Status::sign));
        }
        statuses
    }

    /// Whether two sheets have the same answers for all criteria that they share.
    fn agrees(&self, other: &Self) -> bool {
        let (own, others) = (self.statuses(), other.statuses());
        self.criteria.intersection(&other.criteria).all(|position| own.get(position) == others.get(position))
    }
}

/// Chooses among the tables of a file.
pub(crate) fn choose(tables: Vec<Table<'_>>, seen: Seen) -> Result<Chosen<'_>, IntakeError> {
    let mut leaves = leaves(tables);
    let mut left_out = Vec::new();
    // A numbered sheet without an answer and without a column for answers is not a form.
    let (forms, others): (Vec<Leaf<'_>>, Vec<Leaf<'_>>) =
        leaves.drain(..).partition(|leaf| leaf.marks > 0 || leaf.is_form());
    if forms.is_empty() {
        return Ok(Chosen { tables: fullest(others), left_out, doubtful: Vec::new() });
    }
    let forms = prefer(forms, |leaf| leaf.tables[0].sheet.visible, &mut left_out);
    let forms = prefer(forms, |leaf| !leaf.is_aside(seen), &mut left_out);
    let forms = settled(forms, &mut left_out)?;
    let doubtful = forms.iter().filter_map(|leaf| leaf.doubt(seen)).collect();
    Ok(Chosen { tables: fullest(forms), left_out, doubtful })
}

/// Whether a line above a table says that the table is not an answer: `記入例`, `見本（架空の会社）`, `実際の回答ではありません`. A line
/// that only points to an example does not say so.
pub(crate) fn disowns(line: &str) -> bool {
    let folded: String = clean::fold(line).split_whitespace().collect();
    let text = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.chars().count() > LONGEST {
        return false;
    }
    let after = EXAMPLES.iter().find_map(|word| text.strip_prefix(word));
    let is_title = after.is_some_and(|after| after.chars().next().is_none_or(|c| !c.is_alphabetic() && c != ':'));
    says(text, DISOWNS) || is_title && !says(text, words!("参照 参考 シート ください 下さい とおり 通り see"))
}

fn leaves(tables: Vec<Table<'_>>) -> Vec<Leaf<'_>> {
    let mut leaves = Vec::<Leaf<'_>>::new();
    for table in tables {
        let known = leaves.iter_mut().find(|leaf| std::ptr::eq(leaf.tables[0].sheet, table.sheet));
        if let Some(leaf) = known {
            leaf.add(table);
        } else {
            let mut leaf = Leaf { tables: Vec::new(), criteria: HashSet::new(), marks: 0 };
            leaf.add(table);
            leaves.push(leaf);
        }
    }
    leaves
}

fn fullest(mut leaves: Vec<Leaf<'_>>) -> Vec<Table<'_>> {
    leaves.sort_by_key(|leaf| Reverse(leaf.criteria.len()));
    leaves.into_iter().flat_map(|leaf| leaf.tables).collect()
}

/// Leaves out sheets for which there is a better rival.
fn prefer<'s>(
    leaves: Vec<Leaf<'s>>,
    is_better: impl Fn(&Leaf<'s>) -> bool,
    left_out: &mut Vec<(String, usize)>,
) -> Vec<Leaf<'s>> {
    let (better, others): (Vec<Leaf<'s>>, Vec<Leaf<'s>>) = leaves.into_iter().partition(is_better);
    let mut kept = better;
    let count = kept.len();
    for leaf in others {
        if kept[..count].iter().any(|better| better.is_rival(&leaf)) {
            leave_out(&leaf, left_out);
        } else {
            kept.push(leaf);
        }
    }
    kept
}

fn leave_out(leaf: &Leaf<'_>, left_out: &mut Vec<(String, usize)>) {
    if leaf.marks > 0 {
        left_out.push((leaf.name().to_owned(), leaf.marks));
    }
}

/// Decides among rivals until none are left.
fn settled<'s>(leaves: Vec<Leaf<'s>>, left_out: &mut Vec<(String, usize)>) -> Result<Vec<Leaf<'s>>, IntakeError> {
    let mut kept = Vec::<Leaf<'s>>::new();
    let mut left = leaves;
    while !left.is_empty() {
        let first = left.remove(0);
        let (mut rivals, others): (Vec<Leaf<'s>>, Vec<Leaf<'s>>) =
            left.into_iter().partition(|leaf| first.is_rival(leaf));
        rivals.insert(0, first);
        left = others;
        let best = best(&rivals)?;
        for (at, leaf) in rivals.into_iter().enumerate() {
            if at == best { kept.push(leaf) } else { leave_out(&leaf, left_out) }
        }
    }
    Ok(kept)
}

/// Which of several rivals to read.
fn best(rivals: &[Leaf<'_>]) -> Result<usize, IntakeError> {
    let by_year = |leaf: &Leaf<'_>| year(&clean::fold(leaf.name())).map(|(year, _)| u32::from(year));
    let mut left: Vec<usize> = (0..rivals.len()).collect();
    if left.iter().all(|at| by_year(&rivals[*at]).is_some()) {
        let latest = left.iter().filter_map(|at| by_year(&rivals[*at])).max();
        left.retain(|at| by_year(&rivals[*at]) == latest);
    }
    // An empty form is not an answer if a rival is filled in.
    if left.iter().any(|at| rivals[*at].marks > 0) {
        left.retain(|at| rivals[*at].marks > 0 || rivals[*at].tables.iter().any(|table| table.is_refused));
    }
    let stems: BTreeSet<String> = left.iter().map(|at| without_round(rivals[*at].name())).collect();
    if stems.len() == 1 && left.iter().all(|at| !is_copy(rivals[*at].name())) {
        let latest = left.iter().map(|at| round(rivals[*at].name())).max();
        left.retain(|at| Some(round(rivals[*at].name())) == latest);
    }
    let first = left[0];
    if left.iter().all(|at| rivals[first].agrees(&rivals[*at])) {
        return Ok(first);
    }
    let sheets = left.iter().map(|at| rivals[*at].name().to_owned()).collect();
    Err(IntakeError::WhichSheet { sheets })
}

/// `Sheet1 (2)`, `回答のコピー`: a copy may be newer or older than the original.
fn is_copy(name: &str) -> bool {
    let name = clean::fold(name);
    let numbered = name.ends_with(')')
        && name
            .rsplit_once('(')
            .is_some_and(|(_, number)| number.trim_end_matches(')').bytes().all(|byte| byte.is_ascii_digit()));
    numbered || says(&name, words!("コピー 複製 copy"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_say_that_it_is_no_answer() {
        for line in [
            "記入例",
            "【記入例】",
            "記入例（実際の回答ではありません）",
            "※これは実際の回答ではありません",
            "見本(架空の会社)",
            "サンプル",
            "Example (not actual answers)",
            "記入例１",
            "前回の回答",
            "来年度の目標",
        ] {
            assert!(disowns(line), "{line}");
        }
        for line in [
            "記入例を参照して記入してください。",
            "記入例：○",
            "自己評価シート",
            "記入例は別シート",
            "Sample company Ltd.",
            "目標管理規程に従う",
            "",
        ] {
            assert!(!disowns(line), "{line}");
        }
    }
}
