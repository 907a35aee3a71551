//! `tasuki sample draw`: which items of a population are looked at.

use std::path::Path;

use serde::Serialize;
use tasuki_catalog::Text;
use tasuki_intake::plain_text;
use tasuki_trust::Digest;
use tasuki_trust::sample::{self, LONGEST_ITEM, LONGEST_SEED, MOST_ITEMS, Unfit};

use crate::{
    commands::{read, submission},
    failure::Failure,
    output::{Output, say},
    table::{Table, cut},
};

/// The largest list that is read, in bytes: the most items with four bytes in each of their characters.
const LARGEST: u64 = 50_000 * 2_000;

#[derive(Serialize)]
struct Wire<'a> {
    sha256: Digest,
    items: usize,
    /// The numbers, from 1, of items that stand further up in the list already.
    duplicates: Vec<usize>,
    seed: &'a str,
    size: usize,
    sample: Vec<Drawn<'a>>,
}

#[derive(Serialize)]
struct Drawn<'a> {
    /// The number of the item in the list, from 1.
    number: usize,
    item: &'a str,
    /// By which it was drawn.
    sha256: Digest,
}

pub(super) fn run(
    list: &Path,
    seed: &str,
    size: usize,
    expected: Option<&str>,
    output: &mut Output,
) -> Result<(), Failure> {
    if !sample::is_seed(seed) {
        let text = Text::new(format!("{seed:?} は種になりません"), format!("{seed:?} is no seed"));
        return Err(Failure::usage("not-a-seed", text).hint(
            format!("前後に空白のない1行（{LONGEST_SEED}文字まで）を渡してください"),
            format!("give one line without blanks around it, at most {LONGEST_SEED} characters"),
        ));
    }
    let expected = expected.map(submission::digest).transpose()?;
    let items = items(list)?;
    let digest = sample::digest(&items);
    if expected.is_some_and(|expected| expected != digest) {
        return Err(another(list, digest));
    }
    let drawn: Vec<Drawn<'_>> = sample::draw(&items, seed, size)
        .into_iter()
        .map(|at| Drawn { number: at + 1, item: &items[at], sha256: sample::ticket(seed, at + 1, &items[at]) })
        .collect();
    let duplicates: Vec<usize> = sample::duplicates(&items).into_iter().map(|at| at + 1).collect();
    let told = Wire { sha256: digest, items: items.len(), duplicates, seed, size: drawn.len(), sample: drawn };
    if output.is_json() {
        output.json(&told);
    } else {
        tell(&told, output);
    }
    Ok(())
}

fn items(list: &Path) -> Result<Vec<String>, Failure> {
    let size = std::fs::metadata(list).map_err(|error| Failure::read(list, &error))?.len();
    if size > LARGEST {
        return Err(unfit(list, Unfit::TooMany(MOST_ITEMS + 1)));
    }
    let text = plain_text(&read(list)?).map_err(|error| Failure::intake(list, &error))?;
    sample::items(&text).map_err(|why| unfit(list, why))
}

fn unfit(list: &Path, why: Unfit) -> Failure {
    let shown = list.display();
    let text = match why {
        Unfit::Empty => Text::new(format!("{shown} に行がありません"), format!("{shown} has no lines")),
        Unfit::TooMany(_) => Text::new(
            format!("{shown} は{MOST_ITEMS}行を超えています"),
            format!("{shown} has more than {MOST_ITEMS} lines"),
        ),
        Unfit::TooLong(line) => Text::new(
            format!("{shown} の{line}行目が{LONGEST_ITEM}文字を超えています"),
            format!("line {line} of {shown} has more than {LONGEST_ITEM} characters"),
        ),
        Unfit::Unprintable(line) => Text::new(
            format!("{shown} の{line}行目に、表示できない文字があります"),
            format!("line {line} of {shown} has a character that cannot be shown"),
        ),
    };
    Failure::input("not-a-population", text).hint(
        "1行に1件のテキストにしてください（書き方は docs/audits.md にあります）",
        "give a text with an item in each line; docs/audits.md describes it",
    )
}

fn another(list: &Path, digest: Digest) -> Failure {
    let shown = list.display();
    let text = Text::new(
        format!("{shown} は固定した母集団ではありません。SHA-256 は {digest} です"),
        format!("{shown} is not the frozen population: its SHA-256 is {digest}"),
    );
    Failure::input("another-population", text).hint(
        "母集団のページから、固定した一覧（list.txt）をもらってください",
        "get the frozen list (list.txt) from the page of the population",
    )
}

fn tell(told: &Wire<'_>, output: &mut Output) {
    let lang = output.lang;
    output.line(format!("SHA-256  {}", told.sha256));
    output.line(say!(
        lang,
        "母集団 {} 件から {} 件 · 種 {}",
        "{1} of a population of {0} · seed {2}",
        told.items,
        told.size,
        told.seed
    ));
    if !told.duplicates.is_empty() {
        let numbers = lang.joined(told.duplicates.iter().take(10).map(ToString::to_string));
        output.line(say!(
            lang,
            "同じ行が {} 件あります（{numbers}）",
            "{} lines stand there twice ({numbers})",
            told.duplicates.len()
        ));
    }
    let mut table = Table::default();
    for own in &told.sample {
        table.row([format!("{:>6}", own.number), own.sha256.to_string()[..12].to_owned(), cut(own.item, 80)]);
    }
    table.lines().for_each(|line| output.line(line));
}
