//! Resolves the names in a file to the files that define them.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{ItemUse, Macro, MetaList, VisRestricted};

use super::Arrows;
use super::modules::{Module, Tree, imports};

/// How many re-exports are followed before a name is given up.
const HANDS: usize = 16;

/// All edges of a crate.
pub(super) fn all(tree: &Tree) -> Arrows {
    let mut arrows = Arrows::new();
    for (position, module) in tree.modules.iter().enumerate() {
        for path in named(module) {
            let Some(file) = place(tree, position, &path, HANDS) else { continue };
            if !stands_above(tree, file, position) {
                arrows.entry(module.file).or_default().insert(file);
            }
        }
    }
    arrows
}

/// Whether a file is that of the module itself or of an enclosing module. By the rules of the language, the
/// contents of enclosing modules exist before the module: this is not an edge.
fn stands_above(tree: &Tree, file: usize, position: usize) -> bool {
    let around = std::iter::successors(Some(position), |&inner| tree.modules[inner].parent);
    around.into_iter().any(|module| tree.modules[module].file == file)
}

/// Every path that a module uses, in `use` and in its code.
fn named(module: &Module) -> Vec<Vec<String>> {
    let mut names = Names(Vec::new());
    module.items.iter().for_each(|item| names.visit_item(item));
    names.0.extend(module.brought.iter().map(|(_, path)| path.clone()));
    names.0.extend(module.globs.iter().cloned());
    names.0
}

/// The file that defines the target of a path, seen from a module. `None` if it is outside of the crate.
fn place(tree: &Tree, from: usize, path: &[String], hands: usize) -> Option<usize> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => inside(tree, 0, rest, hands),
        "self" => inside(tree, from, rest, hands),
        "super" => inside(tree, tree.modules[from].parent?, rest, hands),
        _ => inside(tree, from, path, hands),
    }
}

/// The same for a path whose first part is in this module.
fn inside(tree: &Tree, position: usize, path: &[String], hands: usize) -> Option<usize> {
    let module = &tree.modules[position];
    let Some((first, rest)) = path.split_first() else { return Some(module.file) };
    if first == "super" {
        return inside(tree, module.parent?, rest, hands);
    }
    if let Some(&child) = module.children.get(first) {
        return inside(tree, child, rest, hands);
    }
    if module.own.contains(first) {
        return Some(module.file);
    }
    let hands = hands.checked_sub(1)?;
    let brought = module.brought.iter().filter(|(name, whole)| name == first && whole.first() != Some(first));
    let by_name = brought.map(|(_, whole)| [whole.as_slice(), rest].concat());
    let by_glob = module.globs.iter().map(|whole| [whole.as_slice(), path].concat());
    by_name.chain(by_glob).find_map(|whole| place(tree, position, &whole, hands))
}

/// Paths of more than one part: a single name is defined in this file or imported by `use`.
struct Names(Vec<Vec<String>>);

impl<'ast> Visit<'ast> for Names {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 && path.leading_colon.is_none() {
            self.0.push(path.segments.iter().map(|part| part.ident.to_string()).collect());
        }
        syn::visit::visit_path(self, path);
    }

    /// A `use` inside of a function.
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        imports(&item.tree, &mut Vec::new(), &mut |_, path| self.0.push(path));
    }

    /// `pub(in crate::people)` is about visibility and uses nothing.
    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {}

    fn visit_meta_list(&mut self, list: &'ast MetaList) {
        tokens(list.tokens.clone(), &mut self.0);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        tokens(call.tokens.clone(), &mut self.0);
        syn::visit::visit_macro(self, call);
    }
}

/// Paths in a macro call, which is not parsed yet: names with `::` between them.
fn tokens(stream: TokenStream, found: &mut Vec<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    let mut end = |path: &mut Vec<String>| {
        if path.len() > 1 {
            found.push(std::mem::take(path));
        }
        path.clear();
    };
    let mut groups = Vec::new();
    for token in stream {
        match token {
            TokenTree::Ident(name) => {
                if colons != 2 {
                    end(&mut path);
                }
                path.push(name.to_string());
                colons = 0;
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
            other => {
                end(&mut path);
                colons = 0;
                if let TokenTree::Group(group) = other {
                    groups.push(group.stream());
                }
            }
        }
    }
    end(&mut path);
    for stream in groups {
        tokens(stream, found);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The edges of a crate with these files, with the names shortened.
    fn told(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        let tree = Tree::read(&folder.path().join("lib.rs")).expect("a crate");
        let name = |file: usize| tree.name(file).rsplit('/').next().unwrap_or_default().to_owned();
        let arrows = all(&tree);
        arrows.iter().flat_map(|(from, to)| to.iter().map(|to| (name(*from), name(*to)))).collect()
    }

    #[test]
    fn what_is_handed_on_leads_to_where_it_is_written() {
        let files = [
            ("lib.rs", "mod wing;\nmod other;\npub use wing::{room, Thing};"),
            ("wing/mod.rs", "pub mod room;\npub use room::Thing;"),
            ("wing/room.rs", "pub struct Thing;\npub fn make() {}"),
            ("other.rs", "use crate::{Thing, room};\nfn f() { room::make(); println!(\"{}\", crate::room::make()); }"),
        ];
        let arrows = told(&files);
        assert!(arrows.contains(&("other.rs".to_owned(), "room.rs".to_owned())), "{arrows:?}");
        assert!(!arrows.iter().any(|(_, to)| to == "lib.rs" || to == "mod.rs"), "{arrows:?}");
    }

    #[test]
    fn macros_count_and_tests_and_what_stands_around_do_not() {
        let files = [
            ("lib.rs", "mod one;\nmod two;\npub struct Above;"),
            ("one.rs", "use crate::Above;\nfn f() { println!(\"{}\", crate::two::NAME); }"),
            ("two.rs", "pub const NAME: &str = \"\";\n#[cfg(test)]\nmod tests { use crate::one::*; }"),
        ];
        assert_eq!(told(&files), [("one.rs".to_owned(), "two.rs".to_owned())]);
    }
}
