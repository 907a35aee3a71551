//! Samples (抽出): which items of a population are looked at, drawn so that anybody can draw them again.
//!
//! A population is a list of lines, an item each. It is frozen under the SHA-256 of those lines. For a seed, every item gets a number of its
//! own: the SHA-256 of the seed, its place in the list and the item. The items with the lowest numbers are the sample. Whoever has the list and
//! the seed gets the same sample, with `sha256sum` and `sort` alone; `docs/audits.md` shows how.

use std::collections::HashSet;

use crate::Digest;

/// The most items of a population.
pub const MOST_ITEMS: usize = 50_000;
/// The longest item, in characters.
pub const LONGEST_ITEM: usize = 500;
/// The longest seed, in characters.
pub const LONGEST_SEED: usize = 100;

/// Why a text is no population.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// There is no item in it.
    Empty,
    /// There are more items than a population may have: this many.
    TooMany(usize),
    /// The item in this line, counted from 1, is longer than an item may be.
    TooLong(usize),
    /// In this line, counted from 1, stands a character that is not shown, such as a null.
    Unprintable(usize),
}

/// The items of a list: a line each, without the blanks around it. Blank lines are none. A list that was written by [`list`] is read back as
/// it was.
///
/// # Errors
/// The first line that is no item, or that there are none or too many.
pub fn items(text: &str) -> Result<Vec<String>, Unfit> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
    let mut items = Vec::new();
    for (at, line) in lines {
        if line.chars().any(|own| own.is_control() && own != '\t') {
            return Err(Unfit::Unprintable(at + 1));
        }
        if line.chars().count() > LONGEST_ITEM {
            return Err(Unfit::TooLong(at + 1));
        }
        items.push(line.to_owned());
    }
    match items.len() {
        0 => Err(Unfit::Empty),
        many if many > MOST_ITEMS => Err(Unfit::TooMany(many)),
        _ => Ok(items),
    }
}

/// The list of a population as a file: each item in a line that ends. Its SHA-256 names the population.
pub fn list(items: &[String]) -> String {
    items.iter().flat_map(|item| [item.as_str(), "\n"]).collect()
}

/// The SHA-256 under which a population is frozen: that of its [`list`], as `sha256sum` prints it.
pub fn digest(items: &[String]) -> Digest {
    Digest::of(list(items).as_bytes())
}

/// The places, from 0, of items that stand further up in the list already.
pub fn duplicates(items: &[String]) -> Vec<usize> {
    let mut known = HashSet::new();
    items.iter().enumerate().filter(|(_, item)| !known.insert(item.as_str())).map(|(at, _)| at).collect()
}

/// Whether a text can be a seed: it is in one line, neither empty nor too long, and has no blanks around it.
pub fn is_seed(seed: &str) -> bool {
    !seed.is_empty()
        && seed.trim() == seed
        && seed.chars().count() <= LONGEST_SEED
        && !seed.chars().any(char::is_control)
}

/// By which an item is drawn: the SHA-256 of the seed, its number from 1, and itself, each in a line of its own, the last one without its end.
pub fn ticket(seed: &str, number: usize, item: &str) -> Digest {
    Digest::of(format!("{seed}\n{number}\n{item}").as_bytes())
}

/// Draws `size` items, or all if there are fewer: their places in the population, from 0, in the order in which they are drawn. A larger sample
/// with the same seed begins with the smaller one.
pub fn draw(population: &[String], seed: &str, size: usize) -> Vec<usize> {
    let tickets = population.iter().enumerate().map(|(at, item)| (ticket(seed, at + 1, item), at));
    let mut drawn: Vec<_> = tickets.collect();
    drawn.sort_unstable();
    drawn.into_iter().take(size).map(|(_, at)| at).collect()
}
