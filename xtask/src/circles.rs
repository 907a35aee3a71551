//! Checks that there are no cycles between the files of a crate, so that a reader can read a file's dependencies
//! first and never returns to the file itself.
//!
//! An edge goes from a file to the file that defines a thing it names. A re-exported name (`pub use`) leads to its
//! definition, so that a crate's root may re-export its modules; and a module may use the contents of the modules
//! that enclose it. Tests are not checked: they may use anything. The scripts of the pages are held to the same.

mod arrows;
mod modules;
mod scripts;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use crate::{Chore, shell};
use modules::Tree;

pub(crate) fn check() -> Chore {
    let mut problems = Vec::new();
    for root in roots().map_err(|error| vec![error])? {
        let tree = Tree::read(&root)?;
        let arrows = arrows::all(&tree);
        problems.extend(circles(&arrows).iter().map(|circle| told(circle, |file| tree.name(file))));
    }
    let (files, arrows) = scripts::read().map_err(|error| vec![error])?;
    let name = |file: usize| files[file].strip_prefix(shell::root()).unwrap_or(&files[file]).display().to_string();
    problems.extend(circles(&arrows).iter().map(|circle| told(circle, name)));
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The root file of each crate in the workspace.
fn roots() -> Result<Vec<PathBuf>, String> {
    let folder = shell::root().join("crates");
    let crates = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut folders: Vec<PathBuf> = crates.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.push(shell::root().join("xtask"));
    folders.sort();
    let begins = folders.iter().flat_map(|folder| [folder.join("src/lib.rs"), folder.join("src/main.rs")]);
    Ok(begins.filter(|file| file.exists()).collect())
}

/// The dependencies of each file; files are numbered as in their tree.
type Arrows = BTreeMap<usize, BTreeSet<usize>>;

/// For every file on a cycle, its shortest cycle, unless a cycle through the file was reported already; in the
/// order of the dependencies.
fn circles(arrows: &Arrows) -> Vec<Vec<usize>> {
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for &start in arrows.keys() {
        if told.contains(&start) {
            continue;
        }
        if let Some(circle) = way_back(arrows, start) {
            told.extend(circle.iter().copied());
            found.push(circle);
        }
    }
    found
}

/// The shortest path from a file over others back to itself.
fn way_back(arrows: &Arrows, start: usize) -> Option<Vec<usize>> {
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut waiting = std::collections::VecDeque::from([start]);
    while let Some(file) = waiting.pop_front() {
        for &next in arrows.get(&file).into_iter().flatten() {
            if next == start {
                let mut way = vec![file];
                while let Some(&earlier) = way.last().and_then(|last| from.get(last)) {
                    way.push(earlier);
                }
                way.reverse();
                return Some(way);
            }
            if next != file && !from.contains_key(&next) {
                from.insert(next, file);
                waiting.push_back(next);
            }
        }
    }
    None
}

fn told(circle: &[usize], name: impl Fn(usize) -> String) -> String {
    let names: Vec<String> = circle.iter().chain(circle.first()).map(|&file| name(file)).collect();
    names.join(" → ")
}

#[cfg(test)]
mod tests {
    use super::{Arrows, circles};

    fn arrows(pairs: &[(usize, usize)]) -> Arrows {
        let mut arrows = Arrows::new();
        for &(from, to) in pairs {
            arrows.entry(from).or_default().insert(to);
        }
        arrows
    }

    #[test]
    fn every_file_in_a_circle_is_told_once_by_the_shortest_way() {
        assert_eq!(circles(&arrows(&[(0, 1), (1, 2), (2, 3), (3, 1), (2, 1)])), [vec![1, 2], vec![3, 1, 2]]);
        assert_eq!(circles(&arrows(&[(0, 1), (0, 2), (1, 2)])), Vec::<Vec<usize>>::new());
    }
}
